//! Formatting that a bot sends. Telegram drops or bends what does not fit; here it is refused.

use super::{params::Params, refusal::Refusal};
use crate::{
    limits,
    world::entity::{Entity, units, with_detected},
};

const KINDS: [&str; 19] = [
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
];

/// The entities of a text, checked, with what Telegram finds by itself.
pub(crate) fn read(params: &Params, name: &str, text: &str) -> Result<Vec<Entity>, Refusal> {
    if params.text("parse_mode").is_some() {
        return Err(Refusal::bad(
            "can't parse entities: the playground takes entities, not parse_mode",
        ));
    }
    let entities: Vec<Entity> = params.json(name, "entities")?.unwrap_or_default();
    check(text, &entities).map_err(|why| Refusal::bad(format!("can't parse entities: {why}")))?;
    Ok(with_detected(text, entities))
}

fn check(text: &str, entities: &[Entity]) -> Result<(), String> {
    if entities.len() > limits::ENTITIES {
        return Err(format!("more than {} entities", limits::ENTITIES));
    }
    let length = units(text);
    let boundaries: Vec<usize> = text
        .chars()
        .scan(0, |at, character| {
            let start = *at;
            *at += character.len_utf16();
            Some(start)
        })
        .chain([length])
        .collect();
    for (index, entity) in entities.iter().enumerate() {
        let place = format!("entity {index} ({}) at {}", entity.kind, entity.offset);
        if !KINDS.contains(&entity.kind.as_str()) {
            return Err(format!("{place} is of an unknown type"));
        }
        if entity.length == 0 {
            return Err(format!("{place} is empty"));
        }
        if entity.end() > length {
            return Err(format!(
                "{place} ends at {}, the text at {length}",
                entity.end()
            ));
        }
        for edge in [entity.offset, entity.end()] {
            if boundaries.binary_search(&edge).is_err() {
                return Err(format!("{place} splits a surrogate pair at {edge}"));
            }
        }
        check_link(entity).map_err(|why| format!("{place} {why}"))?;
        for other in &entities[index + 1..] {
            if clash(entity, other) {
                return Err(format!("{place} and {} can't overlap", other.kind));
            }
        }
    }
    Ok(())
}

fn check_link(entity: &Entity) -> Result<(), &'static str> {
    match (entity.kind.as_str(), &entity.url) {
        ("text_link", None) => Err("has no url"),
        ("text_link", Some(url)) if !has_link_scheme(url) => Err("has an invalid url"),
        _ => Ok(()),
    }
}

/// Whether Telegram opens such an address.
pub(crate) fn has_link_scheme(url: &str) -> bool {
    reqwest::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "tg"))
}

/// `code` and `pre` share their place with no formatting, a quote not with a quote; a quote may
/// hold everything (core.telegram.org/bots/api#formatting-options).
fn clash(one: &Entity, other: &Entity) -> bool {
    let is_code = |e: &Entity| matches!(e.kind.as_str(), "code" | "pre");
    let is_quote = |e: &Entity| matches!(e.kind.as_str(), "blockquote" | "expandable_blockquote");
    if !one.overlaps(other) {
        return false;
    }
    match (is_quote(one), is_quote(other)) {
        (true, true) => true,
        (true, false) | (false, true) => !contains(one, other) && !contains(other, one),
        (false, false) => is_code(one) || is_code(other),
    }
}

fn contains(outer: &Entity, inner: &Entity) -> bool {
    outer.offset <= inner.offset && inner.end() <= outer.end()
}
