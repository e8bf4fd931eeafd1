//! Messages of the bot: send, delete, and what all of them have.

use std::time::Instant;

use serde::Deserialize;

use super::{Answer, chats, entities, keyboards, params::Params, refusal::Refusal};
use crate::{
    limits,
    world::{
        World,
        chats::Chat,
        entity::{Entity, units},
        members::Standing,
        messages::Content,
    },
};

pub(crate) fn send(world: &mut World, params: &Params) -> Answer {
    let (text, entities) = text(params, "message is too long")?;
    post(world, params, Content::text(text, entities))
}

/// Appends the bot's message with the keyboard, reply and topic of the call.
pub(crate) fn post(world: &mut World, params: &Params, content: Content) -> Answer {
    let keyboard = keyboards::read(params)?;
    let bot = world.bot.clone();
    let chat = chats::open(world, params)?;
    let reply_to = reply(chat, params)?;
    let topic = chats::topic(chat, params)?;
    // An answer lies where its question lies.
    let topic = topic.or_else(|| chat.message(reply_to?)?.topic);
    let id = chat.id;
    (world.rates.admit(Instant::now(), id)).map_err(Refusal::too_many_requests)?;
    let chat = chats::open(world, params)?;
    let message = chat.add(&bot, None, content);
    message.keyboard = keyboard;
    message.reply_to = reply_to;
    message.topic = topic;
    let id = message.id;
    shown(chat, id)
}

/// Bots delete their own messages, in private chats the user's as well, as administrators all
/// (core.telegram.org/bots/api#deletemessage).
pub(crate) fn delete(world: &mut World, params: &Params) -> Answer {
    let chat = chats::open(world, params)?;
    let id = params.number("message_id").unwrap_or_default();
    let message = chat
        .message(id)
        .ok_or_else(|| Refusal::bad("message to delete not found"))?;
    let is_admin = chat.bot == Standing::Administrator;
    if !message.from.is_bot && !chat.is_private() && !is_admin {
        return Err(Refusal::bad("message can't be deleted"));
    }
    if let Some(message) = chat.change(id) {
        message.deleted = true;
    }
    Ok(true.into())
}

pub(crate) fn text(params: &Params, too_long: &str) -> Result<(String, Vec<Entity>), Refusal> {
    text_of(params, "text", too_long)
}

/// The text of an inline result's message.
pub(crate) fn inline_text(params: &Params) -> Result<(String, Vec<Entity>), Refusal> {
    text_of(params, "message_text", "MESSAGE_TOO_LONG")
}

fn text_of(params: &Params, name: &str, too_long: &str) -> Result<(String, Vec<Entity>), Refusal> {
    let text = params.text(name).unwrap_or_default();
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

/// The answer of a call that made or changed a message.
pub(crate) fn shown(chat: &Chat, id: i64) -> Answer {
    let message = chat
        .message(id)
        .ok_or_else(|| Refusal::bad("message not found"))?;
    Ok(chat.telegram_message(message))
}
