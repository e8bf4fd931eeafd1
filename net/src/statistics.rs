//! What has become of requests, host by host: plain figures, for whoever shows or exports
//! them. There are as many hosts as are remembered, and as many outcomes as stand here, so
//! that as labels of a metric they stay few.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use serde::Serialize;

use crate::circuit::CircuitState;

/// Everything that an attempt may end with: what the answer's status says, or
/// [`HttpError::code`](crate::HttpError::code).
pub const OUTCOMES: [&str; 15] = [
    "answered",
    "client-error",
    "server-error",
    "throttled",
    "timeout",
    "unresolved",
    "unreachable",
    "tls",
    "broken",
    "encoded",
    "too-large",
    "circuit-open",
    "quota",
    "denied",
    "invalid",
];

/// Upper bounds of the buckets of [`Figures::latency`], in milliseconds; one more bucket
/// has all that took longer.
pub const LATENCY_MS: [u64; 10] = [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/// What an answer with this status counts as.
pub(crate) fn outcome(status: u16) -> &'static str {
    match status {
        429 => "throttled",
        400..500 => "client-error",
        500.. => "server-error",
        _ => "answered",
    }
}

#[derive(Debug, Default)]
pub(crate) struct Counters {
    requests: AtomicU64,
    retries: AtomicU64,
    outcomes: [AtomicU64; OUTCOMES.len()],
    latency: [AtomicU64; LATENCY_MS.len() + 1],
    latency_sum_ms: AtomicU64,
}

impl Counters {
    pub(crate) fn request(&self) {
        self.requests.fetch_add(1, Relaxed);
    }

    pub(crate) fn retry(&self) {
        self.retries.fetch_add(1, Relaxed);
    }

    pub(crate) fn outcome(&self, code: &str) {
        let found = OUTCOMES.iter().position(|known| *known == code);
        if let Some(counter) = found.and_then(|index| self.outcomes.get(index)) {
            counter.fetch_add(1, Relaxed);
        }
    }

    pub(crate) fn took(&self, time: Duration) {
        let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let bucket = LATENCY_MS.partition_point(|bound| *bound < ms);
        if let Some(counter) = self.latency.get(bucket) {
            counter.fetch_add(1, Relaxed);
        }
        self.latency_sum_ms.fetch_add(ms, Relaxed);
    }

    pub(crate) fn figures(&self) -> Figures {
        Figures {
            requests: self.requests.load(Relaxed),
            retries: self.retries.load(Relaxed),
            outcomes: std::array::from_fn(|i| self.outcomes[i].load(Relaxed)),
            latency: std::array::from_fn(|i| self.latency[i].load(Relaxed)),
            latency_sum_ms: self.latency_sum_ms.load(Relaxed),
        }
    }
}

/// Counts since the start.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Requests, each hop of a redirect by itself.
    pub requests: u64,
    /// Further attempts at them.
    pub retries: u64,
    /// What the attempts ended with, in the order of [`OUTCOMES`].
    pub outcomes: [u64; OUTCOMES.len()],
    /// How many of those that were sent took how long, in the order of [`LATENCY_MS`]; not
    /// cumulative.
    pub latency: [u64; LATENCY_MS.len() + 1],
    /// Milliseconds that they took together.
    pub latency_sum_ms: u64,
}

impl Figures {
    /// How many attempts ended so; zero for what is not one of [`OUTCOMES`].
    #[must_use]
    pub fn ended(&self, code: &str) -> u64 {
        let pairs = OUTCOMES.iter().zip(self.outcomes);
        pairs
            .filter(|(known, _)| **known == code)
            .map(|(_, count)| count)
            .sum()
    }

    pub(crate) fn add(&mut self, other: &Self) {
        let add = |ours: &mut [u64], others: &[u64]| {
            for (our, other) in ours.iter_mut().zip(others) {
                *our += other;
            }
        };
        self.requests += other.requests;
        self.retries += other.retries;
        self.latency_sum_ms += other.latency_sum_ms;
        add(&mut self.outcomes, &other.outcomes);
        add(&mut self.latency, &other.latency);
    }
}

/// One host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HostStatistics {
    /// Its name, with its port where that is not the usual one.
    pub host: String,
    /// How its circuit is.
    pub circuit: CircuitState,
    /// For how many more seconds it does not want to be asked.
    pub paused_s: u64,
    /// Requests that are on their way.
    pub running: usize,
    /// What has become of the others.
    pub figures: Figures,
}

/// All hosts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// By name.
    pub hosts: Vec<HostStatistics>,
    /// Of hosts that are no longer remembered, together.
    pub forgotten: Figures,
    /// Requests that were refused before any host was asked.
    pub refused: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_counted_in_the_first_bucket_that_holds_it() {
        let counters = Counters::default();
        for ms in [0, 10, 11, 10_000, 10_001] {
            counters.took(Duration::from_millis(ms));
        }
        let figures = counters.figures();
        assert_eq!(figures.latency, [2, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
        assert_eq!(figures.latency_sum_ms, 20_022);
    }

    #[test]
    fn figures_add_up() {
        let counters = Counters::default();
        counters.request();
        counters.outcome(outcome(204));
        counters.outcome(outcome(404));
        counters.outcome(outcome(503));
        counters.outcome("no such outcome");
        let mut sum = counters.figures();
        sum.add(&counters.figures());
        assert_eq!((sum.requests, sum.ended("client-error")), (2, 2));
        assert_eq!(sum.outcomes.iter().sum::<u64>(), 6);
    }
}
