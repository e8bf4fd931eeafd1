//! Texts that keep to their places: smaller, on more lines, and cut at last.

use crate::font::Ruler;

/// A text as it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fitted {
    /// Pixels.
    pub(crate) size: f32,
    pub(crate) lines: Vec<String>,
}

/// A size in pixels, and on how many lines a text may stand in it.
pub(crate) type Try = (f32, usize);

/// The text in the first of these sizes that it fits in; in the last one it is cut.
pub(crate) fn fit(text: &str, ruler: &Ruler, width: f32, tries: &[Try]) -> Fitted {
    let text = ruler.shown(text);
    let mut last = Fitted {
        size: 0.0,
        lines: Vec::new(),
    };
    for &(size, most) in tries {
        let mut lines = wrap(&text, ruler, width / size);
        if lines.len() <= most {
            return Fitted { size, lines };
        }
        lines.truncate(most);
        if let Some(line) = lines.last_mut() {
            cut(line, ruler, width / size);
        }
        last = Fitted { size, lines };
    }
    last
}

/// Lines of this width, in sizes of the font, broken at spaces, else within words.
fn wrap(text: &str, ruler: &Ruler, width: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if ruler.width(&longer) <= width {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            // A mark stays with its letter.
            let mark = ruler.advance(c) == 0.0;
            if !mark && !line.is_empty() && ruler.width(&line) + ruler.advance(c) > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Ends a line that goes on with dots.
fn cut(line: &mut String, ruler: &Ruler, width: f32) {
    while !line.is_empty() && ruler.width(line) + ruler.advance('…') > width {
        while line.pop().is_some_and(|c| ruler.advance(c) == 0.0) {}
    }
    line.truncate(line.trim_end_matches([' ', ',', '·']).len());
    line.push('…');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::Font;
    use proptest::prelude::*;

    const TRIES: [Try; 3] = [(64.0, 1), (48.0, 2), (36.0, 2)];

    #[test]
    fn a_short_text_is_large_and_a_long_one_small() {
        let ruler = Font::Strong.ruler();
        let fitted = |text| fit(text, &ruler, 900.0, &TRIES);
        assert_eq!(fitted("Honda Accord").lines.len(), 1);
        assert_eq!(
            fitted("Harley-Davidson Road Glide Custom FLTRX103")
                .lines
                .len(),
            2
        );
        let cut = fitted(&"Donaudampfschifffahrtsgesellschaft".repeat(9));
        assert_eq!(cut.lines.len(), 2);
        assert!(cut.lines[1].ends_with('…'), "{cut:?}");
    }

    #[test]
    fn nothing_takes_no_line() {
        assert_eq!(
            fit(" \u{200b}", &Font::Text.ruler(), 100.0, &TRIES).lines,
            [""; 0]
        );
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_place(text in "\\PC{0,120}", width in 80.0_f32..1_000.0) {
            let ruler = Font::Text.ruler();
            let fitted = fit(&text, &ruler, width, &TRIES);
            for line in &fitted.lines {
                prop_assert!(ruler.width(line) * fitted.size <= width + 0.5, "{line}");
            }
        }
    }
}
