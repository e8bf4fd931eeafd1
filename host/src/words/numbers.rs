//! Numbers within words, as the language writes them: `12,000`, `12.000`, `12 000`.
//!
//! Fluent chooses a form by the number itself, and writes it in digits alone. So each number is
//! marked where it is filled in, and grouped when the text is whole.

use fluent_bundle::FluentValue;

/// Stand around a number: characters of the private use area, which nobody types.
const BEGIN: char = '\u{E030}';
const END: char = '\u{E031}';

/// A number with its marks; nothing of what is none.
pub(super) fn mark<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(format!("{BEGIN}{}{END}", number.as_string())),
        _ => None,
    }
}

/// What stands between thousands, and from how many digits on.
#[derive(Debug, Default)]
pub(super) struct Grouping {
    separator: String,
    from: usize,
}

impl Grouping {
    /// As the words say it; digits alone if they don't.
    pub(super) fn of(separator: Option<String>, from: Option<String>) -> Self {
        let from = from.and_then(|from| from.parse().ok());
        Self {
            separator: separator.unwrap_or_default(),
            from: from.unwrap_or(4),
        }
    }

    /// A text with its marked numbers as they are written.
    pub(super) fn written(&self, text: &str) -> String {
        let (mut out, mut rest) = (String::with_capacity(text.len()), text);
        while let Some((before, after)) = rest.split_once(BEGIN) {
            let (number, behind) = after.split_once(END).unwrap_or((after, ""));
            out.push_str(before);
            self.write(&mut out, number);
            rest = behind;
        }
        out.push_str(rest);
        out
    }

    fn write(&self, out: &mut String, number: &str) {
        let whole = number.split('.').next().unwrap_or_default();
        let digits = whole.trim_start_matches('-').len();
        if digits < self.from {
            return out.push_str(number);
        }
        let sign = whole.len() - digits;
        for (i, c) in number.char_indices() {
            let left = whole.len().saturating_sub(i);
            if i > sign && left > 0 && left.is_multiple_of(3) {
                out.push_str(&self.separator);
            }
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Words;
    use rstest::rstest;

    #[rstest]
    #[case("en", 999, "999")]
    #[case("en", 12_000, "12,000")]
    #[case("de", 1_234_567, "1.234.567")]
    #[case("es", 1_234, "1234")]
    #[case("es", 12_345, "12.345")]
    #[case("fr", 12_345, "12\u{202f}345")]
    #[case("uk", 12_345, "12\u{a0}345")]
    fn a_number_in_words_is_grouped_as_its_language_does(
        #[case] code: &str,
        #[case] number: usize,
        #[case] written: &str,
    ) {
        let said = Words::of(code).text("sheet-too-many-rows", &[("most", number.into())]);
        assert!(said.contains(&format!(" {written} ")), "{said}");
    }

    #[test]
    fn a_grouped_number_chooses_the_same_form() {
        let said = |n: usize| Words::of("ru").text("more-near-misses", &[("more", n.into())]);
        assert!(
            said(1_021).contains("1\u{a0}021 текст почти"),
            "{}",
            said(1_021)
        );
    }

    #[test]
    fn digits_in_a_text_stay_as_they_are() {
        let said = Words::english().text("unknown-command", &[("name", "a12000".into())]);
        assert!(said.contains("/a12000"), "{said}");
    }
}
