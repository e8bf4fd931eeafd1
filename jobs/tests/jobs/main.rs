//! The scheduler: in one process with time that jumps, and in several on one real Redis.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

mod in_redis;
mod locks;
mod restarts;
mod runs;
mod stopping;
mod support;
