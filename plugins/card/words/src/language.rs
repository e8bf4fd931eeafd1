//! Words in the reader's language, out of the Fluent files in `../locales`.
//!
//! The files are read when the plugin is built (`build.rs`), where a mistake in one ends the
//! build, and not at each call. What a message may hold: text, `{ $variables }`, other
//! messages and terms, and choices by number (`{ $count -> [one] … *[other] … }`).

/// What a message is called; [`Key::named`] finds one by the name in the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(usize);

/// What stands for a variable of a message.
#[derive(Debug, Clone, Copy)]
pub enum Given<'a> {
    /// Text as it is.
    Text(&'a str),
    /// A number, which also makes choices.
    Number(u64),
}

#[derive(Debug)]
struct Language {
    tag: &'static str,
    /// Digits that count [`CATEGORIES`]: see `plurals` in build.rs.
    plurals: &'static [u8],
    /// By key; empty where this language says nothing of its own.
    patterns: &'static [&'static [Part]],
}

#[derive(Debug)]
enum Part {
    Text(&'static str),
    Given(&'static str),
    /// By which variable, the variants, and what is said without a fitting one.
    Choice(
        &'static str,
        &'static [(When, &'static [Part])],
        &'static [Part],
    ),
}

#[derive(Debug, PartialEq)]
enum When {
    #[allow(
        dead_code,
        reason = "no file here chooses by a number itself, but one may"
    )]
    Number(u64),
    Category(u8),
}

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
/// Where a table of plurals ends but for the last two digits.
const OWN: u64 = 1_000;
/// Languages of a chain: language, script, region, and English.
const CHAIN: usize = 4;

impl Key {
    /// The key of this name, such as `value-sedan-saloon`.
    pub fn named(name: &str) -> Option<Self> {
        NAMES.binary_search(&name).ok().map(Self)
    }
}

/// A language, and those that it falls back to: `de-AT`, `de`, `en`.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    chain: [&'static Language; CHAIN],
}

impl Words {
    /// The words for a BCP 47 tag; English for a language that there is no file of.
    ///
    /// ```
    /// use vinbot_words::{Key, Words};
    /// assert_eq!(Words::of("de-AT").word(Key::LINE_ENGINE), "Motor");
    /// assert_eq!(Words::of("ja").word(Key::LINE_ENGINE), "Engine");
    /// ```
    pub fn of(tag: &str) -> Self {
        let named = |tag: &str| {
            let same = |language: &&Language| language.tag.eq_ignore_ascii_case(tag);
            LANGUAGES.iter().find(same)
        };
        // The build makes sure that there is English.
        let english = named("en").unwrap_or(&LANGUAGES[0]);
        let mut chain = [english; CHAIN];
        let tag = tag.replace('_', "-");
        let (mut rest, mut length) = (tag.as_str(), 0);
        while length < CHAIN - 1 && !rest.is_empty() {
            if let Some(language) = named(rest) {
                chain[length] = language;
                length += 1;
            }
            rest = rest.rsplit_once('-').map_or("", |(before, _)| before);
        }
        Self { chain }
    }

    /// Tags of all languages that there are files of.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        LANGUAGES.iter().map(|language| language.tag)
    }

    /// The tag of the language that is spoken.
    pub fn tag(&self) -> &'static str {
        self.chain[0].tag
    }

    /// Whether the words of plugins are in the reader's language already.
    pub fn is_english(&self) -> bool {
        self.tag().split('-').next() == Some("en")
    }

    /// A message without variables.
    pub fn word(&self, key: Key) -> &'static str {
        match self.pattern(key) {
            [Part::Text(text)] => text,
            _ => "",
        }
    }

    /// A message with its variables.
    pub fn say(&self, key: Key, given: &[(&str, Given<'_>)]) -> String {
        let mut out = String::new();
        self.write(&mut out, self.pattern(key), given);
        out
    }

    /// The plural category of a number in this language: `few`.
    pub fn category(&self, number: u64) -> &'static str {
        CATEGORIES[usize::from(self.category_index(number))]
    }

    fn category_index(&self, number: u64) -> u8 {
        let place = if number < OWN {
            number
        } else {
            OWN + number % 100
        };
        let digit = usize::try_from(place)
            .ok()
            .and_then(|place| self.chain[0].plurals.get(place));
        digit.map_or(5, |digit| digit - b'0')
    }

    fn pattern(&self, key: Key) -> &'static [Part] {
        let patterns = self.chain.iter().map(|language| language.patterns[key.0]);
        patterns
            .into_iter()
            .find(|pattern| !pattern.is_empty())
            .unwrap_or(&[])
    }

    fn write(&self, out: &mut String, parts: &[Part], given: &[(&str, Given<'_>)]) {
        let find = |name: &str| given.iter().find(|(n, _)| *n == name).map(|(_, to)| *to);
        for part in parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Given(name) => match find(name) {
                    Some(Given::Text(text)) => out.push_str(text),
                    Some(Given::Number(number)) => out.push_str(&self.grouped(&number.to_string())),
                    None => out.push('?'),
                },
                Part::Choice(name, variants, default) => {
                    let number = match find(name) {
                        Some(Given::Number(number)) => Some(number),
                        _ => None,
                    };
                    let fits = |when: When| {
                        let mut of = variants.iter().filter(|(is, _)| *is == when);
                        of.next().map(|(_, parts)| *parts)
                    };
                    let chosen = number.and_then(|number| {
                        fits(When::Number(number))
                            .or_else(|| fits(When::Category(self.category_index(number))))
                    });
                    self.write(out, chosen.unwrap_or(default), given);
                }
            }
        }
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
