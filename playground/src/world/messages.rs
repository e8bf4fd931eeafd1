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
    pub(crate) deleted: bool,
    /// Whether the bot was told (in groups it is not told everything).
    pub(crate) delivered: bool,
    /// The chat's revision when it was sent.
    pub(crate) created: u64,
    /// The chat's revision of the last change.
    pub(crate) revision: u64,
}

/// What a message carries; the text of anything but `Text` is a caption.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Content {
    pub(crate) text: String,
    pub(crate) entities: Vec<Entity>,
    pub(crate) media: Option<Media>,
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
                let mut size = file.meta();
                size["width"] = (*width).into();
                size["height"] = (*height).into();
                message["photo"] = json!([size]);
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
