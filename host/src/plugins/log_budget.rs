//! How much a plugin may log, over all its calls.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Lines that may come at once.
const BURST: f64 = 200.0;
/// Lines a second in the long run.
const RATE: f64 = 10.0;

/// A bucket of lines that fills up again.
#[derive(Debug)]
pub(super) struct LogBudget {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    left: f64,
    at: Instant,
    dropped: u64,
}

/// What is to become of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It is written.
    Write,
    /// It is written, after so many that were not.
    WriteAfter(u64),
    /// It is dropped, as the first one: that is said.
    DropFirst,
    /// It is dropped.
    Drop,
}

impl LogBudget {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            state: Mutex::new(State {
                left: BURST,
                at: now,
                dropped: 0,
            }),
        }
    }

    pub(super) fn take(&self, now: Instant) -> Line {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let since = now.saturating_duration_since(state.at);
        state.left = (state.left + since.as_secs_f64() * RATE).min(BURST);
        state.at = now;
        // After a flood it is quiet for a while, not one line in, nine lines out.
        let enough = if state.dropped > 0 { RATE } else { 1.0 };
        if state.left < enough {
            state.dropped += 1;
            return if state.dropped == 1 {
                Line::DropFirst
            } else {
                Line::Drop
            };
        }
        state.left -= 1.0;
        match std::mem::take(&mut state.dropped) {
            0 => Line::Write,
            dropped => Line::WriteAfter(dropped),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_flood_is_said_once_and_counted() {
        let now = Instant::now();
        let budget = LogBudget::new(now);
        for _ in 0..200 {
            assert_eq!(budget.take(now), Line::Write);
        }
        assert_eq!(budget.take(now), Line::DropFirst);
        for _ in 0..10_000 {
            assert_eq!(budget.take(now), Line::Drop);
        }
        let later = now + Duration::from_secs(1);
        assert_eq!(budget.take(later), Line::WriteAfter(10_001));
        assert_eq!(budget.take(later), Line::Write);
    }

    #[test]
    fn who_logs_a_little_is_never_cut() {
        let start = Instant::now();
        let budget = LogBudget::new(start);
        for second in 0..1_000 {
            for _ in 0..10 {
                let line = budget.take(start + Duration::from_secs(second));
                assert_eq!(line, Line::Write);
            }
        }
    }
}
