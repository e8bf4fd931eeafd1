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

/// What a loader found.
#[derive(Debug)]
pub enum Loaded<V> {
    /// A value.
    Value(Arc<V>),
    /// A value that is fresh for no longer than this, whatever the policy and chance say; for
    /// no time at all, it is not kept.
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

    /// The value, and how it is kept.
    pub(crate) fn split(self) -> (Option<Arc<V>>, Keep) {
        match self {
            Self::Value(value) => (Some(value), Keep::AsPolicy),
            Self::For(value, most) if most.is_zero() => (Some(value), Keep::Not),
            Self::For(value, most) => (Some(value), Keep::AtMost(most)),
            Self::Passing(value) => (Some(value), Keep::Not),
            Self::Negative => (None, Keep::AsPolicy),
        }
    }
}

/// How long what was loaded is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// As the policy says.
    AsPolicy,
    /// The same, but fresh for no longer than this.
    AtMost(Duration),
    /// Not at all.
    Not,
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
    /// The times of what is kept from now on; `None` if it is not.
    pub(crate) fn new(policy: &Policy, negative: bool, keep: Keep, now: u64) -> Option<Self> {
        let (fresh, stale, kept) = if negative {
            (policy.negative, Duration::ZERO, Duration::ZERO)
        } else {
            (policy.fresh, policy.stale, policy.stale_if_error)
        };
        let most = match keep {
            Keep::AsPolicy => u64::MAX,
            Keep::AtMost(most) => millis(most),
            Keep::Not => return None,
        };
        let fresh = jittered(millis(fresh).min(most), policy.jitter_percent);
        // What chance added beyond that is taken away instead: they still differ.
        let fresh = most.saturating_sub(fresh.saturating_sub(most)).min(fresh);
        let fresh = now.saturating_add(fresh);
        let stale = fresh.saturating_add(millis(stale));
        Some(Self {
            written: now,
            fresh,
            stale,
            kept: stale.saturating_add(millis(kept)),
        })
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
        crate::Settings::default().policy(crate::Volatility::MarketValue)
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
        let times = Times::new(&policy, false, Keep::AsPolicy, 0).unwrap();
        let day = 86_400_000;
        assert_eq!(times.age(day - 1), Age::Fresh);
        assert_eq!(times.age(day), Age::Stale);
        assert_eq!(times.age(day + 3_600_000), Age::Kept);
        assert_eq!(times.age(8 * day + 3_600_000), Age::Over);
    }

    #[test]
    fn what_is_not_there_is_never_stale() {
        let times = Times::new(&policy(), true, Keep::AsPolicy, 0).unwrap();
        assert_eq!(times.age(700_000), Age::Over);
    }

    #[test]
    fn a_value_that_says_how_long_it_is_fresh_is_never_fresh_for_longer() {
        let most = Duration::from_secs(100);
        let fresh = |keep| Times::new(&policy(), false, keep, 0).unwrap().fresh;
        let all: Vec<_> = (0..1_000).map(|_| fresh(Keep::AtMost(most))).collect();
        let (least, longest) = (all.iter().min().unwrap(), all.iter().max().unwrap());
        assert!((90_000..92_000).contains(least), "{least}");
        assert!((98_000..=100_000).contains(longest), "{longest}");
        // The policy is still what binds if it says less.
        let year = Keep::AtMost(Duration::from_hours(24 * 365));
        assert!(fresh(year) <= 86_400_000 / 10 * 11);
        assert_eq!(Times::new(&policy(), false, Keep::Not, 0), None);
    }
}
