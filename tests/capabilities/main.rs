//! What plugins may do to the outside, and what they may not: a real component, servers on
//! this machine, and everything that the component and the log could read.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

#[path = "../support/mod.rs"]
mod support;

mod cache;
mod grants;
mod http;
mod log;
mod prober;
mod program;
mod secrets;
mod server;
mod wasi;
