//! Memory of this process.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use bytes::Bytes;
use moka::Expiry;
use moka::future::Cache;
use moka::ops::compute::{CompResult, Op};

use super::{Entry, Held, Store, StoreError};
use crate::clock::{Clock, millis};
use crate::key::{Key, Prefix};

/// What an entry costs beside its key and value, in bytes: our estimate of moka's own.
const OVERHEAD: usize = 128;

/// Bytes in memory, the least used of which give way to new ones.
///
/// Hashes, sets and rankings don't give way: they hold what nobody can load again. They may
/// have as many bytes as the values; what would be more is refused.
pub struct Memory {
    values: Cache<Key, Slot>,
    collections: Mutex<Collections>,
    clock: Clock,
    most: usize,
}

#[derive(Clone)]
struct Slot {
    value: Bytes,
    until: u64,
    ttl: Duration,
}

#[derive(Default)]
struct Collections {
    by_key: HashMap<Key, Collection>,
    bytes: usize,
}

enum Collection {
    Hash(BTreeMap<String, Bytes>),
    Set(BTreeSet<String>),
    Rank(HashMap<String, u64>),
}

impl Memory {
    /// Takes at most so many bytes of values.
    pub fn new(bytes: u64, clock: Clock) -> Self {
        let values = Cache::builder()
            .max_capacity(bytes)
            .weigher(|key: &Key, slot: &Slot| {
                let bytes = key.as_str().len() + slot.value.len() + OVERHEAD;
                u32::try_from(bytes).unwrap_or(u32::MAX)
            })
            .expire_after(BySlot)
            .build();
        Self {
            values,
            collections: Mutex::default(),
            clock,
            most: usize::try_from(bytes).unwrap_or(usize::MAX),
        }
    }

    /// Bytes that are held now.
    pub fn bytes(&self) -> u64 {
        self.values.weighted_size() + self.collections().bytes as u64
    }

    /// Entries that are held now.
    pub fn entries(&self) -> u64 {
        self.values.entry_count() + self.collections().by_key.len() as u64
    }

    fn collections(&self) -> MutexGuard<'_, Collections> {
        self.collections
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn slot(&self, entry: &Entry) -> Slot {
        let ttl = entry.ttl.max(Duration::from_millis(1));
        Slot {
            // The caller's may be a slice of something larger, which it would hold.
            value: Bytes::copy_from_slice(&entry.value),
            until: self.clock.now().saturating_add(millis(ttl)),
            ttl,
        }
    }

    async fn held(&self, key: &Key) -> Option<Held> {
        let slot = self.values.get(key).await?;
        let left = slot.until.saturating_sub(self.clock.now());
        (left > 0).then_some(Held {
            value: slot.value,
            ttl: Duration::from_millis(left),
        })
    }

    /// Lets `change` have a collection, which is made if need be and goes when it is empty.
    /// It answers how many bytes more (or, below zero, fewer) there are now; `adds` is the
    /// most that this may be.
    async fn with<T: Send>(
        &self,
        key: &Key,
        empty: Collection,
        adds: usize,
        change: impl FnOnce(&mut Collection) -> Option<(T, isize)> + Send,
    ) -> Result<T, StoreError> {
        if self.held(key).await.is_some() {
            return Err(wrong_type());
        }
        let mut all = self.collections();
        if adds > 0 && all.bytes + adds > self.most {
            return Err(StoreError::Unfit("memory is full".to_owned()));
        }
        let collection = all.by_key.entry(key.clone()).or_insert(empty);
        let changed = change(collection);
        if collection.is_empty() {
            all.by_key.remove(key);
        }
        let (result, more) = changed.ok_or_else(wrong_type)?;
        all.bytes = all.bytes.saturating_add_signed(more);
        Ok(result)
    }

    fn remove_collections(&self, mut which: impl FnMut(&Key) -> bool) -> u64 {
        let mut all = self.collections();
        let gone: Vec<_> = all.by_key.extract_if(|key, _| which(key)).collect();
        for (_, collection) in &gone {
            all.bytes = all.bytes.saturating_sub(collection.bytes());
        }
        gone.len() as u64
    }

    async fn remove(&self, key: &Key) -> bool {
        let held = self.held(key).await.is_some();
        self.values.remove(key).await;
        held
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory")
            .field("bytes", &self.bytes())
            .field("most", &self.most)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Store for Memory {
    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, StoreError> {
        let held = self.get_many_with_ttl(keys).await?;
        Ok(held.into_iter().map(|held| Some(held?.value)).collect())
    }

    async fn get_many_with_ttl(&self, keys: &[Key]) -> Result<Vec<Option<Held>>, StoreError> {
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            values.push(self.held(key).await);
        }
        Ok(values)
    }

    async fn set_many(&self, entries: &[Entry]) -> Result<(), StoreError> {
        for entry in entries {
            let slot = self.slot(entry);
            self.values.insert(entry.key.clone(), slot).await;
            self.remove_collections(|key| *key == entry.key);
        }
        Ok(())
    }

    async fn remove_many(&self, keys: &[Key]) -> Result<u64, StoreError> {
        let mut removed = 0;
        for key in keys {
            removed += u64::from(self.remove(key).await);
        }
        Ok(removed + self.remove_collections(|key| keys.contains(key)))
    }

    async fn set_if_absent(&self, entry: &Entry) -> Result<bool, StoreError> {
        if self.collections().by_key.contains_key(&entry.key) {
            return Ok(false);
        }
        let now = self.clock.now();
        let set = self
            .values
            .entry(entry.key.clone())
            .and_compute_with(|there| {
                let free = there.is_none_or(|there| there.value().until <= now);
                let op = if free {
                    Op::Put(self.slot(entry))
                } else {
                    Op::Nop
                };
                std::future::ready(op)
            })
            .await;
        Ok(matches!(
            set,
            CompResult::Inserted(_) | CompResult::ReplacedWith(_)
        ))
    }

    async fn compare_and_remove(&self, key: &Key, value: &[u8]) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let removed = self
            .values
            .entry_by_ref(key)
            .and_compute_with(|there| {
                let same = there.is_some_and(|there| {
                    there.value().until > now && there.value().value[..] == *value
                });
                std::future::ready(if same { Op::Remove } else { Op::Nop })
            })
            .await;
        Ok(matches!(removed, CompResult::Removed(_)))
    }

    async fn hash_get(&self, key: &Key, field: &str) -> Result<Option<Bytes>, StoreError> {
        self.with(key, Collection::hash(), 0, |it| {
            Some((it.as_hash()?.get(field).cloned(), 0))
        })
        .await
    }

    async fn hash_set(&self, key: &Key, field: &str, value: &[u8]) -> Result<(), StoreError> {
        let adds = size(field) + value.len();
        self.with(key, Collection::hash(), adds, |it| {
            let value = Bytes::copy_from_slice(value);
            let before = it.as_hash()?.insert(field.to_owned(), value);
            let freed = before.map_or(0, |before| size(field) + before.len());
            Some(((), adds.cast_signed() - freed.cast_signed()))
        })
        .await
    }

    async fn hash_remove(&self, key: &Key, field: &str) -> Result<bool, StoreError> {
        self.with(key, Collection::hash(), 0, |it| {
            let before = it.as_hash()?.remove(field);
            let freed = before.as_ref().map_or(0, |it| size(field) + it.len());
            Some((before.is_some(), -freed.cast_signed()))
        })
        .await
    }

    async fn hash_all(&self, key: &Key) -> Result<Vec<(String, Bytes)>, StoreError> {
        self.with(key, Collection::hash(), 0, |it| {
            let fields = it.as_hash()?.iter();
            Some((fields.map(|(k, v)| (k.clone(), v.clone())).collect(), 0))
        })
        .await
    }

    async fn set_add(&self, key: &Key, member: &str) -> Result<bool, StoreError> {
        self.with(key, Collection::set(), size(member), |it| {
            let new = it.as_set()?.insert(member.to_owned());
            let more = if new { size(member).cast_signed() } else { 0 };
            Some((new, more))
        })
        .await
    }

    async fn set_remove(&self, key: &Key, member: &str) -> Result<bool, StoreError> {
        self.with(key, Collection::set(), 0, |it| {
            let was = it.as_set()?.remove(member);
            let more = if was { -size(member).cast_signed() } else { 0 };
            Some((was, more))
        })
        .await
    }

    async fn set_members(&self, key: &Key) -> Result<Vec<String>, StoreError> {
        self.with(key, Collection::set(), 0, |it| {
            Some((it.as_set()?.iter().cloned().collect(), 0))
        })
        .await
    }

    async fn rank_add(
        &self,
        key: &Key,
        member: &str,
        count: u64,
        keep: u64,
    ) -> Result<u64, StoreError> {
        self.with(key, Collection::rank(), size(member), |it| {
            let rank = it.as_rank()?;
            let new = !rank.contains_key(member);
            let mut more = if new { size(member).cast_signed() } else { 0 };
            let total = rank.entry(member.to_owned()).or_default();
            *total = total.saturating_add(count);
            let total = *total;
            if rank.len() as u64 > keep.saturating_mul(2) {
                let first: HashMap<_, _> = top(rank, keep).into_iter().collect();
                for (member, _) in rank.extract_if(|member, _| !first.contains_key(member)) {
                    more -= size(&member).cast_signed();
                }
            }
            Some((total, more))
        })
        .await
    }

    async fn rank_top(&self, key: &Key, most: u64) -> Result<Vec<(String, u64)>, StoreError> {
        self.with(key, Collection::rank(), 0, |it| {
            Some((top(it.as_rank()?, most), 0))
        })
        .await
    }

    async fn remove_prefix(&self, prefix: &Prefix) -> Result<u64, StoreError> {
        let keys: Vec<_> = self
            .values
            .iter()
            .filter(|(key, _)| prefix.holds(key.as_str()))
            .map(|(key, _)| key)
            .collect();
        let mut removed = self.remove_collections(|key| prefix.holds(key.as_str()));
        for key in keys {
            removed += u64::from(self.remove(&key).await);
        }
        Ok(removed)
    }

    async fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// The first of a ranking; of equals the last by name, as Redis has it.
fn top(rank: &HashMap<String, u64>, most: u64) -> Vec<(String, u64)> {
    let mut members: Vec<_> = rank.iter().map(|(name, n)| (name.clone(), *n)).collect();
    members.sort_by(|one, other| (other.1, &other.0).cmp(&(one.1, &one.0)));
    members.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    members
}

fn size(name: &str) -> usize {
    name.len() + OVERHEAD
}

fn wrong_type() -> StoreError {
    StoreError::Refused("WRONGTYPE the key holds another kind of value".to_owned())
}

impl Collection {
    fn hash() -> Self {
        Self::Hash(BTreeMap::new())
    }

    fn set() -> Self {
        Self::Set(BTreeSet::new())
    }

    fn rank() -> Self {
        Self::Rank(HashMap::new())
    }

    fn as_hash(&mut self) -> Option<&mut BTreeMap<String, Bytes>> {
        match self {
            Self::Hash(hash) => Some(hash),
            _ => None,
        }
    }

    fn as_set(&mut self) -> Option<&mut BTreeSet<String>> {
        match self {
            Self::Set(set) => Some(set),
            _ => None,
        }
    }

    fn as_rank(&mut self) -> Option<&mut HashMap<String, u64>> {
        match self {
            Self::Rank(rank) => Some(rank),
            _ => None,
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Hash(hash) => hash.is_empty(),
            Self::Set(set) => set.is_empty(),
            Self::Rank(rank) => rank.is_empty(),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Hash(hash) => hash.iter().map(|(k, v)| size(k) + v.len()).sum(),
            Self::Set(set) => set.iter().map(|member| size(member)).sum(),
            Self::Rank(rank) => rank.keys().map(|member| size(member)).sum(),
        }
    }
}

/// Each entry lives as long as it says, from when it was last written.
struct BySlot;

impl Expiry<Key, Slot> for BySlot {
    fn expire_after_create(&self, _: &Key, slot: &Slot, _: Instant) -> Option<Duration> {
        Some(slot.ttl)
    }

    fn expire_after_update(
        &self,
        _: &Key,
        slot: &Slot,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(slot.ttl)
    }
}
