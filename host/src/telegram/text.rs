//! Rich text as Telegram takes it: plain text and entities, in parts that fit.
//!
//! Offsets and lengths are UTF-16 code units, as the Bot API counts them.

use teloxide::types::{MessageEntity, MessageEntityKind};

use crate::rich::{Message, Span, Style};

/// UTF-16 units of one message.
pub(super) const UNITS: usize = 4_096;
/// Entities of one message; Telegram ignores those beyond.
const ENTITIES: usize = 100;

/// Parts of one message: whatever a formatter hands over, nobody wants to read more.
const PARTS: usize = 10;
/// Lines of one message that are looked at.
const LINES: usize = 2_000;

/// Styles and Telegram's name for them.
const KINDS: [(Style, MessageEntityKind); 8] = [
    (Style::QUOTE, MessageEntityKind::Blockquote),
    (Style::PRE, MessageEntityKind::Pre { language: None }),
    (Style::CODE, MessageEntityKind::Code),
    (Style::BOLD, MessageEntityKind::Bold),
    (Style::ITALIC, MessageEntityKind::Italic),
    (Style::UNDERLINE, MessageEntityKind::Underline),
    (Style::STRIKETHROUGH, MessageEntityKind::Strikethrough),
    (Style::SPOILER, MessageEntityKind::Spoiler),
];

/// One message's worth of text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) entities: Vec<MessageEntity>,
}

/// Cuts a message into parts that Telegram takes: between lines where it can be,
/// inside a line where that alone is too long. Without any text there is no part.
pub(super) fn parts(message: &Message) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut runs: Vec<Run> = Vec::new();
    for line in lines(message) {
        for piece in cut(line) {
            let units: usize = runs.iter().chain(&piece).map(Run::units).sum();
            if units > UNITS || entities(runs.iter().chain(&piece)).len() > ENTITIES {
                parts.extend(part(std::mem::take(&mut runs)));
            }
            runs.extend(piece);
        }
    }
    parts.extend(part(runs));
    if parts.len() > PARTS {
        parts.truncate(PARTS);
        parts.push(Part {
            text: "…".to_owned(),
            entities: Vec::new(),
        });
    }
    parts
}

/// Text of one style within one line.
#[derive(Debug, Clone)]
struct Run {
    text: String,
    style: Style,
    link: Option<String>,
}

impl Run {
    fn units(&self) -> usize {
        units(&self.text)
    }
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The message line by line, each with its line break.
fn lines(message: &Message) -> Vec<Vec<Run>> {
    let mut lines = Vec::new();
    let mut line = Vec::new();
    let mut room = (PARTS + 1) * UNITS;
    for span in &message.spans {
        let link = safe_link(span);
        for text in span.text.split_inclusive('\n') {
            if lines.len() >= LINES || room == 0 {
                lines.push(line);
                return lines;
            }
            let shown: String = text
                .chars()
                .filter(|&c| c == '\n' || c == '\t' || shows(c))
                .take(room)
                .collect();
            room = room.saturating_sub(units(&shown));
            if !shown.is_empty() {
                line.push(Run {
                    text: shown,
                    style: exclusive(span.style),
                    link: link.clone(),
                });
            }
            if text.ends_with('\n') {
                lines.push(std::mem::take(&mut line));
            }
        }
    }
    lines.push(line);
    lines
}

/// Control characters do nothing good in a chat, and overrides of direction could
/// make a text look like another.
fn shows(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn safe_link(span: &Span) -> Option<String> {
    let link = span.link.as_deref()?;
    let url = reqwest::Url::parse(link).ok()?;
    (url.scheme() == "https" && url.has_host()).then(|| url.to_string())
}

/// Monospaced text takes no other style.
fn exclusive(style: Style) -> Style {
    if style.has(Style::PRE) {
        Style::PRE
    } else if style.has(Style::CODE) {
        Style::CODE
    } else {
        style
    }
}

/// A line in pieces that fit into one message each; almost always one.
fn cut(line: Vec<Run>) -> Vec<Vec<Run>> {
    let mut pieces = Vec::new();
    let mut piece: Vec<Run> = Vec::new();
    let mut used = 0;
    for run in line {
        let mut text = String::new();
        for c in run.text.chars() {
            if used + c.len_utf16() > UNITS {
                piece.push(Run {
                    text: std::mem::take(&mut text),
                    ..run.clone()
                });
                pieces.push(std::mem::take(&mut piece));
                used = 0;
            }
            used += c.len_utf16();
            text.push(c);
        }
        piece.push(Run { text, ..run });
        if entities(piece.iter()).len() >= ENTITIES {
            pieces.push(std::mem::take(&mut piece));
            used = 0;
        }
    }
    pieces.push(piece);
    pieces
}

/// The entities of a text made of these runs: neighbours of one kind are one.
fn entities<'a>(runs: impl Iterator<Item = &'a Run> + Clone) -> Vec<MessageEntity> {
    let mut entities = Vec::new();
    for (style, kind) in KINDS {
        let mut at = 0;
        let mut grows = false;
        for run in runs.clone() {
            let length = run.units();
            let has = run.style.has(style);
            if has && length > 0 {
                extend(
                    &mut entities,
                    grows,
                    MessageEntity::new(kind.clone(), at, length),
                );
            }
            grows = has && (grows || length > 0);
            at += length;
        }
    }
    let mut at = 0;
    let mut before: Option<&str> = None;
    for run in runs {
        let length = run.units();
        let monospaced = run.style.has(Style::PRE) || run.style.has(Style::CODE);
        let link = run.link.as_deref().filter(|_| !monospaced);
        if let Some(url) = link.and_then(|link| reqwest::Url::parse(link).ok()) {
            let kind = MessageEntityKind::TextLink { url };
            extend(
                &mut entities,
                link == before,
                MessageEntity::new(kind, at, length),
            );
        }
        before = link;
        at += length;
    }
    entities
}

fn extend(entities: &mut Vec<MessageEntity>, grows: bool, entity: MessageEntity) {
    match entities.last_mut().filter(|_| grows) {
        Some(last) => last.length += entity.length,
        None => entities.push(entity),
    }
}

/// A part of these runs, without the white space around it, which Telegram drops.
fn part(mut runs: Vec<Run>) -> Option<Part> {
    while let Some(first) = runs.first_mut() {
        let trimmed = first.text.trim_start_matches(['\n', ' ', '\t']);
        let (whole, rest) = (trimmed.is_empty(), trimmed.to_owned());
        if !whole {
            // Spaces before the first word of a line belong to a drawing.
            if first.text.starts_with('\n') {
                first.text = rest;
            }
            break;
        }
        runs.remove(0);
    }
    while let Some(last) = runs.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() {
            break;
        }
        runs.pop();
    }
    let mut entities = entities(runs.iter());
    entities.sort_by_key(|entity| (entity.offset, std::cmp::Reverse(entity.length)));
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    (!text.is_empty()).then_some(Part { text, entities })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn only(message: &Message) -> Part {
        let mut parts = parts(message);
        assert_eq!(parts.len(), 1, "{parts:?}");
        parts.remove(0)
    }

    fn described(part: &Part) -> Vec<String> {
        let units: Vec<u16> = part.text.encode_utf16().collect();
        let named = |entity: &MessageEntity| {
            let text = &units[entity.offset..entity.offset + entity.length];
            let kind = serde_json::to_value(&entity.kind).unwrap();
            format!(
                "{}: {}",
                kind["type"].as_str().unwrap(),
                String::from_utf16(text).unwrap()
            )
        };
        part.entities.iter().map(named).collect()
    }

    #[test]
    fn styles_become_entities_counted_in_utf16() {
        let message = Message::default()
            .plain("🚗 ")
            .text("Honda", Style::BOLD)
            .plain(" é ")
            .text("1HG", Style::CODE);
        let part = only(&message);
        assert_eq!(part.text, "🚗 Honda é 1HG");
        assert_eq!(described(&part), ["bold: Honda", "code: 1HG"]);
        assert_eq!(part.entities[0].offset, 3);
    }

    #[rstest]
    #[case::code_alone(Style(Style::CODE.0 | Style::BOLD.0), &["code: x"])]
    #[case::pre_alone(Style(Style::PRE.0 | Style::CODE.0), &["pre: x"])]
    #[case::both(Style(Style::ITALIC.0 | Style::BOLD.0), &["bold: x", "italic: x"])]
    fn styles_that_exclude_each_other_are_not_mixed(
        #[case] style: Style,
        #[case] expected: &[&str],
    ) {
        assert_eq!(
            described(&only(&Message::default().text("x", style))),
            expected
        );
    }

    #[test]
    fn neighbours_of_one_style_are_one_entity() {
        let message = Message::default()
            .text("two\nlines", Style::PRE)
            .text("\nthree", Style::PRE)
            .plain("!");
        assert_eq!(described(&only(&message)), ["pre: two\nlines\nthree"]);
    }

    #[rstest]
    #[case("https://a.example/x", true)]
    #[case("http://a.example", false)]
    #[case("javascript:alert(1)", false)]
    #[case("tg://user?id=1", false)]
    #[case("not a link", false)]
    fn only_https_links_are_kept(#[case] link: &str, #[case] kept: bool) {
        let span = Span {
            text: "x".into(),
            style: Style::PLAIN,
            link: Some(link.into()),
        };
        let message = Message {
            spans: vec![span],
            ..Message::default()
        };
        assert_eq!(only(&message).entities.len(), usize::from(kept));
    }

    #[test]
    fn text_is_cut_between_lines() {
        let line = format!("{}\n", "x".repeat(99));
        let parts = parts(&Message::default().text(line.repeat(100), Style::BOLD));
        let lengths: Vec<_> = parts.iter().map(|part| part.text.len()).collect();
        assert_eq!(lengths, [3_999, 3_999, 1_999]);
        assert!(parts.iter().all(|part| part.entities.len() == 1));
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_inside() {
        let parts = parts(&Message::default().text("🚗".repeat(5_000), Style::ITALIC));
        let units: Vec<_> = parts.iter().map(|part| units(&part.text)).collect();
        assert_eq!(units, [4_096, 4_096, 1_808]);
    }

    #[test]
    fn more_than_a_hundred_entities_go_into_another_part() {
        let message = (0..250).fold(Message::default(), |message, i| {
            message
                .text(i.to_string(), Style::BOLD)
                .plain(if i % 5 == 0 { "\n" } else { " " })
        });
        let parts = parts(&message);
        assert!(parts.iter().all(|part| part.entities.len() <= 100));
        assert_eq!(
            parts.iter().map(|part| part.entities.len()).sum::<usize>(),
            250
        );
    }

    #[test]
    fn a_formatter_that_does_not_end_is_cut_off() {
        for endless in [
            "x".repeat(1_000_000),
            "\n".repeat(1_000_000),
            "x\n".repeat(100_000),
        ] {
            assert!(parts(&Message::default().plain(endless)).len() <= PARTS + 1);
        }
    }

    #[test]
    fn nothing_to_show_is_no_part() {
        assert!(parts(&Message::default()).is_empty());
        assert!(parts(&Message::default().plain(" \n\t \u{7}")).is_empty());
    }

    #[test]
    fn what_could_forge_a_text_is_dropped() {
        let part = only(&Message::default().plain("a\u{202e}b\u{0}c\r\nd"));
        assert_eq!(part.text, "abc\nd");
    }

    #[test]
    fn white_space_around_a_part_goes_but_a_drawing_keeps_its_indent() {
        let message = Message::default()
            .plain("\n\n")
            .text("  ^\n", Style::PRE)
            .plain("\n");
        let part = only(&message);
        assert_eq!(part.text, "  ^");
        assert_eq!(part.entities[0].length, 3);
    }

    proptest! {
        #[test]
        fn every_part_of_any_message_fits(
            spans in prop::collection::vec((".{0,200}|\n|[x]{5000}", any::<u8>()), 0..60)
        ) {
            let message = spans.iter().fold(Message::default(), |message, (text, style)| {
                message.text(text.as_str(), Style(*style))
            });
            for part in parts(&message) {
                let length = units(&part.text);
                prop_assert!((1..=UNITS).contains(&length));
                prop_assert!(part.entities.len() <= ENTITIES);
                let text: Vec<u16> = part.text.encode_utf16().collect();
                for entity in &part.entities {
                    let range = entity.offset..entity.offset + entity.length;
                    prop_assert!(entity.length > 0 && range.end <= length);
                    prop_assert!(String::from_utf16(&text[range]).is_ok());
                }
            }
        }
    }
}
