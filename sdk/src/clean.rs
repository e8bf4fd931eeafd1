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

/// Which of two numbers in `01/02/2025` is the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `13/01/2025`, as NHTSA's recalls.
    DayFirst,
    /// `01/13/2025`, as NHTSA's complaints.
    MonthFirst,
}

/// A date as `2025-01-13`: from one with slashes, or from one that begins like that
/// already. A month of 13 is a day after all.
///
/// ```
/// use vinbot_plugin::clean::{DateOrder, date};
/// assert_eq!(date("13/01/2025", DateOrder::DayFirst).as_deref(), Some("2025-01-13"));
/// assert_eq!(date("2025-01-13T00:00:00Z", DateOrder::DayFirst).as_deref(), Some("2025-01-13"));
/// assert_eq!(date("soon", DateOrder::DayFirst), None);
/// ```
pub fn date(text: &str, order: DateOrder) -> Option<String> {
    let number = |text: &str| text.trim().parse::<u16>().ok();
    let text = text.trim();
    let parts: Vec<&str> = text.split('/').collect();
    let (year, month, day) = if let [first, second, year] = parts.as_slice() {
        let (first, second) = (number(first)?, number(second)?);
        let year = number(year.split(' ').next()?)?;
        match order {
            DateOrder::DayFirst if second <= 12 => (year, second, first),
            DateOrder::MonthFirst if first > 12 => (year, second, first),
            _ => (year, first, second),
        }
    } else {
        let mut parts = text.get(..10)?.split('-');
        let mut next = || number(parts.next()?);
        (next()?, next()?, next()?)
    };
    let plausible =
        (1900..=2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    plausible.then(|| format!("{year:04}-{month:02}-{day:02}"))
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

    #[test]
    fn a_date_is_read_in_its_order() {
        use DateOrder::{DayFirst, MonthFirst};
        for (text, order, expected) in [
            ("14/11/2025", DayFirst, Some("2025-11-14")),
            ("11/04/2025", DayFirst, Some("2025-04-11")),
            ("11/04/2025", MonthFirst, Some("2025-11-04")),
            ("11/24/2025", DayFirst, Some("2025-11-24")),
            ("24/11/2025", MonthFirst, Some("2025-11-24")),
            ("2025-11-24", DayFirst, Some("2025-11-24")),
            ("2025-13-24", DayFirst, None),
            ("1/1/25", DayFirst, None),
            ("0/1/2025", DayFirst, None),
            ("x/y/z", DayFirst, None),
            ("", DayFirst, None),
        ] {
            assert_eq!(date(text, order).as_deref(), expected, "{text}");
        }
    }
}
