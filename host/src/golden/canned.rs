//! Canned answers of the network.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use vinbot_net::{HttpError, Network, Response, parse_headers};

/// What one request is answered.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Canned {
    /// `GET` unless it is said.
    #[serde(default = "get")]
    pub method: String,
    /// As the plugin writes it, placeholders of secrets included.
    pub url: String,
    /// 200 unless it is said.
    #[serde(default = "fine")]
    pub status: u16,
    /// Names and texts.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body as text.
    #[serde(default)]
    pub body: Option<String>,
    /// The body as JSON.
    #[serde(default)]
    pub json: Option<Value>,
    /// Instead of an answer.
    #[serde(default)]
    pub error: Option<CannedError>,
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CannedError {
    /// The request is no request.
    Invalid,
    /// The host is not granted.
    Denied,
    /// It took too long.
    Timeout,
    /// The answer is too large.
    TooLarge,
    /// It has failed so often that it is left alone.
    CircuitOpen,
    /// Nobody is there.
    Unavailable,
}

fn get() -> String {
    "GET".to_owned()
}

fn fine() -> u16 {
    200
}

/// A network that answers what is canned, and denies all else.
pub(super) fn network(canned: &[Canned]) -> Network {
    let canned = canned.to_vec();
    Network::new(move |request| {
        let fits = |one: &&Canned| {
            one.method.eq_ignore_ascii_case(request.method.as_str()) && one.url == request.url
        };
        let Some(found) = canned.iter().find(fits) else {
            tracing::error!(
                method = %request.method, url = request.url,
                "no entry of `http` fits this request: it is denied"
            );
            return Err(HttpError::HostNotAsked(request.url.clone()));
        };
        found.answer()
    })
}

impl Canned {
    fn answer(&self) -> Result<Response, HttpError> {
        let url = || self.url.clone();
        match self.error {
            None => {}
            Some(CannedError::Invalid) => return Err(HttpError::Url(url())),
            Some(CannedError::Denied) => return Err(HttpError::HostNotGranted(url())),
            Some(CannedError::Timeout) => return Err(HttpError::Timeout),
            Some(CannedError::TooLarge) => return Err(HttpError::TooLarge(0)),
            Some(CannedError::CircuitOpen) => return Err(HttpError::CircuitOpen(url())),
            Some(CannedError::Unavailable) => return Err(HttpError::Unresolved(url())),
        }
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()));
        let body = match (&self.json, &self.body) {
            (Some(json), _) => json.to_string(),
            (None, Some(text)) => text.clone(),
            (None, None) => String::new(),
        };
        Ok(Response {
            status: self.status,
            headers: parse_headers(&headers.collect::<Vec<_>>())?,
            body: body.into_bytes(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vinbot_net::{Kind, Request};

    fn ask(method: &str, url: &str) -> Result<Response, HttpError> {
        let canned: Vec<Canned> = serde_json::from_str(
            r#"[
                {"url": "https://a.example/1", "status": 404, "json": {"n": 1},
                 "headers": {"content-type": "application/json"}},
                {"method": "POST", "url": "https://a.example/1", "body": "posted"},
                {"url": "https://a.example/slow", "error": "timeout"},
                {"url": "https://a.example/down", "error": "circuit-open"}
            ]"#,
        )
        .unwrap();
        let request = Request {
            method: method.parse().unwrap(),
            url: url.to_owned(),
            headers: reqwest::header::HeaderMap::new(),
            body: None,
            timeout: None,
            follow: true,
        };
        network(&canned).answer(&request)
    }

    #[test]
    fn a_request_is_answered_by_the_entry_with_its_method_and_url() {
        let got = ask("GET", "https://a.example/1").unwrap();
        assert_eq!(
            (got.status, got.body.as_slice()),
            (404, br#"{"n":1}"#.as_slice())
        );
        assert_eq!(got.headers["content-type"], "application/json");
        assert_eq!(ask("POST", "https://a.example/1").unwrap().body, b"posted");
    }

    #[test]
    fn what_is_to_fail_fails_and_what_no_entry_fits_is_denied() {
        let slow = ask("GET", "https://a.example/slow").unwrap_err();
        assert_eq!(slow.kind(), Kind::Timeout);
        let down = ask("GET", "https://a.example/down").unwrap_err();
        assert_eq!(down.kind(), Kind::CircuitOpen);
        let other = ask("GET", "https://a.example/2").unwrap_err();
        assert_eq!(other.kind(), Kind::Denied);
    }
}
