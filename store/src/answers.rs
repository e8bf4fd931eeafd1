//! Which messages answer which, so that an edited question has its answer edited.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::envelope::pack;
use crate::error::StoreError;
use crate::key;
use crate::store::Store;
use crate::table::ANSWERS;

/// How many answers are kept a user.
pub const MOST_ANSWERS: usize = 50;
/// How long, in seconds: a day. Hardly anybody edits what is older.
pub const KEPT: u64 = 86_400;

/// What answered a message. It says nothing of what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The chat.
    pub chat: i64,
    /// The message that was answered.
    pub message: i32,
    /// The messages that answer it, in their order.
    pub by: Vec<i32>,
    /// A mark of what was asked, to tell it from something else. Without the key of whoever made
    /// it, it says nothing.
    pub mark: String,
    /// When it was answered.
    pub at: u64,
}

impl Store {
    /// Keeps what answered a message of a user, and says whether it did: nothing is kept of one
    /// who is private. After [`MOST_ANSWERS`] the oldest makes room.
    pub async fn note_answer(&self, user: u64, answered: &Answered) -> Result<bool, StoreError> {
        let own = key(user, answered.chat, answered.message);
        let value = pack(&ANSWERS, answered)?;
        let _turn = self.turn(user).await;
        if self.chosen_in_turn(user).await?.private || self.is_forgotten(user).await {
            return Ok(false);
        }
        let mut others: Vec<Answered> = self.all_of(&ANSWERS, user).await?;
        others.retain(|it| (it.chat, it.message) != (answered.chat, answered.message));
        others.sort_by_key(|it| Reverse(it.at));
        let oldest = others.iter().skip(MOST_ANSWERS - 1);
        let mut changes: Vec<_> = oldest
            .map(|it| (key(user, it.chat, it.message), None))
            .collect();
        changes.push((own, Some(value)));
        self.backend.change(ANSWERS.name(), changes).await?;
        Ok(true)
    }

    /// What answered a message of a user, if that was less than [`KEPT`] before `now`.
    pub async fn answer_to(
        &self,
        user: u64,
        chat: i64,
        message: i32,
        now: u64,
    ) -> Result<Option<Answered>, StoreError> {
        let kept: Option<Answered> = self.read(&ANSWERS, &key(user, chat, message)).await?;
        Ok(kept.filter(|it| !is_over(it, now)))
    }

    /// Forgets what answered a user's messages, and says how many those were.
    pub async fn clear_answers(&self, user: u64) -> Result<u64, StoreError> {
        let _turn = self.turn(user).await;
        let backend = &self.backend;
        backend
            .delete_prefix(ANSWERS.name(), &key::user(user))
            .await
    }

    /// Removes all answers that are no longer kept by `now` or are damaged, and says how many.
    pub async fn sweep_answers(&self, now: u64) -> Result<u64, StoreError> {
        self.sweep(&ANSWERS, |it: &Answered| is_over(it, now)).await
    }
}

fn is_over(answered: &Answered, now: u64) -> bool {
    answered.at.saturating_add(KEPT) <= now
}

fn key(user: u64, chat: i64, message: i32) -> String {
    format!("{}/{chat}:{message}", key::user(user))
}
