//! How often something happened of late.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// A window that slides: when things happened, as long as they matter.
///
/// A token bucket remembers less, but lets twice the limit pass in one window: a full bucket at
/// once, and what is refilled meanwhile. Telegram counts, so this counts.
#[derive(Debug)]
pub(crate) struct Window {
    length: Duration,
    /// Oldest first; never more than the limit.
    times: VecDeque<Instant>,
}

impl Window {
    pub(crate) fn new(length: Duration) -> Self {
        Self {
            length,
            times: VecDeque::new(),
        }
    }

    /// It happens now.
    pub(crate) fn note(&mut self, now: Instant) {
        while self
            .times
            .front()
            .is_some_and(|&at| at + self.length <= now)
        {
            self.times.pop_front();
        }
        self.times.push_back(now);
    }

    /// From when on fewer than `limit` have happened within one length; a past time: already.
    pub(crate) fn free_at(&self, limit: usize) -> Option<Instant> {
        let one_too_many = self.times.len().checked_sub(limit)?;
        Some(*self.times.get(one_too_many)? + self.length)
    }

    /// When all is forgotten.
    pub(crate) fn empty_at(&self) -> Option<Instant> {
        self.times.back().map(|&last| last + self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_place_is_free_again_one_length_after_it_was_taken() {
        let start = Instant::now();
        let seconds = |s| start + Duration::from_secs(s);
        let mut window = Window::new(Duration::from_secs(10));
        assert_eq!(window.free_at(2), None);
        window.note(seconds(0));
        window.note(seconds(4));
        assert_eq!(window.free_at(3), None);
        assert_eq!(window.free_at(2), Some(seconds(10)));
        assert_eq!(window.free_at(1), Some(seconds(14)));
        window.note(seconds(10));
        assert_eq!(window.free_at(2), Some(seconds(14)));
        assert_eq!(window.empty_at(), Some(seconds(20)));
    }
}
