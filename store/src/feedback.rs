//! What users told the operator.

use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::key;
use crate::records::Owned;
use crate::store::Store;
use crate::table::FEEDBACK;

/// How many messages are kept a user.
pub const MOST_FEEDBACK: usize = 100;

/// What a user told the operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// When.
    pub at: u64,
    /// In the user's words.
    pub text: String,
    /// Which lines of the log belong to it.
    pub correlation: String,
}

impl Store {
    /// Keeps what a user told the operator.
    ///
    /// # Errors
    /// [`StoreError::Full`] if there are [`MOST_FEEDBACK`] of this user.
    pub async fn add_feedback(&self, user: u64, feedback: &Feedback) -> Result<(), StoreError> {
        let (what, most) = ("messages of one user", MOST_FEEDBACK);
        let backend = &self.backend;
        let _turn = self.turn(user).await;
        let table = FEEDBACK.name();
        let kept = backend.page(table, &key::user(user), None, most).await?;
        let bytes = crate::envelope::pack(&FEEDBACK, feedback)?;
        // Several of one second stand beside one another.
        for number in kept.len()..most {
            let key = format!("{}/{:020}-{number:02}", key::user(user), feedback.at);
            if backend.swap(table, &key, None, Some(&bytes)).await? {
                return Ok(());
            }
        }
        Err(StoreError::Full { what, most })
    }

    /// What all users told, page by page, user by user: the next page comes after the last's
    /// [`id`](Owned::id); there are no more if it has fewer than `limit`.
    pub async fn feedback(
        &self,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Owned<Feedback>>, StoreError> {
        self.of_everybody(&FEEDBACK, after, limit).await
    }
}
