//! Who and where: `getMe`, `getChat`, `getChatMember`, `sendChatAction`.

use serde_json::{Value, json};

use super::{Answer, params::Params, refusal::Refusal};
use crate::world::{World, chats::Chat, members::Standing};

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

/// The topic that every forum has.
const GENERAL: i64 = 1;

/// The chat of a call.
pub(crate) fn of(world: &World, params: &Params) -> Result<i64, Refusal> {
    let id = params.number("chat_id").ok_or_else(|| {
        Refusal::bad(match params.text("chat_id") {
            Some(_) => "chat not found",
            None => "chat_id is empty",
        })
    })?;
    let chat = world.chats.get(id).filter(|chat| !chat.gone);
    chat.map(|chat| chat.id)
        .ok_or_else(|| Refusal::bad("chat not found"))
}

/// The chat of a call, which the bot may write to.
pub(crate) fn open<'a>(world: &'a mut World, params: &Params) -> Result<&'a mut Chat, Refusal> {
    let id = of(world, params)?;
    let chat = world
        .chats
        .get_mut(id)
        .ok_or_else(|| Refusal::bad("chat not found"))?;
    let kind = chat.kind();
    match chat.bot {
        Standing::Member | Standing::Administrator => Ok(chat),
        _ if chat.is_private() => Err(Refusal::forbidden("bot was blocked by the user")),
        Standing::Kicked => Err(Refusal::forbidden(&format!(
            "bot was kicked from the {kind} chat"
        ))),
        Standing::Left => Err(Refusal::forbidden(&format!(
            "bot is not a member of the {kind} chat"
        ))),
    }
}

/// The topic of a call. "General" has the number 1, and Telegram takes it for actions alone.
pub(crate) fn topic(chat: &Chat, params: &Params) -> Result<Option<i64>, Refusal> {
    match params.number("message_thread_id") {
        None | Some(0) => Ok(None),
        Some(topic) if chat.has_topic(topic) => Ok(Some(topic)),
        Some(_) => Err(Refusal::bad("message thread not found")),
    }
}

pub(crate) fn me(world: &World) -> Value {
    let mut me = json!(world.bot);
    me["can_join_groups"] = true.into();
    me["can_read_all_group_messages"] = world.settings.reads_all_group_messages.into();
    me["supports_inline_queries"] = world.settings.inline.into();
    for absent in ["can_connect_to_business", "has_main_web_app"] {
        me[absent] = false.into();
    }
    me
}

pub(crate) fn get(world: &mut World, params: &Params) -> Answer {
    let mut chat = open(world, params)?.telegram();
    chat["accent_color_id"] = 0.into();
    chat["max_reaction_count"] = 11.into();
    chat["accepted_gift_types"] = json!({
        "unlimited_gifts": false,
        "limited_gifts": false,
        "unique_gifts": false,
        "premium_subscription": false,
        "gifts_from_channels": false,
    });
    Ok(chat)
}

pub(crate) fn member(world: &mut World, params: &Params) -> Answer {
    open(world, params)?;
    let id = params
        .number("user_id")
        .ok_or_else(|| Refusal::bad("invalid user_id specified"))?;
    if id == world.bot.id {
        let bot = world.bot.clone();
        return Ok(open(world, params)?.bot.telegram(&bot));
    }
    let user = world.users.get(id);
    let user = user.ok_or_else(|| Refusal::bad("user not found"))?;
    Ok(json!({ "status": "member", "user": user }))
}

pub(crate) fn action(world: &mut World, params: &Params) -> Answer {
    let chat = open(world, params)?;
    let action = params.text("action").unwrap_or_default();
    if !ACTIONS.contains(&action.as_str()) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    let topic = match params.number("message_thread_id") {
        Some(GENERAL) if chat.forum => None,
        _ => topic(chat, params)?,
    };
    chat.act(&action, topic);
    Ok(true.into())
}
