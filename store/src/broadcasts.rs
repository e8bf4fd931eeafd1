//! Messages of the operator to all chats.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::key;
use crate::store::Store;
use crate::table::BROADCASTS;

/// A message of the operator to all chats, and how far it got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broadcast {
    /// Its name, also in the operator's commands.
    pub id: String,
    /// What is sent.
    pub text: String,
    /// Which admin began it.
    pub created_by: u64,
    /// When.
    pub created_at: u64,
    /// The last chat to which it went: it goes on after this one.
    pub cursor: Option<i64>,
    /// How many chats have it.
    pub sent: u64,
    /// To how many it could not be sent.
    pub failed: u64,
    /// How many were left out.
    pub skipped: u64,
    /// What becomes of it.
    pub state: BroadcastState,
    /// True if nothing is sent: chats are counted.
    pub dry_run: bool,
    /// Chats before the cursor that Telegram asked to wait for: they are tried at the end.
    #[serde(default)]
    pub later: Vec<i64>,
}

/// What becomes of a broadcast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BroadcastState {
    /// It is being sent; after a restart it goes on.
    Running,
    /// It waits for the operator.
    Paused,
    /// It went to all chats.
    Done,
    /// The operator ended it.
    Cancelled,
}

impl Store {
    /// Keeps a broadcast, replacing the one of this id.
    pub async fn put_broadcast(&self, broadcast: &Broadcast) -> Result<(), StoreError> {
        let id = key::part(&broadcast.id)?;
        self.write(&BROADCASTS, id, broadcast).await
    }

    /// A broadcast.
    pub async fn broadcast(&self, id: &str) -> Result<Option<Broadcast>, StoreError> {
        self.read(&BROADCASTS, key::part(id)?).await
    }

    /// Removes a broadcast, and says whether there was one.
    pub async fn remove_broadcast(&self, id: &str) -> Result<bool, StoreError> {
        self.backend.delete(BROADCASTS.name(), key::part(id)?).await
    }

    /// All broadcasts, the newest first.
    pub async fn broadcasts(&self) -> Result<Vec<Broadcast>, StoreError> {
        let all = self.list(&BROADCASTS, "", None, usize::MAX).await?;
        let mut all: Vec<Broadcast> = all.into_iter().map(|(_, broadcast)| broadcast).collect();
        all.sort_by_key(|broadcast| Reverse(broadcast.created_at));
        Ok(all)
    }

    /// Changes a broadcast and answers what it is now, so that neither the sender's progress
    /// nor the operator's "pause" is lost; `None` if there is none. `change` may be called
    /// several times.
    pub async fn update_broadcast(
        &self,
        id: &str,
        mut change: impl FnMut(&mut Broadcast) + Send,
    ) -> Result<Option<Broadcast>, StoreError> {
        let changed = |broadcast: Option<Broadcast>| {
            let mut broadcast = broadcast?;
            change(&mut broadcast);
            Some(broadcast)
        };
        self.update(&BROADCASTS, key::part(id)?, changed).await
    }
}
