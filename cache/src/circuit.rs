//! A circuit breaker: a store that fails again and again is left alone for a while.
//!
//! Our own, in a page: of those on crates.io `failsafe` is the best kept, and it lets all
//! callers through when it tries again, tells nobody its state, and can't tell reading from
//! writing.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::{Clock, millis};
use crate::settings::CircuitSettings;
use crate::store::StoreError;

/// The longest that a server may have us wait by `Retry-After`.
const LONGEST: Duration = Duration::from_mins(1);

/// What an operation does. A server that is full or read-only answers reads all the while:
/// both are counted apart, and a circuit that writes opened is closed by a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Read,
    Write,
}

/// Whether the remote store is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CircuitState {
    /// It is.
    Closed,
    /// It failed, and is not asked for a while.
    Open,
    /// It failed, and the next operation tries it again.
    HalfOpen,
}

/// Opens after so many failures in a row, and tries one operation after so long.
#[derive(Debug)]
pub(crate) struct Circuit {
    settings: CircuitSettings,
    store: &'static str,
    clock: Clock,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    reads: u32,
    writes: u32,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    by: Side,
    since: u64,
    pause: Duration,
    probing: bool,
}

impl Open {
    /// True if it is time to try again; also if the clock was set back, which must not hold
    /// the circuit open.
    fn is_over(&self, now: u64) -> bool {
        now < self.since || now - self.since >= millis(self.pause)
    }
}

/// Leave to ask the store. Dropped without a report, it says nothing about the store.
#[derive(Debug)]
pub(crate) struct Leave<'a> {
    circuit: &'a Circuit,
    side: Side,
    probe: bool,
}

impl Circuit {
    pub(crate) fn new(settings: CircuitSettings, store: &'static str, clock: Clock) -> Self {
        Self {
            settings,
            store,
            clock,
            state: Mutex::default(),
        }
    }

    pub(crate) fn state(&self) -> CircuitState {
        match &self.lock().open {
            None => CircuitState::Closed,
            Some(open) if open.probing || open.is_over(self.clock.now()) => CircuitState::HalfOpen,
            Some(_) => CircuitState::Open,
        }
    }

    /// Leave for one operation, if the store is to be asked.
    pub(crate) fn admit(&self, side: Side) -> Option<Leave<'_>> {
        let mut state = self.lock();
        let probe = match &mut state.open {
            None => false,
            Some(open) => {
                if open.by != side || open.probing || !open.is_over(self.clock.now()) {
                    return None;
                }
                open.probing = true;
                true
            }
        };
        Some(Leave {
            circuit: self,
            side,
            probe,
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Leave<'_> {
    /// What came of it. A refusal is an answer: the store is well.
    pub(crate) fn report(self, error: Option<&StoreError>) {
        let circuit = self.circuit;
        let mut state = circuit.lock();
        if state.open.is_some() && !self.probe {
            // It was sent before the circuit opened, and is no news.
            return;
        }
        let Some(error) = error.filter(|error| error.is_failure()) else {
            *state.failures(self.side) = 0;
            if state.open.take().is_some() {
                let store = circuit.store;
                tracing::info!(store, "the cache store answers again");
            }
            return;
        };
        let failures = state.failures(self.side);
        *failures = failures.saturating_add(1);
        let asked_to_wait = match error {
            StoreError::Busy(wait) => *wait,
            _ => None,
        };
        let failures = *failures;
        if failures < circuit.settings.failures && asked_to_wait.is_none() && !self.probe {
            return;
        }
        let pause = Duration::from_secs(circuit.settings.open_s);
        let pause = asked_to_wait.map_or(pause, |wait| wait.clamp(pause, LONGEST.max(pause)));
        let opens = state.open.is_none();
        state.open = Some(Open {
            by: self.side,
            since: circuit.clock.now(),
            pause,
            probing: false,
        });
        if opens {
            tracing::warn!(
                store = circuit.store,
                %error,
                failures,
                again_in_s = pause.as_secs(),
                "the cache store fails and is not asked for a while; answers come from memory and plugins"
            );
        }
    }
}

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        if self.probe
            && let Some(open) = &mut self.circuit.lock().open
        {
            open.probing = false;
        }
    }
}

impl State {
    fn failures(&mut self, side: Side) -> &mut u32 {
        match side {
            Side::Read => &mut self.reads,
            Side::Write => &mut self.writes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOWN: StoreError = StoreError::Timeout(Duration::ZERO);

    fn circuit() -> Circuit {
        let settings = CircuitSettings {
            failures: 3,
            open_s: 5,
        };
        Circuit::new(settings, "test", Clock::manual())
    }

    fn tries(circuit: &Circuit, side: Side, error: Option<&StoreError>) -> bool {
        match circuit.admit(side) {
            Some(leave) => {
                leave.report(error);
                true
            }
            None => false,
        }
    }

    #[test]
    fn it_opens_after_so_many_failures_and_one_success_closes_it() {
        let circuit = circuit();
        for _ in 0..3 {
            assert_eq!(circuit.state(), CircuitState::Closed);
            assert!(tries(&circuit, Side::Read, Some(&DOWN)));
        }
        assert_eq!(circuit.state(), CircuitState::Open);
        assert!(!tries(&circuit, Side::Read, None));
        circuit.clock.advance(Duration::from_secs(5));
        assert_eq!(circuit.state(), CircuitState::HalfOpen);
        assert!(tries(&circuit, Side::Read, None));
        assert_eq!(circuit.state(), CircuitState::Closed);
    }

    #[test]
    fn only_one_operation_tries_and_its_failure_opens_it_for_as_long_again() {
        let circuit = circuit();
        for _ in 0..3 {
            tries(&circuit, Side::Read, Some(&DOWN));
        }
        circuit.clock.advance(Duration::from_secs(5));
        let probe = circuit.admit(Side::Read).unwrap();
        assert!(circuit.admit(Side::Read).is_none());
        probe.report(Some(&DOWN));
        assert_eq!(circuit.state(), CircuitState::Open);
        circuit.clock.advance(Duration::from_secs(5));
        // One that is dropped leaves its turn to the next.
        drop(circuit.admit(Side::Read).unwrap());
        assert!(circuit.admit(Side::Read).is_some());
    }

    #[test]
    fn writes_that_fail_among_reads_that_work_open_it_and_a_read_does_not_close_it() {
        let circuit = circuit();
        let full = StoreError::from_server("OOM command not allowed");
        for _ in 0..3 {
            assert!(tries(&circuit, Side::Read, None));
            assert!(tries(&circuit, Side::Write, Some(&full)));
        }
        circuit.clock.advance(Duration::from_secs(5));
        assert!(!tries(&circuit, Side::Read, None));
        assert!(tries(&circuit, Side::Write, None));
        assert!(tries(&circuit, Side::Read, None));
    }

    #[test]
    fn a_server_that_asks_for_time_gets_it_within_reason() {
        let circuit = circuit();
        let busy = StoreError::Busy(Some(Duration::from_hours(1)));
        assert!(tries(&circuit, Side::Read, Some(&busy)));
        circuit.clock.advance(Duration::from_secs(59));
        assert_eq!(circuit.state(), CircuitState::Open);
        circuit.clock.advance(Duration::from_secs(1));
        assert!(tries(&circuit, Side::Read, None));
    }

    #[test]
    fn a_refusal_is_no_failure() {
        let circuit = circuit();
        for _ in 0..10 {
            let refused = StoreError::from_server("WRONGTYPE Operation");
            assert!(tries(&circuit, Side::Read, Some(&refused)));
        }
    }
}
