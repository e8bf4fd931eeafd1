//! Where bytes are kept: in memory, in Redis, in Upstash, or in memory before either.

mod commands;
mod memory;
mod redis;
mod tiered;
mod upstash;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

use crate::key::{Key, Prefix};

pub use memory::Memory;
pub use redis::Redis;
pub use tiered::Tiered;
pub use upstash::Upstash;

/// Bytes to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Under which key.
    pub key: Key,
    /// What.
    pub value: Bytes,
    /// For how long; at least one millisecond.
    pub ttl: Duration,
}

/// Bytes that are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What.
    pub value: Bytes,
    /// For how long still.
    pub ttl: Duration,
}

/// A place for bytes. All its operations fail with a [`StoreError`] and never panic; they may
/// be dropped at any moment.
#[async_trait]
pub trait Store: Send + Sync + fmt::Debug {
    /// The values under these keys, in order; `None` where there is none, or
    /// something else than bytes.
    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, StoreError>;

    /// The same with how long each is still kept.
    async fn get_many_with_ttl(&self, keys: &[Key]) -> Result<Vec<Option<Held>>, StoreError>;

    /// Keeps all these, replacing what was there.
    async fn set_many(&self, entries: &[Entry]) -> Result<(), StoreError>;

    /// Removes these keys, whatever they hold, and says how many there were.
    async fn remove_many(&self, keys: &[Key]) -> Result<u64, StoreError>;

    /// Keeps the entry if there is none under its key, and says whether it did: a lock.
    async fn set_if_absent(&self, entry: &Entry) -> Result<bool, StoreError>;

    /// Removes the key if it holds just this, and says whether it did: an unlock.
    async fn compare_and_remove(&self, key: &Key, value: &[u8]) -> Result<bool, StoreError>;

    /// One field of a hash.
    async fn hash_get(&self, key: &Key, field: &str) -> Result<Option<Bytes>, StoreError>;

    /// Sets one field of a hash. Hashes, sets and rankings never expire.
    async fn hash_set(&self, key: &Key, field: &str, value: &[u8]) -> Result<(), StoreError>;

    /// Removes one field of a hash, and says whether it was there.
    async fn hash_remove(&self, key: &Key, field: &str) -> Result<bool, StoreError>;

    /// All fields of a hash, by name.
    async fn hash_all(&self, key: &Key) -> Result<Vec<(String, Bytes)>, StoreError>;

    /// Adds a member to a set, and says whether it is new.
    async fn set_add(&self, key: &Key, member: &str) -> Result<bool, StoreError>;

    /// Removes a member of a set, and says whether it was there.
    async fn set_remove(&self, key: &Key, member: &str) -> Result<bool, StoreError>;

    /// All members of a set, in order of their names.
    async fn set_members(&self, key: &Key) -> Result<Vec<String>, StoreError>;

    /// Counts for a member of a ranking, and answers its new count. A ranking with more than
    /// twice `keep` members is cut to the first `keep`: newcomers have room to rise.
    async fn rank_add(
        &self,
        key: &Key,
        member: &str,
        count: u64,
        keep: u64,
    ) -> Result<u64, StoreError>;

    /// The same for many members at once, in as few round trips as there can be.
    async fn rank_add_many(
        &self,
        key: &Key,
        counts: &[(String, u64)],
        keep: u64,
    ) -> Result<(), StoreError> {
        for (member, count) in counts {
            self.rank_add(key, member, *count, keep).await?;
        }
        Ok(())
    }

    /// The first `most` members of a ranking with their counts, the highest first.
    async fn rank_top(&self, key: &Key, most: u64) -> Result<Vec<(String, u64)>, StoreError>;

    /// Removes all keys below a prefix, and says how many. What is written meanwhile may
    /// stay.
    async fn remove_prefix(&self, prefix: &Prefix) -> Result<u64, StoreError>;

    /// True to its name: does the store answer?
    async fn ping(&self) -> Result<(), StoreError>;
}

/// Why a store did not do what it was asked. Holds no secret, and no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No connection, or it broke.
    #[error("no connection: {0}")]
    Unreachable(String),
    /// No answer in time.
    #[error("no answer within {} ms", .0.as_millis())]
    Timeout(Duration),
    /// The server answers, and can't serve now: it loads, is read-only, full, or has no
    /// permission for us.
    #[error("the server can't serve: {0}")]
    Unfit(String),
    /// Too many requests; how long to wait, if the server said.
    #[error("too many requests")]
    Busy(Option<Duration>),
    /// The server does not do this: a key of another type, an unknown command.
    #[error("the server refuses: {0}")]
    Refused(String),
    /// The answer is not one that the protocol allows.
    #[error("an answer that can't be read: {0}")]
    Malformed(String),
    /// The circuit is open: the store is not asked for a while, since it failed.
    #[error("not asked: it failed before")]
    Suspended,
}

impl StoreError {
    /// True if the store is to blame and not what was asked of it: enough of these open the
    /// circuit.
    pub(crate) fn is_failure(&self) -> bool {
        !matches!(self, Self::Refused(_) | Self::Suspended)
    }

    /// What an error that a server sent means: `OOM command not allowed …`.
    pub(crate) fn from_server(message: &str) -> Self {
        // Of all that Redis says, these are about the question and not about the server.
        const OURS: [&str; 5] = ["WRONGTYPE", "ERR", "NOSCRIPT", "EXECABORT", "CROSSSLOT"];
        // Upstash puts limits of the plan behind "ERR".
        let limit = message.contains("limit exceeded") || message.contains("max request");
        let code = message.split([' ', ':']).next().unwrap_or_default();
        let message: String = message.chars().take(200).collect();
        if OURS.contains(&code) && !limit {
            Self::Refused(message)
        } else {
            Self::Unfit(message)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("LOADING Redis is loading the dataset in memory", true)]
    #[case("READONLY You can't write against a read only replica.", true)]
    #[case("OOM command not allowed when used memory > 'maxmemory'.", true)]
    #[case("NOAUTH Authentication required.", true)]
    #[case("MISCONF Redis is configured to save RDB snapshots", true)]
    #[case("ERR max daily request limit exceeded. Limit: 10000", true)]
    #[case("WRONGTYPE Operation against a key", false)]
    #[case("ERR unknown command 'FLY'", false)]
    fn what_a_server_says_is_its_failure_or_ours(#[case] message: &str, #[case] failure: bool) {
        assert_eq!(StoreError::from_server(message).is_failure(), failure);
    }
}
