//! What a plugin's requests came to, for the words in which its failure is told: the plugin
//! says that something was not to be had, and the host has seen why.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use vinbot_net::{HttpError, Response, Trouble};

/// What the requests of the running call came to; the same for all who hold it.
#[derive(Debug, Clone, Default)]
pub(super) struct Upstream(Arc<Mutex<Seen>>);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Seen {
    /// Nobody was asked.
    #[default]
    Nothing,
    /// All that was asked was answered.
    Answers,
    Trouble(Trouble),
}

impl Upstream {
    /// A call begins.
    pub(super) fn reset(&self) {
        *self.lock() = Seen::Nothing;
    }

    /// A request has ended.
    pub(super) fn saw(&self, outcome: &Result<Response, HttpError>) {
        let mut seen = self.lock();
        *seen = match (Trouble::of(outcome), *seen) {
            (Some(trouble), _) | (None, Seen::Trouble(trouble)) => Seen::Trouble(trouble),
            (None, _) => Seen::Answers,
        };
    }

    /// Why a plugin may have said that something is unavailable: the last trouble, or an
    /// answer that it could make nothing of; none if it asked nobody.
    pub(super) fn trouble(&self) -> Option<Trouble> {
        match *self.lock() {
            Seen::Nothing => None,
            Seen::Answers => Some(Trouble::BadAnswer),
            Seen::Trouble(trouble) => Some(trouble),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long a refusal explains that a plugin asks nobody.
const RESTING: Duration = Duration::from_hours(1);

/// Why a plugin that asks nobody may say that something is unavailable: one that was refused
/// for its quota or its key leaves the service alone for a while, and says so without asking.
#[derive(Debug, Default)]
pub(super) struct Troubled(Mutex<Option<(Trouble, Instant)>>);

impl Troubled {
    /// What a call that has ended ran into, or what one before it did.
    pub(super) fn after(&self, call: Option<Trouble>, now: Instant) -> Option<Trouble> {
        let mut before = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if call.is_some() {
            *before = call
                .filter(|trouble| matches!(trouble, Trouble::Quota | Trouble::Auth))
                .map(|trouble| (trouble, now));
            return call;
        }
        let recent = |at: &Instant| now.saturating_duration_since(*at) < RESTING;
        before
            .filter(|(_, at)| recent(at))
            .map(|(trouble, _)| trouble)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16) -> Response {
        Response {
            status,
            headers: reqwest::header::HeaderMap::new(),
            body: Vec::new(),
        }
    }

    #[test]
    fn a_plugin_that_rests_after_a_refusal_is_troubled_by_it_until_it_is_answered() {
        let (troubled, now) = (Troubled::default(), Instant::now());
        assert_eq!(troubled.after(None, now), None);
        let quota = Some(Trouble::Quota);
        assert_eq!(troubled.after(quota, now), quota);
        assert_eq!(troubled.after(None, now), quota, "it rests");
        assert_eq!(troubled.after(None, now + RESTING), None, "long ago");
        assert_eq!(troubled.after(quota, now), quota);
        troubled.after(Some(Trouble::BadAnswer), now);
        assert_eq!(troubled.after(None, now), None, "it was answered meanwhile");
    }

    #[test]
    fn the_last_trouble_is_why_something_is_unavailable() {
        let upstream = Upstream::default();
        assert_eq!(upstream.trouble(), None);
        upstream.saw(&Ok(answered(200)));
        assert_eq!(upstream.trouble(), Some(Trouble::BadAnswer));
        upstream.saw(&Ok(answered(429)));
        upstream.saw(&Err(HttpError::Timeout));
        upstream.saw(&Ok(answered(200)));
        assert_eq!(upstream.trouble(), Some(Trouble::Timeout));
        upstream.reset();
        assert_eq!(upstream.trouble(), None);
    }
}
