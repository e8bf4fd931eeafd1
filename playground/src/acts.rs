//! What people do: write, edit, delete, press buttons, send files.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    Playground,
    error::ControlError,
    limits,
    requests::{Edited, Forge, Press, Pressed, SendFile, SendText, Sent},
    world::{
        World,
        chats::Chat,
        entity::{text_of, units, with_detected},
        faults::Inject,
        files::FileRef,
        image,
        messages::{Content, Media, Message},
        users::{Profile, User},
    },
};

impl Playground {
    /// Creates or changes a user.
    pub fn set_user(&self, id: i64, profile: Profile) -> Result<(), ControlError> {
        self.change(|world| {
            let user = world.users.touch(id, profile)?;
            if world.chats.get(id).is_some() {
                world.chats.touch(id, Some(&user), None)?;
            }
            Ok(())
        })
    }

    /// Creates a chat (or names a group) without a message, so that the bot may write first.
    pub fn set_chat(&self, id: i64, title: Option<String>) -> Result<(), ControlError> {
        self.change(|world| {
            let user = (id > 0)
                .then(|| world.users.touch(id, Profile::default()))
                .transpose()?;
            world.chats.touch(id, user.as_ref(), title).map(|_| ())
        })
    }

    /// Blocks the bot in a chat, or lets it in again.
    pub fn block(&self, chat: i64, blocked: bool) -> Result<(), ControlError> {
        self.change(|world| {
            let chat = world
                .chats
                .get_mut(chat)
                .ok_or(ControlError::no_chat(chat))?;
            chat.blocked = blocked;
            chat.revision += 1;
            Ok(())
        })
    }

    /// Sends a text.
    pub fn send_text(&self, chat: i64, send: SendText) -> Result<Sent, ControlError> {
        let text = send.text.trim().to_owned();
        if text.is_empty() {
            return Err(ControlError::invalid("the text is empty"));
        }
        if units(&text) > limits::TEXT_UNITS {
            return Err(ControlError::invalid(
                "the text is longer than 4096 characters",
            ));
        }
        let content = Content {
            entities: with_detected(&text, Vec::new()),
            text,
            media: None,
        };
        self.change(|world| {
            let language = Profile {
                language_code: send.language_code,
                ..Profile::default()
            };
            let user = world.person(chat, send.user, language)?;
            world.post(chat, &user, content, send.reply_to, send.date)
        })
    }

    /// Sends a document.
    pub fn send_document(&self, chat: i64, send: SendFile) -> Result<Sent, ControlError> {
        self.send_media(
            chat,
            send,
            "documents",
            ("file.bin", "application/octet-stream"),
        )
    }

    /// Sends a PNG or JPEG photo.
    pub fn send_photo(&self, chat: i64, send: SendFile) -> Result<Sent, ControlError> {
        self.send_media(chat, send, "photos", ("photo.jpg", "image/jpeg"))
    }

    /// Sends a sticker; without bytes it is only an emoji.
    pub fn send_sticker(&self, chat: i64, send: SendFile) -> Result<Sent, ControlError> {
        self.send_media(chat, send, "stickers", ("sticker.webp", "image/webp"))
    }

    fn send_media(
        &self,
        chat: i64,
        send: SendFile,
        folder: &str,
        (name, mime): (&str, &str),
    ) -> Result<Sent, ControlError> {
        let bytes = match (send.base64, send.text) {
            (Some(base64), _) => STANDARD
                .decode(base64)
                .map_err(|_| ControlError::invalid("base64 cannot be decoded"))?,
            (None, text) => text.unwrap_or_default().into_bytes(),
        };
        if bytes.len() > limits::UPLOAD_BYTES {
            return Err(ControlError::invalid("the file is larger than 20 MB"));
        }
        let size = (folder == "photos").then(|| image::size(&bytes));
        if size == Some(None) {
            return Err(ControlError::invalid("the photo is neither PNG nor JPEG"));
        }
        let caption = send.caption.unwrap_or_default();
        if units(&caption) > limits::CAPTION_UNITS {
            return Err(ControlError::invalid(
                "the caption is longer than 1024 characters",
            ));
        }
        let name = send.name.as_deref().unwrap_or(name);
        let mime = send.mime.as_deref().unwrap_or(mime);
        self.change(|world| {
            let user = world.person(chat, send.user, Profile::default())?;
            let file: FileRef = world.files.keep(folder, name, mime, &bytes);
            let media = match (folder, size.flatten()) {
                (_, Some((width, height))) => Media::Photo {
                    file,
                    width,
                    height,
                },
                ("stickers", _) => Media::Sticker {
                    file,
                    emoji: send.emoji.unwrap_or_else(|| "🚗".to_owned()),
                },
                _ => Media::Document(file),
            };
            let entities = with_detected(&caption, Vec::new());
            let content = Content {
                text: caption,
                entities,
                media: Some(media),
            };
            world.post(chat, &user, content, None, None)
        })
    }

    /// Edits a person's own message.
    pub fn edit_text(&self, chat: i64, id: i64, text: &str) -> Result<Edited, ControlError> {
        let text = text.trim().to_owned();
        if text.is_empty() || units(&text) > limits::TEXT_UNITS {
            return Err(ControlError::invalid("the text has 1 to 4096 characters"));
        }
        self.change(|world| {
            if !world.updates.has_room() {
                return Err(ControlError::Full("updates wait for the bot"));
            }
            let place = world
                .chats
                .get_mut(chat)
                .ok_or(ControlError::no_chat(chat))?;
            let message = place.change(id).ok_or(ControlError::no_message(id))?;
            if message.from.is_bot {
                return Err(ControlError::invalid("this is the bot's message"));
            }
            message.edit(text.clone(), with_detected(&text, Vec::new()));
            world.tell(chat, id, "edited_message")
        })
    }

    /// Deletes a message of either side.
    pub fn delete_message(&self, chat: i64, id: i64) -> Result<Edited, ControlError> {
        self.change(|world| {
            let place = world
                .chats
                .get_mut(chat)
                .ok_or(ControlError::no_chat(chat))?;
            place
                .change(id)
                .ok_or(ControlError::no_message(id))?
                .deleted = true;
            Ok(Edited {
                update_id: None,
                revision: place.revision,
            })
        })
    }

    /// Presses a button.
    pub fn press(&self, chat: i64, id: i64, press: &Press) -> Result<Pressed, ControlError> {
        self.change(|world| {
            let place = world.chats.get(chat).ok_or(ControlError::no_chat(chat))?;
            let message = place.message(id).ok_or(ControlError::no_message(id))?;
            let button = message
                .keyboard
                .as_ref()
                .and_then(|keyboard| match press {
                    Press {
                        row: Some(row),
                        column,
                        ..
                    } => keyboard.inline_keyboard.get(*row)?.get(column.unwrap_or(0)),
                    Press {
                        label: Some(label), ..
                    } => keyboard.buttons().find(|button| button.text == *label),
                    Press { data, .. } => keyboard
                        .buttons()
                        .find(|button| data.is_some() && button.callback_data == *data),
                })
                .ok_or_else(|| ControlError::NotFound(format!("button of message {id}")))?
                .clone();
            if let Some(data) = button.callback_data {
                world.callback(chat, id, press.user, &data, false)
            } else if let Some(copy) = button.copy_text {
                Ok(Pressed::CopyText { text: copy.text })
            } else if let Some(url) = button.url {
                Ok(Pressed::Url { url })
            } else {
                Ok(Pressed::Other)
            }
        })
    }

    /// Sends the bot a callback query that no button makes: on any message, deleted ones and
    /// ones that never were included.
    pub fn forge(&self, chat: i64, id: i64, forge: &Forge) -> Result<Pressed, ControlError> {
        self.change(|world| world.callback(chat, id, forge.user, &forge.data, forge.inaccessible))
    }

    /// Makes a callback query too old to be answered.
    pub fn expire_callback(&self, id: &str) -> Result<(), ControlError> {
        self.change(|world| {
            let callback = world.callbacks.find(id);
            callback
                .ok_or_else(|| ControlError::NotFound(format!("callback {id}")))?
                .expired = true;
            Ok(())
        })
    }

    /// Sends the bot an update as it is; with an `update_id` even one that was sent before.
    pub fn inject_update(&self, update: Value) -> Result<i64, ControlError> {
        self.change(|world| world.updates.inject(update))
    }

    /// Makes the next calls of a method fail.
    pub fn inject_fault(&self, inject: Inject) -> Result<(), ControlError> {
        self.change(|world| world.faults.inject(inject))
    }

    /// Lets every hanging call go on; returns how many there were.
    pub fn release_faults(&self) -> u32 {
        self.change(|world| world.faults.release())
    }

    /// Forgets the faults that no call has met.
    pub fn clear_faults(&self) {
        self.change(|world| world.faults.clear());
    }
}

impl World {
    /// The acting user: the one named, or a private chat's own.
    fn person(
        &mut self,
        chat: i64,
        user: Option<i64>,
        profile: Profile,
    ) -> Result<User, ControlError> {
        let id = match user {
            Some(user) => user,
            None if chat > 0 => chat,
            None => {
                return Err(ControlError::invalid(
                    "a group needs to know which user acts",
                ));
            }
        };
        let user = self.users.touch(id, profile)?;
        self.chats.touch(chat, Some(&user), None)?;
        Ok(user)
    }

    fn post(
        &mut self,
        chat: i64,
        user: &User,
        content: Content,
        reply_to: Option<i64>,
        date: Option<i64>,
    ) -> Result<Sent, ControlError> {
        if !self.updates.has_room() {
            return Err(ControlError::Full("updates wait for the bot"));
        }
        let place = self.chats.touch(chat, Some(user), None)?;
        if let Some(replied) = reply_to
            && place.message(replied).is_none()
        {
            return Err(ControlError::no_message(replied));
        }
        if place.is_private() {
            place.blocked = false;
        }
        let message = place.add(user, date, content);
        message.reply_to = reply_to;
        let message_id = message.id;
        let told = self.tell(chat, message_id, "message")?;
        Ok(Sent {
            update_id: told.update_id,
            message_id,
            revision: told.revision,
        })
    }

    /// Queues the update about a message if the bot is to know of it.
    fn tell(&mut self, chat: i64, id: i64, kind: &str) -> Result<Edited, ControlError> {
        let place = self
            .chats
            .get_mut(chat)
            .ok_or(ControlError::no_chat(chat))?;
        let message = place.message(id).ok_or(ControlError::no_message(id))?;
        let bot = self.bot.username.as_deref().unwrap_or_default();
        let told = self.reads_all_group_messages || concerns(place, message, bot);
        let told = told && !place.blocked;
        let update_id = if told {
            self.updates.push(kind, &place.telegram_message(message))?
        } else {
            None
        };
        if let Some(message) = place.messages.iter_mut().find(|message| message.id == id) {
            message.delivered = update_id.is_some();
        }
        Ok(Edited {
            update_id,
            revision: place.revision,
        })
    }

    fn callback(
        &mut self,
        chat: i64,
        message_id: i64,
        user: Option<i64>,
        data: &str,
        inaccessible: bool,
    ) -> Result<Pressed, ControlError> {
        let user = self.person(chat, user, Profile::default())?;
        let place = self.chats.get(chat).ok_or(ControlError::no_chat(chat))?;
        let message = match place.message(message_id).filter(|_| !inaccessible) {
            Some(message) => place.telegram_message(message),
            None => json!({ "chat": place.telegram(), "message_id": message_id, "date": 0 }),
        };
        let revision = place.revision;
        if !self.updates.has_room() {
            return Err(ControlError::Full("updates wait for the bot"));
        }
        let callback_id = self.callbacks.press(chat, message_id, user.id, data);
        let query = json!({
            "id": callback_id,
            "from": user,
            "message": message,
            "chat_instance": chat.unsigned_abs().to_string(),
            "data": data,
        });
        let update_id = self.updates.push("callback_query", &query)?;
        Ok(Pressed::Callback {
            update_id,
            callback_id,
            data: data.to_owned(),
            revision,
        })
    }
}

/// Whether a bot in privacy mode is told of a message: always in private, in groups of commands,
/// of mentions and of replies to it (core.telegram.org/bots/features#privacy-mode).
fn concerns(chat: &Chat, message: &Message, bot: &str) -> bool {
    let named = |name: &str| name.eq_ignore_ascii_case(bot);
    let content = &message.content;
    chat.is_private()
        || content.entities.iter().any(|entity| {
            let text = text_of(&content.text, entity);
            match entity.kind.as_str() {
                "bot_command" => text.split_once('@').is_none_or(|(_, name)| named(name)),
                "mention" => text.strip_prefix('@').is_some_and(named),
                _ => false,
            }
        })
        || message
            .reply_to
            .and_then(|id| chat.message(id))
            .is_some_and(|replied| replied.from.is_bot)
}
