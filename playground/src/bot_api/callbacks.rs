//! `answerCallbackQuery`.

use super::{Answer, params::Params, refusal::Refusal};
use crate::{
    limits,
    world::{self, World},
};

pub(crate) fn answer(world: &mut World, params: &Params) -> Answer {
    let id = params.text("callback_query_id").unwrap_or_default();
    let text = params.text("text");
    if text
        .as_ref()
        .is_some_and(|text| text.chars().count() > limits::ANSWER_CHARS)
    {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    let answer = world::callbacks::Answer {
        text,
        show_alert: params.flag("show_alert"),
        url: params.text("url"),
    };
    let chat = world.callbacks.answer(&id, answer.clone()).ok_or_else(|| {
        Refusal::bad("query is too old and response timeout expired or query ID is invalid")
    })?;
    if let Some(chat) = world.chats.get_mut(chat.chat_id) {
        chat.show_answer(&id, answer);
    }
    Ok(true.into())
}
