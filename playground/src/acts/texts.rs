//! People write, edit and delete.

use super::Post;
use crate::{
    Playground,
    error::ControlError,
    limits,
    requests::{Edited, SendText, Sent},
    world::{
        entity::{units, with_detected},
        messages::Content,
        now,
        users::Profile,
    },
};

impl Playground {
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
        let entities = with_detected(&text, Vec::new());
        let content = Content::text(text, entities);
        self.change(|world| {
            let language = Profile {
                language_code: send.language_code,
                ..Profile::default()
            };
            let user = world.person(chat, send.user, language)?;
            let forwarded = send
                .forwarded_from
                .map(|writer| world.users.touch(writer, Profile::default()))
                .transpose()?
                .map(|writer| (writer, now()));
            let post = Post {
                reply_to: send.reply_to,
                topic: send.topic,
                date: send.date,
                forwarded,
                ..Post::default()
            };
            world.post(chat, &user, content, post)
        })
    }

    /// Edits a person's own message: its text, or its file's caption.
    pub fn edit_text(&self, chat: i64, id: i64, text: &str) -> Result<Edited, ControlError> {
        let text = text.trim().to_owned();
        self.change(|world| {
            world.check_room()?;
            let place = world
                .chats
                .get_mut(chat)
                .ok_or(ControlError::no_chat(chat))?;
            let message = place.message(id).ok_or(ControlError::no_message(id))?;
            if message.from.is_bot || message.via.is_some() {
                return Err(ControlError::invalid("this is the bot's message"));
            }
            let lengths = match message.content.media {
                None => 1..=limits::TEXT_UNITS,
                Some(_) => 0..=limits::CAPTION_UNITS,
            };
            if !lengths.contains(&units(&text)) || message.content.service.is_some() {
                return Err(ControlError::invalid(format!(
                    "this text has {} to {} characters",
                    lengths.start(),
                    lengths.end()
                )));
            }
            let message = place.change(id).ok_or(ControlError::no_message(id))?;
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
}
