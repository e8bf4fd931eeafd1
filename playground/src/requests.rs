//! What people ask for, and what came of it.

use serde::{Deserialize, Serialize};

/// A text to send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendText {
    /// Who writes; in a private chat its user.
    pub user: Option<i64>,
    /// The text.
    pub text: String,
    /// The language of the user's app from now on, such as `de`.
    pub language_code: Option<String>,
    /// The message that it answers.
    pub reply_to: Option<i64>,
    /// Unix time in seconds, for messages from the past; now unless told.
    pub date: Option<i64>,
}

impl SendText {
    /// A text from the user of a private chat.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// The same from this user, as groups need it.
    #[must_use]
    pub fn from_user(mut self, user: i64) -> Self {
        self.user = Some(user);
        self
    }
}

/// A document, photo or sticker to send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendFile {
    /// Who sends; in a private chat its user.
    pub user: Option<i64>,
    /// The file's name.
    pub name: Option<String>,
    /// The media type; from the kind unless told.
    pub mime: Option<String>,
    /// The bytes as base64.
    pub base64: Option<String>,
    /// The bytes as text, instead of base64.
    pub text: Option<String>,
    /// The caption of a document or photo.
    pub caption: Option<String>,
    /// The emoji of a sticker.
    pub emoji: Option<String>,
}

/// What came of sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The update for the bot; `None` if it is not told of this message.
    pub update_id: Option<i64>,
    /// The message.
    pub message_id: i64,
    /// The chat's revision; wait for what comes after it.
    pub revision: u64,
}

/// What came of an edit or a deletion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edited {
    /// The update for the bot; `None` for deletions, of which Telegram does not tell bots.
    pub update_id: Option<i64>,
    /// The chat's revision.
    pub revision: u64,
}

/// Which button to press: by `label`, by `data`, or by `row` and `column` from 0.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Press {
    /// Who presses; in a private chat its user.
    pub user: Option<i64>,
    /// The button's label.
    pub label: Option<String>,
    /// The button's callback data.
    pub data: Option<String>,
    /// The button's row.
    pub row: Option<usize>,
    /// The button's place in its row.
    pub column: Option<usize>,
}

/// A callback query that no button of the message makes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forge {
    /// Who sends it; in a private chat its user.
    pub user: Option<i64>,
    /// Its data.
    pub data: String,
    /// Present the message as one that the bot can no longer see, even if it could.
    #[serde(default)]
    pub inaccessible: bool,
}

/// What a button did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Pressed {
    /// It told the bot.
    Callback {
        /// The update; `None` if the bot does not want callback queries.
        update_id: Option<i64>,
        /// The callback query's id.
        callback_id: String,
        /// Its data.
        data: String,
        /// The chat's revision; wait for what comes after it.
        revision: u64,
    },
    /// It copies a text.
    CopyText {
        /// The text.
        text: String,
    },
    /// It opens a page.
    Url {
        /// The address.
        url: String,
    },
    /// It does something that the playground has no part in.
    Other,
}
