//! The plugin's own cache.

use std::time::Instant;

use super::plugin::cache::Host;
use crate::plugins::namespaces::Namespace;
use crate::plugins::sandbox::Sandbox;

impl Host for Sandbox {
    async fn get(&mut self, key: String) -> Option<Vec<u8>> {
        let value = self.namespace()?.get(&key, Instant::now()).await?;
        Some(value.to_vec())
    }

    async fn set(&mut self, key: String, value: Vec<u8>, ttl_seconds: u32) {
        let Some(namespace) = self.namespace() else {
            tracing::debug!(plugin = %self.profile.name, "keeps nothing: it has no cache");
            return;
        };
        let bytes = value.len();
        if !namespace.set(key, value, ttl_seconds, Instant::now()).await {
            tracing::debug!(plugin = %self.profile.name, bytes, "too large for its cache");
        }
    }
}

impl Sandbox {
    /// Its cache, if it asks for one and is granted one.
    fn namespace(&mut self) -> Option<Namespace> {
        let grant = self.profile.grants.cache?;
        let namespace = self.namespace.get_or_insert_with(|| {
            let digest = &self.profile.digest;
            self.services
                .namespaces
                .of(&self.profile.name, digest, grant)
        });
        Some(namespace.clone())
    }
}
