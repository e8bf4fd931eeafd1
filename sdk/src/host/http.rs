//! Requests to servers that `plugin.toml` asks for and the operator grants.
//!
//! ```toml
//! [needs]
//! hosts = ["api.carsxe.com"]
//! secrets = ["CARSXE_API_KEY"]
//! ```
//!
//! ```
//! use vinbot_plugin::host::http::{Request, secret};
//! # use vinbot_plugin::host::http::Response;
//! # use vinbot_plugin::testing;
//! # testing::answer("https://api.carsxe.com/specs?vin=1HGCM82633A004352&key=%7B%7Bsecret%3ACARSXE_API_KEY%7D%7D",
//! #     Ok(Response::new(200, "{}")));
//!
//! let answer = Request::get("https://api.carsxe.com/specs")
//!     .query("vin", "1HGCM82633A004352")
//!     .query("key", &secret("CARSXE_API_KEY"))
//!     .send()?;
//! assert!(answer.is_success());
//! # Ok::<(), vinbot_plugin::host::http::HttpError>(())
//! ```
//!
//! Most plugins want JSON and an error that says which of all the things has happened:
//!
//! ```
//! # #[cfg(feature = "json")] {
//! use vinbot_plugin::host::http::{Request, Response, base_url};
//! use vinbot_plugin::{Error, testing};
//! testing::answer("https://api.nhtsa.gov/x", Ok(Response::new(429, "slow down")));
//!
//! // `settings.url` of the plugin, else this address.
//! let url = format!("{}/x", base_url("https://api.nhtsa.gov"));
//! let answer: Result<Vec<u8>, Error> = Request::get(&url).fetch();
//! assert!(matches!(answer, Err(Error::Unavailable(text)) if text.contains("limit")));
//! # }
//! ```
//!
//! The value of a secret is never here: the host puts it in the place of its placeholder
//! on the way, and `[secret]` in its place where the server gives it back.

use std::fmt::Write as _;

use crate::bindings::host::vinbot::plugin::http as wit;
pub use crate::bindings::host::vinbot::plugin::http::{HttpError, Method};

#[cfg(not(target_family = "wasm"))]
use crate::testing as imp;

#[cfg(target_family = "wasm")]
mod imp {
    use super::wit;

    pub(super) fn send(request: &wit::Request) -> Result<wit::Response, wit::HttpError> {
        wit::send(request)
    }
}

/// The placeholder of a secret: for the value of a header or of a query parameter.
pub fn secret(name: &str) -> String {
    format!("{{{{secret:{name}}}}}")
}

/// Where a service is: the plugin's setting `url`, else its official address; without a
/// slash at the end. Tests and trials set it to a server of their own.
pub fn base_url(official: &str) -> String {
    let set = crate::host::setting("url").filter(|url| !url.trim().is_empty());
    let url = set.as_deref().unwrap_or(official);
    url.trim().trim_end_matches('/').to_owned()
}

/// A text as one segment of a path: `C/K 1500` is `C%2FK%201500`.
pub fn segment(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    encode(&mut encoded, text);
    encoded
}

/// Asks for a URL.
///
/// # Errors
/// See [`HttpError`]; an answer of any status is none.
pub fn get(url: &str) -> Result<Response, HttpError> {
    Request::get(url).send()
}

/// Posts a body to a URL.
///
/// # Errors
/// See [`HttpError`]; an answer of any status is none.
pub fn post(
    url: &str,
    content_type: &str,
    body: impl Into<Vec<u8>>,
) -> Result<Response, HttpError> {
    Request::new(Method::Post, url)
        .header("content-type", content_type)
        .body(body)
        .send()
}

/// A request that is being put together.
#[derive(Debug, Clone)]
#[must_use = "it is sent by `send`"]
pub struct Request {
    inner: wit::Request,
}

impl Request {
    /// A request with a method.
    pub fn new(method: Method, url: &str) -> Self {
        Self {
            inner: wit::Request {
                method,
                url: url.to_owned(),
                headers: Vec::new(),
                body: None,
                timeout_ms: None,
            },
        }
    }

    /// `GET`.
    pub fn get(url: &str) -> Self {
        Self::new(Method::Get, url)
    }

    /// `POST`.
    pub fn post(url: &str) -> Self {
        Self::new(Method::Post, url)
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.inner.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds a parameter to the query, encoded.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        let url = &mut self.inner.url;
        url.push(if url.contains('?') { '&' } else { '?' });
        encode(url, name);
        url.push('=');
        encode(url, value);
        self
    }

    /// Sends these bytes along.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.inner.body = Some(body.into());
        self
    }

    /// Sends a value along as JSON.
    ///
    /// # Errors
    /// When the value can't be written as JSON, such as a map with keys that are no texts.
    #[cfg(feature = "json")]
    pub fn json(self, value: &impl serde::Serialize) -> Result<Self, crate::Error> {
        let body = serde_json::to_vec(value)
            .map_err(|error| crate::Error::Internal(format!("no JSON: {error}")))?;
        Ok(self.header("content-type", "application/json").body(body))
    }

    /// How long it may take in all; the deadline of the call holds in any case.
    pub fn timeout_ms(mut self, timeout_ms: u32) -> Self {
        self.inner.timeout_ms = Some(timeout_ms);
        self
    }

    /// Asks for JSON and reads it: [`send`](Self::send), [`Response::checked`] and
    /// [`Response::json`] in one.
    ///
    /// # Errors
    /// Those of the three.
    #[cfg(feature = "json")]
    pub fn fetch<T: serde::de::DeserializeOwned>(self) -> Result<T, crate::Error> {
        self.header("accept", "application/json")
            .send()?
            .checked()?
            .json()
    }

    /// Asks for a list that is wrapped as NHTSA and others do it, in either case:
    /// `{"Count": 2, "Results": […]}`. That there are none may come as 400 or 404 with an
    /// empty list.
    ///
    /// # Errors
    /// Those of [`fetch`](Self::fetch), and `Unavailable` where there is no such list.
    #[cfg(feature = "json")]
    pub fn results(self) -> Result<Vec<crate::json::Value>, crate::Error> {
        use crate::json::{JsonExt, Value};

        let answer = self.header("accept", "application/json").send()?;
        let none = matches!(answer.status, 400 | 404);
        let answer = if none { answer } else { answer.checked()? };
        let listed = answer.json().map(|json: Value| match json.at("results") {
            Value::Array(items) => Some(items.clone()),
            _ => None,
        });
        match listed {
            Ok(Some(items)) if !none || items.is_empty() => Ok(items),
            _ if none => answer.checked().map(|_| Vec::new()),
            Ok(_) => Err(crate::Error::Unavailable(format!(
                "no list of results in the answer: {}",
                answer.excerpt()
            ))),
            Err(error) => Err(error),
        }
    }

    /// Sends it and waits for the answer.
    ///
    /// # Errors
    /// See [`HttpError`]; an answer of any status is none.
    pub fn send(self) -> Result<Response, HttpError> {
        imp::send(&self.inner).map(|inner| Response {
            status: inner.status,
            headers: inner.headers,
            body: inner.body,
        })
    }
}

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Names, in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body, whole.
    pub body: Vec<u8>,
}

impl Response {
    /// An answer without headers: for tests.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// True for a status from 200 to 299.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The first header with this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The body as a text; what is no UTF-8 in it is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The answer itself, if its status is one of success.
    ///
    /// # Errors
    /// What other statuses mean for most plugins, with words for the log. A plugin whose
    /// server means something else by one looks at `status` first.
    ///
    /// | status | error |
    /// | --- | --- |
    /// | 404, 410 | [`NotCovered`](crate::Error::NotCovered): the server knows nothing of it |
    /// | 401, 402, 403, 407 | [`Internal`](crate::Error::Internal): who runs the bot has to look at the key |
    /// | 429 | [`Unavailable`](crate::Error::Unavailable): the server's limit is reached |
    /// | other 4xx | `Internal`: the plugin asked for something that there is not |
    /// | all else | `Unavailable`: the server is out of order |
    pub fn checked(self) -> Result<Self, crate::Error> {
        use crate::Error::{Internal, NotCovered, Unavailable};

        let status = self.status;
        let said = self.excerpt();
        Err(match status {
            200..=299 => return Ok(self),
            404 | 410 => NotCovered,
            401 | 402 | 403 | 407 => Internal(format!(
                "the server refuses who asks: look at the key and what it is for \
                 (status {status}: {said})"
            )),
            429 => match self.header("retry-after") {
                Some(when) => Unavailable(format!(
                    "the server's limit is reached (status 429, try again after {}: {said})",
                    crate::clean::line(when, 40)
                )),
                None => Unavailable(format!(
                    "the server's limit is reached (status 429: {said})"
                )),
            },
            400..=499 => Internal(format!(
                "the server takes the request for a mistake (status {status}: {said})"
            )),
            _ => Unavailable(format!("the server failed (status {status}: {said})")),
        })
    }

    /// The beginning of the body, on one line: for the log.
    pub fn excerpt(&self) -> String {
        /// Of which no more is read, in bytes.
        const READ: usize = 400;
        let read = self.body.get(..READ).unwrap_or(&self.body);
        let text = crate::clean::line(&String::from_utf8_lossy(read), 120);
        if text.is_empty() {
            "empty".to_owned()
        } else {
            text
        }
    }

    /// The body read as JSON.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) when it is no such JSON: the
    /// server sent something else than it should.
    #[cfg(feature = "json")]
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T, crate::Error> {
        serde_json::from_slice(&self.body).map_err(|error| {
            let status = self.status;
            let first = self.body.iter().find(|byte| !byte.is_ascii_whitespace());
            crate::Error::Unavailable(match first {
                None => format!("status {status}, and an empty body instead of JSON"),
                Some(b'<') => format!(
                    "status {status}, and a page instead of JSON: {}",
                    self.excerpt()
                ),
                Some(_) if error.is_eof() => {
                    format!("status {status}, and JSON that breaks off: {error}")
                }
                Some(_) => format!("status {status}, and no such JSON: {error}"),
            })
        })
    }
}

/// What a failed request means for the call, so that `?` does: what is the plugin's or
/// the operator's to mend is internal, all else is that the server is unavailable.
impl From<HttpError> for crate::Error {
    fn from(error: HttpError) -> Self {
        match error {
            HttpError::Invalid(text) | HttpError::Denied(text) => Self::Internal(text),
            HttpError::Timeout => Self::Unavailable("the server did not answer in time".into()),
            HttpError::TooLarge => Self::Unavailable("the server's answer is too large".into()),
            HttpError::CircuitOpen => {
                Self::Unavailable("the server fails again and again and is left alone".into())
            }
            HttpError::Unavailable(text) => Self::Unavailable(text),
        }
    }
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
fn encode(url: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            // Writing to a string can't fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Error, testing};

    #[test]
    fn a_test_answers_for_the_server_and_sees_what_was_sent() {
        testing::answer(
            "https://a.example/v?q=a%20b%26c",
            Ok(Response::new(200, "fine")),
        );
        let answer = Request::post("https://a.example/v")
            .query("q", "a b&c")
            .header("authorization", &secret("KEY"))
            .body("body")
            .send()
            .unwrap();
        assert_eq!(answer.text(), "fine");
        let sent = &testing::requests()[0];
        assert_eq!(sent.method, Method::Post);
        assert_eq!(
            sent.headers,
            [("authorization".into(), "{{secret:KEY}}".into())]
        );
        assert_eq!(sent.body.as_deref(), Some(&b"body"[..]));
    }

    #[test]
    fn what_no_test_answers_for_is_denied_as_by_a_host_that_grants_nothing() {
        let error = get("https://b.example/").unwrap_err();
        assert!(matches!(&error, HttpError::Denied(text) if text.contains("b.example")));
        assert!(matches!(Error::from(error), Error::Internal(_)));
    }

    #[test]
    fn a_server_that_fails_is_unavailable() {
        testing::answer("https://a.example/", Err(HttpError::Timeout));
        let error = get("https://a.example/").unwrap_err();
        assert!(matches!(error.into(), Error::Unavailable(_)));
    }

    #[test]
    fn what_a_status_means_is_told_apart() {
        let checked = |status: u16| Response::new(status, "because").checked();
        assert_eq!(checked(204).map(|answer| answer.status), Ok(204));
        for status in [404, 410] {
            assert_eq!(checked(status), Err(Error::NotCovered));
        }
        for (status, word) in [(401, "key"), (402, "key"), (403, "key"), (400, "mistake")] {
            assert!(
                matches!(checked(status), Err(Error::Internal(text)) if text.contains(word)
                    && text.contains("because")),
                "{status}"
            );
        }
        for (status, word) in [
            (429, "limit"),
            (500, "failed"),
            (503, "failed"),
            (302, "failed"),
        ] {
            assert!(
                matches!(checked(status), Err(Error::Unavailable(text)) if text.contains(word)),
                "{status}"
            );
        }
        let mut limited = Response::new(429, "");
        limited.headers.push(("retry-after".into(), "30".into()));
        assert!(matches!(limited.checked(), Err(Error::Unavailable(text)) if text.contains("30")));
    }

    #[cfg(feature = "json")]
    #[test]
    fn what_is_no_json_is_told_apart() {
        for (body, word) in [
            ("", "empty"),
            (" <html><body>Sorry</body>", "page"),
            ("{\"a\": \"b", "breaks off"),
            ("[1]", "no such JSON"),
        ] {
            let error = Response::new(200, body)
                .json::<std::collections::HashMap<String, String>>()
                .unwrap_err();
            assert!(
                matches!(&error, Error::Unavailable(text) if text.contains(word)),
                "{error:?}"
            );
        }
    }

    #[cfg(feature = "json")]
    #[test]
    fn a_list_of_results_is_unwrapped_and_its_absence_told_apart() {
        let results = |status, body: &str| {
            testing::answer("https://a.example/r", Ok(Response::new(status, body)));
            Request::get("https://a.example/r").results()
        };
        for body in [
            r#"{"Count": 1, "results": [1]}"#,
            r#"{"count": 1, "Results": [1]}"#,
        ] {
            assert_eq!(results(200, body).unwrap(), [1]);
        }
        for status in [200, 400, 404] {
            assert_eq!(
                results(status, r#"{"Count": 0, "results": []}"#),
                Ok(Vec::new())
            );
        }
        for (status, body) in [
            (200, "{}"),
            (200, r#"{"results": {}}"#),
            (200, "<html>"),
            (500, ""),
        ] {
            assert!(
                matches!(results(status, body), Err(Error::Unavailable(_))),
                "{body}"
            );
        }
        for body in ["<html>", r#"{"message": "no"}"#, r#"{"results": [1]}"#] {
            assert!(
                matches!(results(400, body), Err(Error::Internal(_))),
                "{body}"
            );
        }
        assert_eq!(results(404, "nothing"), Err(Error::NotCovered));
    }

    #[test]
    fn a_text_becomes_a_segment_and_a_setting_the_address() {
        assert_eq!(segment("C/K 1500?"), "C%2FK%201500%3F");
        assert_eq!(base_url("https://a.example/"), "https://a.example");
        testing::set_setting("url", "http://127.0.0.1:9/x/ ");
        assert_eq!(base_url("https://a.example"), "http://127.0.0.1:9/x");
    }

    #[cfg(feature = "json")]
    #[test]
    fn json_goes_out_and_comes_in() {
        testing::answer("https://a.example/", Ok(Response::new(200, "[1,2]")));
        let request = Request::post("https://a.example/").json(&[3]).unwrap();
        let numbers: Vec<u8> = request.send().unwrap().json().unwrap();
        assert_eq!(numbers, [1, 2]);
        assert_eq!(testing::requests()[0].body.as_deref(), Some(&b"[3]"[..]));
        let error = Response::new(502, "<html>").json::<u8>().unwrap_err();
        assert!(matches!(error, Error::Unavailable(text) if text.contains("status 502")));
    }
}
