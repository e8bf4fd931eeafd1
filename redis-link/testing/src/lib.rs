//! A real `redis-server` of a test's own, and waiting for what it leads to.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "for tests alone, which it fails"
)]

mod server;

use std::time::{Duration, Instant};

pub use server::RedisServer;

/// How long a condition is waited for: far longer than it takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Waits until something is so, in real time.
pub async fn until(what: &str, condition: impl Fn() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < PATIENCE, "never: {what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
