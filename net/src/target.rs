//! Whether a URL may be requested at all: the same checks for what a plugin asks and for
//! what a redirect leads to. Names are looked at again when they are resolved.

use std::net::IpAddr;

use reqwest::Url;

use crate::Access;
use crate::address;
use crate::allow_list::shown;
use crate::error::HttpError;
use crate::resolve::is_loopback_name;

/// Characters of a URL.
const LONGEST: usize = 8 << 10;

/// Reads the URL that a plugin wrote.
pub(crate) fn parse(text: &str) -> Result<Url, HttpError> {
    if text.len() > LONGEST {
        return Err(HttpError::Url(format!("it has more than {LONGEST} bytes")));
    }
    // URLs drop tabs and line breaks silently: what is sent would not be what was checked
    // by whoever put the URL together.
    if text.chars().any(|c| c.is_control() || c == ' ') {
        let reason = "it has spaces or control characters: percent-encode them";
        return Err(HttpError::Url(reason.to_owned()));
    }
    Url::parse(text).map_err(|error| HttpError::Url(error.to_string()))
}

/// Refuses a URL that leads where this plugin may not go.
pub(crate) fn check(url: &Url, access: &Access, allow_loopback: bool) -> Result<(), HttpError> {
    if !url.username().is_empty() || url.password().is_some() {
        let reason = "it carries a user name or password: send an `authorization` header";
        return Err(HttpError::Url(reason.to_owned()));
    }
    let is_loopback = allow_loopback && is_loopback(url);
    match url.scheme() {
        "https" => {}
        "http" if is_loopback => {}
        _ => return Err(HttpError::NotHttps),
    }
    access.hosts.check(url)?;
    // No name, so the resolver is never asked. URLs have read every spelling of an
    // address by now: decimal, octal, hexadecimal, shortened.
    match literal(url) {
        Some(address) if !address::is_public(address) && !is_loopback => {
            Err(HttpError::DestinationIpProhibited(shown(url)))
        }
        _ => Ok(()),
    }
}

fn literal(url: &Url) -> Option<IpAddr> {
    let host = url.host_str()?;
    host.trim_start_matches('[')
        .trim_end_matches(']')
        .parse()
        .ok()
}

fn is_loopback(url: &Url) -> bool {
    match literal(url) {
        Some(address) => address::is_loopback(address),
        None => url.host_str().is_some_and(is_loopback_name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AllowList;
    use rstest::rstest;

    /// Everything that is tried here is asked for and granted: only the address decides.
    fn tried(text: &str, allow_loopback: bool) -> Result<(), HttpError> {
        let url = parse(text)?;
        let host = vec![shown(&url).parse().unwrap()];
        let access = Access {
            hosts: AllowList::new(host.clone(), host),
            ..Access::default()
        };
        check(&url, &access, allow_loopback)
    }

    #[rstest]
    #[case::plain("https://127.0.0.1/")]
    #[case::decimal("https://2130706433/")]
    #[case::octal("https://0177.0.0.1/")]
    #[case::hexadecimal("https://0x7f000001/")]
    #[case::shortened("https://127.1/")]
    #[case::full_width("https://１２７.0.0.1/")]
    #[case::mapped("https://[::ffff:127.0.0.1]/")]
    #[case::mapped_in_hexadecimal("https://[::ffff:7f00:1]/")]
    #[case::metadata("https://169.254.169.254/latest/meta-data/")]
    #[case::metadata_decimal("https://2852039166/")]
    #[case::six("https://[::1]/")]
    #[case::private("https://192.168.0.1/")]
    fn an_address_that_is_not_public_is_refused_in_every_spelling(#[case] url: &str) {
        let error = tried(url, false).unwrap_err();
        assert!(
            matches!(error, HttpError::DestinationIpProhibited(_)),
            "{error}"
        );
    }

    #[rstest]
    #[case("http://public.example/")]
    #[case("http://localhost:8080/")]
    #[case("http://127.0.0.1:8080/")]
    #[case("ws://public.example/")]
    fn without_tls_nothing_is_sent(#[case] url: &str) {
        assert_eq!(tried(url, false), Err(HttpError::NotHttps));
    }

    #[rstest]
    #[case("http://localhost:8080/", true)]
    #[case("http://api.localhost:8080/", true)]
    #[case("http://127.0.0.1:8080/", true)]
    #[case("http://[::1]:8080/", true)]
    #[case("http://public.example/", false)]
    #[case("http://10.0.0.1/", false)]
    #[case("http://8.8.8.8/", false)]
    #[case("https://10.0.0.1/", false)]
    #[case("http://localhost.example/", false)]
    fn in_development_loopback_alone_is_reached_without_tls(#[case] url: &str, #[case] fine: bool) {
        assert_eq!(tried(url, true).is_ok(), fine);
    }

    #[rstest]
    #[case("https://user:pass@public.example/", "user name or password")]
    #[case("https://public.example/a\r\nHost: evil", "control characters")]
    #[case("https://public.example/a b", "spaces")]
    #[case("public.example", "relative URL")]
    #[case("https:///", "empty host")]
    fn a_url_that_can_not_be_requested_is_refused_with_the_reason(
        #[case] url: &str,
        #[case] reason: &str,
    ) {
        let told = parse(url)
            .and_then(|url| check(&url, &Access::default(), false))
            .unwrap_err()
            .to_string();
        assert!(told.contains(reason), "{told}");
    }
}
