//! Words in the reader's language, out of the Fluent files in `../locales`.

pub use vinbot_plugin::words::Given;

vinbot_plugin::words!();

/// A language, and those that it falls back to: `de-AT`, `de`, `en`.
#[derive(Debug, Clone, Copy)]
pub struct Words(vinbot_plugin::words::Words);

impl Words {
    /// The words for a BCP 47 tag; English for a language that there is no file of.
    ///
    /// ```
    /// use vinbot_words::{Key, Words};
    /// assert_eq!(Words::of("de-AT").word(Key::LINE_ENGINE), "Motor");
    /// assert_eq!(Words::of("ja").word(Key::LINE_ENGINE), "Engine");
    /// ```
    pub fn of(tag: &str) -> Self {
        Self(vinbot_plugin::words::Words::of(&TABLES, tag))
    }

    /// Tags of all languages that there are files of.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        TABLES.languages.iter().map(|language| language.tag)
    }

    /// The tag of the language that is spoken.
    pub fn tag(&self) -> &'static str {
        self.0.tag()
    }

    /// Whether the words of plugins are in the reader's language already.
    pub fn is_english(&self) -> bool {
        self.0.is_english()
    }

    /// A message without variables.
    pub fn word(&self, key: Key) -> &'static str {
        self.0.word(key)
    }

    /// A message with its variables.
    pub fn say(&self, key: Key, given: &[(&str, Given<'_>)]) -> String {
        self.0.say(key, given)
    }

    /// The plural category of a number in this language: `few`.
    pub fn category(&self, number: u64) -> &'static str {
        self.0.category(number)
    }

    /// Digits with what this language puts between thousands.
    pub(crate) fn grouped(&self, digits: &str) -> String {
        self.0.grouped(digits)
    }
}

/// How a value of a plugin is called in a key: `Sedan/Saloon` is `sedan-saloon`.
///
/// ```
/// assert_eq!(vinbot_words::slug("4WD/4-Wheel Drive (4x4)"), "4wd-4-wheel-drive-4x4");
/// ```
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("de", "de")]
    #[case("de-AT", "de")]
    #[case("DE_at", "de")]
    #[case("uk-Cyrl-UA", "uk")]
    #[case("en-GB", "en")]
    #[case("ja", "en")]
    #[case("", "en")]
    #[case("-", "en")]
    fn a_reader_has_the_nearest_language(#[case] asked: &str, #[case] spoken: &str) {
        assert_eq!(Words::of(asked).tag(), spoken);
    }

    #[rstest]
    #[case("en", &["1 door", "2 doors", "5 doors", "21 doors"])]
    #[case("fr", &["1 porte", "2 portes", "5 portes", "21 portes"])]
    #[case("ru", &["1 дверь", "2 двери", "5 дверей", "21 дверь"])]
    fn a_number_has_the_right_plural(#[case] tag: &str, #[case] doors: &[&str]) {
        let say = |count| Words::of(tag).say(Key::DOORS, &[("count", Given::Number(count))]);
        assert_eq!([1, 2, 5, 21].map(say), doors);
    }

    #[rstest]
    #[case(1, "1 автомобіль")]
    #[case(3, "3 автомобілі")]
    #[case(11, "11 автомобілів")]
    #[case(12, "12 автомобілів")]
    #[case(101, "101 автомобіль")]
    #[case(111, "111 автомобілів")]
    #[case(1_002, "1\u{a0}002 автомобілі")]
    #[case(1_011, "1\u{a0}011 автомобілів")]
    #[case(1_000_000, "1\u{a0}000\u{a0}000 автомобілів")]
    fn ukrainian_counts_by_the_last_digits(#[case] count: u64, #[case] words: &str) {
        let said = Words::of("uk").say(Key::VEHICLES, &[("count", Given::Number(count))]);
        assert_eq!(said, words);
    }

    #[test]
    fn keys_are_found_by_name_and_unknown_ones_are_not() {
        assert_eq!(Key::named("line-engine"), Some(Key::LINE_ENGINE));
        assert_eq!(Key::named("line-warp-drive"), None);
    }
}
