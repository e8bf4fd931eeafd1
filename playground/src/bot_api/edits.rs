//! Messages that change: text, caption, file, keyboard; in a chat or by `inline_message_id`.

use std::time::Instant;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Answer, chats, keyboards, media, messages, params::Params, refusal::Refusal};
use crate::world::{World, messages::Message};

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply \
                            markup are exactly the same as a current content and reply markup \
                            of the message";

/// The message of a call.
#[derive(Debug, Clone, Copy)]
struct Spot {
    chat: i64,
    message: i64,
    inline: bool,
}

impl Spot {
    /// An own message in a chat that the bot may write to, or an inline message anywhere.
    fn of(world: &mut World, params: &Params) -> Result<Self, Refusal> {
        if let Some(id) = params.text("inline_message_id") {
            let found = world.chats.find_inline(&id);
            let (chat, message) = found.ok_or_else(|| Refusal::bad("MESSAGE_ID_INVALID"))?;
            (world.rates.admit_inline(Instant::now())).map_err(Refusal::too_many_requests)?;
            return Ok(Self {
                chat,
                message,
                inline: true,
            });
        }
        let id = params
            .number("message_id")
            .ok_or_else(|| Refusal::bad("message identifier is not specified"))?;
        let chat = chats::open(world, params)?;
        let message = chat
            .message(id)
            .ok_or_else(|| Refusal::bad("message to edit not found"))?;
        if !message.from.is_bot || message.content.service.is_some() || message.forwarded.is_some()
        {
            return Err(Refusal::bad("message can't be edited"));
        }
        let spot = Self {
            chat: chat.id,
            message: id,
            inline: false,
        };
        (world.rates.admit(Instant::now(), spot.chat)).map_err(Refusal::too_many_requests)?;
        Ok(spot)
    }

    fn message(self, world: &World) -> Result<&Message, Refusal> {
        let chat = world.chats.get(self.chat);
        chat.and_then(|chat| chat.message(self.message))
            .ok_or_else(|| Refusal::bad("message to edit not found"))
    }

    /// Changes the message unless that would change nothing. The answer is the message, or
    /// `true` for an inline one.
    fn edit(self, world: &mut World, edit: impl FnOnce(&mut Message)) -> Answer {
        let before = self.message(world)?;
        let mut after = before.clone();
        edit(&mut after);
        if after.content == before.content && after.keyboard == before.keyboard {
            return Err(Refusal::bad(NOT_MODIFIED));
        }
        let chat = world
            .chats
            .get_mut(self.chat)
            .ok_or_else(|| Refusal::bad("chat not found"))?;
        if let Some(message) = chat.change(self.message) {
            message.content = after.content;
            message.keyboard = after.keyboard;
            message.mark_edited();
        }
        if self.inline {
            Ok(true.into())
        } else {
            messages::shown(chat, self.message)
        }
    }
}

pub(crate) fn text(world: &mut World, params: &Params) -> Answer {
    let (text, entities) = messages::text(params, "MESSAGE_TOO_LONG")?;
    let keyboard = keyboards::read(params)?;
    let spot = Spot::of(world, params)?;
    if spot.message(world)?.content.media.is_some() {
        return Err(Refusal::bad("there is no text in the message to edit"));
    }
    spot.edit(world, |message| {
        message.content.text = text;
        message.content.entities = entities;
        message.keyboard = keyboard;
    })
}

pub(crate) fn caption(world: &mut World, params: &Params) -> Answer {
    let (text, entities) = messages::caption(params)?;
    let keyboard = keyboards::read(params)?;
    let spot = Spot::of(world, params)?;
    if spot.message(world)?.content.media.is_none() {
        return Err(Refusal::bad("there is no caption in the message to edit"));
    }
    spot.edit(world, |message| {
        message.content.text = text;
        message.content.entities = entities;
        message.keyboard = keyboard;
    })
}

/// `InputMediaPhoto` or `InputMediaDocument`.
#[derive(Deserialize)]
struct InputMedia {
    #[serde(rename = "type")]
    kind: String,
    media: String,
    #[serde(flatten)]
    caption: Map<String, Value>,
}

/// Another file with another caption; a text becomes the caption's message.
pub(crate) fn media(world: &mut World, params: &Params) -> Answer {
    let input: InputMedia = params
        .json("media", "InputMedia")?
        .ok_or_else(|| Refusal::bad("can't parse InputMedia: media isn't specified"))?;
    let kind = media::Kind::named(&input.kind)?;
    let (text, entities) = messages::caption(&Params::of(input.caption))?;
    let keyboard = keyboards::read(params)?;
    let spot = Spot::of(world, params)?;
    if spot.inline && input.media.starts_with("attach://") {
        return Err(Refusal::bad(
            "can't upload a file into an inline message; use a file_id",
        ));
    }
    let media = media::take(world, params, &input.media, kind)?;
    spot.edit(world, |message| {
        message.content.text = text;
        message.content.entities = entities;
        message.content.media = Some(media);
        message.keyboard = keyboard;
    })
}

pub(crate) fn reply_markup(world: &mut World, params: &Params) -> Answer {
    let keyboard = keyboards::read(params)?;
    let spot = Spot::of(world, params)?;
    spot.edit(world, |message| message.keyboard = keyboard)
}
