//! What a user chose.

use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::key;
use crate::store::Store;
use crate::table::SETTINGS;

/// What a user chose. `None`: as the bot does by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserSettings {
    /// The language of answers, as in `de`.
    pub language: Option<String>,
    /// Kilometres or miles.
    pub units: Option<Units>,
    /// The name of the formatter of reports.
    pub formatter: Option<String>,
    /// Nothing further is kept that the user did not ask to keep: no history, no chat, no
    /// answers, and whoever counts leaves this user out.
    pub private: bool,
    /// Whether VINs that were looked up are remembered.
    pub history: bool,
}

/// Units of measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Units {
    /// Kilometres, litres.
    Metric,
    /// Miles, gallons.
    Us,
}

impl Default for UserSettings {
    fn default() -> Self {
        Self {
            language: None,
            units: None,
            formatter: None,
            private: false,
            history: true,
        }
    }
}

impl Store {
    /// What this user chose.
    ///
    /// # Errors
    /// Damaged settings are an error and not the defaults: the user may have chosen to be
    /// private.
    pub async fn settings(&self, user: u64) -> Result<UserSettings, StoreError> {
        let chosen = self.read(&SETTINGS, &key::user(user)).await?;
        Ok(chosen.unwrap_or_default())
    }

    /// The same as it was at most ten seconds ago, where another process changed it; what this
    /// one changed holds at once.
    ///
    /// # Errors
    /// As [`settings`](Self::settings).
    pub async fn recent_settings(&self, user: u64) -> Result<UserSettings, StoreError> {
        if let Some(chosen) = self.lately.chosen.get(&user).await {
            return Ok(chosen);
        }
        let _turn = self.turn(user).await;
        self.chosen_in_turn(user).await
    }

    /// The same for whoever has the user's turn: nobody changes them meanwhile.
    pub(crate) async fn chosen_in_turn(&self, user: u64) -> Result<UserSettings, StoreError> {
        if let Some(chosen) = self.lately.chosen.get(&user).await {
            return Ok(chosen);
        }
        let chosen = self.settings(user).await?;
        self.lately.chosen.insert(user, chosen.clone()).await;
        Ok(chosen)
    }

    /// Keeps what this user chose. What is in the history stays there until it is cleared.
    pub async fn set_settings(&self, user: u64, settings: &UserSettings) -> Result<(), StoreError> {
        let _turn = self.turn(user).await;
        // Whether it was written is not known if it fails.
        self.lately.chosen.invalidate(&user).await;
        self.write(&SETTINGS, &key::user(user), settings).await?;
        self.lately.chosen.insert(user, settings.clone()).await;
        Ok(())
    }
}
