//! What all pages share.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::Page;
use super::sessions::{News, Seat};

/// Around every page: who sits there, and what they are told.
pub(super) struct Frame {
    pub(super) version: &'static str,
    /// Which page it is, as the menu has it.
    pub(super) page: &'static str,
    pub(super) who: String,
    /// What every form carries.
    pub(super) token: String,
    pub(super) news: Option<News>,
}

/// The pages, as the menu has them: name, address, words.
const MENU: [(&str, &str, &str); 7] = [
    ("overview", "/admin", "Overview"),
    ("plugins", "/admin/plugins", "Plugins"),
    ("errors", "/admin/errors", "Errors"),
    ("cache", "/admin/cache", "Cache"),
    ("services", "/admin/services", "Services"),
    ("jobs", "/admin/jobs", "Jobs"),
    ("audit", "/admin/audit", "Audit"),
];

impl Frame {
    /// A page for somebody, with what came of their last form.
    pub(super) fn new(page: &Page, name: &'static str, seat: &Seat) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            page: name,
            who: seat.who.clone(),
            token: seat.token.clone(),
            news: page.sessions.news(seat),
        }
    }

    /// The menu: address, words, and whether it is this page.
    pub(super) fn menu(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        MENU.iter()
            .map(|(name, to, words)| (*to, *words, *name == self.page))
    }
}

/// A state in a word, and how good it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pill {
    /// `good`, `odd`, `bad`, `off`: a class of the style sheet.
    pub(super) kind: &'static str,
    pub(super) word: String,
}

impl Pill {
    pub(super) fn new(kind: &'static str, word: impl Into<String>) -> Self {
        let word = word.into();
        Self { kind, word }
    }
}

/// A page.
pub(super) fn html(template: &impl Template) -> Response {
    with_status(StatusCode::OK, template)
}

/// The same with another status.
pub(super) fn with_status(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page can't be drawn");
            let words = "This page can't be drawn: the log says why.";
            (StatusCode::INTERNAL_SERVER_ERROR, words).into_response()
        }
    }
}

/// Something was done, or was not: the next page tells.
pub(super) fn told(
    page: &Page,
    seat: &Seat,
    outcome: Result<String, String>,
    to: &str,
) -> Response {
    let good = outcome.is_ok();
    let text = outcome.unwrap_or_else(|reason| reason);
    page.sessions.tell(seat, News { good, text });
    // Nothing of the form is shown again by "back" or "reload".
    let mut answer = Redirect::to(to).into_response();
    let no_store = header::HeaderValue::from_static("no-store");
    answer.headers_mut().insert(header::CACHE_CONTROL, no_store);
    answer
}

/// `1 234 567`, with thin spaces.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_written_in_groups() {
        assert_eq!(count(7), "7");
        assert_eq!(count(1_234_567).replace('\u{202f}', " "), "1 234 567");
        assert_eq!(count(123_456).replace('\u{202f}', " "), "123 456");
    }
}
