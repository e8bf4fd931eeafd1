//! Inline mode: what people type behind the bot's name, and what the bot offers them.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{entity::Entity, keyboard::Button, users::User};
use crate::limits;

/// An inline query, from the typing on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InlineQuery {
    /// The query's id, as in the update.
    pub id: String,
    /// Who typed it.
    pub user_id: i64,
    /// What stands behind the bot's name.
    pub query: String,
    /// The offset that the bot gave for further results; empty for the first.
    pub offset: String,
    /// Too old to be answered.
    pub expired: bool,
    /// The bot's answer, once there is one.
    pub answer: Option<InlineAnswer>,
}

/// What the bot offers (core.telegram.org/bots/api#answerinlinequery).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InlineAnswer {
    /// The results, in the bot's order.
    pub results: Vec<InlineResult>,
    /// Offset of the next results; empty if these are all.
    pub next_offset: String,
    /// Seconds that Telegram may keep the answer. The playground asks the bot every time.
    pub cache_time: i64,
    /// Whether the answer is for this user alone.
    pub is_personal: bool,
    /// The button above the results, as the bot sent it.
    pub button: Option<Value>,
}

/// An article among the results.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InlineResult {
    /// The bot's id of it.
    pub id: String,
    /// The first line.
    pub title: String,
    /// The second line.
    pub description: Option<String>,
    /// Text of the message that it sends.
    pub text: String,
    /// Formatting of that text.
    pub entities: Vec<Entity>,
    /// The inline keyboard's rows of that message.
    pub keyboard: Vec<Vec<Button>>,
}

/// Queries that can still be answered or chosen from.
#[derive(Debug, Default)]
pub(crate) struct Inline {
    count: u64,
    sent: u64,
    all: VecDeque<InlineQuery>,
}

impl Inline {
    /// Remembers what was typed; returns the query's id.
    pub(crate) fn ask(&mut self, user: i64, query: &str, offset: &str) -> String {
        self.count += 1;
        let id = (user.unsigned_abs() << 32 | self.count).to_string();
        if self.all.len() >= limits::INLINE_QUERIES {
            self.all.pop_front();
        }
        self.all.push_back(InlineQuery {
            id: id.clone(),
            user_id: user,
            query: query.to_owned(),
            offset: offset.to_owned(),
            expired: false,
            answer: None,
        });
        id
    }

    pub(crate) fn get(&self, id: &str) -> Option<&InlineQuery> {
        self.all.iter().find(|query| query.id == id)
    }

    pub(crate) fn find(&mut self, id: &str) -> Option<&mut InlineQuery> {
        self.all.iter_mut().find(|query| query.id == id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &InlineQuery> {
        self.all.iter()
    }

    /// An id for a message that was sent by way of the bot.
    pub(crate) fn message_id(&mut self) -> String {
        self.sent += 1;
        format!("inline-{}", self.sent)
    }
}

impl InlineQuery {
    /// Telegram's `InlineQuery`.
    pub(crate) fn telegram(&self, from: &User, chat_type: Option<&str>) -> Value {
        let mut query = json!({
            "id": self.id,
            "from": from,
            "query": self.query,
            "offset": self.offset,
        });
        if let Some(kind) = chat_type {
            query["chat_type"] = kind.into();
        }
        query
    }
}
