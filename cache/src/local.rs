//! The tier in this process: values as they are, ready to be shared.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use moka::Expiry;
use moka::future::Cache;

use crate::clock::millis;
use crate::key::{Key, Prefix};
use crate::policy::{Age, Found, Freshness, Source, Times};

/// What an entry costs beside its key and JSON, in bytes: our estimate of moka's own.
const OVERHEAD: usize = 160;

/// A value and its times.
pub(crate) struct Aged<V> {
    pub(crate) value: Option<Arc<V>>,
    pub(crate) times: Times,
    /// Bytes of its JSON: what is known of its size.
    bytes: usize,
    /// How long it lives from when it was put here.
    left: Duration,
    /// From when on the remote tier is to be asked whether it still stands.
    recheck: AtomicU64,
    /// Until when no load is tried again, since one failed.
    retry: AtomicU64,
}

/// What the tier says about a key.
pub(crate) enum Look<V> {
    /// Serve this.
    Serve(Found<V>),
    /// Serve this and renew it.
    Renew(Found<V>),
    /// Look further; this is known from before.
    Miss(Option<Arc<Aged<V>>>),
}

pub(crate) struct Local<V> {
    entries: Cache<Key, Arc<Aged<V>>>,
    /// How long an entry is trusted without asking the remote tier; `None`: there is none.
    trusted: Option<Duration>,
}

impl<V> Aged<V> {
    pub(crate) fn new(value: Option<Arc<V>>, times: Times, bytes: usize, now: u64) -> Self {
        Self {
            value,
            times,
            bytes,
            left: times.left(now),
            recheck: AtomicU64::new(u64::MAX),
            retry: AtomicU64::new(0),
        }
    }

    pub(crate) fn found(&self, now: u64, freshness: Freshness, source: Source) -> Found<V> {
        Found {
            value: self.value.clone(),
            freshness,
            age: Duration::from_millis(now.saturating_sub(self.times.written)),
            source,
        }
    }

    /// The remote tier can't be asked: trust it for so much longer.
    pub(crate) fn trust_until(&self, time: u64) {
        self.recheck.store(time, Ordering::Relaxed);
    }

    /// Loading failed: don't before then.
    pub(crate) fn retry_at(&self, time: u64) {
        self.retry.store(time, Ordering::Relaxed);
    }

    fn look(self: Arc<Self>, now: u64) -> Look<V> {
        let resting = now < self.retry.load(Ordering::Relaxed);
        let found = |freshness| self.found(now, freshness, Source::Memory);
        match self.times.age(now) {
            Age::Fresh if now < self.recheck.load(Ordering::Relaxed) => {
                Look::Serve(found(Freshness::Fresh))
            }
            Age::Stale if resting => Look::Serve(found(Freshness::Stale)),
            Age::Stale => Look::Renew(found(Freshness::Stale)),
            Age::Kept if resting => Look::Serve(found(Freshness::StaleOnError)),
            Age::Fresh | Age::Kept => Look::Miss(Some(self)),
            Age::Over => Look::Miss(None),
        }
    }
}

impl<V: Send + Sync + 'static> Local<V> {
    pub(crate) fn new(bytes: u64, trusted: Option<Duration>) -> Self {
        let entries = Cache::builder()
            .max_capacity(bytes)
            .weigher(|key: &Key, aged: &Arc<Aged<V>>| {
                let bytes = key.as_str().len() + aged.bytes + OVERHEAD;
                u32::try_from(bytes).unwrap_or(u32::MAX)
            })
            .expire_after(UntilOver)
            .build();
        Self { entries, trusted }
    }

    pub(crate) async fn look(&self, key: &Key, now: u64) -> Look<V> {
        match self.entries.get(key).await {
            Some(aged) => aged.look(now),
            None => Look::Miss(None),
        }
    }

    /// Whatever is known of a key and not over.
    pub(crate) async fn known(&self, key: &Key, now: u64) -> Option<Arc<Aged<V>>> {
        let aged = self.entries.get(key).await?;
        (aged.times.age(now) != Age::Over).then_some(aged)
    }

    pub(crate) async fn put(&self, key: Key, aged: Arc<Aged<V>>, now: u64) {
        if let Some(trusted) = self.trusted {
            aged.trust_until(now.saturating_add(millis(trusted)));
        }
        self.entries.insert(key, aged).await;
    }

    pub(crate) async fn remove(&self, key: &Key) {
        self.entries.invalidate(key).await;
    }

    pub(crate) async fn remove_prefix(&self, prefix: &Prefix) {
        let keys: Vec<_> = self
            .entries
            .iter()
            .filter(|(key, _)| prefix.holds(key.as_str()))
            .map(|(key, _)| key)
            .collect();
        for key in keys {
            self.entries.invalidate(&*key).await;
        }
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.entries.weighted_size()
    }

    pub(crate) fn count(&self) -> u64 {
        self.entries.entry_count()
    }
}

impl<V> fmt::Debug for Local<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Local").finish_non_exhaustive()
    }
}

struct UntilOver;

impl<V> Expiry<Key, Arc<Aged<V>>> for UntilOver {
    fn expire_after_create(&self, _: &Key, aged: &Arc<Aged<V>>, _: Instant) -> Option<Duration> {
        Some(aged.left)
    }

    fn expire_after_update(
        &self,
        _: &Key,
        aged: &Arc<Aged<V>>,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(aged.left)
    }
}
