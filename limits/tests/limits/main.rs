//! The limits in memory, in a real Redis, and when that one fails.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

mod in_memory;
mod in_redis;
mod support;
