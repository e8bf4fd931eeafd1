//! Journeys: people talk to the real program over a Bot API, and so does trouble.

#[path = "../support/mod.rs"]
mod support;

mod bad_input;
mod bot;
mod buttons;
mod groups;
mod talk;
mod trouble;
