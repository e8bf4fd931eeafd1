//! Helpers for a plugin's own tests, which run natively: a host whose clock, settings,
//! servers and cache the test decides, vehicles to start from, and messages as plain text.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::bindings::host::vinbot::plugin::http as wit;
use crate::host::Level;
use crate::host::http::{HttpError, Method, Response};
use crate::{Attribute, Context, Error, Message, Report, Style, Term, Units, Vehicle};

/// Noon of 2026-06-30 UTC: what the clock shows unless [`set_clock`] was called.
pub const NOW: u64 = 1_782_820_800;

#[derive(Debug)]
struct Host {
    now: u64,
    settings: HashMap<String, String>,
    lines: Vec<String>,
    answers: HashMap<String, Result<Response, HttpError>>,
    requests: Vec<Sent>,
    cache: HashMap<String, (Vec<u8>, u64)>,
}

/// A request that was sent on this thread.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// The method.
    pub method: Method,
    /// The URL, with placeholders as they were written.
    pub url: String,
    /// Names and values, with placeholders as they were written.
    pub headers: Vec<(String, String)>,
    /// What was sent along.
    pub body: Option<Vec<u8>>,
}

thread_local! {
    static HOST: RefCell<Host> = RefCell::new(Host {
        now: NOW,
        settings: HashMap::new(),
        lines: Vec::new(),
        answers: HashMap::new(),
        requests: Vec::new(),
        cache: HashMap::new(),
    });
}

/// Lets a server answer this thread's requests for a URL, whatever their method.
pub fn answer(url: &str, answer: Result<Response, HttpError>) {
    HOST.with_borrow_mut(|host| host.answers.insert(url.into(), answer));
}

/// The requests that were sent on this thread, the first one first.
pub fn requests() -> Vec<Sent> {
    HOST.with_borrow(|host| host.requests.clone())
}

/// Sets this thread's clock, in seconds since 1970-01-01 UTC.
pub fn set_clock(now: u64) {
    HOST.with_borrow_mut(|host| host.now = now);
}

/// Sets one of this thread's settings.
pub fn set_setting(key: &str, value: &str) {
    HOST.with_borrow_mut(|host| host.settings.insert(key.into(), value.into()));
}

/// The lines that were logged on this thread, such as `info table loaded rows=3`.
pub fn logged() -> Vec<String> {
    HOST.with_borrow(|host| host.lines.clone())
}

pub(crate) fn unix_seconds() -> u64 {
    HOST.with_borrow(|host| host.now)
}

pub(crate) fn setting(key: &str) -> Option<String> {
    HOST.with_borrow(|host| host.settings.get(key).cloned())
}

pub(crate) fn send(request: &wit::Request) -> Result<wit::Response, HttpError> {
    HOST.with_borrow_mut(|host| {
        host.requests.push(Sent {
            method: request.method,
            url: request.url.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
        });
        let answer = host.answers.get(&request.url).cloned().unwrap_or_else(|| {
            Err(HttpError::Denied(format!(
                "no server answers for {}: a test lets one, by testing::answer",
                request.url
            )))
        });
        answer.map(|response| wit::Response {
            status: response.status,
            headers: response.headers,
            body: response.body,
        })
    })
}

pub(crate) fn cache_get(key: &str) -> Option<Vec<u8>> {
    HOST.with_borrow(|host| {
        let (value, until) = host.cache.get(key)?;
        (*until > host.now).then(|| value.clone())
    })
}

pub(crate) fn cache_set(key: &str, value: &[u8], ttl_seconds: u32) {
    HOST.with_borrow_mut(|host| {
        let until = host.now + u64::from(ttl_seconds);
        host.cache.insert(key.into(), (value.to_vec(), until));
    });
}

pub(crate) fn log(level: Level, message: &str, fields: &[(&str, &str)]) {
    let name = match level {
        Level::Debug => "debug",
        Level::Info => "info",
        Level::Warn => "warn",
        Level::Error => "error",
    };
    let mut line = format!("{name} {message}");
    for (key, value) in fields {
        line.extend([" ", key, "=", value]);
    }
    HOST.with_borrow_mut(|host| host.lines.push(line));
}

/// A vehicle of which nothing but the VIN is known.
pub fn vehicle(vin: &str) -> Vehicle {
    Vehicle {
        vin: vin.into(),
        make: None,
        model: None,
        model_year: None,
        attributes: Vec::new(),
        findings: Vec::new(),
        confidence: 100,
    }
}

/// An attribute `test:KEY` in the group `General`.
pub fn attribute(key: &str, value: &str) -> Attribute {
    Attribute {
        term: Term {
            id: format!("test:{key}"),
            key: key.into(),
            label: key.into(),
            unit: None,
            group: "General".into(),
        },
        value: value.into(),
        is_default: false,
    }
}

/// A report of this vehicle by a decoder named `test`.
pub fn report(vehicle: Vehicle) -> Report {
    Report {
        vehicle,
        decoded_by: vec!["test".into()],
        sections: Vec::new(),
        missing: Vec::new(),
    }
}

/// A request for the first page of a view, in English and US units.
pub fn view(name: &str) -> Context {
    Context {
        locale: "en".into(),
        units: Units::Us,
        view: name.into(),
        page: 0,
    }
}

/// The message as one would read it, with marks for style (`*bold*`, `_italic_`,
/// `` `code` ``) and a line a row of buttons (`[Details] [Copy VIN]`): good for
/// snapshots.
pub fn plain(message: &Message) -> String {
    let mut out = String::new();
    for span in &message.spans {
        let mark = match span.style {
            style if style.contains(Style::BOLD) => "*",
            style if style.contains(Style::ITALIC) => "_",
            style if style.contains(Style::CODE) || style.contains(Style::PRE) => "`",
            _ => "",
        };
        out.push_str(mark);
        out.push_str(&span.text);
        out.push_str(mark);
        if let Some(link) = &span.link {
            out.extend(["<", link, ">"]);
        }
    }
    for row in &message.buttons {
        let labels: Vec<_> = row
            .iter()
            .map(|button| format!("[{}]", button.label))
            .collect();
        out.extend(["\n", &labels.join(" ")]);
    }
    out
}

/// What the user would read of an error.
pub fn words(error: &Error) -> String {
    match error {
        Error::InvalidInput(text) | Error::Unavailable(text) | Error::Internal(text) => {
            text.clone()
        }
        Error::NotCovered => "not covered".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host;

    #[test]
    fn the_host_of_a_test_answers_what_the_test_decided() {
        assert_eq!(host::unix_seconds(), NOW);
        set_clock(7);
        set_setting("color", "blue");
        host::log(Level::Warn, "odd", &[("vin", "X")]);
        assert_eq!(host::unix_seconds(), 7);
        assert_eq!(host::setting("color").as_deref(), Some("blue"));
        assert_eq!(host::setting("shape"), None);
        assert_eq!(logged(), ["warn odd vin=X"]);
    }
}
