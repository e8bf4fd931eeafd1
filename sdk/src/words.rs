//! Words in the reader's language, out of a plugin's Fluent files.
//!
//! The files are read when the plugin is built (crate `vinbot-plugin-words`), where a mistake in
//! one ends the build, and not at each call. What a message may hold: text, `{ $variables }`,
//! other messages and terms, and choices by number (`{ $count -> [one] … *[other] … }`).
//!
//! In the plugin, [`words!`](crate::words!) stands for the tables `TABLES` and the keys `Key`:
//!
//! ```ignore
//! mod words {
//!     vinbot_plugin::words!();
//! }
//! let words = Words::of(&words::TABLES, &invocation.locale);
//! words.say(words::Key::MILEAGE, &[("miles", Given::Number(120_000))]);
//! ```

/// The tables of this plugin's words and the keys of what they say: see [`words`](crate::words).
#[macro_export]
macro_rules! words {
    () => {
        include!(concat!(env!("OUT_DIR"), "/locales.rs"));
    };
}

/// What stands for a variable of a message.
#[derive(Debug, Clone, Copy)]
pub enum Given<'a> {
    /// Text as it is.
    Text(&'a str),
    /// A number, which also makes choices.
    Number(u64),
}

/// A language, as the build makes it of a file.
#[derive(Debug)]
pub struct Language {
    /// BCP 47.
    pub tag: &'static str,
    /// Digits that count the plural categories: of each number below 1000, then of a thousand
    /// and each of two digits.
    pub plurals: &'static [u8],
    /// By key; empty where this language says nothing of its own.
    pub patterns: &'static [&'static [Part]],
}

/// A piece of a message.
#[derive(Debug)]
pub enum Part {
    /// Text as it is.
    Text(&'static str),
    /// What stands for this variable.
    Given(&'static str),
    /// By which variable, the variants, and what is said without a fitting one.
    Choice(
        &'static str,
        &'static [(When, &'static [Part])],
        &'static [Part],
    ),
}

/// When a variant is chosen.
#[derive(Debug, PartialEq, Eq)]
pub enum When {
    /// For this number.
    Number(u64),
    /// For numbers of this plural category.
    Category(u8),
}

/// What is said in all languages, as the build makes it of the files.
#[derive(Debug)]
pub struct Tables {
    /// Names of messages, sorted.
    pub names: &'static [&'static str],
    /// All languages, English among them.
    pub languages: &'static [Language],
}

impl Tables {
    /// The place of a message in the tables, by its name.
    pub fn key(&self, name: &str) -> Option<usize> {
        self.names.binary_search(&name).ok()
    }

    /// What a language leaves to English: its tag and the message's name. For a plugin's tests.
    pub fn missing(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let (languages, names) = (self.languages, self.names);
        languages.iter().flat_map(move |language| {
            let said = language.patterns.iter().zip(names);
            let missing = said.filter(|(pattern, _)| pattern.is_empty());
            missing.map(|(_, name)| (language.tag, *name))
        })
    }
}

const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
/// Where a table of plurals ends but for the last two digits.
const OWN: u64 = 1_000;
/// Languages of a chain: language, script, region, and English.
const CHAIN: usize = 4;

/// A language, and those that it falls back to: `de-AT`, `de`, `en`.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    tables: &'static Tables,
    chain: [&'static Language; CHAIN],
}

impl Words {
    /// The words of these tables for a BCP 47 tag; English for a language that there is no file
    /// of.
    pub fn of(tables: &'static Tables, tag: &str) -> Self {
        let named = |tag: &str| {
            let same = |language: &&Language| language.tag.eq_ignore_ascii_case(tag);
            tables.languages.iter().find(same)
        };
        // The build makes sure that there is English.
        let english = named("en").unwrap_or(&tables.languages[0]);
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
        Self { tables, chain }
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
    pub fn word(&self, key: impl Into<usize>) -> &'static str {
        match self.pattern(key.into()) {
            [Part::Text(text)] => text,
            _ => "",
        }
    }

    /// A message with its variables.
    pub fn say(&self, key: impl Into<usize>, given: &[(&str, Given<'_>)]) -> String {
        let mut out = String::new();
        self.write(&mut out, self.pattern(key.into()), given);
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

    fn pattern(&self, key: usize) -> &'static [Part] {
        let mut patterns = self.chain.iter().map(|language| language.patterns[key]);
        patterns.find(|pattern| !pattern.is_empty()).unwrap_or(&[])
    }

    /// Digits with what this language puts between thousands: what its file says by
    /// `number-group`, from so many digits on as it says by `number-group-from`.
    pub fn grouped(&self, digits: &str) -> String {
        let said = |name| self.tables.key(name).map(|key| self.word(key));
        let (Some(separator), from) = (said("number-group"), said("number-group-from")) else {
            return digits.to_owned();
        };
        let count = digits.trim_start_matches('-').len();
        let from: usize = from.and_then(|from| from.parse().ok()).unwrap_or(4);
        if count < from {
            return digits.to_owned();
        }
        let sign = digits.len() - count;
        let mut out = String::new();
        for (i, c) in digits.chars().enumerate() {
            if i > sign && (digits.len() - i).is_multiple_of(3) {
                out.push_str(separator);
            }
            out.push(c);
        }
        out
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
