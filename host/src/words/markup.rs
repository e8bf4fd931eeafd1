//! Styles in words: `<b>`, `<i>`, `<code>`, `<pre>` and their ends. Translators know them.

use crate::rich::{Span, Style};

const TAGS: [(&str, Style); 4] = [
    ("b", Style::BOLD),
    ("i", Style::ITALIC),
    ("code", Style::CODE),
    ("pre", Style::PRE),
];

/// Stands for a `<` that is text: a character of the private use area, which nobody types.
const LESS: char = '\u{E03C}';

/// Text that holds no tag, whatever is in it.
pub(super) fn escape(text: &str) -> String {
    text.replace('<', LESS.encode_utf8(&mut [0; 4]))
}

/// Text with tags as spans.
pub(super) fn spans(text: &str) -> Vec<Span> {
    let (mut spans, mut style, mut rest) = (Vec::new(), Style::PLAIN, text);
    let mut push = |text: &str, style| {
        if !text.is_empty() {
            spans.push(Span {
                text: text.replace(LESS, "<"),
                style,
                link: None,
            });
        }
    };
    while let Some((before, after)) = rest.split_once('<') {
        push(before, style);
        if let Some((other, after)) = tag(after) {
            (style, rest) = (Style(style.0 ^ other.0), after);
        } else {
            push("<", style);
            rest = after;
        }
    }
    push(rest, style);
    spans
}

/// The style that begins or ends here, and what follows its tag.
fn tag(text: &str) -> Option<(Style, &str)> {
    let (name, after) = text.split_once('>')?;
    let name = name.strip_prefix('/').unwrap_or(name);
    let found = TAGS.iter().find(|(tag, _)| *tag == name)?;
    Some((found.1, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(String, u8)> {
        let spans = spans(text);
        spans
            .into_iter()
            .map(|span| (span.text, span.style.0))
            .collect()
    }

    #[test]
    fn tags_are_styles_and_all_else_is_text() {
        let expected = [("a ", 0), ("b", 1), (" 1 ", 0), ("<", 0), (" 2", 0)];
        assert_eq!(
            told("a <b>b</b> 1 < 2"),
            expected.map(|(text, style)| (text.to_owned(), style))
        );
    }

    #[test]
    fn what_is_filled_in_has_no_tags() {
        let text = format!("<b>{}</b>", escape("<code>x</code>"));
        assert_eq!(told(&text), [("<code>x</code>".to_owned(), 1)]);
    }
}
