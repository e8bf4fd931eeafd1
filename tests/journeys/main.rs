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
mod crowd;
mod files;
mod groups;
mod inline;
mod jobs;
mod kept;
mod manners;
mod people;
#[path = "../upstreams/server.rs"]
#[allow(dead_code, reason = "most faults are for the table of faults")]
mod service;
mod services;
mod talk;
mod tour;
mod trouble;
