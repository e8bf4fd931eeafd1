//! From settings to a store.

use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;

use crate::backend::{Backend, Memory, Redb, Redis};
use crate::error::StoreError;
use crate::store::Store;

/// The name of the file in its folder.
pub(crate) const FILE: &str = "store.redb";

/// What names in Redis begin with if nothing else is said.
const PREFIX: &str = "vinbot";

/// Where things are remembered. Shows no secret.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// `REDIS_URL`: in this Redis, so that several processes share it.
    pub redis_url: Option<SecretString>,
    /// What names in Redis begin with, for bots that share a server; empty: `vinbot`.
    pub redis_prefix: String,
    /// Otherwise in the file `store.redb` in this folder, which is made if it is not there.
    /// `None`: in memory, until the process ends.
    pub path: Option<PathBuf>,
}

impl Store {
    /// Opens what the settings say. A Redis has to answer, for its version is looked at.
    ///
    /// # Errors
    /// If it can't be opened or reached, is in use, or is of a newer program.
    pub async fn open(settings: Settings) -> Result<Self, StoreError> {
        let backend: Arc<dyn Backend> = match (settings.redis_url, settings.path) {
            (Some(url), _) => Arc::new(redis(&url, prefix(&settings.redis_prefix)).await?),
            (None, Some(folder)) => Arc::new(Redb::open(&folder.join(FILE)).await?),
            (None, None) => Arc::new(Memory::new()),
        };
        Self::over(backend).await
    }
}

/// What names in Redis begin with: that of the settings, or the default.
pub(crate) fn prefix(set: &str) -> &str {
    if set.is_empty() { PREFIX } else { set }
}

async fn redis(url: &SecretString, prefix: &str) -> Result<Redis, StoreError> {
    let redis = Redis::new(url, prefix)?;
    match redis.may_evict().await {
        Ok(true) => tracing::warn!(
            "the Redis of the store throws away what does not fit into its memory: set its \
             maxmemory-policy to noeviction, or all that users keep may be lost"
        ),
        Ok(false) => {}
        // Some servers don't tell; one that is down says so next.
        Err(error) => tracing::debug!(%error, "Redis does not say whether it evicts"),
    }
    Ok(redis)
}
