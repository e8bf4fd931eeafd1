//! Requests that prove who sends them and that nobody has changed them on the way.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use reqwest::header::{DATE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use ring::{digest, hmac};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::error::HttpError;
use crate::headers::is_hosts_own;
use crate::host_pattern::HostPattern;

/// Shorter ones can be tried out.
const SHORTEST: usize = 16;

/// `[http.signing."HOST"]`: how requests to a host are signed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// The variable of the environment with the secret that both sides know.
    pub secret: String,
    /// The header that the signature is sent in.
    pub header: String,
}

impl Signing {
    /// The header, if it is one that a signature may be sent in.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn header(&self) -> Result<HeaderName, String> {
        let name = HeaderName::from_bytes(self.header.as_bytes())
            .map_err(|_| format!("`{}` is no name of a header", self.header))?;
        if is_hosts_own(&name) || name == DATE {
            return Err(format!("the header {name} is about something else"));
        }
        Ok(name)
    }
}

/// Why requests to a host can't be signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("requests to {host} can't be signed: {reason}")]
pub struct SigningError {
    /// The host, as it is configured.
    pub host: String,
    /// What is wrong.
    pub reason: String,
}

/// A way of signing.
pub trait Sign: fmt::Debug + Send + Sync {
    /// Adds what it takes to the headers of a request that is otherwise as it goes out,
    /// secrets included. Called for each attempt anew.
    ///
    /// # Errors
    /// When it can't be signed; then it is not sent.
    fn sign(
        &self,
        method: &Method,
        url: &Url,
        body: &[u8],
        now: SystemTime,
        headers: &mut HeaderMap,
    ) -> Result<(), HttpError>;
}

/// HMAC-SHA256, in hexadecimal, over four lines without a line break at the end: method,
/// path with query, the `date` header (which it sets), and the SHA-256 of the body in
/// hexadecimal.
#[derive(Debug)]
pub struct HmacSha256 {
    key: hmac::Key,
    header: HeaderName,
}

impl HmacSha256 {
    /// With this secret, into this header.
    #[must_use]
    pub fn new(secret: &SecretString, header: HeaderName) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
        Self { key, header }
    }
}

impl Sign for HmacSha256 {
    fn sign(
        &self,
        method: &Method,
        url: &Url,
        body: &[u8],
        now: SystemTime,
        headers: &mut HeaderMap,
    ) -> Result<(), HttpError> {
        let date = httpdate::fmt_http_date(now);
        let body = hexadecimal(digest::digest(&digest::SHA256, body).as_ref());
        let (path, query) = (url.path(), url.query());
        let mark = if query.is_some() { "?" } else { "" };
        let query = query.unwrap_or_default();
        let text = format!("{method}\n{path}{mark}{query}\n{date}\n{body}");
        let signature = hexadecimal(hmac::sign(&self.key, text.as_bytes()).as_ref());
        // ASCII both, so that it can't fail; if it did, nothing is sent.
        let value = |text: &str| {
            HeaderValue::from_str(text).map_err(|_| HttpError::Header {
                name: self.header.to_string(),
                reason: "its signature is no value of a header",
            })
        };
        let mut signature = value(&signature)?;
        signature.set_sensitive(true);
        headers.insert(DATE, value(&date)?);
        headers.insert(self.header.clone(), signature);
        Ok(())
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// Who signs for which hosts.
#[derive(Debug, Clone, Default)]
pub struct Signers(Vec<(HostPattern, Arc<dyn Sign>)>);

impl Signers {
    /// As configured, with the secrets that `variable` finds.
    ///
    /// # Errors
    /// [`SigningError`] for a secret that is missing or too short.
    pub fn new(
        signing: &BTreeMap<HostPattern, Signing>,
        variable: impl Fn(&str) -> Option<SecretString>,
    ) -> Result<Self, SigningError> {
        let mut signers = Self::default();
        for (host, signing) in signing {
            let refuse = |reason| SigningError {
                host: host.to_string(),
                reason,
            };
            let name = &signing.secret;
            let header = signing.header().map_err(refuse)?;
            let secret = variable(name).ok_or_else(|| {
                refuse(format!("the variable {name} of the environment is not set"))
            })?;
            if secret.expose_secret().len() < SHORTEST {
                let reason = format!("the variable {name} has less than {SHORTEST} characters");
                return Err(refuse(reason));
            }
            signers.add(host.clone(), Arc::new(HmacSha256::new(&secret, header)));
        }
        Ok(signers)
    }

    /// Has requests to such hosts signed so, unless there is a way for them already.
    pub fn add(&mut self, hosts: HostPattern, signer: Arc<dyn Sign>) {
        self.0.push((hosts, signer));
    }

    pub(crate) fn of(&self, url: &Url) -> Option<&dyn Sign> {
        let found = self.0.iter().find(|(hosts, _)| hosts.matches(url));
        found.map(|(_, signer)| &**signer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn signers(secret: Option<&str>, header: &str) -> Result<Signers, SigningError> {
        let signing = Signing {
            secret: "SIGNING_KEY".to_owned(),
            header: header.to_owned(),
        };
        let all = BTreeMap::from([("a.example".parse().unwrap(), signing)]);
        Signers::new(&all, |_| secret.map(SecretString::from))
    }

    /// The expected value is Python's: `hmac.new(key, text, "sha256").hexdigest()`.
    #[test]
    fn the_signature_is_that_of_other_implementations() {
        let all = signers(Some("a secret of both sides"), "x-signature").unwrap();
        let url = Url::parse("https://a.example/v1/cars?vin=1").unwrap();
        let now = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(784_111_777);
        let mut headers = HeaderMap::new();
        let signer = all.of(&url).unwrap();
        signer
            .sign(&Method::POST, &url, b"body", now, &mut headers)
            .unwrap();
        assert_eq!(headers["date"], "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(
            headers["x-signature"],
            "ff5a3a4b018ad63ef114cca371470ea71f0273c604087b761d2b6dc536cb9125"
        );
        assert!(headers["x-signature"].is_sensitive());
        assert!(all.of(&Url::parse("https://b.example/").unwrap()).is_none());
    }

    #[rstest]
    #[case::missing(None, "x-signature", "SIGNING_KEY of the environment is not set")]
    #[case::short(Some("short"), "x-signature", "less than 16 characters")]
    #[case::no_header(Some("a secret of both sides"), "x y", "no name of a header")]
    #[case::hosts_own(Some("a secret of both sides"), "Host", "about something else")]
    fn what_can_not_be_used_is_told_by_host_and_reason(
        #[case] secret: Option<&str>,
        #[case] header: &str,
        #[case] reason: &str,
    ) {
        let told = signers(secret, header).unwrap_err().to_string();
        assert!(
            told.contains("a.example") && told.contains(reason),
            "{told}"
        );
    }

    #[test]
    fn the_secret_is_not_in_what_is_printed() {
        let all = signers(Some("a secret of both sides"), "x-signature").unwrap();
        assert!(!format!("{all:?}").contains("both sides"));
    }
}
