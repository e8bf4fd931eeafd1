//! `copyMessage`, `forwardMessage`, `setMessageReaction`: small things done with a message.

use serde_json::{Value, json};

use super::{Answer, chats, messages, params::Params, refusal::Refusal};
use crate::world::{World, messages::Message};

/// The message that `from_chat_id` and `message_id` name.
fn source(world: &World, params: &Params) -> Result<Message, Refusal> {
    let from = params.number("from_chat_id").unwrap_or_default();
    let chat = world.chats.get(from).filter(|chat| !chat.gone);
    let chat = chat.ok_or_else(|| Refusal::bad("chat not found"))?;
    let id = params.number("message_id").unwrap_or_default();
    let message = chat.message(id).cloned();
    message.ok_or_else(|| Refusal::bad("message to copy not found"))
}

pub(crate) fn copy(world: &mut World, params: &Params) -> Answer {
    chats::open(world, params)?;
    let mut content = source(world, params)?.content;
    if content.service.is_some() {
        return Err(Refusal::bad("message can't be copied"));
    }
    if content.media.is_some() && params.text("caption").is_some() {
        (content.text, content.entities) = messages::caption(params)?;
    }
    let sent = messages::post(world, params, content)?;
    Ok(json!({ "message_id": sent["message_id"] }))
}

pub(crate) fn forward(world: &mut World, params: &Params) -> Answer {
    chats::open(world, params)?;
    let source = source(world, params)?;
    if source.content.service.is_some() {
        return Err(Refusal::bad("message can't be forwarded"));
    }
    let origin = source.forwarded.unwrap_or((source.from, source.date));
    let sent = messages::post(world, params, source.content)?;
    let chat = chats::open(world, params)?;
    let id = sent["message_id"].as_i64().unwrap_or_default();
    if let Some(message) = chat.change(id) {
        message.forwarded = Some(origin);
    }
    messages::shown(chat, id)
}

/// One emoji, or none: what a bot may give (core.telegram.org/bots/api#setmessagereaction).
pub(crate) fn react(world: &mut World, params: &Params) -> Answer {
    let chat = chats::open(world, params)?;
    let reactions: Vec<Value> = params.json("reaction", "reaction")?.unwrap_or_default();
    let emoji = match reactions.as_slice() {
        [] => None,
        [one] if one["type"] == "emoji" && one["emoji"].is_string() => {
            one["emoji"].as_str().map(str::to_owned)
        }
        [_] => return Err(Refusal::bad("REACTION_INVALID")),
        _ => return Err(Refusal::bad("REACTIONS_TOO_MANY")),
    };
    let id = params.number("message_id").unwrap_or_default();
    let message = chat
        .change(id)
        .ok_or_else(|| Refusal::bad("message to react not found"))?;
    message.reaction = emoji;
    Ok(true.into())
}
