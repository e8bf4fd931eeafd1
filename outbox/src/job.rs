//! What a caller says about its request, and what it gets back.

use std::time::Duration;

/// How much somebody is waiting for it. Earlier ones overtake later ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// Someone asked and looks at the screen.
    Answer,
    /// What is already shown becomes better.
    Edit,
    /// Nobody waits, but it is meant for one chat: a report at a set time.
    Job,
    /// The same for many.
    Broadcast,
}

impl Priority {
    pub(crate) const ALL: [Self; 4] = [Self::Answer, Self::Edit, Self::Job, Self::Broadcast];

    pub(crate) fn index(self) -> usize {
        self as usize
    }
}

/// Where a request goes and how it is to be treated.
///
/// ```
/// use vinbot_outbox::{Job, Priority};
///
/// // An edit of message 7 of a group.
/// let job = Job::new(-100, Priority::Edit).in_group().coalescing(7);
/// assert!(job.group && job.counts && job.coalesce == Some(7));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    /// Telegram's id of the chat.
    pub chat: i64,
    /// Whether the chat is a group, which has a limit a minute.
    pub group: bool,
    /// What it overtakes.
    pub priority: Priority,
    /// Whether it counts to the limits of messages. One that does not (`answerCallbackQuery`,
    /// `getFile`, `sendChatAction`) does not wait for its chat either: it has no order.
    pub counts: bool,
    /// Id of the message that it edits: a waiting job of the same chat with the same id is
    /// superseded by this one, which takes its place. Without `counts` it means nothing.
    pub coalesce: Option<u64>,
}

impl Job {
    /// A request to a private chat, which counts to the limits.
    pub fn new(chat: i64, priority: Priority) -> Self {
        Self {
            chat,
            group: false,
            priority,
            counts: true,
            coalesce: None,
        }
    }

    /// The chat is a group.
    #[must_use]
    pub fn in_group(self) -> Self {
        Self {
            group: true,
            ..self
        }
    }

    /// It does not count to the limits.
    #[must_use]
    pub fn uncounted(self) -> Self {
        Self {
            counts: false,
            ..self
        }
    }

    /// It edits this message.
    #[must_use]
    pub fn coalescing(self, message: u64) -> Self {
        Self {
            coalesce: Some(message),
            ..self
        }
    }
}

/// What the outbox needs to know about an error of a request.
pub trait Failure {
    /// How long to wait before the request may be made again; `None`: that would not help.
    fn retry_after(&self) -> Option<Duration>;

    /// Whether the wait is for every chat. Telegram does not say it, so `false` is a good answer:
    /// several chats that pause at once are understood ([`Settings::flooded_chats`]).
    ///
    /// [`Settings::flooded_chats`]: crate::Settings::flooded_chats
    fn for_all(&self) -> bool {
        false
    }
}

/// Why there is no answer to a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError<E> {
    /// Too many jobs are waiting for one of this priority to be taken. It was not sent.
    #[error("{waiting} messages are waiting already: try again later, or send fewer")]
    Full {
        /// How many are waiting.
        waiting: usize,
    },
    /// A newer edit of the same message took its place. It was not sent.
    #[error("a newer edit of the same message took its place")]
    Superseded,
    /// The outbox was closed before its turn came. It was not sent.
    #[error("nothing is sent any more: the bot is stopping")]
    Closed,
    /// The closure or its future panicked, or the runtime ended. It may have been sent.
    #[error("the request ended without an answer")]
    Lost,
    /// The request failed, after all retries that were worth it.
    #[error("{0}")]
    Failed(E),
}
