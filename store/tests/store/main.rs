//! The store over a file, a real Redis and memory, and all that goes wrong with them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

mod conformance;
mod file;
mod old;
mod personal;
mod property;
mod redis;
mod remembered;
mod support;
