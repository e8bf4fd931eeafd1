//! Telegram's limits on sending, while they are switched on
//! (core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);

/// How many messages a bot may send before it meets 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RateLimits {
    /// Messages in a second, over all chats.
    pub overall_per_second: usize,
    /// Messages in a second in one chat.
    pub chat_per_second: usize,
    /// Messages in a minute in one group.
    pub group_per_minute: usize,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            overall_per_second: 30,
            chat_per_second: 1,
            group_per_minute: 20,
        }
    }
}

/// The chat of what is in none; no chat has this number.
const NOWHERE: i64 = 0;

/// What was sent in the last minute.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    /// `None` while nothing is limited.
    pub(crate) limits: Option<RateLimits>,
    sent: VecDeque<(Instant, i64)>,
}

impl Rates {
    /// Counts a message to a chat, or an edit there; refuses it with the seconds to wait if there
    /// were too many.
    pub(crate) fn admit(&mut self, now: Instant, chat: i64) -> Result<(), u32> {
        self.count(now, Some(chat))
    }

    /// The same for an edit of an inline message: the bot is not in its chat, so that only what
    /// it sends over all is limited.
    pub(crate) fn admit_inline(&mut self, now: Instant) -> Result<(), u32> {
        self.count(now, None)
    }

    fn count(&mut self, now: Instant, chat: Option<i64>) -> Result<(), u32> {
        let Some(limits) = self.limits else {
            return Ok(());
        };
        while (self.sent.front()).is_some_and(|(at, _)| now.duration_since(*at) >= MINUTE) {
            self.sent.pop_front();
        }
        let chat = chat.unwrap_or(NOWHERE);
        let here = |(_, to): &&(Instant, i64)| *to == chat && chat != NOWHERE;
        let waits = [
            wait(
                now,
                SECOND,
                limits.overall_per_second,
                self.sent.iter().rev(),
            ),
            wait(
                now,
                SECOND,
                limits.chat_per_second,
                self.sent.iter().rev().filter(here),
            ),
            wait(
                now,
                MINUTE,
                if chat < 0 {
                    limits.group_per_minute
                } else {
                    usize::MAX
                },
                self.sent.iter().rev().filter(here),
            ),
        ];
        if let Some(left) = waits.into_iter().flatten().max() {
            return Err(u32::try_from(left.as_millis().div_ceil(1000)).unwrap_or(u32::MAX));
        }
        self.sent.push_back((now, chat));
        Ok(())
    }
}

/// How long until fewer than `most` of these, the latest first, lie within `span`.
fn wait<'a>(
    now: Instant,
    span: Duration,
    most: usize,
    mut latest: impl Iterator<Item = &'a (Instant, i64)>,
) -> Option<Duration> {
    let (at, _) = latest.nth(most.max(1) - 1)?;
    span.checked_sub(now.duration_since(*at))
        .filter(|left| !left.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limited() -> (Rates, Instant) {
        let limits = Some(RateLimits::default());
        let rates = Rates {
            limits,
            ..Rates::default()
        };
        (rates, Instant::now())
    }

    #[test]
    fn edits_of_inline_messages_count_over_all_alone() {
        let (mut rates, start) = limited();
        assert!((0..30).all(|_| rates.admit_inline(start).is_ok()));
        assert_eq!(rates.admit_inline(start), Err(1));
        assert_eq!(rates.admit(start, 42), Err(1));
        assert_eq!(rates.admit_inline(start + SECOND), Ok(()));
    }

    #[test]
    fn nothing_is_limited_unless_asked() {
        let mut rates = Rates::default();
        let now = Instant::now();
        assert!((0..1000).all(|_| rates.admit(now, 42).is_ok()));
    }

    #[test]
    fn a_chat_takes_one_message_a_second() {
        let (mut rates, start) = limited();
        assert_eq!(rates.admit(start, 42), Ok(()));
        assert_eq!(rates.admit(start + SECOND / 2, 42), Err(1));
        assert_eq!(rates.admit(start + SECOND / 2, 43), Ok(()));
        assert_eq!(rates.admit(start + SECOND, 42), Ok(()));
    }

    #[test]
    fn all_chats_together_take_thirty_a_second() {
        let (mut rates, start) = limited();
        assert!((1..=30).all(|chat| rates.admit(start, chat).is_ok()));
        assert_eq!(rates.admit(start, 31), Err(1));
        assert_eq!(rates.admit(start + SECOND, 31), Ok(()));
    }

    #[test]
    fn a_group_takes_twenty_a_minute_and_says_how_long_to_wait() {
        let (mut rates, start) = limited();
        for second in 0..20 {
            assert_eq!(rates.admit(start + SECOND * second, -7), Ok(()));
        }
        assert_eq!(rates.admit(start + SECOND * 20, -7), Err(40));
        assert_eq!(rates.admit(start + SECOND * 60, -7), Ok(()));
    }
}
