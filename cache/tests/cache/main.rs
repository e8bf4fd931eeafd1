//! The cache against a real Redis, an Upstash of our own, and all that goes wrong with both.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

mod conformance;
mod failure;
mod secrets;
mod stampede;
mod support;
mod typed;
mod upstash;
