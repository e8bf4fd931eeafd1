//! Who did what to the running bot, the newest first.

use serde::{Deserialize, Serialize};

use crate::backend::MOST_A_PAGE;
use crate::error::StoreError;
use crate::store::Store;
use crate::table::AUDIT;

/// How many deeds are kept; the oldest make room.
pub const MOST_DEEDS: usize = MOST_A_PAGE;

/// How long one is kept, in seconds: a year.
pub const DEEDS_KEPT_S: u64 = 365 * 86_400;

/// How many of one second are told apart.
const A_SECOND: u32 = 1_000;

/// Characters of who did it and how, and of what and what came of it.
const SHORT: usize = 64;
const LONG: usize = 300;

/// Something that an operator did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// When, in seconds since 1970.
    pub at: u64,
    /// Who, as far as that is known: `telegram 42`, the name that a proxy gave.
    pub who: String,
    /// By which way: `page`, `api`, `telegram`.
    pub how: String,
    /// What: `rollout vpic 30`.
    pub what: String,
    /// What came of it: `done`, or why not.
    pub outcome: String,
}

impl Store {
    /// Keeps a deed; texts that are too long are cut. What is older than [`DEEDS_KEPT_S`], or
    /// beyond [`MOST_DEEDS`], goes.
    ///
    /// # Errors
    /// If the store fails, or more than a thousand are done in a second.
    pub async fn add_deed(&self, deed: &Deed) -> Result<(), StoreError> {
        let cut = |text: &str, most| text.chars().take(most).collect();
        let deed = Deed {
            at: deed.at,
            who: cut(&deed.who, SHORT),
            how: cut(&deed.how, SHORT),
            what: cut(&deed.what, LONG),
            outcome: cut(&deed.outcome, LONG),
        };
        let bytes = crate::envelope::pack(&AUDIT, &deed)?;
        let table = AUDIT.name();
        // The newest first; of one second, too.
        for number in (0..A_SECOND).rev() {
            let key = format!("{}-{number:03}", newest_first(deed.at));
            if self.backend.swap(table, &key, None, Some(&bytes)).await? {
                return self.drop_old_deeds(deed.at).await;
            }
        }
        Err(StoreError::Contended { table })
    }

    /// What was done, the newest first: the next page comes after the key of the last.
    pub async fn deeds(
        &self,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Deed)>, StoreError> {
        self.list(&AUDIT, "", after, limit).await
    }

    async fn drop_old_deeds(&self, now: u64) -> Result<(), StoreError> {
        let (table, backend) = (AUDIT.name(), &self.backend);
        // After all of that second.
        let too_old = newest_first(now.saturating_sub(DEEDS_KEPT_S)) + "~";
        let kept = backend.page(table, "", None, MOST_DEEDS).await?;
        let last = kept.into_iter().nth(MOST_DEEDS - 1).map(|(key, _)| key);
        let after = last.map_or(too_old.clone(), |last| last.min(too_old));
        for (key, _) in backend.page(table, "", Some(&after), MOST_A_PAGE).await? {
            backend.delete(table, &key).await?;
        }
        Ok(())
    }
}

/// A time so that later ones come first.
fn newest_first(at: u64) -> String {
    format!("{:020}", u64::MAX - at)
}
