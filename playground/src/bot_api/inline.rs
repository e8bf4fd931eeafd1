//! `answerInlineQuery`.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Answer, keyboards, messages, params::Params, refusal::Refusal};
use crate::{
    limits,
    world::{
        World,
        inline::{InlineAnswer, InlineResult},
    },
};

/// Seconds that Telegram keeps an answer unless told.
const CACHE_TIME: i64 = 300;

pub(crate) fn answer(world: &mut World, params: &Params) -> Answer {
    let results: Vec<Value> = params
        .json("results", "inline query results")?
        .ok_or_else(|| Refusal::bad("can't parse inline query results: there are none"))?;
    if results.len() > limits::INLINE_RESULTS {
        return Err(Refusal::bad("RESULTS_TOO_MUCH"));
    }
    let results: Vec<InlineResult> = results.into_iter().map(result).collect::<Result<_, _>>()?;
    let mut ids = HashSet::new();
    if !results.iter().all(|result| ids.insert(result.id.as_str())) {
        return Err(Refusal::bad("RESULT_ID_DUPLICATE"));
    }
    let next_offset = params.text("next_offset").unwrap_or_default();
    if next_offset.len() > limits::INLINE_ID_BYTES {
        return Err(Refusal::bad("NEXT_OFFSET_INVALID"));
    }
    let cache_time = match params.text("cache_time") {
        None => CACHE_TIME,
        Some(_) => params
            .number("cache_time")
            .filter(|seconds| *seconds >= 0)
            .ok_or_else(|| Refusal::bad("invalid cache_time specified"))?,
    };
    let answer = InlineAnswer {
        results,
        next_offset,
        cache_time,
        is_personal: params.flag("is_personal"),
        button: button(params)?,
    };
    let id = params.text("inline_query_id").unwrap_or_default();
    let query = world.inline.find(&id).filter(|query| !query.expired);
    let query = query.filter(|query| query.answer.is_none());
    query
        .ok_or_else(|| {
            Refusal::bad("query is too old and response timeout expired or query ID is invalid")
        })?
        .answer = Some(answer);
    Ok(true.into())
}

/// `InlineQueryResultArticle`, as far as the playground shows it.
#[derive(Deserialize)]
struct Article {
    id: String,
    #[serde(default)]
    title: String,
    description: Option<String>,
    input_message_content: Option<Map<String, Value>>,
    reply_markup: Option<Value>,
}

fn result(value: Value) -> Result<InlineResult, Refusal> {
    let refuse = |why: &str| Refusal::bad(format!("can't parse inline query result: {why}"));
    if value["type"] != "article" {
        return Err(refuse("the playground knows the type article"));
    }
    let article: Article =
        serde_json::from_value(value).map_err(|error| refuse(&error.to_string()))?;
    if !(1..=limits::INLINE_ID_BYTES).contains(&article.id.len()) {
        return Err(Refusal::bad("RESULT_ID_INVALID"));
    }
    if article.title.is_empty() {
        return Err(Refusal::bad("ARTICLE_TITLE_EMPTY"));
    }
    let content = article
        .input_message_content
        .filter(|content| content.contains_key("message_text"))
        .ok_or_else(|| refuse("the playground knows input_message_content with message_text"))?;
    let (text, entities) = messages::inline_text(&Params::of(content))?;
    let markup = Map::from_iter([(
        "reply_markup".to_owned(),
        article.reply_markup.unwrap_or_default(),
    )]);
    let keyboard = keyboards::read(&Params::of(markup))?;
    Ok(InlineResult {
        id: article.id,
        title: article.title,
        description: article.description,
        text,
        entities,
        keyboard: keyboard
            .map(|keyboard| keyboard.inline_keyboard)
            .unwrap_or_default(),
    })
}

/// The button above the results: a text with a parameter for `/start`, or with a web app.
fn button(params: &Params) -> Result<Option<Value>, Refusal> {
    let Some(button) = params.json::<Value>("button", "InlineQueryResultsButton")? else {
        return Ok(None);
    };
    let refuse = || Refusal::bad("can't parse InlineQueryResultsButton");
    if button["text"].as_str().is_none_or(str::is_empty) {
        return Err(refuse());
    }
    let parameter = button["start_parameter"].as_str();
    let is_sign = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    match parameter {
        Some(text) if (1..=64).contains(&text.len()) && text.bytes().all(is_sign) => {}
        None if button["web_app"]["url"].is_string() => {}
        Some(_) => return Err(Refusal::bad("START_PARAM_INVALID")),
        None => return Err(refuse()),
    }
    Ok(Some(button))
}
