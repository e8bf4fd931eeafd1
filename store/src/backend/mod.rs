//! Where values are kept: in one file, in Redis, or in memory.

mod connection;
mod memory;
mod redb;
mod redis;

use std::fmt;

use async_trait::async_trait;

use crate::error::StoreError;

pub use memory::Memory;
pub use redb::Redb;
pub use redis::Redis;

/// The most entries that one page may have.
pub const MOST_A_PAGE: usize = 1_000;

/// A key with its value.
pub type Entry = (String, Vec<u8>);

/// A key with what is to be there: `None` is nothing.
pub type Change = (String, Option<Vec<u8>>);

/// A small ordered place for values, in tables. A table is there as soon as it is written to,
/// and one that is not there is empty. Keys are in order of their bytes.
///
/// Each operation is done wholly or not at all, and what was done stays done when the process
/// dies right after (in Redis: as far as its own persistence goes). All may be called at once
/// and be dropped at any moment; a write that was begun is then still finished.
#[async_trait]
pub trait Backend: Send + Sync + fmt::Debug {
    /// The value under a key.
    async fn get(&self, table: &'static str, key: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Keeps a value, replacing what was there.
    async fn put(&self, table: &'static str, key: &str, value: &[u8]) -> Result<(), StoreError>;

    /// Keeps and removes several values at once: all of them, or none.
    async fn change(&self, table: &'static str, changes: Vec<Change>) -> Result<(), StoreError>;

    /// Removes a key, and says whether it was there.
    async fn delete(&self, table: &'static str, key: &str) -> Result<bool, StoreError>;

    /// The first entries by key among those whose key begins with `prefix` and comes after
    /// `after`: as many as there are, up to `limit` and [`MOST_A_PAGE`].
    async fn page(
        &self,
        table: &'static str,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Entry>, StoreError>;

    /// Puts `new` (`None`: nothing) in the place of `old` (`None`: nothing) if that is what is
    /// there, and says whether it did.
    async fn swap(
        &self,
        table: &'static str,
        key: &str,
        old: Option<&[u8]>,
        new: Option<&[u8]>,
    ) -> Result<bool, StoreError>;

    /// Removes all keys that begin with `prefix`, and says how many.
    async fn delete_prefix(&self, table: &'static str, prefix: &str) -> Result<u64, StoreError>;
}
