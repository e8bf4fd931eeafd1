//! A host that fails again and again is left alone for a while: requests to it end at once
//! instead of waiting for what won't come, and it gets room to recover.
//!
//! Closed, all requests pass. After so many failures in a row it opens, and none does.
//! When its time is over, one is let through to try; on what becomes of that one it
//! depends whether the circuit closes or stays open for as long again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;

/// How a host's circuit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CircuitState {
    /// Requests pass.
    Closed,
    /// None does.
    Open,
    /// One may pass, or is under way, to find out.
    HalfOpen,
}

/// What a request says about its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It answers.
    Alive,
    /// It doesn't.
    Failed,
    /// Nothing: the request did not get so far.
    Unknown,
}

/// What has become of a circuit by a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Opened,
    Closed,
}

/// How a request was let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    Ordinary,
    /// The one that finds out.
    Probe,
}

#[derive(Debug)]
pub(crate) struct Circuit {
    /// Failures in a row that open it; with zero it never opens.
    most: u32,
    open_for: Duration,
    state: Mutex<State>,
}

#[derive(Debug)]
enum State {
    Closed { failures: u32 },
    Open { until: Instant },
    Probing,
}

impl Circuit {
    pub(crate) fn new(most: u32, open_for: Duration) -> Self {
        Self {
            most,
            open_for,
            state: Mutex::new(State::Closed { failures: 0 }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn shown(&self, now: Instant) -> CircuitState {
        match *self.state() {
            State::Closed { .. } => CircuitState::Closed,
            State::Open { until } if now < until => CircuitState::Open,
            State::Open { .. } | State::Probing => CircuitState::HalfOpen,
        }
    }

    /// True if a request that comes then would not pass, as things are.
    pub(crate) fn refuses(&self, now: Instant) -> bool {
        match *self.state() {
            State::Closed { .. } => false,
            State::Open { until } => now < until,
            State::Probing => true,
        }
    }

    /// Lets a request pass; none if it may not. What has passed must [`leave`](Self::leave).
    pub(crate) fn enter(&self, now: Instant) -> Option<Entry> {
        let mut state = self.state();
        match *state {
            State::Closed { .. } => Some(Entry::Ordinary),
            State::Open { until } if now < until => None,
            State::Open { .. } => {
                *state = State::Probing;
                Some(Entry::Probe)
            }
            State::Probing => None,
        }
    }

    /// What a request that was let through has found. One that began before the circuit
    /// opened says nothing new.
    pub(crate) fn leave(&self, entry: Entry, verdict: Verdict, now: Instant) -> Option<Change> {
        let mut state = self.state();
        let until = now + self.open_for;
        match (&mut *state, entry, verdict) {
            (State::Closed { failures }, _, Verdict::Alive) => *failures = 0,
            (State::Closed { failures }, _, Verdict::Failed) if self.most > 0 => {
                *failures += 1;
                if *failures >= self.most {
                    *state = State::Open { until };
                    return Some(Change::Opened);
                }
            }
            (State::Probing, Entry::Probe, Verdict::Alive) => {
                *state = State::Closed { failures: 0 };
                return Some(Change::Closed);
            }
            (State::Probing, Entry::Probe, Verdict::Failed) => *state = State::Open { until },
            // It was given up before it had found out: the next one is to.
            (State::Probing, Entry::Probe, Verdict::Unknown) => *state = State::Open { until: now },
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHILE: Duration = Duration::from_secs(30);

    fn open(now: Instant) -> Circuit {
        let circuit = Circuit::new(3, WHILE);
        let changes: Vec<_> = (0..3)
            .map(|_| {
                let entry = circuit.enter(now).unwrap();
                circuit.leave(entry, Verdict::Failed, now)
            })
            .collect();
        assert_eq!(changes, [None, None, Some(Change::Opened)]);
        circuit
    }

    #[test]
    fn so_many_failures_in_a_row_open_it() {
        let now = Instant::now();
        let circuit = open(now);
        assert_eq!(circuit.enter(now), None);
        assert!(circuit.refuses(now + WHILE / 2));
        assert_eq!(circuit.shown(now), CircuitState::Open);
    }

    #[test]
    fn one_success_between_keeps_it_closed() {
        let now = Instant::now();
        let circuit = Circuit::new(2, WHILE);
        for verdict in [Verdict::Failed, Verdict::Alive].repeat(10) {
            let entry = circuit.enter(now).unwrap();
            assert_eq!(circuit.leave(entry, verdict, now), None);
        }
    }

    #[test]
    fn what_says_nothing_neither_opens_nor_excuses() {
        let now = Instant::now();
        let circuit = Circuit::new(2, WHILE);
        for verdict in [Verdict::Failed, Verdict::Unknown] {
            assert_eq!(circuit.leave(Entry::Ordinary, verdict, now), None);
        }
        let change = circuit.leave(Entry::Ordinary, Verdict::Failed, now);
        assert_eq!(change, Some(Change::Opened));
    }

    #[test]
    fn when_its_time_is_over_exactly_one_is_let_through() {
        let now = Instant::now();
        let later = now + WHILE;
        let circuit = open(now);
        assert_eq!(circuit.shown(later), CircuitState::HalfOpen);
        assert_eq!(circuit.enter(later), Some(Entry::Probe));
        assert_eq!(circuit.enter(later), None);
        assert!(circuit.refuses(later + WHILE));
        let change = circuit.leave(Entry::Probe, Verdict::Alive, later);
        assert_eq!(change, Some(Change::Closed));
        assert_eq!(circuit.enter(later), Some(Entry::Ordinary));
    }

    #[test]
    fn a_failed_try_keeps_it_open_for_as_long_again() {
        let now = Instant::now();
        let circuit = open(now);
        let entry = circuit.enter(now + WHILE).unwrap();
        assert_eq!(circuit.leave(entry, Verdict::Failed, now + WHILE), None);
        assert_eq!(circuit.enter(now + WHILE + WHILE / 2), None);
        assert_eq!(circuit.enter(now + 2 * WHILE), Some(Entry::Probe));
    }

    #[test]
    fn a_try_that_was_given_up_leaves_it_to_the_next() {
        let now = Instant::now();
        let circuit = open(now);
        let entry = circuit.enter(now + WHILE).unwrap();
        circuit.leave(entry, Verdict::Unknown, now + WHILE);
        assert_eq!(circuit.enter(now + WHILE), Some(Entry::Probe));
    }

    #[test]
    fn latecomers_of_before_say_nothing_new() {
        let now = Instant::now();
        let circuit = open(now);
        let change = circuit.leave(Entry::Ordinary, Verdict::Alive, now);
        assert_eq!((change, circuit.enter(now)), (None, None));
    }

    #[test]
    fn with_zero_it_never_opens() {
        let now = Instant::now();
        let circuit = Circuit::new(0, WHILE);
        for _ in 0..1_000 {
            let entry = circuit.enter(now).unwrap();
            assert_eq!(circuit.leave(entry, Verdict::Failed, now), None);
        }
    }
}
