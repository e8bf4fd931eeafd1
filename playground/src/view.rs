//! The state of chats as the control API shows it.
//!
//! The types also read what they write, so that a test can use them on its side of the wire.

use std::{collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};

use crate::world::{
    World,
    callbacks::{Answer, Callback},
    calls::Count,
    chats::{Chat, ShownAnswer, Topic},
    entity::Entity,
    keyboard::Button,
    members::Standing,
    messages::{Media, Message},
    now,
};

/// A chat, or what changed in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChatView {
    /// Positive for a private chat (its user's id), negative for a group.
    pub chat_id: i64,
    /// A group's title, or the user's first name.
    pub title: String,
    /// Grows with every change; pass it as `after` to wait for the next one.
    pub revision: u64,
    /// The bot may not write here.
    pub blocked: bool,
    /// `private`, `group` or `supergroup`.
    pub kind: String,
    /// The bot's place in it.
    pub bot: Standing,
    /// Its messages lie in topics.
    pub forum: bool,
    /// The topics besides "General".
    pub topics: Vec<Topic>,
    /// It was deleted.
    pub gone: bool,
    /// The messages, oldest first; deleted ones stay, marked.
    pub messages: Vec<MessageView>,
    /// Answers to presses, oldest first.
    pub answers: Vec<AnswerView>,
    /// What the bot said it is doing since its last message.
    pub action: Option<ActionView>,
}

/// A message.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own that a test asks for by name"
)]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MessageView {
    /// Counts up within the chat.
    pub message_id: i64,
    /// The bot's, not a person's.
    pub from_bot: bool,
    /// Who wrote it.
    pub user_id: i64,
    /// The writer's first name.
    pub name: String,
    /// Unix time in seconds.
    pub date: i64,
    /// Unix time of the last edit.
    pub edit_date: Option<i64>,
    /// How often it was edited.
    pub edits: u32,
    /// The text, or the file's caption.
    pub text: String,
    /// Formatting, with what Telegram finds by itself (commands, links).
    pub entities: Vec<Entity>,
    /// The inline keyboard's rows; empty without one.
    pub keyboard: Vec<Vec<Button>>,
    /// The file, if there is one.
    pub file: Option<FileView>,
    /// The message that it answers.
    pub reply_to: Option<i64>,
    /// The forum topic; `None` in "General" and outside forums.
    pub topic: Option<i64>,
    /// Sent by way of the bot, as an inline result.
    pub via_bot: bool,
    /// How the bot addresses it, if it was sent by way of the bot and has a keyboard.
    pub inline_message_id: Option<String>,
    /// First name of who wrote it first, if it was forwarded.
    pub forwarded_from: Option<String>,
    /// The bot's reaction, an emoji.
    pub reaction: Option<String>,
    /// What Telegram itself tells, such as that the bot was added.
    pub service: Option<String>,
    /// It was deleted.
    pub deleted: bool,
    /// The bot was told of it; in groups it is not told everything.
    pub delivered: bool,
    /// The chat's revision when it was sent.
    pub created: u64,
    /// The chat's revision of its last change.
    pub revision: u64,
}

/// A file in a message; its bytes are at `/playground/files/<file_id>`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FileView {
    /// `document`, `photo` or `sticker`.
    pub kind: String,
    /// Telegram's `file_id`.
    pub file_id: String,
    /// The name.
    pub name: String,
    /// The media type.
    pub mime: String,
    /// Bytes.
    pub size: usize,
    /// A sticker's emoji.
    pub emoji: Option<String>,
    /// Width and height of a photo, in pixels.
    pub pixels: Option<(u32, u32)>,
}

/// The bot's answer to a press.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AnswerView {
    /// The callback query.
    pub callback_id: String,
    /// The message of the button.
    pub message_id: i64,
    /// Who pressed.
    pub user_id: i64,
    /// The button's data.
    pub data: String,
    /// What the user sees.
    #[serde(flatten)]
    pub answer: Answer,
    /// The chat's revision when the bot answered.
    pub revision: u64,
}

/// What the bot is doing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActionView {
    /// Telegram's name, such as `typing`.
    pub action: String,
    /// The forum topic.
    pub topic: Option<i64>,
    /// The chat's revision when the bot said so.
    pub revision: u64,
    /// How long ago, in seconds. Telegram shows an action for five.
    pub age: i64,
}

/// A chat in the list of chats.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChatSummary {
    /// The chat.
    pub chat_id: i64,
    /// Its title or first name.
    pub title: String,
    /// Its revision.
    pub revision: u64,
    /// Messages kept, deleted ones included.
    pub messages: usize,
    /// `private`, `group` or `supergroup`.
    pub kind: String,
    /// Its messages lie in topics.
    pub forum: bool,
    /// The bot's place in it.
    pub bot: Standing,
    /// It was deleted.
    pub gone: bool,
    /// Who wrote the latest message and how it begins.
    pub latest: Option<String>,
}

/// The bot and how it is connected.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BotView {
    /// The bot's user id.
    pub id: i64,
    /// Without the `@`.
    pub username: String,
    /// Display name.
    pub name: String,
    /// The playground's run; another value means that everything began anew.
    pub epoch: String,
    /// The bot waits in `getUpdates`, or has a webhook.
    pub connected: bool,
    /// Updates that the bot has not confirmed yet.
    pub pending: usize,
    /// The highest update id that the bot has confirmed.
    pub confirmed: Option<i64>,
    /// `seq` of the last recorded call.
    pub last_call: u64,
    /// Calls by method.
    pub calls: BTreeMap<String, Count>,
}

impl World {
    /// A chat's messages and answers that changed after a revision (0: all of them).
    pub(crate) fn view(&self, chat: &Chat, after: u64) -> ChatView {
        ChatView {
            chat_id: chat.id,
            title: chat.title.clone(),
            revision: chat.revision,
            blocked: chat.blocked(),
            kind: chat.kind().to_owned(),
            bot: chat.bot,
            forum: chat.forum,
            topics: chat.topics.clone(),
            gone: chat.gone,
            messages: (chat.messages.iter().filter(|m| m.revision > after))
                .map(MessageView::of)
                .collect(),
            answers: (chat.answers.iter().filter(|shown| shown.revision > after))
                .filter_map(|shown| {
                    let callback = self.callbacks.iter().find(|c| c.id == shown.callback_id)?;
                    Some(AnswerView::of(callback, shown))
                })
                .collect(),
            action: chat.action.as_ref().map(|action| ActionView {
                action: action.kind.clone(),
                topic: action.topic,
                revision: action.revision,
                age: (now() - action.date).max(0),
            }),
        }
    }

    /// The chats by id; deleted ones stay, marked.
    pub(crate) fn summaries(&self) -> Vec<ChatSummary> {
        self.chats.iter().map(ChatSummary::of).collect()
    }

    /// The bot and how it is connected.
    pub(crate) fn bot_view(&self) -> BotView {
        BotView {
            id: self.bot.id,
            username: self.bot.username.clone().unwrap_or_default(),
            name: self.bot.first_name.clone(),
            epoch: self.epoch.clone(),
            connected: self.is_connected(),
            pending: self.updates.pending(),
            confirmed: self.updates.confirmed(),
            last_call: self.calls.last(),
            calls: self.calls.counts().clone(),
        }
    }

    /// Connected, or between two polls.
    pub(crate) fn is_online(&self) -> bool {
        const BETWEEN_POLLS: Duration = Duration::from_secs(3);
        self.is_connected()
            || self
                .updates
                .polled
                .is_some_and(|polled| polled.elapsed() < BETWEEN_POLLS)
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.updates.open_polls > 0 || self.webhook.target.is_some()
    }
}

impl ChatSummary {
    fn of(chat: &Chat) -> Self {
        const CHARS: usize = 80;
        let latest = chat.messages.iter().rev().find(|one| !one.deleted);
        let latest = latest.map(|message| {
            let content = &message.content;
            let text = match (&content.service, &content.media) {
                (Some(service), _) => return service.words(&message.from),
                (None, Some(media)) if content.text.is_empty() => media.file().name.clone(),
                _ => content.text.chars().take(CHARS).collect(),
            };
            format!("{}: {text}", message.from.first_name)
        });
        Self {
            chat_id: chat.id,
            title: chat.title.clone(),
            revision: chat.revision,
            messages: chat.messages.len(),
            kind: chat.kind().to_owned(),
            forum: chat.forum,
            bot: chat.bot,
            gone: chat.gone,
            latest,
        }
    }
}

impl MessageView {
    fn of(message: &Message) -> Self {
        Self {
            message_id: message.id,
            from_bot: message.from.is_bot,
            user_id: message.from.id,
            name: message.from.first_name.clone(),
            date: message.date,
            edit_date: message.edit_date,
            edits: message.edits,
            text: message.content.text.clone(),
            entities: message.content.entities.clone(),
            keyboard: message
                .keyboard
                .clone()
                .map(|k| k.inline_keyboard)
                .unwrap_or_default(),
            file: message.content.media.as_ref().map(FileView::of),
            reply_to: message.reply_to,
            topic: message.topic,
            via_bot: message.via.is_some(),
            inline_message_id: message.inline_id.clone(),
            forwarded_from: (message.forwarded.as_ref()).map(|(user, _)| user.first_name.clone()),
            reaction: message.reaction.clone(),
            service: (message.content.service.as_ref()).map(|it| it.words(&message.from)),
            deleted: message.deleted,
            delivered: message.delivered,
            created: message.created,
            revision: message.revision,
        }
    }
}

impl FileView {
    fn of(media: &Media) -> Self {
        let (kind, emoji, pixels) = match media {
            Media::Document(_) => ("document", None, None),
            Media::Photo { width, height, .. } => ("photo", None, Some((*width, *height))),
            Media::Sticker { emoji, .. } => ("sticker", Some(emoji.clone()), None),
        };
        let file = media.file();
        Self {
            kind: kind.to_owned(),
            file_id: file.id.clone(),
            name: file.name.clone(),
            mime: file.mime.clone(),
            size: file.size,
            emoji,
            pixels,
        }
    }
}

impl AnswerView {
    fn of(callback: &Callback, shown: &ShownAnswer) -> Self {
        Self {
            callback_id: callback.id.clone(),
            message_id: callback.message_id,
            user_id: callback.user_id,
            data: callback.data.clone(),
            answer: shown.answer.clone(),
            revision: shown.revision,
        }
    }
}
