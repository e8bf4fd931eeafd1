//! What the bot says, in its readers' languages.
//!
//! The words stand in `host/locales/LANGUAGE/*.ftl`, in [Fluent](https://projectfluent.org):
//! a folder more is a language more, without a change of code (docs/languages.md). What a
//! region lacks is said as in its language, and what a language lacks in English; a test fails
//! on the latter. Styles are tags: see [`markup`].
//!
//! ```
//! use vinbot::words::Words;
//!
//! let words = Words::of("de-AT");
//! assert_eq!(words.text("compare", &[]), "Vergleichen");
//! ```

mod markup;
mod numbers;

use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};

use crate::rich::{Message, Span};
use numbers::Grouping;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let mut languages: Vec<Language> = FILES.dirs().filter_map(Language::read).collect();
    // English first: it stands in for all others.
    languages.sort_by_key(|language| (language.code != ENGLISH, language.code.clone()));
    languages
});

const ENGLISH: &str = "en";

struct Language {
    code: String,
    bundle: FluentBundle<FluentResource>,
    grouping: Grouping,
}

impl Language {
    /// The language of a folder that is called as its tag.
    fn read(folder: &Dir<'_>) -> Option<Self> {
        let files = folder.files().map(|file| {
            let name = file.path().display().to_string();
            (name, file.contents_utf8().unwrap_or_default().to_owned())
        });
        Self::of(folder.path().to_str()?, files)
    }

    /// A language of these files: names and texts.
    fn of(code: &str, files: impl Iterator<Item = (String, String)>) -> Option<Self> {
        let mut bundle = FluentBundle::new_concurrent(vec![code.parse().ok()?]);
        // Telegram shows the marks around what is filled in as boxes on some phones.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(numbers::mark));
        for (name, text) in files {
            let words = match FluentResource::try_new(text) {
                Ok(words) => words,
                Err((words, errors)) => {
                    tracing::error!(file = name, ?errors, "words are left out");
                    words
                }
            };
            if let Err(errors) = bundle.add_resource(words) {
                tracing::error!(file = name, ?errors, "words are there twice");
            }
        }
        let mut language = Self {
            code: code.to_owned(),
            bundle,
            grouping: Grouping::default(),
        };
        let say = |key| Some(language.say(key, &FluentArgs::new())?.0);
        language.grouping = Grouping::of(say("number-group"), say("number-group-from"));
        Some(language)
    }

    fn say(&self, key: &str, args: &FluentArgs<'_>) -> Option<(String, Vec<FluentError>)> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(args), &mut errors)
            .into_owned();
        Some((self.grouping.written(&text), errors))
    }
}

/// The languages for a tag, the nearest first: `pt-BR`, `pt` (RFC 4647, lookup). What is behind
/// a single letter goes with it: `zh-x-mine` is `zh`.
fn nearest<'l>(all: &'l [Language], tag: &str) -> impl Iterator<Item = &'l Language> + use<'l> {
    let tag = tag.replace('_', "-");
    let mut parts: Vec<&str> = tag.split('-').collect();
    let mut found = Vec::new();
    while !parts.is_empty() {
        let tag = parts.join("-");
        let same = |language: &&Language| language.code.eq_ignore_ascii_case(&tag);
        found.extend(all.iter().find(same));
        parts.pop();
        if parts.len() > 1 && parts.last().is_some_and(|part| part.len() == 1) {
            parts.pop();
        }
    }
    found.into_iter()
}

/// A value that is filled into words: `("n", 3.into())`.
pub type Arg<'a> = (&'static str, FluentValue<'a>);

/// The words of one language.
#[derive(Clone, Copy)]
pub struct Words(&'static Language);

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Words").field(&self.0.code).finish()
    }
}

impl Words {
    /// The language of a BCP 47 tag such as `de` or `pt-BR`: that of the whole tag if there is
    /// a folder of it, else that of `pt`; English if the bot does not speak it.
    ///
    /// # Panics
    /// Never: English is part of the program.
    #[must_use]
    pub fn of(locale: &str) -> Self {
        let all = &*LANGUAGES;
        Self(nearest(all, locale).next().unwrap_or(&all[0]))
    }

    /// English.
    #[must_use]
    pub fn english() -> Self {
        Self::of(ENGLISH)
    }

    /// All languages, English first.
    pub fn all() -> impl Iterator<Item = Self> {
        LANGUAGES.iter().map(Self)
    }

    /// `en`, `de`, …
    #[must_use]
    pub fn code(self) -> &'static str {
        &self.0.code
    }

    /// The languages in which something is looked for.
    fn chain(self) -> impl Iterator<Item = &'static Language> {
        nearest(&LANGUAGES, self.code()).chain([&LANGUAGES[0]])
    }

    /// True if there are words for this.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        self.chain()
            .any(|language| language.bundle.has_message(key))
    }

    /// Words without styles, for a button or an alert.
    #[must_use]
    pub fn text(self, key: &str, args: &[Arg<'_>]) -> String {
        let spans = self.spans(key, args);
        spans.into_iter().map(|span| span.text).collect()
    }

    /// Words with their styles. No value that is filled in can add one.
    #[must_use]
    pub fn spans(self, key: &str, args: &[Arg<'_>]) -> Vec<Span> {
        let mut filled = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            let value = match value {
                FluentValue::String(text) => FluentValue::from(markup::escape(text)),
                other => other.clone(),
            };
            filled.set(*name, value);
        }
        let said = self.chain().find_map(|language| language.say(key, &filled));
        let Some((text, errors)) = said else {
            tracing::error!(key, "there are no words for this");
            return markup::spans(key);
        };
        if !errors.is_empty() {
            tracing::error!(
                key,
                language = self.code(),
                ?errors,
                "these words lack a value"
            );
        }
        markup::spans(&text)
    }

    /// A message of these words.
    #[must_use]
    pub fn message(self, key: &str, args: &[Arg<'_>]) -> Message {
        Message::default().words(self.spans(key, args))
    }
}

#[cfg(test)]
mod tests;
