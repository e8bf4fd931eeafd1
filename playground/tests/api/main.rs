//! The playground over HTTP: a bot on one side, people on the other.

#![allow(
    clippy::unwrap_used,
    reason = "in a test, what cannot be unwrapped has failed"
)]

mod client;

mod faults;
mod files;
mod guard;
mod keyboards;
mod menus;
mod people;
mod polling;
mod texts;
mod waits;
mod webhooks;
