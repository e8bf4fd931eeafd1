//! Trying again: what may be repeated, what is worth it, and after how long.
//!
//! `backon` would do the counting, but its jitter only ever adds to a delay, and how long
//! to wait depends here on what the answer says, on the deadline, and on what the host has
//! left of its budget.

use std::time::{Duration, SystemTime};

use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName};

use crate::attempt::Answer;
use crate::error::HttpError;
use crate::retry_after;

/// With this header a caller says that a repeated POST or PATCH does no harm, since the
/// server knows by it that it is the same (IETF draft "The Idempotency-Key HTTP Header
/// Field").
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// However often it was tried before.
const LONGEST: Duration = Duration::from_secs(10);

/// True if it makes no difference whether the request is made once or twice.
pub(crate) fn is_idempotent(method: &Method, headers: &HeaderMap) -> bool {
    method.is_idempotent() || headers.contains_key(IDEMPOTENCY_KEY)
}

/// Whether another try may end better.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Worth {
    No,
    /// Not before so long.
    After(Duration),
}

pub(crate) fn worth(result: &Result<Answer, HttpError>) -> Worth {
    match result {
        Ok(answer) if matches!(answer.status.as_u16(), 429 | 502 | 503 | 504) => {
            let asked = retry_after::read(&answer.headers, SystemTime::now());
            Worth::After(asked.unwrap_or_default())
        }
        Err(
            HttpError::Unresolved(_) | HttpError::Unreachable { .. } | HttpError::Broken { .. },
        ) => Worth::After(Duration::ZERO),
        _ => Worth::No,
    }
}

/// How long to wait before the next try: anything up to twice as long as the time before,
/// so that callers who failed together don't come back together. `chance` is from 0 to 1.
pub(crate) fn backoff(base: Duration, tried: u32, chance: f64) -> Duration {
    let most = base
        .saturating_mul(2_u32.saturating_pow(tried))
        .min(LONGEST);
    most.mul_f64(chance.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::StatusCode;
    use reqwest::header::HeaderValue;
    use rstest::rstest;

    #[rstest]
    #[case(Method::GET, false, true)]
    #[case(Method::HEAD, false, true)]
    #[case(Method::PUT, false, true)]
    #[case(Method::DELETE, false, true)]
    #[case(Method::POST, false, false)]
    #[case(Method::PATCH, false, false)]
    #[case(Method::POST, true, true)]
    #[case(Method::PATCH, true, true)]
    fn a_post_is_repeated_only_if_its_caller_says_so(
        #[case] method: Method,
        #[case] has_key: bool,
        #[case] repeated: bool,
    ) {
        let mut headers = HeaderMap::new();
        if has_key {
            headers.insert("Idempotency-Key", HeaderValue::from_static("\"1\""));
        }
        assert_eq!(is_idempotent(&method, &headers), repeated);
    }

    #[rstest]
    #[case(0, 100)]
    #[case(1, 200)]
    #[case(3, 800)]
    #[case(40, 10_000)]
    fn the_wait_is_anything_up_to_a_bound_that_doubles(#[case] tried: u32, #[case] most: u64) {
        let base = Duration::from_millis(100);
        assert_eq!(backoff(base, tried, 0.0), Duration::ZERO);
        assert_eq!(backoff(base, tried, 0.5), Duration::from_millis(most / 2));
        assert_eq!(backoff(base, tried, 1.0), Duration::from_millis(most));
    }

    #[rstest]
    #[case(200, None)]
    #[case(404, None)]
    #[case(429, Some(7))]
    #[case(500, None)]
    #[case(501, None)]
    #[case(502, Some(7))]
    #[case(503, Some(7))]
    #[case(504, Some(7))]
    fn an_answer_is_asked_for_again_when_it_says_that_this_may_help(
        #[case] status: u16,
        #[case] seconds: Option<u64>,
    ) {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", HeaderValue::from_static("7"));
        let answer = Answer {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
            body: Vec::new(),
        };
        let expected = seconds.map_or(Worth::No, |s| Worth::After(Duration::from_secs(s)));
        assert_eq!(worth(&Ok(answer)), expected);
    }

    #[rstest]
    #[case(HttpError::Timeout, false)]
    #[case(HttpError::Unresolved("a".into()), true)]
    #[case(HttpError::Unreachable { host: "a".into(), reason: "b".into() }, true)]
    #[case(HttpError::Broken { host: "a".into(), reason: "b".into() }, true)]
    #[case(HttpError::Tls { host: "a".into(), reason: "b".into() }, false)]
    #[case(HttpError::TooLarge(1), false)]
    #[case(HttpError::DestinationIpProhibited("a".into()), false)]
    #[case(HttpError::CircuitOpen("a".into()), false)]
    #[case(HttpError::Quota { host: "a".into(), seconds: 1 }, false)]
    fn a_failure_is_tried_again_when_it_may_pass(#[case] error: HttpError, #[case] again: bool) {
        assert_eq!(worth(&Err(error)) != Worth::No, again);
    }
}
