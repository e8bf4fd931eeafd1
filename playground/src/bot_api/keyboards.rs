//! Inline keyboards that a bot sends.

use serde_json::{Map, Value};

use super::{entities::has_link_scheme, params::Params, refusal::Refusal};
use crate::{
    limits,
    world::keyboard::{Button, Keyboard},
};

/// Actions that the playground knows by name only.
const OTHER_ACTIONS: [&str; 7] = [
    "login_url",
    "web_app",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
];

/// The inline keyboard of a call; other kinds of reply markup are accepted and have no effect.
pub(crate) fn read(params: &Params) -> Result<Option<Keyboard>, Refusal> {
    const NAME: &str = "inline keyboard button";
    let Some(markup) =
        params.json::<Map<String, Value>>("reply_markup", "reply keyboard markup")?
    else {
        return Ok(None);
    };
    if !markup.contains_key("inline_keyboard") {
        return Ok(None);
    }
    let keyboard: Keyboard = serde_json::from_value(Value::Object(markup))
        .map_err(|error| Refusal::bad(format!("can't parse {NAME}: {error}")))?;
    check(&keyboard)?;
    Ok(Some(keyboard).filter(|keyboard| keyboard.buttons().next().is_some()))
}

fn check(keyboard: &Keyboard) -> Result<(), Refusal> {
    let rows = &keyboard.inline_keyboard;
    if keyboard.buttons().count() > limits::BUTTONS
        || rows.iter().any(|row| row.len() > limits::ROW_BUTTONS)
    {
        return Err(Refusal::bad("reply markup is too long"));
    }
    keyboard.buttons().try_for_each(check_button)
}

fn check_button(button: &Button) -> Result<(), Refusal> {
    let refuse = |why: &str| Err(Refusal::bad(why));
    if button.text.is_empty() {
        return refuse("can't parse inline keyboard button: the text is empty");
    }
    let others = OTHER_ACTIONS
        .iter()
        .filter(|name| button.other.contains_key(**name))
        .count();
    let actions = others
        + usize::from(button.callback_data.is_some())
        + usize::from(button.url.is_some())
        + usize::from(button.copy_text.is_some());
    if actions != 1 {
        return refuse(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        );
    }
    if let Some(data) = &button.callback_data
        && !(1..=limits::CALLBACK_DATA_BYTES).contains(&data.len())
    {
        return refuse("BUTTON_DATA_INVALID");
    }
    if let Some(copy) = &button.copy_text
        && !(1..=limits::COPY_TEXT_CHARS).contains(&copy.text.chars().count())
    {
        return refuse("BUTTON_COPY_TEXT_INVALID");
    }
    if let Some(url) = &button.url
        && !has_link_scheme(url)
    {
        return refuse("BUTTON_URL_INVALID");
    }
    Ok(())
}
