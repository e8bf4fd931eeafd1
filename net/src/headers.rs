//! Headers that a plugin may send, and what of an answer's it may read.

use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::error::HttpError;

/// Headers of one request.
const MOST: usize = 64;
/// Bytes of all its headers together.
const MOST_BYTES: usize = 16 << 10;

/// True for a header that is part of how the host sends: a plugin that could set it
/// could forge a second request, another host or an encoding that hides what is inside.
#[must_use]
pub fn is_hosts_own(name: &HeaderName) -> bool {
    const OWN: [HeaderName; 12] = [
        header::HOST,
        header::CONNECTION,
        header::CONTENT_LENGTH,
        header::TRANSFER_ENCODING,
        header::TE,
        header::TRAILER,
        header::UPGRADE,
        header::EXPECT,
        header::ACCEPT_ENCODING,
        header::FORWARDED,
        header::VIA,
        header::MAX_FORWARDS,
    ];
    let text = name.as_str();
    OWN.contains(name)
        || text == "keep-alive"
        || text == "http2-settings"
        || text.starts_with("proxy-")
        || text.starts_with("x-forwarded-")
}

/// The headers that a plugin wants sent.
///
/// # Errors
/// [`HttpError::Header`] for one that is malformed or the host's own.
pub fn parse(headers: &[(String, String)]) -> Result<HeaderMap, HttpError> {
    let mut map = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        let refuse = |reason| HttpError::Header {
            name: name
                .chars()
                .filter(char::is_ascii_graphic)
                .take(80)
                .collect(),
            reason,
        };
        let key = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| refuse("the name has characters that no header may have"))?;
        if is_hosts_own(&key) {
            return Err(refuse("the host sets it itself"));
        }
        let value = HeaderValue::from_str(value)
            .map_err(|_| refuse("the value has line breaks or other control characters"))?;
        map.append(key, value);
    }
    Ok(map)
}

/// Refuses more than servers take.
pub(crate) fn check_size(headers: &HeaderMap) -> Result<(), HttpError> {
    let bytes: usize = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if headers.len() > MOST || bytes > MOST_BYTES {
        return Err(HttpError::Header {
            name: "…".to_owned(),
            reason: "there are more than 64 headers, or more than 16 kB of them",
        });
    }
    Ok(())
}

/// What is left of a request's headers where a redirect leads to another server: nothing
/// that tells who is asking.
pub(crate) fn forget_identity(headers: &mut HeaderMap) {
    headers.remove(header::AUTHORIZATION);
    headers.remove(header::COOKIE);
    let filled_in: Vec<HeaderName> = headers
        .iter()
        .filter(|(_, value)| value.is_sensitive())
        .map(|(name, _)| name.clone())
        .collect();
    for name in filled_in {
        headers.remove(name);
    }
}

/// Takes out of an answer's headers what is about the connection, not about the answer.
pub(crate) fn forget_connection(headers: &mut HeaderMap) {
    for name in [
        header::CONNECTION,
        header::TRANSFER_ENCODING,
        header::TRAILER,
        header::UPGRADE,
        HeaderName::from_static("keep-alive"),
    ] {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn told(name: &str, value: &str) -> String {
        parse(&[(name.to_owned(), value.to_owned())])
            .unwrap_err()
            .to_string()
    }

    #[rstest]
    #[case("Host")]
    #[case("content-length")]
    #[case("Transfer-Encoding")]
    #[case("Connection")]
    #[case("Proxy-Authorization")]
    #[case("X-Forwarded-For")]
    #[case("Accept-Encoding")]
    fn the_hosts_own_headers_are_refused(#[case] name: &str) {
        assert!(told(name, "x").contains("the host sets it itself"));
    }

    #[rstest]
    #[case("x\r\nhost", "a")]
    #[case("x y", "a")]
    #[case("", "a")]
    #[case("x", "a\r\nhost: evil")]
    #[case("x", "a\0b")]
    fn a_header_cannot_carry_another_one(#[case] name: &str, #[case] value: &str) {
        let told = told(name, value);
        assert!(!told.contains('\n') && !told.contains('\r'), "{told}");
    }

    #[test]
    fn a_header_may_stand_twice() {
        let pair = |value: &str| ("Accept".to_owned(), value.to_owned());
        let map = parse(&[pair("a/b"), pair("c/d")]).unwrap();
        assert_eq!(map.get_all("accept").iter().count(), 2);
    }

    #[test]
    fn another_server_does_not_learn_who_asks() {
        let mut map = parse(&[
            ("Authorization".to_owned(), "Basic abc".to_owned()),
            ("Cookie".to_owned(), "a=b".to_owned()),
            ("Accept".to_owned(), "*/*".to_owned()),
        ])
        .unwrap();
        let mut key = HeaderValue::from_static("filled in");
        key.set_sensitive(true);
        map.insert("x-key", key);
        forget_identity(&mut map);
        assert_eq!(map.len(), 1);
    }
}
