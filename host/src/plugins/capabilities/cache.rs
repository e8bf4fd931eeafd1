//! The plugin's own cache.

use std::time::Instant;

use wasmtime::component::LinkerInstance;

use crate::plugins::namespaces::Namespace;
use crate::plugins::sandbox::Sandbox;

pub(super) fn link(cache: &mut LinkerInstance<'_, Sandbox>) -> wasmtime::Result<()> {
    cache.func_wrap_async("get", |mut store, (key,): (String,)| {
        Box::new(async move { Ok((store.data_mut().get(key).await,)) })
    })?;
    cache.func_wrap_async(
        "set",
        |mut store, (key, value, ttl): (String, Vec<u8>, u32)| {
            Box::new(async move {
                store.data_mut().set(key, value, ttl).await;
                Ok(())
            })
        },
    )
}

impl Sandbox {
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
