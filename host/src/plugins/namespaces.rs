//! What plugins keep between calls: one bounded cache each, in memory, and before the store
//! that processes share where there is one.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use moka::Expiry;
use moka::future::Cache;
use vinbot_cache::Key;
use vinbot_cache::store::{self, Store};

use super::code::Digest;
use crate::config::CacheGrant;

/// Bytes of the longest key.
const LONGEST_KEY: usize = 512;
/// What an entry takes beside its key and value, in bytes: about what the cache's own
/// tables need.
const OVERHEAD: usize = 128;
/// Namespaces of one plugin that are kept: of the version that serves, and of the one
/// before, for calls that are not over and for a way back.
const KEPT: usize = 2;

/// The caches of all plugins.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    all: Mutex<VecDeque<Owned>>,
    shared: Option<Arc<dyn Store>>,
}

#[derive(Debug)]
struct Owned {
    plugin: Arc<str>,
    digest: Digest,
    grant: CacheGrant,
    namespace: Namespace,
}

impl Namespaces {
    /// In memory, before this store.
    pub(super) fn new(shared: Option<Arc<dyn Store>>) -> Self {
        Self {
            all: Mutex::default(),
            shared,
        }
    }

    /// The cache of this version of this plugin. Another version may mean something else
    /// by the same bytes, so it has its own; so has one with another quota.
    pub(super) fn of(&self, plugin: &Arc<str>, digest: &Digest, grant: CacheGrant) -> Namespace {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let found = all.iter().find(|owned| {
            owned.plugin == *plugin && owned.digest == *digest && owned.grant == grant
        });
        if let Some(owned) = found {
            return owned.namespace.clone();
        }
        let elsewhere = self.shared.as_ref().map(|store| Elsewhere {
            store: Arc::clone(store),
            plugin: Arc::clone(plugin),
            digest: digest.clone(),
        });
        let namespace = Namespace::new(grant, elsewhere);
        all.push_front(Owned {
            plugin: Arc::clone(plugin),
            digest: digest.clone(),
            grant,
            namespace: namespace.clone(),
        });
        let mut of_this_plugin = 0;
        all.retain(|owned| {
            of_this_plugin += usize::from(owned.plugin == *plugin);
            owned.plugin != *plugin || of_this_plugin <= KEPT
        });
        namespace
    }
}

/// The cache of one version of one plugin; cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Namespace {
    entries: Cache<String, Entry>,
    grant: CacheGrant,
    elsewhere: Option<Elsewhere>,
}

/// The same in the store that processes share.
#[derive(Debug, Clone)]
struct Elsewhere {
    store: Arc<dyn Store>,
    plugin: Arc<str>,
    digest: Digest,
}

impl Elsewhere {
    fn key(&self, key: &str) -> Key {
        Key::plugin(&self.plugin, self.digest.short(), key)
    }

    /// A store that fails is one that has nothing: it tells of that itself.
    async fn get(&self, key: &str, now: Instant) -> Option<Entry> {
        let found = self.store.get_many_with_ttl(&[self.key(key)]).await.ok()?;
        let held = found.into_iter().next()??;
        Some(Entry {
            value: held.value.to_vec().into(),
            until: now + held.ttl,
        })
    }

    async fn set(&self, key: &str, value: Vec<u8>, ttl: Duration) {
        let entry = store::Entry {
            key: self.key(key),
            value: value.into(),
            ttl,
        };
        let _ = self.store.set_many(&[entry]).await;
    }

    async fn remove(&self, key: &str) {
        let _ = self.store.remove_many(&[self.key(key)]).await;
    }
}

#[derive(Debug, Clone)]
struct Entry {
    value: Arc<[u8]>,
    until: Instant,
}

/// Lets the cache drop what is over.
struct AtItsEnd;

impl Expiry<String, Entry> for AtItsEnd {
    fn expire_after_create(&self, _: &String, entry: &Entry, now: Instant) -> Option<Duration> {
        Some(entry.until.saturating_duration_since(now))
    }

    fn expire_after_update(
        &self,
        _: &String,
        entry: &Entry,
        now: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(entry.until.saturating_duration_since(now))
    }
}

impl Namespace {
    fn new(grant: CacheGrant, elsewhere: Option<Elsewhere>) -> Self {
        let bytes = grant.max_kb << 10;
        // The cache counts one thing. No entry counts less than its share of the bytes,
        // so that neither quota is passed.
        let least = bytes.div_ceil(grant.max_entries);
        let weigh = move |key: &String, entry: &Entry| {
            let size = (key.len() + entry.value.len() + OVERHEAD) as u64;
            u32::try_from(size.max(least)).unwrap_or(u32::MAX)
        };
        let entries = Cache::builder()
            .max_capacity(bytes)
            .weigher(weigh)
            .expire_after(AtItsEnd)
            .build();
        Self {
            entries,
            grant,
            elsewhere,
        }
    }

    pub(super) async fn get(&self, key: &str, now: Instant) -> Option<Arc<[u8]>> {
        let here = self.entries.get(key).await;
        if let Some(entry) = here.filter(|entry| entry.until > now) {
            return Some(entry.value);
        }
        let entry = self.elsewhere.as_ref()?.get(key, now).await?;
        let value = Arc::clone(&entry.value);
        if self.fits(key.len(), value.len()) {
            self.entries.insert(key.to_owned(), entry).await;
        }
        Some(value)
    }

    fn fits(&self, key: usize, value: usize) -> bool {
        let room = usize::try_from(self.grant.max_kb << 10).unwrap_or(usize::MAX);
        key <= LONGEST_KEY && key + value + OVERHEAD <= room
    }

    /// Keeps a value; false if there is no room for it in any case. What was there before
    /// is gone either way: an old value must not pass for the new one.
    pub(super) async fn set(&self, key: String, value: Vec<u8>, ttl: u32, now: Instant) -> bool {
        let fits = self.fits(key.len(), value.len());
        let ttl = Duration::from_secs(ttl.min(self.grant.max_ttl_s).into());
        if !fits || ttl.is_zero() {
            self.entries.invalidate(&key).await;
            if let Some(elsewhere) = &self.elsewhere {
                elsewhere.remove(&key).await;
            }
            return fits;
        }
        let entry = Entry {
            value: value.as_slice().into(),
            until: now + ttl,
        };
        self.entries.insert(key.clone(), entry).await;
        if let Some(elsewhere) = &self.elsewhere {
            elsewhere.set(&key, value, ttl).await;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vinbot_cache::Clock;

    const GRANT: CacheGrant = CacheGrant {
        max_kb: 64,
        max_entries: 10,
        max_ttl_s: 60,
    };

    fn digest(bytes: &[u8]) -> Digest {
        Digest::parse(&blake3::hash(bytes).to_hex()).unwrap()
    }

    async fn put(namespace: &Namespace, key: &str, value: &[u8], ttl: u32, now: Instant) -> bool {
        namespace
            .set(key.to_owned(), value.to_vec(), ttl, now)
            .await
    }

    async fn found(namespace: &Namespace, key: &str, now: Instant) -> Option<Vec<u8>> {
        namespace.get(key, now).await.map(|value| value.to_vec())
    }

    #[tokio::test]
    async fn a_value_is_kept_for_its_time_and_no_longer_than_the_operator_allows() {
        let now = Instant::now();
        let after = |seconds| now + Duration::from_secs(seconds);
        let namespace = Namespace::new(GRANT, None);
        assert!(put(&namespace, "short", b"1", 5, now).await);
        assert!(put(&namespace, "long", b"2", u32::MAX, now).await);
        assert_eq!(
            found(&namespace, "short", after(4)).await.as_deref(),
            Some(&b"1"[..])
        );
        assert_eq!(found(&namespace, "short", after(5)).await, None);
        assert_eq!(
            found(&namespace, "long", after(59)).await.as_deref(),
            Some(&b"2"[..])
        );
        assert_eq!(found(&namespace, "long", after(60)).await, None);
    }

    #[tokio::test]
    async fn no_time_at_all_takes_a_value_out() {
        let now = Instant::now();
        let namespace = Namespace::new(GRANT, None);
        put(&namespace, "key", b"1", 5, now).await;
        put(&namespace, "key", b"2", 0, now).await;
        assert_eq!(found(&namespace, "key", now).await, None);
    }

    #[tokio::test]
    async fn neither_quota_is_passed() {
        let now = Instant::now();
        let namespace = Namespace::new(GRANT, None);
        for i in 0..200 {
            put(&namespace, &i.to_string(), b"small", 60, now).await;
        }
        namespace.entries.run_pending_tasks().await;
        assert!(namespace.entries.entry_count() <= 10);
        for i in 0..200 {
            put(&namespace, &i.to_string(), &vec![0; 20_000], 60, now).await;
        }
        namespace.entries.run_pending_tasks().await;
        assert!(namespace.entries.weighted_size() <= 64 << 10);
        assert!(put(&namespace, "large", b"1", 60, now).await);
        assert!(!put(&namespace, "large", &vec![0; 65_536], 60, now).await);
        assert_eq!(found(&namespace, "large", now).await, None);
        assert!(!put(&namespace, &"k".repeat(513), b"1", 60, now).await);
    }

    #[tokio::test]
    async fn neither_another_plugin_nor_another_version_sees_it() {
        let now = Instant::now();
        let namespaces = Namespaces::default();
        let (a, b): (Arc<str>, Arc<str>) = ("a".into(), "b".into());
        let [one, two] = [b"one", b"two"].map(|bytes| digest(bytes));
        put(&namespaces.of(&a, &one, GRANT), "key", b"1", 60, now).await;
        let same = namespaces.of(&a, &one, GRANT);
        assert!(found(&same, "key", now).await.is_some());
        assert_eq!(
            found(&namespaces.of(&b, &one, GRANT), "key", now).await,
            None
        );
        assert_eq!(
            found(&namespaces.of(&a, &two, GRANT), "key", now).await,
            None
        );
    }

    #[tokio::test]
    async fn what_one_process_keeps_another_one_finds_if_they_share_a_store() {
        let now = Instant::now();
        let store: Arc<dyn Store> = Arc::new(store::Memory::new(1 << 20, Clock::default()));
        let [one, two] = [(); 2].map(|()| Namespaces::new(Some(Arc::clone(&store))));
        let (a, b): (Arc<str>, Arc<str>) = ("a".into(), "b".into());
        let digest = digest(b"one");
        put(&one.of(&a, &digest, GRANT), "key", b"1", 60, now).await;
        let there = two.of(&a, &digest, GRANT);
        assert_eq!(found(&there, "key", now).await.as_deref(), Some(&b"1"[..]));
        assert_eq!(found(&two.of(&b, &digest, GRANT), "key", now).await, None);
        put(&there, "key", b"", 0, now).await;
        let third = Namespaces::new(Some(store));
        assert_eq!(found(&third.of(&a, &digest, GRANT), "key", now).await, None);
    }

    #[test]
    fn versions_that_are_long_gone_leave_nothing() {
        let namespaces = Namespaces::default();
        let (a, b): (Arc<str>, Arc<str>) = ("a".into(), "b".into());
        namespaces.of(&b, &digest(b"b"), GRANT);
        for i in 0_u8..100 {
            namespaces.of(&a, &digest(&[i]), GRANT);
        }
        assert_eq!(namespaces.all.lock().unwrap().len(), KEPT + 1);
    }
}
