//! The tier that processes share: entries in envelopes, and the lock of whoever loads.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::envelope;
use crate::guard::Guarded;
use crate::key::{Key, Prefix};
use crate::local::Aged;
use crate::policy::{Age, Times};
use crate::stats::Counters;
use crate::store::{Entry, Store as _, StoreError};

/// The first wait for another process that loads; each is twice the one before, up to
/// [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_millis(10);
const LONGEST_WAIT: Duration = Duration::from_millis(160);

#[derive(Debug)]
pub(crate) struct Remote {
    pub(crate) store: Arc<Guarded>,
    pub(crate) counters: Arc<Counters>,
    /// The largest value that is kept, in bytes of JSON.
    pub(crate) most: usize,
    pub(crate) lock_ttl: Duration,
    pub(crate) lock_wait: Duration,
}

/// Who may load a key.
pub(crate) enum Turn<V> {
    /// We, and nobody else.
    Ours(Lock),
    /// Another did; this is it.
    Done(Aged<V>),
    /// Another does, and we don't wait.
    Theirs,
    /// We, and whoever else: there is no asking, or no waiting any longer.
    Anyone,
}

/// A lock that is held.
pub(crate) struct Lock {
    key: Key,
    token: Bytes,
}

impl Remote {
    /// What lies under these keys and is not over. What can't be read is as if it were not
    /// there.
    pub(crate) async fn read<V: DeserializeOwned>(
        &self,
        keys: &[Key],
        now: u64,
    ) -> Result<Vec<Option<Aged<V>>>, StoreError> {
        let tier = &self.counters.remote;
        let begun = Instant::now();
        let values = self.store.get_many(keys).await;
        tier.seconds.observe(begun.elapsed());
        let values = values.inspect_err(|_| tier.errors.add(1))?;
        let read = |(key, value): (&Key, Option<Bytes>)| {
            let aged = value.and_then(|value| self.open(key, &value, now));
            match &aged {
                Some(aged) => {
                    let stale = aged.times.age(now) != Age::Fresh;
                    tier.hit(stale, aged.value.is_none());
                }
                None => tier.misses.add(1),
            }
            aged
        };
        Ok(keys.iter().zip(values).map(read).collect())
    }

    fn open<V: DeserializeOwned>(&self, key: &Key, value: &[u8], now: u64) -> Option<Aged<V>> {
        self.counters.remote.bytes.add(value.len() as u64);
        let why = match envelope::open(key, value, self.most) {
            Ok(opened) if opened.times.age(now) == Age::Over => return None,
            Ok(opened) => match &opened.body {
                None => return Some(Aged::new(None, opened.times, 0, now)),
                Some(body) => match serde_json::from_slice::<V>(body) {
                    Ok(value) => {
                        let value = Some(Arc::new(value));
                        return Some(Aged::new(value, opened.times, body.len(), now));
                    }
                    // serde's words may hold a piece of the value.
                    Err(_) => "its JSON is not of this kind of value".to_owned(),
                },
            },
            Err(error) => error.to_string(),
        };
        self.counters.remote.errors.add(1);
        tracing::debug!(%key, why, "an entry of the cache store is passed over");
        None
    }

    /// Keeps entries. A failure was counted and logged, and costs no more than a load later.
    pub(crate) async fn write(&self, entries: &[Entry]) {
        if entries.is_empty() {
            return;
        }
        let tier = &self.counters.remote;
        let begun = Instant::now();
        let written = self.store.set_many(entries).await;
        tier.seconds.observe(begun.elapsed());
        match written {
            Ok(()) => tier
                .bytes
                .add(entries.iter().map(|it| it.value.len() as u64).sum()),
            Err(_) => tier.errors.add(1),
        }
    }

    pub(crate) async fn remove(&self, keys: &[Key]) -> Result<(), StoreError> {
        self.store.remove_many(keys).await.map(drop)
    }

    pub(crate) async fn remove_prefix(&self, prefix: &Prefix) -> Result<u64, StoreError> {
        self.store.remove_prefix(prefix).await
    }

    /// Whose turn it is to load a key that was found missing. `behind` an answer there is
    /// nothing to wait for.
    pub(crate) async fn turn<V: DeserializeOwned>(
        &self,
        key: &Key,
        behind: bool,
        now: impl Fn() -> u64,
    ) -> Turn<V> {
        let Some(lock) = Lock::new(key) else {
            return Turn::Anyone;
        };
        let begun = tokio::time::Instant::now();
        let mut wait = FIRST_WAIT;
        loop {
            let taken = self.store.set_if_absent(&lock.entry(self.lock_ttl)).await;
            let ours = match taken {
                Err(_) => return Turn::Anyone,
                Ok(false) if behind => return Turn::Theirs,
                Ok(ours) => ours,
            };
            // With the lock: another may have loaded, written and unlocked since we looked.
            let fresh = match self.read(std::slice::from_ref(key), now()).await {
                Ok(mut found) => found
                    .pop()
                    .flatten()
                    .filter(|aged| aged.times.age(now()) == Age::Fresh),
                Err(_) if ours => return Turn::Ours(lock),
                Err(_) => return Turn::Anyone,
            };
            match (fresh, ours) {
                (Some(aged), true) => {
                    self.unlock(lock).await;
                    return Turn::Done(aged);
                }
                (Some(aged), false) => return Turn::Done(aged),
                (None, true) => return Turn::Ours(lock),
                (None, false) => {}
            }
            let left = self.lock_wait.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Turn::Anyone;
            }
            tokio::time::sleep(wait.min(left)).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    /// Lets others load again. If this fails the lock's own time ends it.
    pub(crate) async fn unlock(&self, lock: Lock) {
        let _ = self.store.compare_and_remove(&lock.key, &lock.token).await;
    }
}

impl Lock {
    /// With a token that nobody else has; `None` if there is no randomness to be had.
    fn new(key: &Key) -> Option<Self> {
        let mut token = [0; 16];
        getrandom::fill(&mut token).ok()?;
        Some(Self {
            key: key.lock(),
            token: Bytes::copy_from_slice(&token),
        })
    }

    fn entry(&self, ttl: Duration) -> Entry {
        Entry {
            key: self.key.clone(),
            value: self.token.clone(),
            ttl,
        }
    }
}

/// A value as JSON, if it can be written and is not too large.
pub(crate) fn json<V: Serialize>(value: &V, most: usize) -> Option<Vec<u8>> {
    let json = serde_json::to_vec(value).ok()?;
    (json.len() <= most).then_some(json)
}

/// An entry in its envelope.
pub(crate) fn sealed(key: &Key, times: Times, body: Option<&[u8]>, now: u64) -> Entry {
    Entry {
        key: key.clone(),
        value: envelope::seal(key, times, body).into(),
        ttl: times.left(now),
    }
}
