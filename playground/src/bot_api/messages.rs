//! Text messages: send, edit, delete.

use serde::Deserialize;

use super::{Answer, chats, entities, keyboards, params::Params, refusal::Refusal};
use crate::{
    limits,
    world::{
        World,
        chats::Chat,
        entity::{Entity, units},
        messages::{Content, Message},
    },
};

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply \
                            markup are exactly the same as a current content and reply markup \
                            of the message";

pub(crate) fn send(world: &mut World, params: &Params) -> Answer {
    let (text, entities) = text(params, "message is too long")?;
    post(
        world,
        params,
        Content {
            text,
            entities,
            media: None,
        },
    )
}

/// Appends the bot's message with the keyboard and reply of the call.
pub(crate) fn post(world: &mut World, params: &Params, content: Content) -> Answer {
    let keyboard = keyboards::read(params)?;
    let bot = world.bot.clone();
    let chat = chats::open(world, params)?;
    let reply_to = reply(chat, params)?;
    let message = chat.add(&bot, None, content);
    message.keyboard = keyboard;
    message.reply_to = reply_to;
    let id = message.id;
    shown(chat, id)
}

pub(crate) fn edit_text(world: &mut World, params: &Params) -> Answer {
    let (text, entities) = text(params, "MESSAGE_TOO_LONG")?;
    let keyboard = keyboards::read(params)?;
    let (chat, id) = editable(world, params)?;
    let message = own(chat, id)?;
    if message.content.media.is_some() {
        return Err(Refusal::bad("there is no text in the message to edit"));
    }
    let content = &message.content;
    if content.text == text && content.entities == entities && message.keyboard == keyboard {
        return Err(Refusal::bad(NOT_MODIFIED));
    }
    if let Some(message) = chat.change(id) {
        message.edit(text, entities);
        message.keyboard = keyboard;
    }
    shown(chat, id)
}

pub(crate) fn edit_reply_markup(world: &mut World, params: &Params) -> Answer {
    let keyboard = keyboards::read(params)?;
    let (chat, id) = editable(world, params)?;
    if own(chat, id)?.keyboard == keyboard {
        return Err(Refusal::bad(NOT_MODIFIED));
    }
    if let Some(message) = chat.change(id) {
        message.keyboard = keyboard;
        message.mark_edited();
    }
    shown(chat, id)
}

/// Bots delete their own messages, and in private chats the user's as well
/// (core.telegram.org/bots/api#deletemessage).
pub(crate) fn delete(world: &mut World, params: &Params) -> Answer {
    let chat = chats::open(world, params)?;
    let id = params.number("message_id").unwrap_or_default();
    let message = chat
        .message(id)
        .ok_or_else(|| Refusal::bad("message to delete not found"))?;
    if !message.from.is_bot && !chat.is_private() {
        return Err(Refusal::bad("message can't be deleted"));
    }
    if let Some(message) = chat.change(id) {
        message.deleted = true;
    }
    Ok(true.into())
}

fn text(params: &Params, too_long: &str) -> Result<(String, Vec<Entity>), Refusal> {
    let text = params.text("text").unwrap_or_default();
    if text.trim().is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    if units(&text) > limits::TEXT_UNITS {
        return Err(Refusal::bad(too_long));
    }
    let entities = entities::read(params, "entities", &text)?;
    Ok((text, entities))
}

/// A caption with its entities, empty if there is none.
pub(crate) fn caption(params: &Params) -> Result<(String, Vec<Entity>), Refusal> {
    let text = params.text("caption").unwrap_or_default();
    if units(&text) > limits::CAPTION_UNITS {
        return Err(Refusal::bad("message caption is too long"));
    }
    let entities = entities::read(params, "caption_entities", &text)?;
    Ok((text, entities))
}

fn editable<'a>(world: &'a mut World, params: &Params) -> Result<(&'a mut Chat, i64), Refusal> {
    let id = params
        .number("message_id")
        .ok_or_else(|| Refusal::bad("message identifier is not specified"))?;
    Ok((chats::open(world, params)?, id))
}

fn own(chat: &Chat, id: i64) -> Result<&Message, Refusal> {
    let message = chat
        .message(id)
        .ok_or_else(|| Refusal::bad("message to edit not found"))?;
    if message.from.is_bot {
        Ok(message)
    } else {
        Err(Refusal::bad("message can't be edited"))
    }
}

#[derive(Deserialize)]
struct Reply {
    message_id: i64,
    #[serde(default)]
    allow_sending_without_reply: bool,
}

/// The message that the call answers.
fn reply(chat: &Chat, params: &Params) -> Result<Option<i64>, Refusal> {
    let reply = params.json::<Reply>("reply_parameters", "reply parameters")?;
    let reply = reply.or_else(|| {
        let message_id = params.number("reply_to_message_id")?;
        let allow_sending_without_reply = params.flag("allow_sending_without_reply");
        Some(Reply {
            message_id,
            allow_sending_without_reply,
        })
    });
    let Some(reply) = reply else { return Ok(None) };
    match chat.message(reply.message_id) {
        Some(message) => Ok(Some(message.id)),
        None if reply.allow_sending_without_reply => Ok(None),
        None => Err(Refusal::bad("message to be replied not found")),
    }
}

fn shown(chat: &Chat, id: i64) -> Answer {
    let message = chat
        .message(id)
        .ok_or_else(|| Refusal::bad("message not found"))?;
    Ok(chat.telegram_message(message))
}
