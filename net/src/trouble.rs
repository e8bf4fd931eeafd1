//! What went wrong upstream, in the words in which users and operators are told.

use crate::client::Response;
use crate::error::HttpError;

/// Why a request did not bring what it was made for. Coarser than [`HttpError`], and it
/// covers answers too: those that are no success.
///
/// ```
/// use vinbot_net::{HttpError, Trouble};
///
/// let outcome = Err(HttpError::Timeout);
/// assert_eq!(Trouble::of(&outcome), Some(Trouble::Timeout));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// No whole answer in time (or 408). Another time it may work.
    Timeout,
    /// Nobody answered, or one who is not well (5xx). Another time it may work.
    Unreachable,
    /// It was asked too often (429), or wants to be left alone for so long. The operator's
    /// plan with the provider may be too small.
    Quota,
    /// It does not know who asks, or doesn't serve them (401, 402, 403). The operator has to
    /// look at the secret.
    Auth,
    /// It has nothing about what was asked for (404, 410). That may be all right.
    NotFound,
    /// What came can't be used: too large, encoded, redirects without end, or any other
    /// status of 400 to 499, with which it refuses the request. The plugin's author has to
    /// look.
    BadAnswer,
    /// It has failed so often that it is not asked for a while.
    CircuitOpen,
    /// It was not sent: not granted, or none that can be sent. The text of the error says
    /// who has to do what.
    Denied,
}

impl Trouble {
    /// What is wrong with this; none if nothing is. A redirect that is handed over is as
    /// good as a success.
    #[must_use]
    pub fn of(outcome: &Result<Response, HttpError>) -> Option<Self> {
        match outcome {
            Ok(response) => match response.status {
                401..=403 => Some(Self::Auth),
                404 | 410 => Some(Self::NotFound),
                408 => Some(Self::Timeout),
                429 => Some(Self::Quota),
                400..500 => Some(Self::BadAnswer),
                500.. => Some(Self::Unreachable),
                _ => None,
            },
            Err(error) => Some(Self::of_error(error)),
        }
    }

    fn of_error(error: &HttpError) -> Self {
        match error {
            HttpError::Url(_)
            | HttpError::Header { .. }
            | HttpError::NotHttps
            | HttpError::HostNotAsked(_)
            | HttpError::HostNotGranted(_)
            | HttpError::DestinationIpProhibited(_)
            | HttpError::SecretNotGranted(_)
            | HttpError::SecretNotForHost { .. }
            | HttpError::SecretMisplaced(_)
            | HttpError::RedirectCarriesSecret(_) => Self::Denied,
            HttpError::Timeout => Self::Timeout,
            HttpError::Unresolved(_)
            | HttpError::Unreachable { .. }
            | HttpError::Tls { .. }
            | HttpError::Broken { .. } => Self::Unreachable,
            HttpError::TooManyRedirects(_) | HttpError::TooLarge(_) | HttpError::Encoded(_) => {
                Self::BadAnswer
            }
            HttpError::Quota { .. } => Self::Quota,
            HttpError::CircuitOpen(_) => Self::CircuitOpen,
        }
    }

    /// A word for it that stays the same, for logs and figures.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::Unreachable => "unreachable",
            Self::Quota => "quota",
            Self::Auth => "auth",
            Self::NotFound => "not-found",
            Self::BadAnswer => "bad-answer",
            Self::CircuitOpen => "circuit-open",
            Self::Denied => "denied",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderMap;
    use rstest::rstest;

    #[rstest]
    #[case(200, None)]
    #[case(204, None)]
    #[case(302, None)]
    #[case(400, Some("bad-answer"))]
    #[case(401, Some("auth"))]
    #[case(403, Some("auth"))]
    #[case(404, Some("not-found"))]
    #[case(408, Some("timeout"))]
    #[case(410, Some("not-found"))]
    #[case(422, Some("bad-answer"))]
    #[case(429, Some("quota"))]
    #[case(500, Some("unreachable"))]
    #[case(503, Some("unreachable"))]
    fn a_status_tells_what_is_wrong(#[case] status: u16, #[case] code: Option<&str>) {
        let response = Response {
            status,
            headers: HeaderMap::new(),
            body: Vec::new(),
        };
        assert_eq!(Trouble::of(&Ok(response)).map(Trouble::code), code);
    }

    #[rstest]
    #[case(HttpError::Timeout, "timeout")]
    #[case(HttpError::Unresolved("a".into()), "unreachable")]
    #[case(HttpError::Tls { host: "a".into(), reason: "b".into() }, "unreachable")]
    #[case(HttpError::Quota { host: "a".into(), seconds: 1 }, "quota")]
    #[case(HttpError::CircuitOpen("a".into()), "circuit-open")]
    #[case(HttpError::TooLarge(1), "bad-answer")]
    #[case(HttpError::TooManyRedirects(5), "bad-answer")]
    #[case(HttpError::NotHttps, "denied")]
    #[case(HttpError::Url("a".into()), "denied")]
    fn an_error_tells_what_is_wrong(#[case] error: HttpError, #[case] code: &str) {
        assert_eq!(Trouble::of(&Err(error)).map(Trouble::code), Some(code));
    }
}
