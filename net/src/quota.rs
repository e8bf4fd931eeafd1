//! A host that has said when it may be asked again (429 with `Retry-After`) is not asked
//! before: each request more would only prolong that.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// However long a host wants: it may have taken seconds for milliseconds.
const LONGEST: Duration = Duration::from_hours(1);

#[derive(Debug, Default)]
pub(crate) struct Quota(Mutex<Option<Instant>>);

impl Quota {
    /// It is not asked for so long.
    pub(crate) fn pause(&self, now: Instant, wanted: Duration) {
        let mut until = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *until = (*until).max(Some(now + wanted.min(LONGEST)));
    }

    /// When it may be asked again, if that is not now.
    pub(crate) fn paused(&self, now: Instant) -> Option<Instant> {
        let until = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        until.filter(|until| now < *until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_pause_holds_and_then_is_over() {
        let now = Instant::now();
        let quota = Quota::default();
        assert_eq!(quota.paused(now), None);
        quota.pause(now, Duration::from_secs(5));
        quota.pause(now, Duration::from_secs(2));
        let until = now + Duration::from_secs(5);
        assert_eq!(quota.paused(now), Some(until));
        assert_eq!(quota.paused(until), None);
    }

    #[test]
    fn nobody_is_shut_out_for_a_year() {
        let now = Instant::now();
        let quota = Quota::default();
        quota.pause(now, Duration::from_hours(8_760));
        assert_eq!(quota.paused(now + LONGEST), None);
    }
}
