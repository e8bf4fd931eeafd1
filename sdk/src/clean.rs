//! Text from outside: what could deceive or break a message is taken out.
//!
//! ```
//! use vinbot_plugin::clean;
//! assert_eq!(clean::line("AIR BAGS:\r\n FRONTAL", 40), "AIR BAGS: FRONTAL");
//! assert_eq!(clean::line("a very long summary", 8), "a very…");
//! ```

use std::borrow::Cow;

/// On one line, without characters that are not seen but act, and not longer than
/// `most` characters.
pub fn line(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len().min(most));
    let mut gap = false;
    for (count, c) in text
        .chars()
        .filter(|&c| !acts_unseen(c) || c.is_whitespace())
        .enumerate()
    {
        // A text of nothing but spaces is no reason to read all of it.
        if count > most * 4 {
            break;
        }
        if c.is_whitespace() || c.is_control() {
            gap = !out.is_empty();
        } else {
            if std::mem::take(&mut gap) {
                out.push(' ');
            }
            out.push(c);
        }
    }
    cut(&out, most).into_owned()
}

/// Not longer than `most` characters, the last of them `…` where something is missing.
pub fn cut(text: &str, most: usize) -> Cow<'_, str> {
    if text.chars().nth(most).is_none() {
        return Cow::Borrowed(text);
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    Cow::Owned(format!("{}…", kept.trim_end()))
}

/// Control characters, directions of writing (which can turn `gpj.exe` around), spaces
/// of no width, and the invisible copies of ASCII.
pub fn acts_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_made_harmless() {
        for (text, most, clean) in [
            ("one\r\n two\u{2028}three", 20, "one two three"),
            ("abc\u{202e}fed", 20, "abcfed"),
            ("HO\u{200b}NDA\u{feff}", 20, "HONDA"),
            ("a\0b", 20, "ab"),
            ("  a  b ", 20, "a b"),
            ("abcdefghijk", 10, "abcdefghi…"),
            ("abcdefghij", 10, "abcdefghij"),
            ("Škoda 奥迪 مرحبا", 20, "Škoda 奥迪 مرحبا"),
        ] {
            assert_eq!(line(text, most), clean);
        }
    }
}
