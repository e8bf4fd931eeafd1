//! A remote store behind its circuit, counted.

use std::future::Future;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use bytes::Bytes;

use crate::circuit::{Circuit, CircuitState, Side};
use crate::clock::Clock;
use crate::key::{Key, Prefix};
use crate::settings::CircuitSettings;
use crate::stats::{Counter, Histogram, StoreStats};
use crate::store::{Entry, Held, Store, StoreError};

/// A store that is not asked while it fails: its errors then cost nothing.
#[derive(Debug)]
pub(crate) struct Guarded {
    store: Arc<dyn Store>,
    name: &'static str,
    circuit: Circuit,
    operations: Counter,
    errors: Counter,
    suspended: Counter,
    seconds: Histogram,
}

impl Guarded {
    pub(crate) fn new(
        store: Arc<dyn Store>,
        name: &'static str,
        settings: CircuitSettings,
        clock: Clock,
    ) -> Self {
        Self {
            store,
            name,
            circuit: Circuit::new(settings, name, clock),
            operations: Counter::default(),
            errors: Counter::default(),
            suspended: Counter::default(),
            seconds: Histogram::default(),
        }
    }

    pub(crate) fn stats(&self) -> StoreStats {
        StoreStats {
            name: self.name,
            circuit: self.circuit.state(),
            operations: self.operations.get(),
            errors: self.errors.get(),
            suspended: self.suspended.get(),
            seconds: self.seconds.snapshot(),
        }
    }

    pub(crate) fn circuit(&self) -> CircuitState {
        self.circuit.state()
    }

    async fn ask<T>(
        &self,
        side: Side,
        operation: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let Some(leave) = self.circuit.admit(side) else {
            self.suspended.add(1);
            return Err(StoreError::Suspended);
        };
        self.operations.add(1);
        let begun = Instant::now();
        let answer = operation.await;
        self.seconds.observe(begun.elapsed());
        if let Err(error) = &answer {
            self.errors.add(1);
            tracing::debug!(store = self.name, %error, "a cache operation failed");
        }
        leave.report(answer.as_ref().err());
        answer
    }
}

#[async_trait]
impl Store for Guarded {
    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, StoreError> {
        self.ask(Side::Read, self.store.get_many(keys)).await
    }

    async fn get_many_with_ttl(&self, keys: &[Key]) -> Result<Vec<Option<Held>>, StoreError> {
        self.ask(Side::Read, self.store.get_many_with_ttl(keys))
            .await
    }

    async fn set_many(&self, entries: &[Entry]) -> Result<(), StoreError> {
        self.ask(Side::Write, self.store.set_many(entries)).await
    }

    async fn remove_many(&self, keys: &[Key]) -> Result<u64, StoreError> {
        self.ask(Side::Write, self.store.remove_many(keys)).await
    }

    async fn set_if_absent(&self, entry: &Entry) -> Result<bool, StoreError> {
        self.ask(Side::Write, self.store.set_if_absent(entry)).await
    }

    async fn compare_and_remove(&self, key: &Key, value: &[u8]) -> Result<bool, StoreError> {
        self.ask(Side::Write, self.store.compare_and_remove(key, value))
            .await
    }

    async fn hash_get(&self, key: &Key, field: &str) -> Result<Option<Bytes>, StoreError> {
        self.ask(Side::Read, self.store.hash_get(key, field)).await
    }

    async fn hash_set(&self, key: &Key, field: &str, value: &[u8]) -> Result<(), StoreError> {
        self.ask(Side::Write, self.store.hash_set(key, field, value))
            .await
    }

    async fn hash_remove(&self, key: &Key, field: &str) -> Result<bool, StoreError> {
        self.ask(Side::Write, self.store.hash_remove(key, field))
            .await
    }

    async fn hash_all(&self, key: &Key) -> Result<Vec<(String, Bytes)>, StoreError> {
        self.ask(Side::Read, self.store.hash_all(key)).await
    }

    async fn set_add(&self, key: &Key, member: &str) -> Result<bool, StoreError> {
        self.ask(Side::Write, self.store.set_add(key, member)).await
    }

    async fn set_remove(&self, key: &Key, member: &str) -> Result<bool, StoreError> {
        self.ask(Side::Write, self.store.set_remove(key, member))
            .await
    }

    async fn set_members(&self, key: &Key) -> Result<Vec<String>, StoreError> {
        self.ask(Side::Read, self.store.set_members(key)).await
    }

    async fn rank_add(
        &self,
        key: &Key,
        member: &str,
        count: u64,
        keep: u64,
    ) -> Result<u64, StoreError> {
        self.ask(Side::Write, self.store.rank_add(key, member, count, keep))
            .await
    }

    async fn rank_add_many(
        &self,
        key: &Key,
        counts: &[(String, u64)],
        keep: u64,
    ) -> Result<(), StoreError> {
        self.ask(Side::Write, self.store.rank_add_many(key, counts, keep))
            .await
    }

    async fn rank_top(&self, key: &Key, most: u64) -> Result<Vec<(String, u64)>, StoreError> {
        self.ask(Side::Read, self.store.rank_top(key, most)).await
    }

    async fn remove_prefix(&self, prefix: &Prefix) -> Result<u64, StoreError> {
        self.ask(Side::Write, self.store.remove_prefix(prefix))
            .await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.ask(Side::Read, self.store.ping()).await
    }
}
