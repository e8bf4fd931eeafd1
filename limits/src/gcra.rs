//! The arithmetic: the generic cell rate algorithm, in whole microseconds.
//!
//! For each key one number is kept: when all that was let through is paid off. Each request puts
//! it off by what it costs, and is refused if it would then be further away than `per`. The script
//! in `redis.rs` computes the same.

use std::time::Duration;

use crate::settings::Rate;

/// Which limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Which {
    /// That of one user.
    User,
    /// That of one chat.
    Chat,
    /// That of all together.
    All,
}

/// Whose count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    User(u64),
    Chat(i64),
    All,
}

impl Key {
    pub(crate) fn which(self) -> Which {
        match self {
            Self::User(_) => Which::User,
            Self::Chat(_) => Which::Chat,
            Self::All => Which::All,
        }
    }
}

/// What a request asks of one count, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Demand {
    pub(crate) key: Key,
    /// What it costs.
    pub(crate) increment: u64,
    /// What may be owed.
    pub(crate) per: u64,
}

/// The demand that is refused, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Excess {
    pub(crate) key: Key,
    pub(crate) wait: Duration,
}

/// A longer time than this is none that anybody would set: a year.
const LONGEST_MS: u64 = 365 * 24 * 3_600 * 1_000;

impl Demand {
    /// `None`: there is no limit. What costs more than all takes all.
    pub(crate) fn new(key: Key, rate: Rate, cost: u32) -> Option<Self> {
        if rate.burst == 0 || rate.per_ms == 0 {
            return None;
        }
        let per = rate.per_ms.min(LONGEST_MS) * 1_000;
        let cost = u64::from(cost.min(rate.burst));
        // No overflow: a year in microseconds times u32::MAX is below 2^77.
        let increment = u128::from(per) * u128::from(cost) / u128::from(rate.burst);
        Some(Self {
            key,
            increment: u64::try_from(increment).unwrap_or(per).max(1),
            per,
        })
    }

    /// When all is paid off if this is let through. What was kept is no further away than it can
    /// be: a clock may have been set back.
    pub(crate) fn paid_off(&self, kept: Option<u64>, now: u64) -> u64 {
        let from = kept.unwrap_or(now).clamp(now, now + self.per);
        from + self.increment
    }

    /// How long until this would be let through; zero: it is.
    pub(crate) fn excess(&self, paid_off: u64, now: u64) -> Duration {
        Duration::from_micros(paid_off.saturating_sub(now + self.per))
    }
}
