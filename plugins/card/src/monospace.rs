//! Monospaced text that fits a phone.

use unicode_width::UnicodeWidthStr;

/// What a phone shows on one line.
pub(crate) const WIDTH: usize = 34;
const BETWEEN: usize = 2;
/// One of two columns.
pub(crate) const HALF: usize = (WIDTH - BETWEEN) / 2;
/// Lines that one value may take.
const LINES: usize = 4;

/// Cells of lines beside each other.
pub(crate) fn columns(cells: &[Vec<String>]) -> String {
    let height = cells.iter().map(Vec::len).max().unwrap_or_default();
    let mut out = String::new();
    for i in 0..height {
        let mut line = String::new();
        for (column, cell) in cells.iter().enumerate() {
            let start = column * (HALF + BETWEEN);
            line.push_str(&" ".repeat(start.saturating_sub(line.width())));
            line.push_str(cell.get(i).map_or("", String::as_str));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// The text in lines of this width at most, broken at spaces where there are any.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        let gap = usize::from(!line.is_empty());
        if line.width() + gap + word.width() <= width {
            if gap == 1 {
                line.push(' ');
            }
            line.push_str(word);
            continue;
        }
        if gap == 1 {
            lines.push(String::new());
        }
        for c in word.chars() {
            let full = lines.last().is_some_and(|l| {
                let mut longer = l.clone();
                longer.push(c);
                longer.width() > width
            });
            if full {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            while last.width() + 1 > width {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_value_is_broken_at_its_spaces() {
        assert_eq!(
            wrap("3.0 L V6 (J30A4), 240 hp", 16),
            ["3.0 L V6", "(J30A4), 240 hp"]
        );
        assert_eq!(
            wrap("Donaudampfschifffahrt", 16),
            ["Donaudampfschiff", "fahrt"]
        );
    }

    #[test]
    fn columns_are_aligned_by_what_is_seen() {
        let cells = [wrap("上海", 16), wrap("Ohio", 16)];
        assert_eq!(columns(&cells), format!("上海{}Ohio\n", " ".repeat(14)));
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_a_phone(texts in prop::collection::vec("\\PC{0,80}", 2)) {
            let cells: Vec<_> = texts.iter().map(|text| wrap(text, 16)).collect();
            for line in columns(&cells).lines() {
                prop_assert!(line.width() <= WIDTH, "{line}");
            }
        }
    }
}
