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
mod buttons;
mod files;
mod groups;
mod jobs;
mod kept;
#[path = "../upstreams/server.rs"]
#[allow(dead_code, reason = "most faults are for the table of faults")]
mod service;
mod services;
mod talk;
mod trouble;
