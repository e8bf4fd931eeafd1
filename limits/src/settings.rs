//! What an operator sets about limits.

use std::collections::BTreeSet;

use serde::Deserialize;

/// So many at once, and as many again in a time.
///
/// ```
/// use vinbot_limits::Rate;
///
/// // Twenty at once, then one every three seconds.
/// let rate = Rate { burst: 20, per_ms: 60_000 };
/// # let _ = rate;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Requests that may come at once. With zero there is no limit.
    pub burst: u32,
    /// Time until as many may come again, in milliseconds. With zero there is no limit.
    pub per_ms: u64,
}

/// The limits and how they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What one user may ask, in all chats together.
    pub user: Rate,
    /// What may be asked in one chat, by all its members.
    pub chat: Rate,
    /// What all may ask together.
    pub global: Rate,
    /// Ids of users who are not counted: the admins.
    pub exempt: BTreeSet<u64>,
    /// Users and chats that are remembered in this process at most. Where there are more, those
    /// are forgotten who have asked least.
    pub keys: u32,
    /// How long Redis is waited for, in milliseconds.
    pub timeout_ms: u64,
    /// How long Redis is left alone after it failed, in milliseconds.
    pub retry_ms: u64,
    /// What the keys in Redis begin with: bots that share a server have different ones. Empty:
    /// `vinbot:limits`.
    pub prefix: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            user: Rate {
                burst: 20,
                per_ms: 60_000,
            },
            chat: Rate {
                burst: 60,
                per_ms: 60_000,
            },
            global: Rate {
                burst: 300,
                per_ms: 10_000,
            },
            exempt: BTreeSet::new(),
            keys: 100_000,
            timeout_ms: 50,
            retry_ms: 1_000,
            prefix: String::new(),
        }
    }
}
