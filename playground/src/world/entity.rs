//! Formatting of a text, addressed in UTF-16 code units as Telegram does.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A formatted part of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Telegram's name of the kind, such as `bold`.
    #[serde(rename = "type")]
    pub kind: String,
    /// First UTF-16 code unit.
    pub offset: usize,
    /// UTF-16 code units.
    pub length: usize,
    /// Target of a `text_link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Language of a `pre`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// User of a `text_mention`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Value>,
    /// Emoji of a `custom_emoji`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_emoji_id: Option<String>,
}

impl Entity {
    fn found(kind: &str, offset: usize, length: usize) -> Self {
        Self {
            kind: kind.to_owned(),
            offset,
            length,
            url: None,
            language: None,
            user: None,
            custom_emoji_id: None,
        }
    }

    pub(crate) fn end(&self) -> usize {
        self.offset.saturating_add(self.length)
    }

    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.offset < other.end() && other.offset < self.end()
    }

    /// Whether it fixes what its text is, so that nothing is detected inside.
    fn is_final(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "code" | "pre" | "text_link" | "text_mention" | "url" | "mention" | "bot_command"
        )
    }
}

/// Length of a text as Telegram counts it.
pub(crate) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Adds what Telegram finds by itself: commands, mentions, links and hashtags.
pub(crate) fn with_detected(text: &str, mut entities: Vec<Entity>) -> Vec<Entity> {
    let mut offset = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if let Some((kind, skip, length)) = detect(word) {
            let found = Entity::found(kind, offset + skip, length);
            let taken = |e: &Entity| e.is_final() && e.overlaps(&found);
            if !entities.iter().any(taken) {
                entities.push(found);
            }
        }
        offset += units(piece);
    }
    entities.sort_by_key(|entity| (entity.offset, std::cmp::Reverse(entity.length)));
    entities
}

/// Kind, units to skip and length of what a word is, if anything.
fn detect(word: &str) -> Option<(&'static str, usize, usize)> {
    let open = word.chars().take_while(|c| "([{«\"'".contains(*c)).count();
    let body: String = word.chars().skip(open).collect();
    let name = |text: &str| text.bytes().take_while(|b| is_name(*b)).count();
    let kind_and_length = if let Some(rest) = body.strip_prefix('/') {
        let command = name(rest);
        let target = rest[command..]
            .strip_prefix('@')
            .map_or(0, |bot| match name(bot) {
                0 => 0,
                length => length + 1,
            });
        let next = rest[command + target..].chars().next();
        ((1..=64).contains(&command) && next.is_none_or(|c| !c.is_alphanumeric() && c != '/'))
            .then_some(("bot_command", 1 + command + target))
    } else if let Some(rest) = body.strip_prefix('@') {
        Some(name(rest))
            .filter(|length| *length >= 3)
            .map(|length| ("mention", 1 + length))
    } else if let Some(rest) = body.strip_prefix('#') {
        let tag: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        tag.chars()
            .any(char::is_alphabetic)
            .then(|| ("hashtag", 1 + units(&tag)))
    } else if body.starts_with("https://") || body.starts_with("http://") {
        let url = body.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '»', '"']);
        (url.len() > "https://".len()).then(|| ("url", units(url)))
    } else {
        None
    };
    kind_and_length.map(|(kind, length)| (kind, open, length))
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The text of an entity.
pub(crate) fn text_of(text: &str, entity: &Entity) -> String {
    let units: Vec<u16> = text
        .encode_utf16()
        .skip(entity.offset)
        .take(entity.length)
        .collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        with_detected(text, Vec::new())
            .iter()
            .map(|entity| (entity.kind.clone(), text_of(text, entity)))
            .collect()
    }

    #[test]
    fn commands_mentions_links_and_hashtags_are_found_behind_wide_characters() {
        let pair = |kind: &str, text: &str| (kind.to_owned(), text.to_owned());
        assert_eq!(
            found("🚗 /vin@my_bot (@my_bot) https://x.example/a?b=1. #cars"),
            [
                pair("bot_command", "/vin@my_bot"),
                pair("mention", "@my_bot"),
                pair("url", "https://x.example/a?b=1"),
                pair("hashtag", "#cars"),
            ]
        );
    }

    #[test]
    fn paths_and_numbers_are_no_commands_and_no_hashtags() {
        assert_eq!(found("a/b /usr/bin #123 @a"), []);
    }

    #[test]
    fn nothing_is_found_inside_code() {
        let code = Entity::found("code", 0, 6);
        assert_eq!(with_detected("/start", vec![code.clone()]), [code]);
    }
}
