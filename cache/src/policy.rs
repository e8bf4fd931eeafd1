//! How long an answer is good, and what a caller gets.

use std::sync::Arc;
use std::time::Duration;

use crate::clock::millis;

/// How long answers of one kind are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// A value is fresh for so long.
    pub fresh: Duration,
    /// "There is none" is fresh for so long, and never served stale.
    pub negative: Duration,
    /// For so long after that a value is served at once, while one caller's load renews it
    /// behind the answer.
    pub stale: Duration,
    /// For so long after that a value is served only if loading fails.
    pub stale_if_error: Duration,
    /// After a failed load the value that was kept is served for so long without another try.
    pub retry: Duration,
    /// By how much `fresh` and `negative` differ by chance, up or down, in percent.
    pub jitter_percent: u8,
    /// Whether of several processes one loads and the others wait for it.
    pub lock: bool,
}

impl Policy {
    /// The same for a value that says itself how long it is fresh, if that is less.
    pub(crate) fn at_most(&self, fresh: Option<Duration>) -> Self {
        Self {
            fresh: fresh.map_or(self.fresh, |fresh| self.fresh.min(fresh)),
            ..self.clone()
        }
    }
}

/// What a loader found.
#[derive(Debug)]
pub enum Loaded<V> {
    /// A value.
    Value(Arc<V>),
    /// A value that is fresh for no longer than this, whatever the policy says.
    For(Arc<V>, Duration),
    /// A value for those who wait that is not kept: one that is incomplete since something
    /// failed, say.
    Passing(Arc<V>),
    /// There is none.
    Negative,
}

impl<V> Loaded<V> {
    /// A value, or an `Arc` of it.
    pub fn value(value: impl Into<Arc<V>>) -> Self {
        Self::Value(value.into())
    }

    /// A value that is fresh for so long at most, or an `Arc` of it. For no time at all, it
    /// is not kept.
    pub fn value_for(value: impl Into<Arc<V>>, fresh: Duration) -> Self {
        if fresh.is_zero() {
            Self::passing(value)
        } else {
            Self::For(value.into(), fresh)
        }
    }

    /// A value that is not kept, or an `Arc` of it.
    pub fn passing(value: impl Into<Arc<V>>) -> Self {
        Self::Passing(value.into())
    }
}

/// What a caller gets.
#[derive(Debug)]
pub struct Found<V> {
    /// The value; `None` if there is none.
    pub value: Option<Arc<V>>,
    /// Whether it may be out of date.
    pub freshness: Freshness,
    /// How long ago it was loaded.
    pub age: Duration,
    /// Where it was.
    pub source: Source,
}

impl<V> Found<V> {
    /// True if the value may be out of date.
    pub fn is_stale(&self) -> bool {
        self.freshness != Freshness::Fresh
    }
}

impl<V> Clone for Found<V> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            ..*self
        }
    }
}

/// Whether an answer may be out of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// It is as good as new.
    Fresh,
    /// Its time is over; it is being renewed.
    Stale,
    /// Its time is over, and a new one could not be had.
    StaleOnError,
}

/// Where an answer was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// In this process.
    Memory,
    /// In Redis or Upstash.
    Remote,
    /// Nowhere: it was loaded.
    Load,
}

/// The instants of an entry's life, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Times {
    pub(crate) written: u64,
    pub(crate) fresh: u64,
    pub(crate) stale: u64,
    pub(crate) kept: u64,
}

/// How old an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    Fresh,
    /// Served and renewed.
    Stale,
    /// Served if loading fails.
    Kept,
    Over,
}

impl Times {
    pub(crate) fn new(policy: &Policy, negative: bool, now: u64) -> Self {
        let (fresh, stale, kept) = if negative {
            (policy.negative, Duration::ZERO, Duration::ZERO)
        } else {
            (policy.fresh, policy.stale, policy.stale_if_error)
        };
        let fresh = now.saturating_add(jittered(millis(fresh), policy.jitter_percent));
        let stale = fresh.saturating_add(millis(stale));
        Self {
            written: now,
            fresh,
            stale,
            kept: stale.saturating_add(millis(kept)),
        }
    }

    pub(crate) fn age(&self, now: u64) -> Age {
        match now {
            now if now < self.fresh => Age::Fresh,
            now if now < self.stale => Age::Stale,
            now if now < self.kept => Age::Kept,
            _ => Age::Over,
        }
    }

    /// How long the entry is of any use.
    pub(crate) fn left(&self, now: u64) -> Duration {
        Duration::from_millis(self.kept.saturating_sub(now))
    }
}

fn jittered(duration: u64, percent: u8) -> u64 {
    let most = u64::from(percent.min(100)).saturating_mul(duration) / 100;
    if most == 0 {
        return duration;
    }
    // Without randomness all expire together: worse, and no reason to fail.
    let chance = getrandom::u64().unwrap_or(most);
    (duration - most).saturating_add(chance % most.saturating_mul(2).saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        crate::Settings::default().policy(crate::Volatility::Section)
    }

    #[test]
    fn jitter_stays_within_a_tenth_and_uses_all_of_it() {
        let day = 86_400_000_u64;
        let all: Vec<_> = (0..1_000).map(|_| jittered(day, 10)).collect();
        let (least, most) = (all.iter().min().unwrap(), all.iter().max().unwrap());
        assert!(*least >= day / 10 * 9 && *most <= day / 10 * 11);
        assert!(*least < day / 100 * 92 && *most > day / 100 * 108);
    }

    #[test]
    fn a_value_is_fresh_then_stale_then_kept_then_over() {
        let policy = Policy {
            jitter_percent: 0,
            ..policy()
        };
        let times = Times::new(&policy, false, 0);
        let day = 86_400_000;
        assert_eq!(times.age(day - 1), Age::Fresh);
        assert_eq!(times.age(day), Age::Stale);
        assert_eq!(times.age(day + 3_600_000), Age::Kept);
        assert_eq!(times.age(8 * day + 3_600_000), Age::Over);
    }

    #[test]
    fn what_is_not_there_is_never_stale() {
        let times = Times::new(&policy(), true, 0);
        assert_eq!(times.age(700_000), Age::Over);
    }
}
