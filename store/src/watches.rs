//! VINs about whose recalls a user wants to hear.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::key;
use crate::records::Owned;
use crate::store::Store;
use crate::table::WATCHES;

/// How many VINs a user may watch.
pub const MOST_WATCHES: usize = 100;

/// A VIN that is looked after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// Which.
    pub vin: String,
    /// In which chat to tell.
    pub chat: i64,
    /// What it is, in a few words.
    pub title: String,
    /// Since when.
    pub since: u64,
    /// The ids of the campaigns that were told.
    pub seen: BTreeSet<String>,
    /// When it was looked after last; 0: never.
    pub last_checked: u64,
    /// Who has told of its campaigns so far; of one that was written before this was kept,
    /// nobody.
    #[serde(default)]
    pub sources: BTreeSet<String>,
    /// The language in which it was asked for, for chats of which nothing else is kept.
    #[serde(default)]
    pub language: Option<String>,
}

impl Store {
    /// Watches a VIN, replacing the watch on it.
    ///
    /// # Errors
    /// [`StoreError::Full`] if the user has [`MOST_WATCHES`] others.
    pub async fn watch(&self, user: u64, watch: &Watch) -> Result<(), StoreError> {
        let key = key::of_user(user, &watch.vin)?;
        let _turn = self.turn(user).await;
        let room = ("watches", MOST_WATCHES);
        self.write_if_room(&WATCHES, user, &key, watch, room).await
    }

    /// Watches a VIN no longer, and says whether it was watched.
    pub async fn unwatch(&self, user: u64, vin: &str) -> Result<bool, StoreError> {
        let key = key::of_user(user, vin)?;
        let _turn = self.turn(user).await;
        self.backend.delete(WATCHES.name(), &key).await
    }

    /// What a user watches, the oldest first.
    pub async fn watches(&self, user: u64) -> Result<Vec<Watch>, StoreError> {
        let mut watches: Vec<Watch> = self.all_of(&WATCHES, user).await?;
        watches.sort_by_key(|watch| watch.since);
        Ok(watches)
    }

    /// What all users watch, page by page: the next one comes after the last's
    /// [`id`](Owned::id); there are no more if it has fewer than `limit`.
    pub async fn all_watches(
        &self,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Owned<Watch>>, StoreError> {
        self.of_everybody(&WATCHES, after, limit).await
    }

    /// Changes a watch and answers what it is now; `None` if it is no longer there, and then it
    /// does not come back. `change` may be called several times.
    pub async fn update_watch(
        &self,
        user: u64,
        vin: &str,
        mut change: impl FnMut(&mut Watch) + Send,
    ) -> Result<Option<Watch>, StoreError> {
        let key = key::of_user(user, vin)?;
        let changed = |watch: Option<Watch>| {
            let mut watch = watch?;
            change(&mut watch);
            Some(watch)
        };
        self.update(&WATCHES, &key, changed).await
    }
}
