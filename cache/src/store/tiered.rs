//! Memory before another store.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

use super::{Entry, Held, Memory, Store, StoreError};
use crate::key::{Key, Prefix};

/// Memory before a store that several processes share.
///
/// Values are read from memory first, for as long as a copy may stay there. With the other
/// store down they are still read and written here; removals then fail, since others would
/// go on to see what was removed. Locks, hashes, sets and rankings are the other store's.
#[derive(Debug)]
pub struct Tiered {
    memory: Arc<Memory>,
    shared: Arc<dyn Store>,
    longest: Duration,
}

impl Tiered {
    /// A copy stays in `memory` for at most `longest`: so much later than others this process
    /// may notice what they changed.
    pub fn new(memory: Arc<Memory>, shared: Arc<dyn Store>, longest: Duration) -> Self {
        Self {
            memory,
            shared,
            longest,
        }
    }

    fn copy(&self, entry: Entry) -> Entry {
        Entry {
            ttl: entry.ttl.min(self.longest),
            ..entry
        }
    }
}

#[async_trait]
impl Store for Tiered {
    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, StoreError> {
        let held = self.get_many_with_ttl(keys).await?;
        Ok(held.into_iter().map(|held| Some(held?.value)).collect())
    }

    async fn get_many_with_ttl(&self, keys: &[Key]) -> Result<Vec<Option<Held>>, StoreError> {
        let mut found = self.memory.get_many_with_ttl(keys).await?;
        let missing: Vec<_> = (0..keys.len()).filter(|at| found[*at].is_none()).collect();
        if missing.is_empty() {
            return Ok(found);
        }
        let asked: Vec<_> = missing.iter().map(|at| keys[*at].clone()).collect();
        // Without the other store all these are as if they were not there; whoever guards it
        // counts and logs why.
        let shared = self.shared.get_many_with_ttl(&asked).await;
        let mut copies = Vec::new();
        for (at, held) in missing.into_iter().zip(shared.unwrap_or_default()) {
            let Some(held) = held else { continue };
            copies.push(self.copy(Entry {
                key: keys[at].clone(),
                value: held.value.clone(),
                ttl: held.ttl,
            }));
            found[at] = Some(held);
        }
        self.memory.set_many(&copies).await?;
        Ok(found)
    }

    async fn set_many(&self, entries: &[Entry]) -> Result<(), StoreError> {
        let copies: Vec<_> = entries.iter().cloned().map(|it| self.copy(it)).collect();
        self.memory.set_many(&copies).await?;
        // As above.
        let _ = self.shared.set_many(entries).await;
        Ok(())
    }

    async fn remove_many(&self, keys: &[Key]) -> Result<u64, StoreError> {
        self.memory.remove_many(keys).await?;
        self.shared.remove_many(keys).await
    }

    async fn set_if_absent(&self, entry: &Entry) -> Result<bool, StoreError> {
        self.shared.set_if_absent(entry).await
    }

    async fn compare_and_remove(&self, key: &Key, value: &[u8]) -> Result<bool, StoreError> {
        self.memory.remove_many(std::slice::from_ref(key)).await?;
        self.shared.compare_and_remove(key, value).await
    }

    async fn hash_get(&self, key: &Key, field: &str) -> Result<Option<Bytes>, StoreError> {
        self.shared.hash_get(key, field).await
    }

    async fn hash_set(&self, key: &Key, field: &str, value: &[u8]) -> Result<(), StoreError> {
        self.shared.hash_set(key, field, value).await
    }

    async fn hash_remove(&self, key: &Key, field: &str) -> Result<bool, StoreError> {
        self.shared.hash_remove(key, field).await
    }

    async fn hash_all(&self, key: &Key) -> Result<Vec<(String, Bytes)>, StoreError> {
        self.shared.hash_all(key).await
    }

    async fn set_add(&self, key: &Key, member: &str) -> Result<bool, StoreError> {
        self.shared.set_add(key, member).await
    }

    async fn set_remove(&self, key: &Key, member: &str) -> Result<bool, StoreError> {
        self.shared.set_remove(key, member).await
    }

    async fn set_members(&self, key: &Key) -> Result<Vec<String>, StoreError> {
        self.shared.set_members(key).await
    }

    async fn rank_add(
        &self,
        key: &Key,
        member: &str,
        count: u64,
        keep: u64,
    ) -> Result<u64, StoreError> {
        self.shared.rank_add(key, member, count, keep).await
    }

    async fn rank_add_many(
        &self,
        key: &Key,
        counts: &[(String, u64)],
        keep: u64,
    ) -> Result<(), StoreError> {
        self.shared.rank_add_many(key, counts, keep).await
    }

    async fn rank_top(&self, key: &Key, most: u64) -> Result<Vec<(String, u64)>, StoreError> {
        self.shared.rank_top(key, most).await
    }

    async fn remove_prefix(&self, prefix: &Prefix) -> Result<u64, StoreError> {
        self.memory.remove_prefix(prefix).await?;
        self.shared.remove_prefix(prefix).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.shared.ping().await
    }
}
