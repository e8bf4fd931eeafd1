//! Figures: plain counters, and snapshots of them that any exporter can show.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::circuit::CircuitState;

/// Upper bounds of the buckets of every [`HistogramSnapshot`], in seconds: from a hit in
/// memory to a slow plugin.
pub const BUCKETS: [f64; 14] = [
    0.000_001, 0.000_01, 0.000_1, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0,
    30.0,
];

/// How long things took.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct HistogramSnapshot {
    /// How many took at most as long as the bucket of [`BUCKETS`] says and longer than the
    /// one before; the last counts all that took longer.
    pub counts: [u64; BUCKETS.len() + 1],
    /// All of them together, in seconds.
    pub sum: f64,
}

impl HistogramSnapshot {
    /// How many there were.
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// One tier of one namespace. Counts are since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct TierStats {
    /// Keys that were there, stale and negative ones included.
    pub hits: u64,
    /// Keys that were not.
    pub misses: u64,
    /// Of the hits, those served although no longer fresh.
    pub stale: u64,
    /// Of the hits, those that say "there is none".
    pub negative: u64,
    /// Operations that failed, and entries that could not be read.
    pub errors: u64,
    /// In memory: bytes held now. Remote: bytes read and written.
    pub bytes: u64,
    /// In memory: entries held now. Remote: 0, since only the server knows.
    pub entries: u64,
    /// How long asking the tier took, a batch counting once.
    pub seconds: HistogramSnapshot,
}

/// One namespace: what [`Cache::stats`](crate::Cache::stats) answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stats {
    /// Its name, as given to [`Backend::cache`](crate::Backend::cache).
    pub namespace: &'static str,
    /// The tier in this process.
    pub memory: TierStats,
    /// The tier that processes share, if there is one.
    pub remote: Option<TierStats>,
    /// Calls of a loader.
    pub loads: u64,
    /// Keys for which a loader failed.
    pub load_errors: u64,
    /// Keys for which an older value was served since a loader failed.
    pub stale_on_error: u64,
    /// Callers who waited for a load that another had begun.
    pub coalesced: u64,
    /// Refreshes behind a stale answer.
    pub refreshes: u64,
    /// Loads that another process did while this one waited.
    pub loaded_elsewhere: u64,
    /// Values not kept since they were too large or could not be written as JSON.
    pub not_kept: u64,
    /// How long loaders took.
    pub load_seconds: HistogramSnapshot,
}

/// The remote store as a whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoreStats {
    /// `redis` or `upstash`.
    pub name: &'static str,
    /// Whether it is asked.
    pub circuit: CircuitState,
    /// Operations that were sent.
    pub operations: u64,
    /// Of those, the ones that failed.
    pub errors: u64,
    /// Operations that were not sent since the circuit was open.
    pub suspended: u64,
    /// How long operations took.
    pub seconds: HistogramSnapshot,
}

/// All: what [`Backend::stats`](crate::Backend::stats) answers.
#[derive(Debug, Clone, PartialEq)]
pub struct BackendStats {
    /// The remote store, if one is set.
    pub store: Option<StoreStats>,
    /// Bytes that plugins and users have in this process's memory.
    pub byte_store_bytes: u64,
    /// Every namespace, in order of making.
    pub namespaces: Vec<Stats>,
}

/// Counts up.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Counts durations by bucket.
#[derive(Debug, Default)]
pub(crate) struct Histogram {
    counts: [AtomicU64; BUCKETS.len() + 1],
    nanos: AtomicU64,
}

impl Histogram {
    pub(crate) fn observe(&self, duration: Duration) {
        let seconds = duration.as_secs_f64();
        let bucket = BUCKETS.partition_point(|bound| *bound < seconds);
        self.counts[bucket].fetch_add(1, Ordering::Relaxed);
        let nanos = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        self.nanos.fetch_add(nanos, Ordering::Relaxed);
    }

    pub(crate) fn snapshot(&self) -> HistogramSnapshot {
        HistogramSnapshot {
            counts: std::array::from_fn(|at| self.counts[at].load(Ordering::Relaxed)),
            sum: Duration::from_nanos(self.nanos.load(Ordering::Relaxed)).as_secs_f64(),
        }
    }
}

/// The counters behind [`TierStats`].
#[derive(Debug, Default)]
pub(crate) struct Tier {
    pub(crate) hits: Counter,
    pub(crate) misses: Counter,
    pub(crate) stale: Counter,
    pub(crate) negative: Counter,
    pub(crate) errors: Counter,
    pub(crate) bytes: Counter,
    pub(crate) seconds: Histogram,
}

impl Tier {
    /// Counts a hit that is served.
    pub(crate) fn hit(&self, stale: bool, negative: bool) {
        self.hits.add(1);
        self.stale.add(stale.into());
        self.negative.add(negative.into());
    }

    pub(crate) fn snapshot(&self) -> TierStats {
        TierStats {
            hits: self.hits.get(),
            misses: self.misses.get(),
            stale: self.stale.get(),
            negative: self.negative.get(),
            errors: self.errors.get(),
            bytes: self.bytes.get(),
            entries: 0,
            seconds: self.seconds.snapshot(),
        }
    }
}

/// The counters behind [`Stats`].
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) memory: Tier,
    pub(crate) remote: Tier,
    pub(crate) loads: Counter,
    pub(crate) load_errors: Counter,
    pub(crate) stale_on_error: Counter,
    pub(crate) coalesced: Counter,
    pub(crate) refreshes: Counter,
    pub(crate) loaded_elsewhere: Counter,
    pub(crate) not_kept: Counter,
    pub(crate) load_seconds: Histogram,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_counted_in_the_first_bucket_that_is_not_below_it() {
        let histogram = Histogram::default();
        histogram.observe(Duration::ZERO);
        histogram.observe(Duration::from_millis(1));
        histogram.observe(Duration::from_micros(1_001));
        histogram.observe(Duration::from_secs(31));
        let seen = histogram.snapshot();
        assert_eq!(seen.counts[0], 1);
        assert_eq!(seen.counts[3], 1);
        assert_eq!(seen.counts[4], 1);
        assert_eq!(seen.counts[BUCKETS.len()], 1);
        assert_eq!(seen.count(), 4);
        assert!((seen.sum - 31.002_001).abs() < 1e-9);
    }
}
