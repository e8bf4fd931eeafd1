//! Typed values in tables.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::backend::MOST_A_PAGE;
use crate::envelope::{pack, unpack};
use crate::error::StoreError;
use crate::key;
use crate::store::Store;
use crate::table::Table;

/// How often a change is tried again since another came first.
const TRIES: usize = 100;

/// A value with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owned<T> {
    /// Where it stands in the list: the next page comes after the last one's.
    pub id: String,
    /// Whose.
    pub user: u64,
    /// What.
    pub value: T,
}

impl Store {
    pub(crate) async fn read<T: DeserializeOwned>(
        &self,
        table: &'static Table,
        key: &str,
    ) -> Result<Option<T>, StoreError> {
        let kept = self.backend.get(table.name(), key).await?;
        kept.map(|bytes| unpack(table, &bytes)).transpose()
    }

    pub(crate) async fn write(
        &self,
        table: &'static Table,
        key: &str,
        value: &(impl Serialize + Sync),
    ) -> Result<(), StoreError> {
        let bytes = pack(table, value)?;
        self.backend.put(table.name(), key, &bytes).await
    }

    /// Changes a value by what it is, whatever others do meanwhile: `change` may be called
    /// several times, and answers `None` to leave all as it is. Answers what is there now, if
    /// it was changed.
    pub(crate) async fn update<T: Serialize + DeserializeOwned + Send>(
        &self,
        table: &'static Table,
        key: &str,
        mut change: impl FnMut(Option<T>) -> Option<T> + Send,
    ) -> Result<Option<T>, StoreError> {
        for _ in 0..TRIES {
            let old = self.backend.get(table.name(), key).await?;
            let is = old.as_deref().map(|bytes| unpack(table, bytes));
            let Some(new) = change(is.transpose()?) else {
                return Ok(None);
            };
            let bytes = pack(table, &new)?;
            let backend = &self.backend;
            if backend
                .swap(table.name(), key, old.as_deref(), Some(&bytes))
                .await?
            {
                return Ok(Some(new));
            }
        }
        Err(StoreError::Contended {
            table: table.name(),
        })
    }

    /// The first values below a prefix, up to `limit`, without those that can't be read.
    pub(crate) async fn list<T: DeserializeOwned>(
        &self,
        table: &'static Table,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, T)>, StoreError> {
        let mut list = Vec::new();
        let mut after = after.map(str::to_owned);
        while list.len() < limit {
            let wanted = (limit - list.len()).min(MOST_A_PAGE);
            let backend = &self.backend;
            let page = backend
                .page(table.name(), prefix, after.as_deref(), wanted)
                .await?;
            let all = page.len() < wanted;
            after = page.last().map(|(key, _)| key.clone());
            for (key, bytes) in page {
                match unpack(table, &bytes) {
                    Ok(value) => list.push((key, value)),
                    Err(error) => {
                        tracing::warn!(table = table.name(), %error, "a value is passed over");
                    }
                }
            }
            if all {
                break;
            }
        }
        Ok(list)
    }

    /// All readable values of one user, by key.
    pub(crate) async fn all_of<T: DeserializeOwned>(
        &self,
        table: &'static Table,
        user: u64,
    ) -> Result<Vec<T>, StoreError> {
        let list = self.list(table, &key::user(user), None, usize::MAX).await?;
        Ok(list.into_iter().map(|(_, value)| value).collect())
    }

    /// Values of all users.
    pub(crate) async fn of_everybody<T: DeserializeOwned>(
        &self,
        table: &'static Table,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Owned<T>>, StoreError> {
        let list = self.list(table, "", after, limit).await?;
        let owned = list.into_iter().filter_map(|(id, value)| {
            let user = key::owner(&id)?;
            Some(Owned { id, user, value })
        });
        Ok(owned.collect())
    }

    /// Removes all values that are over or damaged, and says how many.
    pub(crate) async fn sweep<T: DeserializeOwned + Send>(
        &self,
        table: &'static Table,
        over: impl Fn(&T) -> bool + Send + Sync,
    ) -> Result<u64, StoreError> {
        let (backend, name) = (&self.backend, table.name());
        let mut swept = 0;
        let mut after: Option<String> = None;
        loop {
            let page = backend
                .page(name, "", after.as_deref(), MOST_A_PAGE)
                .await?;
            let Some((last, _)) = page.last() else {
                return Ok(swept);
            };
            after = Some(last.clone());
            for (key, bytes) in &page {
                let over = match unpack(table, bytes) {
                    Ok(value) => over(&value),
                    Err(error) => matches!(error, StoreError::Damaged { .. }),
                };
                // One that went on meanwhile is another, and stays.
                if over && backend.swap(name, key, Some(bytes), None).await? {
                    swept += 1;
                }
            }
        }
    }

    /// Keeps a value under a key of a user's, if there is one already or room for it.
    pub(crate) async fn write_if_room(
        &self,
        table: &'static Table,
        user: u64,
        key: &str,
        value: &(impl Serialize + Sync),
        (what, most): (&'static str, usize),
    ) -> Result<(), StoreError> {
        let (backend, name) = (&self.backend, table.name());
        if backend.get(name, key).await?.is_none() {
            let kept = backend.page(name, &key::user(user), None, most).await?;
            if kept.len() >= most {
                return Err(StoreError::Full { what, most });
            }
        }
        self.write(table, key, value).await
    }
}
