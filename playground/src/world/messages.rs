//! Messages of both sides.

use serde_json::{Value, json};

use super::{chats::Chat, entity::Entity, files::FileRef, keyboard::Keyboard, now, users::User};

/// One message.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) id: i64,
    pub(crate) from: User,
    pub(crate) date: i64,
    pub(crate) edit_date: Option<i64>,
    pub(crate) edits: u32,
    pub(crate) content: Content,
    pub(crate) keyboard: Option<Keyboard>,
    pub(crate) reply_to: Option<i64>,
    /// The forum topic that it lies in.
    pub(crate) topic: Option<i64>,
    /// The bot by way of which a person sent it.
    pub(crate) via: Option<User>,
    /// How the bot addresses it, if it was sent by way of the bot.
    pub(crate) inline_id: Option<String>,
    /// Who wrote it first, and when.
    pub(crate) forwarded: Option<(User, i64)>,
    /// The bot's reaction.
    pub(crate) reaction: Option<String>,
    pub(crate) deleted: bool,
    /// Whether the bot was told (in groups it is not told everything).
    pub(crate) delivered: bool,
    /// The chat's revision when it was sent.
    pub(crate) created: u64,
    /// The chat's revision of the last change.
    pub(crate) revision: u64,
}

/// What a message carries; the text of anything but `Text` is a caption.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Content {
    pub(crate) text: String,
    pub(crate) entities: Vec<Entity>,
    pub(crate) media: Option<Media>,
    pub(crate) service: Option<Service>,
}

impl Content {
    pub(crate) fn text(text: String, entities: Vec<Entity>) -> Self {
        Self {
            text,
            entities,
            ..Self::default()
        }
    }
}

/// What Telegram itself tells in a chat.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Service {
    Joined(User),
    Left(User),
    TopicCreated(String),
}

impl Service {
    /// What a reader sees.
    pub(crate) fn words(&self, who: &User) -> String {
        let who = &who.first_name;
        match self {
            Self::Joined(user) => format!("{who} added {}", user.first_name),
            Self::Left(user) => format!("{who} removed {}", user.first_name),
            Self::TopicCreated(name) => format!("{who} opened the topic “{name}”"),
        }
    }

    fn telegram(&self, message: &mut Value) {
        match self {
            Self::Joined(user) => message["new_chat_members"] = json!([user]),
            Self::Left(user) => message["left_chat_member"] = json!(user),
            Self::TopicCreated(name) => {
                message["forum_topic_created"] = json!({ "name": name, "icon_color": 7_322_096 });
            }
        }
    }
}

/// A file in a message.
#[derive(Debug, Clone)]
pub(crate) enum Media {
    Document(FileRef),
    Photo {
        file: FileRef,
        width: u32,
        height: u32,
    },
    Sticker {
        file: FileRef,
        emoji: String,
    },
}

impl PartialEq for Media {
    fn eq(&self, other: &Self) -> bool {
        self.file().id == other.file().id
    }
}

impl Media {
    pub(crate) fn file(&self) -> &FileRef {
        match self {
            Self::Document(file) | Self::Photo { file, .. } | Self::Sticker { file, .. } => file,
        }
    }

    fn telegram(&self, message: &mut Value) {
        match self {
            Self::Document(file) => {
                let mut document = file.meta();
                document["file_name"] = file.name.as_str().into();
                document["mime_type"] = file.mime.as_str().into();
                message["document"] = document;
            }
            Self::Photo {
                file,
                width,
                height,
            } => {
                message["photo"] = sizes(file, *width, *height).into();
            }
            Self::Sticker { file, emoji } => {
                let mut sticker = file.meta();
                sticker["type"] = "regular".into();
                sticker["width"] = 512.into();
                sticker["height"] = 512.into();
                sticker["is_animated"] = false.into();
                sticker["is_video"] = false.into();
                sticker["emoji"] = emoji.as_str().into();
                message["sticker"] = sticker;
            }
        }
    }
}

/// Boxes of the smaller sizes that Telegram makes of a photo, by their letters
/// (core.telegram.org/api/files#image-thumbnail-types).
const SMALLER: [(&str, u32); 2] = [("s", 100), ("m", 320)];

/// A photo's sizes, the smallest first. All of them are the one file that was sent: nothing is
/// scaled here.
fn sizes(file: &FileRef, width: u32, height: u32) -> Vec<Value> {
    let longest = width.max(height);
    let scaled =
        |side: u32, edge: u32| (u64::from(side) * u64::from(edge) / u64::from(longest)).max(1);
    let mut sizes: Vec<Value> = SMALLER
        .iter()
        .filter(|(_, edge)| *edge < longest)
        .map(|(letter, edge)| {
            json!({
                "file_id": format!("{}-{letter}", file.id),
                "file_unique_id": format!("unique-{}-{letter}", file.id),
                "file_size": file.size,
                "width": scaled(width, *edge),
                "height": scaled(height, *edge),
            })
        })
        .collect();
    let mut whole = file.meta();
    whole["width"] = width.into();
    whole["height"] = height.into();
    sizes.push(whole);
    sizes
}

impl Message {
    pub(crate) fn new(id: i64, from: User, date: i64, content: Content, revision: u64) -> Self {
        Self {
            id,
            from,
            date,
            edit_date: None,
            edits: 0,
            content,
            keyboard: None,
            reply_to: None,
            topic: None,
            via: None,
            inline_id: None,
            forwarded: None,
            reaction: None,
            deleted: false,
            delivered: true,
            created: revision,
            revision,
        }
    }

    /// Replaces text or caption; the file stays.
    pub(crate) fn edit(&mut self, text: String, entities: Vec<Entity>) {
        self.content.text = text;
        self.content.entities = entities;
        self.mark_edited();
    }

    pub(crate) fn mark_edited(&mut self) {
        self.edits += 1;
        self.edit_date = Some(now());
    }

    /// Telegram's `Message`, without what it replies to.
    pub(crate) fn telegram(&self, chat: &Chat) -> Value {
        let mut message = json!({
            "message_id": self.id,
            "from": self.from,
            "chat": chat.telegram(),
            "date": self.date,
        });
        if let Some(date) = self.edit_date {
            message["edit_date"] = date.into();
        }
        if let Some(topic) = self.topic {
            message["message_thread_id"] = topic.into();
            message["is_topic_message"] = true.into();
        }
        if let Some(bot) = &self.via {
            message["via_bot"] = json!(bot);
        }
        if let Some((user, date)) = &self.forwarded {
            message["forward_origin"] =
                json!({ "type": "user", "date": date, "sender_user": user });
        }
        if let Some(service) = &self.content.service {
            service.telegram(&mut message);
            return message;
        }
        let (text, entities) = match &self.content.media {
            None => ("text", "entities"),
            Some(media) => {
                media.telegram(&mut message);
                ("caption", "caption_entities")
            }
        };
        if self.content.media.is_none() || !self.content.text.is_empty() {
            message[text] = self.content.text.as_str().into();
        }
        if !self.content.entities.is_empty() {
            message[entities] = json!(self.content.entities);
        }
        if let Some(keyboard) = &self.keyboard {
            message["reply_markup"] = json!(keyboard);
        }
        message
    }
}
