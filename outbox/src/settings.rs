//! What an operator sets about sending.

use std::time::Duration;

use serde::Deserialize;

use crate::job::Priority;

/// The limits and how they are kept. Numbers of Telegram's are from its
/// [FAQ for bots](https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
///
/// A zero where nothing would ever be sent counts as one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Messages a second over all: "the API will not allow more than 30 messages per second or
    /// so".
    pub per_second: u32,
    /// Time for one message in a chat, in milliseconds: "avoid sending more than one message per
    /// second" in a particular chat.
    pub chat_interval_ms: u64,
    /// Messages in a chat that may come at once, since "we may allow short bursts that go over
    /// this limit". There are never more in as many intervals: with 3, three in three seconds.
    pub chat_burst: u32,
    /// Messages a minute in one group: "your bot will not be able to send more than 20 messages
    /// per minute to the same group".
    pub group_per_minute: u32,
    /// Requests under way at once.
    pub concurrency: u32,
    /// Jobs that wait at most. Broadcasts may fill half of it, jobs three quarters, edits nine
    /// tenths, answers all.
    pub waiting: u32,
    /// Of messages a second and of requests at once, the part that is left to answers and edits,
    /// in percent: an answer does not wait until a broadcast's second is over.
    pub reserved_percent: u32,
    /// How often a lower priority is passed over before it has a turn.
    pub patience: u32,
    /// How often a request is made again after a flood.
    pub retries: u32,
    /// The longest pause that a job waits for, in seconds. After a longer one its caller gets the
    /// error at once; the pause is kept all the same.
    pub longest_pause_s: u64,
    /// So many chats paused at once are taken for a flood of everything, since Telegram does not
    /// say which of its limits was hit.
    pub flooded_chats: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            per_second: 30,
            chat_interval_ms: 1_000,
            chat_burst: 3,
            group_per_minute: 20,
            concurrency: 32,
            waiting: 10_000,
            reserved_percent: 20,
            patience: 10,
            retries: 3,
            longest_pause_s: 120,
            flooded_chats: 3,
        }
    }
}

impl Settings {
    pub(crate) fn overall(&self) -> usize {
        at_least_one(self.per_second)
    }

    /// How many, in what time, in a chat.
    pub(crate) fn chat(&self) -> (usize, Duration) {
        let burst = self.chat_burst.max(1);
        let per = Duration::from_millis(self.chat_interval_ms).saturating_mul(burst);
        (at_least_one(burst), per)
    }

    pub(crate) fn group(&self) -> usize {
        at_least_one(self.group_per_minute)
    }

    pub(crate) fn under_way(&self) -> usize {
        at_least_one(self.concurrency)
    }

    /// What of a whole is not kept for answers and edits.
    pub(crate) fn unreserved(&self, whole: usize) -> usize {
        let percent = 100_u32.saturating_sub(self.reserved_percent);
        (whole * percent as usize / 100).max(1)
    }

    /// How full the queue may be for a job of this priority to be taken.
    pub(crate) fn room(&self, priority: Priority) -> usize {
        let percent = match priority {
            Priority::Answer => 100,
            Priority::Edit => 90,
            Priority::Job => 75,
            Priority::Broadcast => 50,
        };
        (self.waiting as usize * percent / 100).max(1)
    }
}

fn at_least_one(number: u32) -> usize {
    number.max(1) as usize
}
