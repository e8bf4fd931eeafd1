//! A store that is only looked at.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use crate::backend::{Backend, MOST_A_PAGE, Redb, Redis};
use crate::error::StoreError;
use crate::open::{FILE, Settings, prefix};
use crate::store::Store;
use crate::table::{PERSONAL, SHARED};

/// A store that can be read and not changed: neither is it marked as this program's, nor is
/// anything repaired in it.
///
/// Of a file it is a copy that is looked at, so that the bot may go on with it. A copy that was
/// made in the middle of a write may not open; then one looks again.
#[derive(Debug)]
pub struct Look {
    store: Store,
    /// Where the copy is, until this ends.
    _copy: Option<tempfile::TempDir>,
}

impl Look {
    /// Opens what the settings say; `None` if there is nothing yet, or only memory.
    ///
    /// # Errors
    /// If it can't be read or reached. That it is of a newer program is none: see
    /// [`Look::schema`].
    pub async fn at(settings: &Settings) -> Result<Option<Self>, StoreError> {
        if let Some(url) = &settings.redis_url {
            let backend: Arc<dyn Backend> =
                Arc::new(Redis::new(url, prefix(&settings.redis_prefix))?);
            let look = Self {
                store: Store::unmarked(backend),
                _copy: None,
            };
            look.store.ping().await?;
            return Ok(Some(look));
        }
        let Some(file) = settings.path.as_ref().map(|folder| folder.join(FILE)) else {
            return Ok(None);
        };
        if !file.is_file() {
            return Ok(None);
        }
        let copied = tokio::task::spawn_blocking({
            let file = file.clone();
            move || copy(&file)
        });
        let copy = copied.await.map_err(std::io::Error::other);
        let copy = copy.flatten().map_err(|error| StoreError::File {
            path: file,
            reason: error.to_string(),
        })?;
        let backend: Arc<dyn Backend> = Arc::new(Redb::open(&copy.path().join(FILE)).await?);
        Ok(Some(Self {
            store: Store::unmarked(backend),
            _copy: Some(copy),
        }))
    }

    /// The version of the store; 0 if nobody has marked it yet. [`SCHEMA`](crate::SCHEMA) is
    /// what this program knows.
    ///
    /// # Errors
    /// If it can't be read.
    pub async fn schema(&self) -> Result<u64, StoreError> {
        self.store.schema().await
    }

    /// How many values each table has, first those with what belongs to people.
    ///
    /// # Errors
    /// If it can't be read.
    pub async fn counts(&self) -> Result<Vec<(&'static str, u64)>, StoreError> {
        let mut counts = Vec::new();
        for table in PERSONAL.iter().chain(&SHARED) {
            counts.push((table.name(), self.count(table.name()).await?));
        }
        Ok(counts)
    }

    /// All that is kept of a user: see [`Store::export`].
    ///
    /// # Errors
    /// If it can't be read.
    pub async fn export(&self, user: u64) -> Result<Value, StoreError> {
        self.store.export(user).await
    }

    async fn count(&self, table: &'static str) -> Result<u64, StoreError> {
        let (mut count, mut after) = (0, None);
        loop {
            let backend = &self.store.backend;
            let after_key: Option<&str> = after.as_deref();
            let page = backend.page(table, "", after_key, MOST_A_PAGE).await?;
            let Some((last, _)) = page.last() else {
                return Ok(count);
            };
            count += page.len() as u64;
            after = Some(last.clone());
        }
    }
}

/// A copy in a folder of its own, which nobody else can read.
fn copy(file: &Path) -> std::io::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    std::fs::copy(file, folder.path().join(FILE))?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SCHEMA, Seen};

    fn honda() -> Seen {
        Seen {
            vin: "1HGCM82633A004352".to_owned(),
            title: "2003 Honda Accord".to_owned(),
            at: 1_700_000_000,
        }
    }

    #[tokio::test]
    async fn a_file_that_is_in_use_is_looked_at_and_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            path: Some(folder.path().to_owned()),
            ..Settings::default()
        };
        assert!(Look::at(&settings).await.unwrap().is_none());
        let store = Store::open(settings.clone()).await.unwrap();
        store.remember(42, honda()).await.unwrap();
        let before = std::fs::read(folder.path().join(FILE)).unwrap();
        let look = Look::at(&settings).await.unwrap().unwrap();
        assert_eq!(look.schema().await, Ok(SCHEMA));
        let counts = look.counts().await.unwrap();
        assert!(counts.contains(&("history", 1)) && counts.contains(&("garage", 0)));
        let all = look.export(42).await.unwrap();
        assert_eq!(
            all["history"]["1HGCM82633A004352"]["title"],
            "2003 Honda Accord"
        );
        assert_eq!(look.export(7).await.unwrap(), serde_json::json!({}));
        assert_eq!(std::fs::read(folder.path().join(FILE)).unwrap(), before);
    }

    #[tokio::test]
    async fn what_is_no_store_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), "hello").unwrap();
        let settings = Settings {
            path: Some(folder.path().to_owned()),
            ..Settings::default()
        };
        let error = Look::at(&settings).await.unwrap_err();
        assert!(matches!(error, StoreError::File { .. }), "{error}");
    }
}
