//! In the memory of this process.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use super::{Backend, Change, Entry, MOST_A_PAGE};
use crate::error::StoreError;

type Table = BTreeMap<String, Vec<u8>>;

/// Values in memory: gone with the process. For tests, and for trying the bot out.
#[derive(Default)]
pub struct Memory {
    tables: Mutex<BTreeMap<&'static str, Table>>,
}

impl Memory {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// The names of all tables that were ever written to.
    pub fn tables(&self) -> Vec<&'static str> {
        self.lock().keys().copied().collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<&'static str, Table>> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The values are of persons.
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

/// The entries below a prefix, from the first after `after` on.
fn range<'a>(
    table: &'a Table,
    prefix: &'a str,
    after: Option<&str>,
) -> impl Iterator<Item = (&'a String, &'a Vec<u8>)> {
    let from = match after {
        Some(after) if after >= prefix => Bound::Excluded(after),
        _ => Bound::Included(prefix),
    };
    table
        .range::<str, _>((from, Bound::Unbounded))
        .take_while(move |(key, _)| key.starts_with(prefix))
}

#[async_trait]
impl Backend for Memory {
    async fn get(&self, table: &'static str, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let tables = self.lock();
        Ok(tables.get(table).and_then(|table| table.get(key)).cloned())
    }

    async fn put(&self, table: &'static str, key: &str, value: &[u8]) -> Result<(), StoreError> {
        let mut tables = self.lock();
        let table = tables.entry(table).or_default();
        table.insert(key.to_owned(), value.to_vec());
        Ok(())
    }

    async fn change(&self, table: &'static str, changes: Vec<Change>) -> Result<(), StoreError> {
        let mut tables = self.lock();
        let table = tables.entry(table).or_default();
        for (key, value) in changes {
            match value {
                Some(value) => table.insert(key, value),
                None => table.remove(&key),
            };
        }
        Ok(())
    }

    async fn delete(&self, table: &'static str, key: &str) -> Result<bool, StoreError> {
        let mut tables = self.lock();
        let removed = tables.get_mut(table).and_then(|table| table.remove(key));
        Ok(removed.is_some())
    }

    async fn page(
        &self,
        table: &'static str,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        let tables = self.lock();
        let Some(table) = tables.get(table) else {
            return Ok(Vec::new());
        };
        Ok(range(table, prefix, after)
            .take(limit.min(MOST_A_PAGE))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect())
    }

    async fn swap(
        &self,
        table: &'static str,
        key: &str,
        old: Option<&[u8]>,
        new: Option<&[u8]>,
    ) -> Result<bool, StoreError> {
        let mut tables = self.lock();
        let table = tables.entry(table).or_default();
        if table.get(key).map(Vec::as_slice) != old {
            return Ok(false);
        }
        match new {
            Some(new) => table.insert(key.to_owned(), new.to_vec()),
            None => table.remove(key),
        };
        Ok(true)
    }

    async fn delete_prefix(&self, table: &'static str, prefix: &str) -> Result<u64, StoreError> {
        let mut tables = self.lock();
        let Some(table) = tables.get_mut(table) else {
            return Ok(0);
        };
        let keys: Vec<_> = range(table, prefix, None)
            .map(|(key, _)| key.clone())
            .collect();
        for key in &keys {
            table.remove(key);
        }
        Ok(keys.len() as u64)
    }
}
