//! Pressed buttons that wait for the bot's answer.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::limits;

/// A callback query, from the press on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Callback {
    /// The query's id, as in the update.
    pub id: String,
    /// The chat of the pressed message.
    pub chat_id: i64,
    /// The pressed message.
    pub message_id: i64,
    /// Who pressed.
    pub user_id: i64,
    /// The button's data.
    pub data: String,
    /// Too old to be answered.
    pub expired: bool,
    /// The bot's answers; Telegram shows the first.
    pub answers: Vec<Answer>,
}

/// The bot's answer to a press.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The toast's or dialog's text, if any.
    pub text: Option<String>,
    /// A dialog instead of a toast.
    pub show_alert: bool,
    /// A link to open.
    pub url: Option<String>,
}

/// Answers kept for one query: a bot that loops must not fill the memory.
const ANSWERS: usize = 10;

#[derive(Debug, Default)]
pub(crate) struct Callbacks {
    count: u64,
    all: VecDeque<Callback>,
}

impl Callbacks {
    /// Remembers a press and gives it an id of Telegram's size.
    pub(crate) fn press(&mut self, chat_id: i64, message_id: i64, user: i64, data: &str) -> String {
        self.count += 1;
        let id = (user.unsigned_abs() << 32 | self.count).to_string();
        if self.all.len() >= limits::CALLBACKS {
            self.all.pop_front();
        }
        self.all.push_back(Callback {
            id: id.clone(),
            chat_id,
            message_id,
            user_id: user,
            data: data.to_owned(),
            expired: false,
            answers: Vec::new(),
        });
        id
    }

    /// Stores an answer unless the query is unknown or too old; returns the query.
    pub(crate) fn answer(&mut self, id: &str, answer: Answer) -> Option<&Callback> {
        let callback = self.find(id).filter(|callback| !callback.expired)?;
        if callback.answers.len() < ANSWERS {
            callback.answers.push(answer);
        }
        Some(callback)
    }

    pub(crate) fn find(&mut self, id: &str) -> Option<&mut Callback> {
        self.all.iter_mut().find(|callback| callback.id == id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Callback> {
        self.all.iter()
    }
}
