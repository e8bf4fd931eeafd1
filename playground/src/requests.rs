//! What people ask for, and what came of it.

use serde::{Deserialize, Serialize};

use crate::world::{members::Standing, rates::RateLimits};

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
    /// The forum topic; "General" unless told.
    pub topic: Option<i64>,
    /// The user who wrote it first, for a forwarded message.
    pub forwarded_from: Option<i64>,
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
    /// The message that it answers.
    pub reply_to: Option<i64>,
    /// The forum topic; "General" unless told.
    pub topic: Option<i64>,
    /// Bytes that the file is said to have, for one too large to carry.
    pub size: Option<usize>,
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

/// A chat to make or to change; absent fields stay.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetChat {
    /// A group's title.
    pub title: Option<String>,
    /// Whether the messages of a supergroup lie in topics.
    pub forum: Option<bool>,
}

/// A topic to open.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenTopic {
    /// Who opens it.
    pub user: i64,
    /// Its name.
    pub name: String,
}

/// The bot's place in a chat, changed by a person.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetStanding {
    /// Who changes it; in a private chat its user.
    pub user: Option<i64>,
    /// The new place: `member` or `kicked`, in groups `administrator` or `left` as well.
    pub status: Standing,
}

/// What somebody types behind the bot's name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskInline {
    /// Who types.
    pub user: i64,
    /// The text behind the name.
    pub query: String,
    /// The bot's `next_offset`, for further results.
    #[serde(default)]
    pub offset: String,
    /// The chat in which it is typed.
    pub chat: Option<i64>,
}

/// An inline query that the bot may answer now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The update; `None` if the bot does not want inline queries.
    pub update_id: Option<i64>,
    /// The query's id.
    pub inline_query_id: String,
}

/// A result to send into a chat.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choose {
    /// The result's id.
    pub result_id: String,
    /// The chat to send it to.
    pub chat: i64,
    /// The message that it answers.
    pub reply_to: Option<i64>,
    /// The forum topic.
    pub topic: Option<i64>,
}

/// A chosen result as a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// How the bot addresses the message; `None` without an inline keyboard.
    pub inline_message_id: Option<String>,
    /// The `chosen_inline_result`; `None` if the bot does not want it.
    pub chosen_update_id: Option<i64>,
    /// The message.
    #[serde(flatten)]
    pub sent: Sent,
}

/// What to change of the settings; absent fields stay.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetSettings {
    /// Limits on sending: `true` for Telegram's, `false` for none, or numbers of one's own.
    pub rate_limits: Option<RateSwitch>,
    /// Inline mode.
    pub inline: Option<bool>,
    /// Whether the bot is told of chosen inline results.
    pub inline_feedback: Option<bool>,
    /// Whether the bot sees every message of a group.
    pub reads_all_group_messages: Option<bool>,
}

/// Limits on sending, on or off.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum RateSwitch {
    /// Telegram's numbers, or none.
    On(bool),
    /// Other numbers.
    Limits(RateLimits),
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
