//! The text of a message, which never grows beyond what Telegram takes.

use vinbot_plugin::{Button, Message, Span, Style};

use vinbot_words::clean;

/// Telegram takes 4,096 UTF-16 units and 100 entities; the host may add a line.
pub(crate) const UNITS: usize = 3_900;
pub(crate) const ENTITIES: usize = 90;

#[derive(Debug, Default)]
pub(crate) struct Sheet {
    spans: Vec<Span>,
    units: usize,
    entities: usize,
    full: bool,
}

impl Sheet {
    pub(crate) fn plain(&mut self, text: &str) {
        self.push(text, Style::empty(), None);
    }

    pub(crate) fn bold(&mut self, text: &str) {
        self.push(text, Style::BOLD, None);
    }

    pub(crate) fn italic(&mut self, text: &str) {
        self.push(text, Style::ITALIC, None);
    }

    pub(crate) fn code(&mut self, text: &str) {
        self.push(text, Style::CODE, None);
    }

    pub(crate) fn pre(&mut self, text: &str) {
        self.push(text, Style::PRE, None);
    }

    /// Leads to the address where it is one of the web, else it is plain.
    pub(crate) fn link(&mut self, text: &str, address: &str) {
        self.push(
            text,
            Style::empty(),
            is_web(address).then(|| address.to_owned()),
        );
    }

    /// An empty line between what is there and what comes.
    pub(crate) fn gap(&mut self) {
        if !self.spans.is_empty() {
            self.plain("\n");
        }
    }

    pub(crate) fn into_message(mut self, buttons: Vec<Vec<Button>>) -> Message {
        if let Some(last) = self.spans.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        self.spans.retain(|span| !span.text.is_empty());
        Message {
            spans: self.spans,
            buttons: buttons.into_iter().filter(|row| !row.is_empty()).collect(),
            attachments: Vec::new(),
        }
    }

    fn push(&mut self, text: &str, style: Style, link: Option<String>) {
        if self.full {
            return;
        }
        let mut kept = String::with_capacity(text.len());
        for c in text
            .chars()
            .filter(|&c| c == '\n' || !clean::acts_unseen(c))
        {
            // One unit is kept for the dots.
            if self.units + c.len_utf16() >= UNITS {
                self.full = true;
                kept.push('…');
                break;
            }
            self.units += c.len_utf16();
            kept.push(c);
        }
        if kept.is_empty() {
            return;
        }
        let is_plain = style.is_empty() && link.is_none();
        if !is_plain && self.entities < ENTITIES {
            self.entities += 1;
            self.spans.push(Span {
                text: kept,
                style,
                link,
            });
        } else if let Some(last) = self
            .spans
            .last_mut()
            .filter(|last| last.style.is_empty() && last.link.is_none())
        {
            last.text.push_str(&kept);
        } else {
            self.spans.push(Span {
                text: kept,
                style: Style::empty(),
                link: None,
            });
        }
    }
}

/// An https address without anything odd in it.
pub(crate) fn is_web(address: &str) -> bool {
    address.len() > "https://".len()
        && address.len() <= 1_024
        && address.starts_with("https://")
        && !address
            .chars()
            .any(|c| c.is_whitespace() || clean::acts_unseen(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_ends_in_dots() {
        let mut sheet = Sheet::default();
        sheet.plain(&"🚗".repeat(4_000));
        sheet.bold("never seen");
        let message = sheet.into_message(Vec::new());
        let text = &message.spans[0].text;
        assert_eq!(message.spans.len(), 1);
        assert!(text.encode_utf16().count() <= UNITS && text.ends_with('…'));
    }

    #[test]
    fn past_the_last_entity_text_is_plain() {
        let mut sheet = Sheet::default();
        for _ in 0..200 {
            sheet.bold("b");
            sheet.plain("p");
        }
        let message = sheet.into_message(Vec::new());
        let styled = message
            .spans
            .iter()
            .filter(|span| !span.style.is_empty())
            .count();
        assert_eq!(styled, ENTITIES);
    }

    #[test]
    fn only_addresses_of_the_web_are_linked() {
        assert!(is_web("https://www.nhtsa.gov/recalls?x=1"));
        for address in [
            "http://a.example",
            "https://",
            "javascript:x",
            "tg://x",
            "https://a b",
        ] {
            assert!(!is_web(address), "{address}");
        }
    }
}
