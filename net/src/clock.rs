//! The time by which a host's circuit, its pauses and the deadlines of requests go.

use std::time::{Duration, Instant};

#[cfg(not(test))]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// What is left until then.
pub(crate) fn left(until: Instant) -> Duration {
    until.saturating_duration_since(now())
}

#[cfg(test)]
pub(crate) use moved::{advance, now};

/// Tests move the time on, each on its own thread. Tokio's paused time is no help to them:
/// it jumps to the next timer while a socket of the same test is still being written.
#[cfg(test)]
mod moved {
    use super::{Duration, Instant};
    use std::cell::Cell;

    thread_local! {
        static BY: Cell<Duration> = const { Cell::new(Duration::ZERO) };
    }

    pub(crate) fn now() -> Instant {
        Instant::now() + BY.get()
    }

    pub(crate) fn advance(by: Duration) {
        BY.set(BY.get() + by);
    }
}
