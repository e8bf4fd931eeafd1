//! A typed cache of one namespace.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::future::Future;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;
use tracing::Instrument as _;

use crate::clock::Clock;
use crate::fill::Plan;
use crate::flight::{Flights, Seat};
use crate::guard::Guarded;
use crate::key::{Key, Prefix};
use crate::local::{Local, Look};
use crate::policy::{Age, Found, Freshness, Loaded, Policy, Source, Times};
use crate::remote::Remote;
use crate::settings::Settings;
use crate::stats::{Counters, Stats, TierStats};
use crate::store::StoreError;

/// What everybody who waits for a key gets.
pub(crate) type Outcome<V, E> = Result<Found<V>, E>;

/// Values of one kind, first in this process, then in Redis or Upstash if one is set. Cheap
/// to clone. [`Backend::cache`](crate::Backend::cache) makes one.
///
/// Loaders run in tasks of their own: a caller who leaves ends no load that others wait for.
/// A panic in a loader is the panic of the caller whose loader it is; others load by
/// themselves.
pub struct Cache<V, E> {
    inner: Arc<Inner<V, E>>,
}

pub(crate) struct Inner<V, E> {
    pub(crate) namespace: &'static str,
    pub(crate) local: Local<V>,
    pub(crate) remote: Option<Remote>,
    pub(crate) flights: Arc<Flights<Outcome<V, E>>>,
    pub(crate) counters: Arc<Counters>,
    pub(crate) refreshes: Arc<Semaphore>,
    pub(crate) clock: Clock,
    /// The largest value that is kept, in bytes of JSON.
    pub(crate) most: usize,
}

impl<V, E> Cache<V, E>
where
    V: Serialize + DeserializeOwned + Send + Sync + 'static,
    E: Clone + Send + Sync + 'static,
{
    pub(crate) fn new(
        namespace: &'static str,
        bytes: u64,
        settings: &Settings,
        remote: Option<Arc<Guarded>>,
        clock: Clock,
    ) -> Self {
        let counters = Arc::new(Counters::default());
        let most = usize::try_from(settings.max_value_kb << 10).unwrap_or(usize::MAX);
        let trusted = remote
            .as_ref()
            .map(|_| Duration::from_secs(settings.local_s));
        let remote = remote.map(|store| Remote {
            store,
            counters: Arc::clone(&counters),
            most,
            lock_ttl: Duration::from_millis(settings.lock_ttl_ms),
            lock_wait: Duration::from_millis(settings.lock_wait_ms),
        });
        Self {
            inner: Arc::new(Inner {
                namespace,
                local: Local::new(bytes, trusted),
                remote,
                flights: Flights::new(),
                counters,
                refreshes: Arc::new(Semaphore::new(settings.refreshes)),
                clock,
                most,
            }),
        }
    }

    /// The value under a key; if there is none that is good, `load` is called, once for all
    /// who ask meanwhile, and what it finds is kept as `policy` says.
    ///
    /// # Errors
    /// The loader's, to everybody who waits for it, if no older value may be served.
    ///
    /// # Panics
    /// If this caller's own loader does.
    pub async fn get_or_load<F, Fut>(
        &self,
        key: &Key,
        policy: &Policy,
        load: F,
    ) -> Result<Found<V>, E>
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output = Result<Loaded<V>, E>> + Send + 'static,
    {
        let (found, renew) = match self.look(key).await {
            Look::Serve(found) => return Ok(found),
            Look::Renew(found) => (Some(found), true),
            Look::Miss(_) => (None, false),
        };
        let load = Mutex::new(Some(load));
        let load = Arc::new(move |_: Vec<Key>| {
            let load = load.lock().unwrap_or_else(PoisonError::into_inner).take();
            async move {
                match load {
                    Some(load) => vec![load().await],
                    None => Vec::new(),
                }
            }
        });
        if let (Some(found), true) = (found, renew) {
            self.inner.renew(std::slice::from_ref(key), policy, &load);
            return Ok(found);
        }
        let mut answers = self.obtain(vec![key.clone()], policy, load).await;
        answers.remove(key).unwrap_or_else(|| Ok(absent()))
    }

    /// The values under these keys, one answer a key, in order: one look into memory, one
    /// into the remote store, one call of `load` with all keys that are left, one write.
    ///
    /// `load` answers in the order of the keys it is given; what it leaves out is answered
    /// as absent and not kept. It is called again only for keys that another caller's load,
    /// waited for, did not bring.
    ///
    /// # Panics
    /// If this caller's own loader does.
    pub async fn get_many_or_load<F, Fut>(
        &self,
        keys: &[Key],
        policy: &Policy,
        load: F,
    ) -> Vec<Result<Found<V>, E>>
    where
        F: Fn(Vec<Key>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Vec<Result<Loaded<V>, E>>> + Send + 'static,
    {
        let (mut answers, mut missing, mut stale) = (HashMap::new(), Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        for key in keys.iter().filter(|key| seen.insert(*key)) {
            match self.look(key).await {
                Look::Serve(found) => {
                    answers.insert(key.clone(), Ok(found));
                }
                Look::Renew(found) => {
                    answers.insert(key.clone(), Ok(found));
                    stale.push(key.clone());
                }
                Look::Miss(_) => missing.push(key.clone()),
            }
        }
        let load = Arc::new(load);
        self.inner.renew(&stale, policy, &load);
        answers.extend(self.obtain(missing, policy, load).await);
        keys.iter()
            .map(|key| answers.get(key).cloned().unwrap_or_else(|| Ok(absent())))
            .collect()
    }

    /// What is kept under these keys and may be served at once, without loading.
    pub async fn get_many(&self, keys: &[Key]) -> Vec<Option<Found<V>>> {
        let mut found = Vec::with_capacity(keys.len());
        for key in keys {
            found.push(match self.look(key).await {
                Look::Serve(found) | Look::Renew(found) => Some(found),
                Look::Miss(_) => None,
            });
        }
        let Some(remote) = &self.inner.remote else {
            return found;
        };
        let missing: Vec<_> = (0..keys.len()).filter(|at| found[*at].is_none()).collect();
        if missing.is_empty() {
            return found;
        }
        let asked: Vec<_> = missing.iter().map(|at| keys[*at].clone()).collect();
        let now = self.inner.clock.now();
        // A failure was counted and logged: nothing is found.
        let read = remote.read::<V>(&asked, now).await.unwrap_or_default();
        for (at, aged) in missing.into_iter().zip(read) {
            let Some(aged) = aged else { continue };
            let freshness = match aged.times.age(now) {
                Age::Fresh => Freshness::Fresh,
                Age::Stale => Freshness::Stale,
                Age::Kept | Age::Over => continue,
            };
            let aged = Arc::new(aged);
            found[at] = Some(aged.found(now, freshness, Source::Remote));
            self.inner.local.put(keys[at].clone(), aged, now).await;
        }
        found
    }

    /// What is kept under this key and may be served at once, without loading.
    pub async fn get(&self, key: &Key) -> Option<Found<V>> {
        self.get_many(std::slice::from_ref(key)).await.pop()?
    }

    /// Keeps values that were not asked for, with one pipelined write, and says how many it
    /// kept in memory: all but those that are too large, or only passing.
    pub async fn warm(
        &self,
        entries: impl IntoIterator<Item = (Key, Loaded<V>)>,
        policy: &Policy,
    ) -> usize {
        let inner = &self.inner;
        let (mut kept, mut writes) = (0, Vec::new());
        for (key, loaded) in entries {
            let (value, keep) = loaded.split();
            let now = inner.clock.now();
            if let Some(times) = Times::new(policy, value.is_none(), keep, now)
                && let Some((aged, entry)) = inner.prepared(&key, value, times, now)
            {
                inner.local.put(key, aged, now).await;
                writes.extend(entry);
                kept += 1;
            }
        }
        if let Some(remote) = &inner.remote {
            remote.write(&writes).await;
        }
        kept
    }

    /// Removes what is kept under a key. A load under way still answers those who wait for
    /// it, and is not kept.
    ///
    /// # Errors
    /// If the remote store could not be reached: what it has may come back from there.
    pub async fn invalidate(&self, key: &Key) -> Result<(), StoreError> {
        self.inner.flights.forget(key);
        self.inner.local.remove(key).await;
        match &self.inner.remote {
            Some(remote) => remote.remove(std::slice::from_ref(key)).await,
            None => Ok(()),
        }
    }

    /// The same for all keys below a prefix.
    ///
    /// # Errors
    /// As [`Cache::invalidate`].
    pub async fn invalidate_prefix(&self, prefix: &Prefix) -> Result<(), StoreError> {
        self.inner.flights.forget_prefix(prefix);
        self.inner.local.remove_prefix(prefix).await;
        match &self.inner.remote {
            Some(remote) => remote.remove_prefix(prefix).await.map(drop),
            None => Ok(()),
        }
    }

    /// The figures of this namespace.
    pub fn stats(&self) -> Stats {
        let Inner {
            counters, local, ..
        } = &*self.inner;
        Stats {
            namespace: self.inner.namespace,
            memory: TierStats {
                bytes: local.bytes(),
                entries: local.count(),
                ..counters.memory.snapshot()
            },
            remote: self
                .inner
                .remote
                .as_ref()
                .map(|_| counters.remote.snapshot()),
            loads: counters.loads.get(),
            load_errors: counters.load_errors.get(),
            stale_on_error: counters.stale_on_error.get(),
            coalesced: counters.coalesced.get(),
            refreshes: counters.refreshes.get(),
            loaded_elsewhere: counters.loaded_elsewhere.get(),
            not_kept: counters.not_kept.get(),
            load_seconds: counters.load_seconds.snapshot(),
        }
    }

    /// A look into memory, counted.
    async fn look(&self, key: &Key) -> Look<V> {
        let tier = &self.inner.counters.memory;
        let begun = Instant::now();
        let look = self.inner.local.look(key, self.inner.clock.now()).await;
        tier.seconds.observe(begun.elapsed());
        match &look {
            Look::Serve(found) | Look::Renew(found) => {
                tier.hit(found.is_stale(), found.value.is_none());
            }
            Look::Miss(_) => tier.misses.add(1),
        }
        look
    }

    /// Leads or waits until every key has an answer.
    async fn obtain<F, Fut>(
        &self,
        mut keys: Vec<Key>,
        policy: &Policy,
        load: Arc<F>,
    ) -> HashMap<Key, Outcome<V, E>>
    where
        F: Fn(Vec<Key>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Vec<Result<Loaded<V>, E>>> + Send + 'static,
    {
        let mut answers = HashMap::with_capacity(keys.len());
        while !keys.is_empty() {
            let (mut leads, mut waits) = (Vec::new(), Vec::new());
            for key in std::mem::take(&mut keys) {
                let wait = match self.inner.flights.join(&key) {
                    Seat::Lead(lead, wait) => {
                        leads.push(lead);
                        wait
                    }
                    Seat::Wait(wait) => {
                        self.inner.counters.coalesced.add(1);
                        wait
                    }
                };
                waits.push((key, wait));
            }
            // Our own loads are under way before we wait for another's, who may wait for ours.
            let filling = (!leads.is_empty()).then(|| {
                let plan = Plan {
                    policy: policy.clone(),
                    load: Arc::clone(&load),
                    behind: false,
                };
                let filling = Arc::clone(&self.inner).fill(leads, plan);
                tokio::spawn(filling.in_current_span())
            });
            for (key, wait) in waits {
                match wait.outcome().await {
                    Some(outcome) => {
                        answers.insert(key, outcome);
                    }
                    None => keys.push(key),
                }
            }
            if keys.is_empty() {
                break;
            }
            // Someone's load ended without an answer. If ours, it panicked: so do we.
            if let Some(filling) = filling
                && let Err(ended) = filling.await
            {
                match ended.try_into_panic() {
                    Ok(panic) => resume_unwind(panic),
                    // The runtime is being shut down, and this task with it.
                    Err(_) => std::future::pending().await,
                }
            }
        }
        answers
    }
}

fn absent<V>() -> Found<V> {
    Found {
        value: None,
        freshness: Freshness::Fresh,
        age: Duration::ZERO,
        source: Source::Load,
    }
}

impl<V, E> Clone for Cache<V, E> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
        }
    }
}

impl<V, E> fmt::Debug for Cache<V, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache")
            .field("namespace", &self.inner.namespace)
            .finish_non_exhaustive()
    }
}
