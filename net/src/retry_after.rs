//! `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date.

use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, RETRY_AFTER};

/// How long the server wants to be left alone; none if it doesn't say, or not so that one
/// could understand it. A date that is over is no time at all.
pub(crate) fn read(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;
    use rstest::rstest;

    #[rstest]
    #[case::seconds("120", Some(120))]
    #[case::at_once("0", Some(0))]
    #[case::date("Sun, 06 Nov 1994 08:49:37 GMT", Some(37))]
    #[case::old_date("Sunday, 06-Nov-94 08:49:37 GMT", Some(37))]
    #[case::past_date("Sun, 06 Nov 1994 08:48:00 GMT", Some(0))]
    #[case::negative("-1", None)]
    #[case::nonsense("soon", None)]
    #[case::huge("99999999999999999999", None)]
    fn seconds_and_dates_are_understood(#[case] text: &'static str, #[case] seconds: Option<u64>) {
        // 1994-11-06 08:49:00 UTC
        let now = SystemTime::UNIX_EPOCH + Duration::from_mins(13_068_529);
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_static(text));
        assert_eq!(read(&headers, now), seconds.map(Duration::from_secs));
    }
}
