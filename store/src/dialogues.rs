//! Where in a conversation a user is.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::StoreError;
use crate::key;
use crate::store::Store;
use crate::table::DIALOGUES;

/// A conversation that goes on with the user's next message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialogue {
    /// What it is about: who goes on with it.
    pub kind: String,
    /// What that one keeps of it.
    pub state: Value,
    /// From then on it is as if it had not been.
    pub expires_at: u64,
}

impl Store {
    /// The conversation with a user in a chat, if there is one that has not expired by `now`.
    pub async fn dialogue(
        &self,
        chat: i64,
        user: u64,
        now: u64,
    ) -> Result<Option<Dialogue>, StoreError> {
        let dialogue: Option<Dialogue> = self.read(&DIALOGUES, &key(chat, user)).await?;
        Ok(dialogue.filter(|dialogue| dialogue.expires_at > now))
    }

    /// Begins a conversation, or goes on: there is one at a time.
    pub async fn set_dialogue(
        &self,
        chat: i64,
        user: u64,
        dialogue: &Dialogue,
    ) -> Result<(), StoreError> {
        let _turn = self.turn(user).await;
        self.write(&DIALOGUES, &key(chat, user), dialogue).await
    }

    /// Ends a conversation, and says whether there was one.
    pub async fn end_dialogue(&self, chat: i64, user: u64) -> Result<bool, StoreError> {
        let _turn = self.turn(user).await;
        let backend = &self.backend;
        backend.delete(DIALOGUES.name(), &key(chat, user)).await
    }

    /// Removes all conversations that have expired by `now` or are damaged, and says how many.
    pub async fn sweep_dialogues(&self, now: u64) -> Result<u64, StoreError> {
        let over = |dialogue: &Dialogue| dialogue.expires_at <= now;
        self.sweep(&DIALOGUES, over).await
    }
}

fn key(chat: i64, user: u64) -> String {
    format!("{}/{chat}", key::user(user))
}
