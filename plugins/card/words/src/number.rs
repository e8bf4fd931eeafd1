//! Numbers as people write them. Separators stand in the Fluent files: a table of four words a
//! language, where `icu_decimal` would bring its data for the same.

use crate::{Key, Words};

/// A number of a report: `2.998832712`, `4,100`.
pub fn parse(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', "");
    let number: f64 = text.parse().ok()?;
    (number.is_finite() && number.abs() < 1e9).then_some(number)
}

/// Kilowatts of the horsepower of the US, the mechanical one.
pub(crate) fn kw(horsepower: f64) -> f64 {
    horsepower * 0.745_699_872
}

impl Words {
    /// With at most so many decimals, none for nothing, and separated thousands.
    pub fn decimal(&self, number: f64, decimals: usize) -> String {
        let text = format!("{number:.decimals$}");
        match text.split_once('.') {
            Some((whole, rest)) => self.joined(whole, rest.trim_end_matches('0')),
            None => self.grouped(&text),
        }
    }

    /// With just so many decimals: `3.0`.
    pub fn fixed(&self, number: f64, decimals: usize) -> String {
        let text = format!("{number:.decimals$}");
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        self.joined(whole, rest)
    }

    fn joined(&self, whole: &str, rest: &str) -> String {
        let mut out = self.grouped(whole);
        if !rest.is_empty() {
            out.push_str(self.word(Key::NUMBER_DECIMAL));
            out.push_str(rest);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("en", "1,234.5", "1,234,567", "3.0")]
    #[case("de", "1.234,5", "1.234.567", "3,0")]
    #[case("es", "1234,5", "1.234.567", "3,0")]
    #[case("fr", "1\u{202f}234,5", "1\u{202f}234\u{202f}567", "3,0")]
    #[case("uk", "1\u{a0}234,5", "1\u{a0}234\u{a0}567", "3,0")]
    fn numbers_are_written_as_in_the_readers_language(
        #[case] tag: &str,
        #[case] thousands: &str,
        #[case] millions: &str,
        #[case] fixed: &str,
    ) {
        let words = Words::of(tag);
        assert_eq!(words.decimal(1_234.5, 2), thousands);
        assert_eq!(words.decimal(1_234_567.0, 0), millions);
        assert_eq!(words.fixed(3.0, 1), fixed);
    }
}
