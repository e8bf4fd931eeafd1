//! Secrets by placeholder: a plugin writes `{{secret:NAME}}`, and the value is put in
//! here, on the way to the hosts that the secret is bound to and nowhere else.
//!
//! A placeholder may stand in the value of a header or of a query parameter. Not in a
//! path: paths are what servers, proxies and error pages print, and what a redirect
//! copies. Not in a body: what is data there and what is text is the server's to say.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderValue, RANGE};
use secrecy::{ExposeSecret, SecretString};

use crate::allow_list::shown;
use crate::error::HttpError;
use crate::host_pattern::HostPattern;
use crate::scrub::Scrubber;

const OPEN: &str = "{{secret:";
const CLOSE: &str = "}}";

/// Shorter ones would be found by chance in what is no secret, and be taken out there.
const SHORTEST: usize = 8;

/// What need not be encoded in the value of a query parameter (RFC 3986, unreserved).
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Why a value can't be used as a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Too short.
    #[error("has less than {SHORTEST} characters, too few to be told from other text")]
    Short,
    /// It would not pass as a header.
    #[error("has characters other than printable ASCII (a line break at its end?)")]
    Characters,
}

/// A value that no plugin sees, and where it may go.
#[derive(Clone)]
pub struct Secret {
    name: String,
    value: SecretString,
    hosts: Vec<HostPattern>,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secret")
            .field("name", &self.name)
            .field("hosts", &self.hosts)
            .finish_non_exhaustive()
    }
}

impl Secret {
    /// A secret that goes to these hosts alone.
    ///
    /// # Errors
    /// See [`SecretError`].
    pub fn new(
        name: &str,
        value: SecretString,
        hosts: Vec<HostPattern>,
    ) -> Result<Self, SecretError> {
        let text = value.expose_secret();
        if text.len() < SHORTEST {
            return Err(SecretError::Short);
        }
        if !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || text.trim() != text {
            return Err(SecretError::Characters);
        }
        Ok(Self {
            name: name.to_owned(),
            value,
            hosts,
        })
    }

    fn is_for(&self, url: &Url) -> bool {
        self.hosts.iter().any(|pattern| pattern.matches(url))
    }
}

/// The secrets of one plugin.
#[derive(Default)]
pub struct Secrets {
    all: Vec<Secret>,
    scrubber: Option<Scrubber>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.all.iter().map(|secret| &secret.name))
            .finish()
    }
}

impl Secrets {
    /// These secrets.
    #[must_use]
    pub fn new(all: Vec<Secret>) -> Self {
        let values = all.iter().map(|secret| secret.value.expose_secret());
        let scrubber = Scrubber::new(values);
        Self { all, scrubber }
    }

    /// True if there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Puts the values in the place of their placeholders.
    pub(crate) fn fill_in(&self, url: &mut Url, headers: &mut HeaderMap) -> Result<(), HttpError> {
        if !self.is_empty() && headers.contains_key(RANGE) {
            return Err(HttpError::Header {
                name: RANGE.to_string(),
                reason: "who has secrets can't ask for a part of an answer: a part of a secret \
                         would pass unseen",
            });
        }
        for value in headers.values_mut() {
            if let Ok(text) = value.to_str()
                && let Some(filled) = self.filled(text, url)?
            {
                // Printable ASCII both: it can't fail, and if it did, nothing is sent.
                *value = HeaderValue::from_str(&filled)
                    .map_err(|_| HttpError::SecretMisplaced("such a header"))?;
                value.set_sensitive(true);
            }
        }
        for (part, name) in [
            (url.path(), "a path"),
            (url.fragment().unwrap_or(""), "a fragment"),
        ] {
            if percent_decode_str(part).decode_utf8_lossy().contains(OPEN) {
                return Err(HttpError::SecretMisplaced(name));
            }
        }
        if let Some(query) = url.query()
            && let Some(filled) = self.filled_query(query, url)?
        {
            url.set_query(Some(&filled));
        }
        Ok(())
    }

    /// The query with its values filled in; none if there is no placeholder.
    fn filled_query(&self, query: &str, url: &Url) -> Result<Option<String>, HttpError> {
        let mut any = false;
        let mut pairs = Vec::new();
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if decoded(key).contains(OPEN) {
                return Err(HttpError::SecretMisplaced("the name of a query parameter"));
            }
            pairs.push(match self.filled(&decoded(value), url)? {
                Some(filled) => {
                    any = true;
                    Cow::Owned(format!("{key}={}", utf8_percent_encode(&filled, QUERY)))
                }
                None => Cow::Borrowed(pair),
            });
        }
        Ok(any.then(|| pairs.join("&")))
    }

    /// The text with its placeholders filled in; none if it has none.
    fn filled(&self, text: &str, url: &Url) -> Result<Option<String>, HttpError> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(OPEN) {
            let Some((name, after)) = after.split_once(CLOSE) else {
                break;
            };
            let known = self.all.iter().find(|secret| secret.name == name);
            let Some(secret) = known else {
                let shown = name.chars().filter(char::is_ascii_graphic).take(80);
                return Err(HttpError::SecretNotGranted(shown.collect()));
            };
            if !secret.is_for(url) {
                return Err(HttpError::SecretNotForHost {
                    name: secret.name.clone(),
                    host: shown(url),
                });
            }
            filled.push_str(before);
            filled.push_str(secret.value.expose_secret());
            rest = after;
        }
        if filled.is_empty() {
            return Ok(None);
        }
        filled.push_str(rest);
        Ok(Some(filled))
    }

    /// Refuses a redirect that would carry a secret, which the server copied into it, to
    /// a host that it is not bound to, or in a name: names are resolved in the clear.
    pub(crate) fn check_redirect(&self, to: &Url) -> Result<(), HttpError> {
        let Some(scrubber) = &self.scrubber else {
            return Ok(());
        };
        let name = to.host_str().unwrap_or_default().as_bytes();
        for index in scrubber.found_in(to.as_str().as_bytes()) {
            let in_name = scrubber.found_in(name).any(|found| found == index);
            let secret = self.all.get(index);
            if let Some(secret) = secret.filter(|secret| in_name || !secret.is_for(to)) {
                return Err(HttpError::RedirectCarriesSecret(secret.name.clone()));
            }
        }
        Ok(())
    }

    /// Takes every secret out of what comes back, as plain text, percent-encoded and in
    /// Base64; none if there is nothing to take out.
    pub(crate) fn scrubbed(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        self.scrubber.as_ref()?.scrubbed(bytes)
    }

    /// The same for a text that is printed.
    pub(crate) fn scrub_text(&self, text: &mut String) {
        if let Some(clean) = self.scrubbed(text.as_bytes()) {
            *text = String::from_utf8_lossy(&clean).into_owned();
        }
    }
}

/// As servers read it: `+` is a space.
fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const VALUE: &str = "k3y/with+odd=&chars";

    fn secrets() -> Secrets {
        let hosts = vec!["api.example.com".parse().unwrap()];
        Secrets::new(vec![Secret::new("KEY", VALUE.into(), hosts).unwrap()])
    }

    fn filled(url: &str, header: &str) -> Result<(String, HeaderMap), HttpError> {
        let mut url = Url::parse(url).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-key", header.parse().unwrap());
        secrets().fill_in(&mut url, &mut headers)?;
        Ok((url.into(), headers))
    }

    #[rstest]
    #[case::as_written("https://api.example.com/v?vin=1&key={{secret:KEY}}")]
    #[case::encoded("https://api.example.com/v?vin=1&key=%7B%7Bsecret%3AKEY%7D%7D")]
    fn a_query_value_is_filled_in_and_encoded(#[case] url: &str) {
        let (url, _) = filled(url, "none").unwrap();
        assert_eq!(
            url,
            "https://api.example.com/v?vin=1&key=k3y%2Fwith%2Bodd%3D%26chars"
        );
    }

    #[test]
    fn a_header_is_filled_in_and_marked_as_sensitive() {
        let (_, headers) = filled("https://api.example.com/", "Bearer {{secret:KEY}}").unwrap();
        assert_eq!(headers["x-key"], format!("Bearer {VALUE}"));
        assert!(headers["x-key"].is_sensitive());
        assert!(!format!("{headers:?}").contains(VALUE));
    }

    #[test]
    fn what_has_no_placeholder_stays_as_it_is() {
        let url = "https://api.example.com/a%20b?q=a+b%2f&r&s={{secret:";
        let (same, headers) = filled(url, "{{other}} {{secret:").unwrap();
        assert_eq!(same, url);
        assert!(!headers["x-key"].is_sensitive());
    }

    #[rstest]
    #[case::another_host(
        "https://example.com/?k={{secret:KEY}}",
        "x",
        "KEY is not for example.com"
    )]
    #[case::another_port("https://api.example.com:444/", "{{secret:KEY}}", "KEY is not for")]
    #[case::not_granted("https://api.example.com/", "{{secret:OTHER}}", "OTHER is not granted")]
    #[case::in_the_path("https://api.example.com/{{secret:KEY}}", "x", "not in a path")]
    #[case::in_a_fragment("https://api.example.com/#{{secret:KEY}}", "x", "not in a fragment")]
    #[case::as_a_name(
        "https://api.example.com/?{{secret:KEY}}=1",
        "x",
        "not in the name of a query"
    )]
    fn elsewhere_nothing_is_filled_in(
        #[case] url: &str,
        #[case] header: &str,
        #[case] reason: &str,
    ) {
        let told = filled(url, header).unwrap_err().to_string();
        assert!(told.contains(reason), "{told}");
        assert!(!told.contains(VALUE));
    }

    #[test]
    fn a_part_of_an_answer_can_not_be_asked_for() {
        let mut url = Url::parse("https://api.example.com/").unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, HeaderValue::from_static("bytes=0-3"));
        assert!(secrets().fill_in(&mut url, &mut headers).is_err());
        assert!(Secrets::default().fill_in(&mut url, &mut headers).is_ok());
    }

    #[rstest]
    #[case("https://api.example.com/next?k=k3y%2fwith%2bodd%3d%26chars", true)]
    #[case("https://other.example.com/next?page=2", true)]
    #[case("https://other.example.com/?k=k3y%2fwith%2bodd%3d%26chars", false)]
    fn a_redirect_takes_no_secret_elsewhere(#[case] to: &str, #[case] fine: bool) {
        let to = Url::parse(to).unwrap();
        assert_eq!(secrets().check_redirect(&to).is_ok(), fine);
    }

    #[test]
    fn a_redirect_takes_no_secret_into_a_name_either() {
        let hosts = vec!["*.example.com".parse().unwrap()];
        let all = Secrets::new(vec![Secret::new("KEY", "plain-key".into(), hosts).unwrap()]);
        let fine = |to: &str| all.check_redirect(&Url::parse(to).unwrap()).is_ok();
        assert!(fine("https://api.example.com/?k=plain-key"));
        assert!(!fine("https://plain-key.example.com/"));
    }

    #[rstest]
    #[case("short", SecretError::Short)]
    #[case("long enough\n", SecretError::Characters)]
    #[case("lóng enough", SecretError::Characters)]
    fn a_value_that_can_not_be_kept_secret_is_refused(
        #[case] value: &str,
        #[case] error: SecretError,
    ) {
        assert_eq!(
            Secret::new("KEY", value.into(), Vec::new()).err(),
            Some(error)
        );
    }

    #[test]
    fn the_value_is_not_in_what_is_printed() {
        assert_eq!(format!("{:?}", secrets()), r#"["KEY"]"#);
    }
}
