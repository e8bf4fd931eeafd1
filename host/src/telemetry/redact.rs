//! The last line before a log leaves the program: whatever is secret becomes `***`.
//!
//! Types keep secrets out of logs; this is for the day on which one slips through, in the
//! words of a library, say. It knows every secret that the program was given, and the form
//! of a bot's token.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use aho_corasick::{AhoCorasick, MatchKind};
use arc_swap::ArcSwapOption;
use secrecy::{ExposeSecret, SecretString};
use tracing_subscriber::fmt::MakeWriter;

/// What stands in the place of a secret.
const INSTEAD: &[u8] = b"***";
/// What is shorter is no secret, and would be found everywhere.
const SHORTEST: usize = 6;
/// A token is a bot's number, a colon, and so many characters or more. Numbers of bots have
/// more digits than what stands before the colon of a digest (`sha256:…`).
const NUMBER: usize = 5;
const REST: usize = 30;

/// Knows the secrets. Clones know the same.
#[derive(Clone, Default)]
pub struct Redactor(Arc<Inner>);

#[derive(Default)]
struct Inner {
    known: Mutex<BTreeSet<Vec<u8>>>,
    shapes: ArcSwapOption<AhoCorasick>,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor").finish_non_exhaustive()
    }
}

impl Redactor {
    /// Hides these from now on, also as they stand in JSON and in URLs.
    pub fn hide<'a>(&self, secrets: impl IntoIterator<Item = &'a SecretString>) {
        let mut known = self.0.known.lock().unwrap_or_else(PoisonError::into_inner);
        let before = known.len();
        for secret in secrets {
            let secret = secret.expose_secret();
            if secret.len() < SHORTEST {
                continue;
            }
            // As a string within JSON, and as Rust's `{:?}` writes it.
            let json = serde_json::to_string(secret).unwrap_or_default();
            known.insert(json.trim_matches('"').as_bytes().to_vec());
            known.insert(secret.escape_debug().to_string().into_bytes());
            let url: String = reqwest::Url::parse_with_params("x:", [("", secret)])
                .map(|url| url.query().unwrap_or_default().trim_matches('=').to_owned())
                .unwrap_or_default();
            if url.len() >= SHORTEST {
                known.insert(url.into_bytes());
            }
            known.insert(secret.as_bytes().to_vec());
        }
        if known.len() == before {
            return;
        }
        let shapes = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(known.iter());
        // Too many for it they can't be: it takes gigabytes.
        if let Ok(shapes) = shapes {
            self.0.shapes.store(Some(Arc::new(shapes)));
        }
    }

    /// The same without secrets.
    #[must_use]
    pub fn clean<'a>(&self, text: &'a [u8]) -> Cow<'a, [u8]> {
        let shapes = self.0.shapes.load();
        let text = match &*shapes {
            Some(shapes) if shapes.is_match(text) => {
                let mut clean = Vec::with_capacity(text.len());
                shapes.replace_all_with_bytes(text, &mut clean, |_, _, clean| {
                    clean.extend_from_slice(INSTEAD);
                    true
                });
                Cow::Owned(clean)
            }
            _ => Cow::Borrowed(text),
        };
        match without_tokens(&text) {
            Some(clean) => Cow::Owned(clean),
            None => text,
        }
    }

    /// The same for text.
    #[must_use]
    pub fn clean_text(&self, text: String) -> String {
        match self.clean(text.as_bytes()) {
            Cow::Borrowed(_) => text,
            Cow::Owned(clean) => String::from_utf8_lossy(&clean).into_owned(),
        }
    }
}

/// The same without anything that has the form of a bot's token; none if there is nothing.
fn without_tokens(text: &[u8]) -> Option<Vec<u8>> {
    let mut clean: Option<Vec<u8>> = None;
    let mut copied = 0;
    let mut from = 0;
    while let Some(colon) = text[from..].iter().position(|&byte| byte == b':') {
        let colon = from + colon;
        from = colon + 1;
        let is_rest = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-".contains(byte);
        let before = &text[copied..colon];
        let digits = before.iter().rev();
        let digits = digits.take_while(|byte| byte.is_ascii_digit()).count();
        let rest = text[from..].iter().take_while(|byte| is_rest(byte)).count();
        if digits >= NUMBER && rest >= REST {
            let clean = clean.get_or_insert_default();
            clean.extend_from_slice(&text[copied..colon - digits]);
            clean.extend_from_slice(INSTEAD);
            from += rest;
            copied = from;
        }
    }
    let mut clean = clean?;
    clean.extend_from_slice(&text[copied..]);
    Some(clean)
}

/// Writes lines to standard error, cleaned. Each write is a whole line.
#[derive(Debug, Clone)]
pub(super) struct Lines(pub(super) Redactor);

impl<'a> MakeWriter<'a> for Lines {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> Self::Writer {
        self
    }
}

impl Write for &Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        io::stderr().write_all(&self.0.clean(line))?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const SECRET: &str = "pa/ss\"w+ord";

    #[rstest]
    #[case::as_it_is("url=redis://u:pa/ss\"w+ord@h", "url=redis://u:***@h")]
    #[case::in_json(r#"{"url":"pa/ss\"w+ord"}"#, r#"{"url":"***"}"#)]
    #[case::in_a_url("/x?key=pa%2Fss%22w%2Bord&b", "/x?key=***&b")]
    #[case::twice("pa/ss\"w+ord pa/ss\"w+ord", "*** ***")]
    #[case::a_token(
        "https://api.telegram.org/bot123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc/getMe",
        "https://api.telegram.org/bot***/getMe"
    )]
    #[case::two_tokens(
        "1234567:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,7654321:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.",
        "***,***."
    )]
    #[case::a_digest(
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )]
    #[case::a_time("2026-01-02T03:04:05.678901Z", "2026-01-02T03:04:05.678901Z")]
    #[case::nothing("", "")]
    fn no_secret_is_left(#[case] line: &str, #[case] clean: &str) {
        let redactor = Redactor::default();
        redactor.hide([&SecretString::from(SECRET), &SecretString::from("abc")]);
        assert_eq!(redactor.clean_text(line.to_owned()), clean);
    }

    #[test]
    fn a_secret_that_is_learned_later_is_hidden_from_then_on() {
        let redactor = Redactor::default();
        let other = redactor.clone();
        assert_eq!(other.clean_text("a late-secret".into()), "a late-secret");
        redactor.hide([&SecretString::from("late-secret")]);
        assert_eq!(other.clean_text("a late-secret".into()), "a ***");
    }
}
