//! Private chats and groups.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    callbacks::Answer,
    members::Standing,
    messages::{Content, Message},
    now,
    users::User,
};
use crate::{error::ControlError, limits};

/// A chat with its messages.
#[derive(Debug)]
pub(crate) struct Chat {
    pub(crate) id: i64,
    /// A group's title, or the name of a private chat's user.
    pub(crate) title: String,
    /// The other side of a private chat.
    pub(crate) user: Option<User>,
    /// Grows with every change that a reader could see.
    pub(crate) revision: u64,
    pub(crate) messages: VecDeque<Message>,
    pub(crate) answers: VecDeque<ShownAnswer>,
    /// What the bot said it is doing.
    pub(crate) action: Option<Action>,
    /// The bot's place in it.
    pub(crate) bot: Standing,
    /// Messages of a forum lie in topics.
    pub(crate) forum: bool,
    pub(crate) topics: Vec<Topic>,
    /// Deleted: for the bot it was never there.
    pub(crate) gone: bool,
    next_message: i64,
}

/// A topic of a forum. A message that names none lies in "General".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Telegram's `message_thread_id`: the id of the message that opened it.
    pub topic: i64,
    /// Its name.
    pub name: String,
}

/// A callback answer, where a reader of the chat sees it.
#[derive(Debug, Clone)]
pub(crate) struct ShownAnswer {
    pub(crate) callback_id: String,
    pub(crate) answer: Answer,
    pub(crate) revision: u64,
}

/// `sendChatAction`.
#[derive(Debug, Clone)]
pub(crate) struct Action {
    pub(crate) kind: String,
    pub(crate) topic: Option<i64>,
    pub(crate) revision: u64,
    pub(crate) date: i64,
}

impl Chat {
    pub(crate) fn is_private(&self) -> bool {
        self.id > 0
    }

    /// Telegram's `Chat`.
    pub(crate) fn telegram(&self) -> Value {
        if let Some(user) = &self.user {
            let mut chat =
                json!({ "id": self.id, "type": "private", "first_name": user.first_name });
            if let Some(name) = &user.last_name {
                chat["last_name"] = name.as_str().into();
            }
            if let Some(name) = &user.username {
                chat["username"] = name.as_str().into();
            }
            chat
        } else {
            let mut chat = json!({ "id": self.id, "type": self.kind(), "title": self.title });
            if self.forum {
                chat["is_forum"] = true.into();
            }
            chat
        }
    }

    /// The bot may not write here.
    pub(crate) fn blocked(&self) -> bool {
        !self.bot.is_in()
    }

    pub(crate) fn has_topic(&self, topic: i64) -> bool {
        self.topics.iter().any(|one| one.topic == topic)
    }

    pub(crate) fn kind(&self) -> &'static str {
        Self::kind_of(self.id)
    }

    /// The kind that an id stands for.
    pub(crate) fn kind_of(id: i64) -> &'static str {
        match id {
            1.. => "private",
            ..=-1_000_000_000_000 => "supergroup",
            _ => "group",
        }
    }

    /// Appends a message and returns its id.
    pub(crate) fn add(&mut self, from: &User, date: Option<i64>, content: Content) -> &mut Message {
        let id = self.next_message;
        self.next_message += 1;
        self.revision += 1;
        if from.is_bot {
            self.action = None;
        }
        if self.messages.len() >= limits::MESSAGES {
            self.messages.pop_front();
        }
        let message = Message::new(
            id,
            from.clone(),
            date.unwrap_or_else(now),
            content,
            self.revision,
        );
        let at = self.messages.len();
        self.messages.push_back(message);
        &mut self.messages[at]
    }

    /// A message that can still be seen.
    pub(crate) fn message(&self, id: i64) -> Option<&Message> {
        self.messages
            .iter()
            .find(|message| message.id == id && !message.deleted)
    }

    /// The same, to change it: the chat's revision grows.
    pub(crate) fn change(&mut self, id: i64) -> Option<&mut Message> {
        let message = self
            .messages
            .iter_mut()
            .find(|message| message.id == id && !message.deleted)?;
        self.revision += 1;
        message.revision = self.revision;
        Some(message)
    }

    /// Shows a callback answer.
    pub(crate) fn show_answer(&mut self, callback_id: &str, answer: Answer) {
        self.revision += 1;
        if self.answers.len() >= limits::CALLBACKS {
            self.answers.pop_front();
        }
        self.answers.push_back(ShownAnswer {
            callback_id: callback_id.to_owned(),
            answer,
            revision: self.revision,
        });
    }

    /// Shows what the bot is doing.
    pub(crate) fn act(&mut self, kind: &str, topic: Option<i64>) {
        self.revision += 1;
        self.action = Some(Action {
            kind: kind.to_owned(),
            topic,
            revision: self.revision,
            date: now(),
        });
    }

    /// Takes the chat and all its messages away.
    pub(crate) fn delete(&mut self) {
        self.revision += 1;
        self.gone = true;
        self.action = None;
        self.topics.clear();
        for message in self.messages.iter_mut().filter(|message| !message.deleted) {
            message.deleted = true;
            message.revision = self.revision;
        }
    }

    /// Telegram's `Message` of one of this chat's messages, with what it replies to. In a topic
    /// that is at least the message that opened it, as Telegram has it.
    pub(crate) fn telegram_message(&self, message: &Message) -> Value {
        let mut json = message.telegram(self);
        let replied = message
            .reply_to
            .or(message.topic.filter(|topic| *topic != message.id));
        if let Some(replied) = replied.and_then(|id| self.message(id)) {
            json["reply_to_message"] = replied.telegram(self);
        }
        json
    }
}

/// Chats by id, made on first use.
#[derive(Debug)]
pub(crate) struct Chats {
    first_message: i64,
    all: BTreeMap<i64, Chat>,
}

impl Chats {
    pub(crate) fn new(first_message: i64) -> Self {
        Self {
            first_message,
            all: BTreeMap::new(),
        }
    }

    /// The chat with this id; `user` is the other side of a private one.
    pub(crate) fn touch(
        &mut self,
        id: i64,
        user: Option<&User>,
        title: Option<String>,
    ) -> Result<&mut Chat, ControlError> {
        if id == 0 || (id > 0 && user.is_none_or(|user| user.id != id)) {
            return Err(ControlError::invalid(
                "a private chat has its user's id, a group a negative one",
            ));
        }
        if self.all.len() >= limits::CHATS && !self.all.contains_key(&id) {
            return Err(ControlError::Full("chats"));
        }
        let first_message = self.first_message;
        let chat = self.all.entry(id).or_insert_with(|| Chat {
            id,
            title: "Garage".to_owned(),
            user: None,
            revision: 0,
            messages: VecDeque::new(),
            answers: VecDeque::new(),
            action: None,
            bot: Standing::Member,
            forum: false,
            topics: Vec::new(),
            gone: false,
            next_message: first_message,
        });
        if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
            chat.title = title.chars().take(128).collect();
        }
        if let (true, Some(user)) = (id > 0, user) {
            chat.title.clone_from(&user.first_name);
            chat.user = Some(user.clone());
        }
        Ok(chat)
    }

    /// The chat with this id, deleted or not.
    pub(crate) fn get(&self, id: i64) -> Option<&Chat> {
        self.all.get(&id)
    }

    /// The same for whoever acts in it: a deleted one is not there.
    pub(crate) fn get_mut(&mut self, id: i64) -> Option<&mut Chat> {
        self.all.get_mut(&id).filter(|chat| !chat.gone)
    }

    /// Chat and message of an inline message.
    pub(crate) fn find_inline(&self, inline_message_id: &str) -> Option<(i64, i64)> {
        self.all.values().find_map(|chat| {
            let mut messages = chat.messages.iter().filter(|message| !message.deleted);
            let found = messages.find(|one| one.inline_id.as_deref() == Some(inline_message_id))?;
            Some((chat.id, found.id))
        })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Chat> {
        self.all.values()
    }
}
