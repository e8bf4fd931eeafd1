//! Which VINs a user looked up.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::envelope::pack;
use crate::error::StoreError;
use crate::key;
use crate::store::Store;
use crate::table::HISTORY;

/// How many VINs are remembered a user.
pub const MOST_SEEN: usize = 200;

/// A VIN that was looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Which.
    pub vin: String,
    /// What it is, in a few words.
    pub title: String,
    /// When it was looked up last.
    pub at: u64,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on this page.
    pub items: Vec<T>,
    /// How many there are on all pages.
    pub total: usize,
}

/// How it is kept: several may be of one second, and clocks go back.
#[derive(Serialize, Deserialize)]
struct Remembered {
    order: u64,
    #[serde(flatten)]
    seen: Seen,
}

impl Store {
    /// Puts a VIN at the top of a user's history, and says whether it did: nothing is
    /// remembered of one who is private or wants no history. After [`MOST_SEEN`] the oldest
    /// makes room.
    pub async fn remember(&self, user: u64, seen: Seen) -> Result<bool, StoreError> {
        self.remember_all(user, vec![seen]).await
    }

    /// The same for several VINs, in one write: the last one comes to the top.
    pub async fn remember_all(&self, user: u64, all: Vec<Seen>) -> Result<bool, StoreError> {
        let _turn = self.turn(user).await;
        let settings = self.chosen_in_turn(user).await?;
        let unwanted = settings.private || !settings.history;
        if all.is_empty() || unwanted || self.is_forgotten(user).await {
            return Ok(false);
        }
        let before = self.remembered(user).await?;
        let newest = before.first().map_or(0, |it| it.order);
        // Of a VIN that is named twice the last one counts, and so does its place.
        let mut vins = BTreeSet::new();
        let mut changes = Vec::new();
        for (at, seen) in all.into_iter().enumerate().rev() {
            if vins.len() < MOST_SEEN && vins.insert(seen.vin.clone()) {
                let key = key::of_user(user, &seen.vin)?;
                let order = newest.saturating_add(1 + at as u64);
                let value = pack(&HISTORY, &Remembered { order, seen })?;
                changes.push((key, Some(value)));
            }
        }
        let others = before.iter().filter(|it| !vins.contains(&it.seen.vin));
        for oldest in others.skip(MOST_SEEN - vins.len()) {
            changes.push((key::of_user(user, &oldest.seen.vin)?, None));
        }
        self.backend.change(HISTORY.name(), changes).await?;
        Ok(true)
    }

    /// A page of a user's history, the newest first. The first page is 0.
    pub async fn history(
        &self,
        user: u64,
        page: usize,
        per_page: usize,
    ) -> Result<Page<Seen>, StoreError> {
        let all = self.remembered(user).await?;
        let total = all.len();
        let items = all
            .into_iter()
            .skip(page.saturating_mul(per_page))
            .take(per_page)
            .map(|it| it.seen)
            .collect();
        Ok(Page { items, total })
    }

    /// Forgets a user's history, and says how many VINs that were.
    pub async fn clear_history(&self, user: u64) -> Result<u64, StoreError> {
        let _turn = self.turn(user).await;
        let backend = &self.backend;
        backend
            .delete_prefix(HISTORY.name(), &key::user(user))
            .await
    }

    /// The newest first.
    async fn remembered(&self, user: u64) -> Result<Vec<Remembered>, StoreError> {
        let mut all: Vec<Remembered> = self.all_of(&HISTORY, user).await?;
        all.sort_by_key(|it| Reverse((it.order, it.seen.at)));
        Ok(all)
    }
}
