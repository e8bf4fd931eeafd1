//! Journeys: people talk to the real program over a Bot API, and so does trouble.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

#[path = "../support/mod.rs"]
mod support;

mod admin;
mod alive;
mod bad_input;
mod bot;
#[path = "../../playground/tests/page/browser.rs"]
#[allow(dead_code, reason = "the playground's own tests use the rest")]
mod browser;
mod buttons;
#[path = "../support/collector.rs"]
mod collector;
mod crowd;
mod deployed;
#[path = "../../intake/tests/photos/draw.rs"]
#[allow(
    dead_code,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pictures are drawn as for the tests of `intake`, which draw more kinds"
)]
mod draw;
mod files;
mod groups;
mod inline;
mod jobs;
mod kept;
mod limits;
mod logs;
mod manners;
mod metrics;
mod operated;
mod page;
mod people;
mod photos;
mod sends;
#[path = "../upstreams/server.rs"]
#[allow(dead_code, reason = "most faults are for the table of faults")]
mod service;
mod services;
mod tables;
mod talk;
mod throttle;
mod tour;
mod traces;
mod trouble;
mod webhook;
