//! The plugins that ask services, against services that fail: what a reader gets, what the
//! log says, and how often the service is asked.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

#[path = "../support/mod.rs"]
mod support;

mod faults;
#[allow(dead_code, reason = "journeys use the rest")]
mod server;
