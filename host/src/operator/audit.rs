//! Who did what to the running bot: in the store and in the log.

use vinbot_store::{Deed, Store, StoreError};

use crate::clock::unix_seconds;

/// By which way something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The admin page.
    Page,
    /// The admin API.
    Api,
    /// `vinbot plugin …`, which uses the admin API.
    Cli,
    /// `/admin` in the chat.
    Telegram,
}

impl How {
    /// Its name in the audit log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Api => "api",
            Self::Cli => "cli",
            Self::Telegram => "telegram",
        }
    }
}

/// The audit log. Clones are the same.
#[derive(Debug, Clone)]
pub struct Audit(Store);

impl Audit {
    /// One that is kept there.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self(store)
    }

    /// Takes note of what somebody did, and what came of it. A store that fails is a line in
    /// the log: what was done is done.
    pub async fn note(&self, who: &str, how: How, what: &str, outcome: Result<(), &str>) {
        let deed = Deed {
            at: unix_seconds(),
            who: who.to_owned(),
            how: how.name().to_owned(),
            what: what.to_owned(),
            outcome: outcome.err().unwrap_or("done").to_owned(),
        };
        tracing::info!(
            event = "audit",
            who,
            how = deed.how,
            what,
            outcome = deed.outcome,
            "an operator did something"
        );
        if let Err(error) = self.0.add_deed(&deed).await {
            tracing::error!(%error, "what an operator did can't be kept in the audit log");
        }
    }

    /// What was done, the newest first; the next page comes after the key of the last.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn deeds(
        &self,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, Deed)>, StoreError> {
        self.0.deeds(after, limit).await
    }
}
