//! Setting a plugin aside that keeps failing: a circuit breaker.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::config;

/// A plugin that is set aside again and again is tried at least this often.
const LONGEST: Duration = Duration::from_hours(1);

/// How one version of a plugin has fared of late.
#[derive(Debug, Default)]
pub(super) struct Health(Mutex<State>);

#[derive(Debug)]
enum State {
    /// The failures within the window.
    Serving(VecDeque<Instant>),
    Aside {
        /// When it may be tried again.
        until: Instant,
        /// How long it was set aside for.
        wait: Duration,
    },
}

impl Default for State {
    fn default() -> Self {
        Self::Serving(VecDeque::new())
    }
}

/// Leave for one call.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Leave {
    /// This call decides whether the plugin is back.
    trial: bool,
}

/// What an outcome changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Change {
    None,
    /// It is set aside for so long.
    Aside(Duration),
    /// It serves again.
    Back,
}

impl Health {
    /// Leave to call it, or how long it is still set aside.
    pub(super) fn leave(&self, now: Instant) -> Result<Leave, Duration> {
        match &mut *self.state() {
            State::Serving(_) => Ok(Leave { trial: false }),
            State::Aside { until, .. } if now < *until => Err(*until - now),
            // One call tries; should it never end, another one may in a while.
            State::Aside { until, wait } => {
                *until = now + *wait;
                Ok(Leave { trial: true })
            }
        }
    }

    /// Takes note of how a call ended.
    pub(super) fn ended(
        &self,
        leave: &Leave,
        failed: bool,
        now: Instant,
        settings: config::Health,
    ) -> Change {
        let mut state = self.state();
        let wait = match &mut *state {
            State::Serving(_) if !failed => return Change::None,
            State::Serving(failures) => {
                let window = Duration::from_secs(settings.window_s);
                failures.push_back(now);
                while failures.front().is_some_and(|at| now - *at > window) {
                    failures.pop_front();
                }
                if failures.len() < settings.failures as usize {
                    return Change::None;
                }
                Duration::from_secs(settings.retry_s)
            }
            // A call from before: it says nothing new.
            State::Aside { .. } if !leave.trial => return Change::None,
            State::Aside { .. } if !failed => {
                *state = State::default();
                return Change::Back;
            }
            State::Aside { wait, .. } => wait.saturating_mul(2).min(LONGEST),
        };
        *state = State::Aside {
            until: now + wait,
            wait,
        };
        Change::Aside(wait)
    }

    /// How long it is still set aside; none if it serves.
    pub(super) fn aside(&self, now: Instant) -> Option<Duration> {
        match &*self.state() {
            State::Serving(_) => None,
            State::Aside { until, .. } => Some(until.saturating_duration_since(now)),
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: config::Health = config::Health {
        failures: 3,
        window_s: 60,
        retry_s: 30,
    };

    /// A clock that the test moves.
    struct Clock(Instant);

    impl Clock {
        fn after(&self, seconds: u64) -> Instant {
            self.0 + Duration::from_secs(seconds)
        }
    }

    fn call(health: &Health, now: Instant, failed: bool) -> Change {
        let leave = health.leave(now).unwrap();
        health.ended(&leave, failed, now, SETTINGS)
    }

    #[test]
    fn so_many_failures_in_a_window_set_a_plugin_aside() {
        let (health, clock) = (Health::default(), Clock(Instant::now()));
        assert_eq!(call(&health, clock.after(0), true), Change::None);
        assert_eq!(call(&health, clock.after(1), false), Change::None);
        assert_eq!(call(&health, clock.after(50), true), Change::None);
        // The first one is older than the window by now.
        assert_eq!(call(&health, clock.after(61), true), Change::None);
        let aside = Change::Aside(Duration::from_secs(30));
        assert_eq!(call(&health, clock.after(62), true), aside);
        assert_eq!(health.leave(clock.after(63)), Err(Duration::from_secs(29)));
    }

    fn set_aside(clock: &Clock) -> Health {
        let health = Health::default();
        for _ in 0..3 {
            call(&health, clock.after(0), true);
        }
        health
    }

    #[test]
    fn after_a_while_one_call_tries_and_its_success_brings_the_plugin_back() {
        let clock = Clock(Instant::now());
        let health = set_aside(&clock);
        let trial = health.leave(clock.after(30)).unwrap();
        assert!(health.leave(clock.after(30)).is_err(), "one call only");
        let back = health.ended(&trial, false, clock.after(31), SETTINGS);
        assert_eq!(back, Change::Back);
        assert_eq!(health.aside(clock.after(31)), None);
    }

    #[test]
    fn a_failed_try_sets_it_aside_for_twice_as_long_up_to_an_hour() {
        let clock = Clock(Instant::now());
        let health = set_aside(&clock);
        let (mut at, mut waits) = (30, Vec::new());
        for _ in 0..9 {
            let Change::Aside(wait) = call(&health, clock.after(at), true) else {
                panic!("not set aside")
            };
            at += wait.as_secs();
            waits.push(wait.as_secs());
        }
        assert_eq!(waits, [60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600]);
    }

    #[test]
    fn a_call_from_before_does_not_count_and_a_try_that_never_ends_is_followed_by_another() {
        let clock = Clock(Instant::now());
        let health = Health::default();
        let before = health.leave(clock.after(0)).unwrap();
        for _ in 0..3 {
            call(&health, clock.after(0), true);
        }
        let said = health.ended(&before, false, clock.after(1), SETTINGS);
        assert_eq!(said, Change::None);
        assert!(health.leave(clock.after(30)).is_ok());
        assert!(health.leave(clock.after(59)).is_err());
        assert!(health.leave(clock.after(60)).is_ok());
    }
}
