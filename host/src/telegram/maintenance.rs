//! Whether the bot is being worked on: then everybody but admins is told so, and nothing
//! else. It stands in the store, for all processes and over restarts.

use std::time::Duration;

use moka::future::Cache;
use vinbot_store::{Store, StoreError};

use super::moment;

/// Its name in the store.
const FLAG: &str = "maintenance";
/// How long a process goes on before it looks whether another one was told.
const TRUSTED: Duration = Duration::from_secs(10);

/// The switch.
#[derive(Debug, Clone)]
pub(super) struct Maintenance(Cache<(), bool>);

impl Maintenance {
    pub(super) fn new() -> Self {
        let cache = Cache::builder().max_capacity(1).time_to_live(TRUSTED);
        Self(cache.build())
    }

    /// True if it is. While the store does not answer, nobody is sent away.
    pub(super) async fn is_on(&self, store: &Store) -> bool {
        let look = async { Ok::<_, StoreError>(store.flag(FLAG).await?.is_some()) };
        let found = self.0.try_get_with((), look).await;
        found.unwrap_or_else(|error| {
            tracing::warn!(%error, "whether there is maintenance is not known");
            false
        })
    }

    /// Begins or ends it.
    pub(super) async fn set(&self, store: &Store, on: bool) -> Result<(), StoreError> {
        store.set_flag(FLAG, on.then(moment::now)).await?;
        self.0.insert((), on).await;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_holds_over_a_restart() {
        let store = Store::open(vinbot_store::Settings::default())
            .await
            .unwrap();
        let before = Maintenance::new();
        assert!(!before.is_on(&store).await);
        before.set(&store, true).await.unwrap();
        assert!(before.is_on(&store).await);
        let after = Maintenance::new();
        assert!(after.is_on(&store).await);
        after.set(&store, false).await.unwrap();
        assert!(!after.is_on(&store).await);
    }
}
