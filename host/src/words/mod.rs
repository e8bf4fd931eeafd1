//! What the bot says, in its readers' languages.
//!
//! The words stand in `host/locales/LANGUAGE/*.ftl`, in [Fluent](https://projectfluent.org):
//! a folder more is a language more, without a change of code. What a language lacks is
//! said in English; a test fails on it. Styles are tags: see [`markup`].
//!
//! ```
//! use vinbot::words::Words;
//!
//! let words = Words::of("de-AT");
//! assert_eq!(words.text("compare", &[]), "Vergleichen");
//! ```

mod markup;

use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};

use crate::rich::{Message, Span};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let mut languages: Vec<Language> = FILES.dirs().filter_map(Language::read).collect();
    // English first: it stands in for all others.
    languages.sort_by_key(|language| (language.code != ENGLISH, language.code));
    languages
});

const ENGLISH: &str = "en";

struct Language {
    code: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl Language {
    fn read(folder: &'static Dir<'static>) -> Option<Self> {
        let code = folder.path().to_str()?;
        let mut bundle = FluentBundle::new_concurrent(vec![code.parse().ok()?]);
        // Telegram shows the marks around what is filled in as boxes on some phones.
        bundle.set_use_isolating(false);
        for file in folder.files() {
            let text = file.contents_utf8().unwrap_or_default();
            let words = match FluentResource::try_new(text.to_owned()) {
                Ok(words) => words,
                Err((words, errors)) => {
                    tracing::error!(file = %file.path().display(), ?errors, "words are left out");
                    words
                }
            };
            if let Err(errors) = bundle.add_resource(words) {
                tracing::error!(file = %file.path().display(), ?errors, "words are there twice");
            }
        }
        Some(Self { code, bundle })
    }

    fn say(&self, key: &str, args: &FluentArgs<'_>) -> Option<(String, Vec<FluentError>)> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(args), &mut errors)
            .into_owned();
        Some((text, errors))
    }
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
    /// The language of a BCP 47 tag such as `de` or `pt-BR`; English if the bot does not
    /// speak it.
    ///
    /// # Panics
    /// Never: English is part of the program.
    #[must_use]
    pub fn of(locale: &str) -> Self {
        let code = locale.split(['-', '_']).next().unwrap_or_default();
        let all = &*LANGUAGES;
        let spoken = all
            .iter()
            .find(|language| language.code.eq_ignore_ascii_case(code));
        Self(spoken.unwrap_or(&all[0]))
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
        self.0.code
    }

    /// True if there are words for this.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        let english = &LANGUAGES[0].bundle;
        self.0.bundle.has_message(key) || english.has_message(key)
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
        let english = || LANGUAGES[0].say(key, &filled);
        let Some((text, errors)) = self.0.say(key, &filled).or_else(english) else {
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
