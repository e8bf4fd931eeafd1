//! The playground over HTTP: a bot on one side, people on the other.

#![allow(
    clippy::unwrap_used,
    reason = "in a test, what cannot be unwrapped has failed"
)]

mod client;

mod edits;
mod faults;
mod files;
mod guard;
mod inline;
mod keyboards;
mod members;
mod menus;
mod people;
mod polling;
mod texts;
mod topics;
mod waits;
mod webhooks;
