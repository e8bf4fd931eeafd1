//! URLs as they may stand in a log.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use reqwest::Url;

/// Instead of what is not for the log.
const INSTEAD: &str = "…";
/// Characters of a URL that are shown.
const LONGEST: usize = 500;

/// Parts of the names of parameters whose values are keys, or tell who is asking.
const TELLING: [&str; 14] = [
    "key",
    "token",
    "secret",
    "pass",
    "pwd",
    "auth",
    "sign",
    "sig",
    "credential",
    "session",
    "jwt",
    "code",
    "user",
    "mail",
];

/// The URL without keys and without VINs, which tell of a user, wherever they stand.
pub(crate) fn shown(url: &Url) -> String {
    let mut text = format!("{}://{}", url.scheme(), crate::allow_list::shown(url));
    for segment in url.path().split('/').skip(1) {
        text.push('/');
        text.push_str(&value(segment));
    }
    for (index, pair) in url
        .query()
        .into_iter()
        .flat_map(|all| all.split('&'))
        .enumerate()
    {
        text.push(if index == 0 { '?' } else { '&' });
        match pair.split_once('=') {
            Some((name, _)) if is_telling(name) => text.extend([name, "=", INSTEAD]),
            Some((name, rest)) => text.extend([name, "=", &value(rest)]),
            // `?TOKEN`, all of it the value.
            None => text.push_str(&value(pair)),
        }
    }
    if text.chars().count() > LONGEST {
        text = text.chars().take(LONGEST).chain(INSTEAD.chars()).collect();
    }
    text
}

fn is_telling(name: &str) -> bool {
    let name = percent_decode_str(name).decode_utf8_lossy().to_lowercase();
    name.contains("vin") || TELLING.iter().any(|part| name.contains(part))
}

/// As it is, unless there is a VIN in it.
fn value(text: &str) -> Cow<'_, str> {
    let decoded = percent_decode_str(text).decode_utf8_lossy();
    let has_vin = decoded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| word.len() == 17 && word.contains(|c: char| c.is_ascii_digit()));
    if has_vin { INSTEAD.into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(
        "https://a.example/v1/specs?year=2003&page=2",
        "https://a.example/v1/specs?year=2003&page=2"
    )]
    #[case("https://a.example:8443/", "https://a.example:8443/")]
    #[case("https://a.example/?key=abc&year=1", "https://a.example/?key=…&year=1")]
    #[case("https://a.example/?apiKey=abc", "https://a.example/?apiKey=…")]
    #[case(
        "https://a.example/?X-Amz-Signature=abc",
        "https://a.example/?X-Amz-Signature=…"
    )]
    #[case(
        "https://a.example/?access_token=a=b",
        "https://a.example/?access_token=…"
    )]
    #[case("https://a.example/?p%61ssword=abc", "https://a.example/?p%61ssword=…")]
    #[case(
        "https://a.example/?client_secret=abc",
        "https://a.example/?client_secret=…"
    )]
    #[case("https://a.example/?vin=short", "https://a.example/?vin=…")]
    #[case("https://a.example/?q=1HGCM82633A004352", "https://a.example/?q=…")]
    #[case("https://a.example/?1HGCM82633A004352", "https://a.example/?…")]
    #[case(
        "https://a.example/decodevin/1HGCM82633A004352*BA?f=json",
        "https://a.example/decodevin/…?f=json"
    )]
    #[case(
        "https://a.example/?q=1hgcm82633a004352%3B5UXWX7C5*BA",
        "https://a.example/?q=…"
    )]
    fn keys_and_vins_are_not_shown(#[case] url: &str, #[case] text: &str) {
        assert_eq!(shown(&Url::parse(url).unwrap()), text);
    }

    #[test]
    fn a_long_one_is_cut() {
        let url = format!("https://a.example/{}", "x/".repeat(1_000));
        assert_eq!(
            shown(&Url::parse(&url).unwrap()).chars().count(),
            LONGEST + 1
        );
    }
}
