//! What the playground remembers: the people, the chats, and everything a bot did in them.
//!
//! No HTTP here and no waiting: plain values behind one lock.

pub(crate) mod callbacks;
pub(crate) mod calls;
pub(crate) mod chats;
pub(crate) mod commands;
pub(crate) mod entity;
pub(crate) mod faults;
pub(crate) mod files;
pub(crate) mod image;
pub(crate) mod inline;
pub(crate) mod keyboard;
pub(crate) mod members;
pub(crate) mod messages;
pub(crate) mod rates;
pub(crate) mod updates;
pub(crate) mod users;
pub(crate) mod webhook;

use std::time::{SystemTime, UNIX_EPOCH};

use callbacks::Callbacks;
use calls::Calls;
use chats::Chats;
use commands::Commands;
use faults::Faults;
use files::Files;
use inline::Inline;
use rates::Rates;
use updates::Updates;
use users::{User, Users};
use webhook::Webhook;

/// What is set with Telegram's `BotFather`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// Privacy mode is off.
    pub(crate) reads_all_group_messages: bool,
    /// Inline mode is on.
    pub(crate) inline: bool,
    /// The bot is told which inline results people choose.
    pub(crate) inline_feedback: bool,
}

/// All state of one playground.
#[derive(Debug)]
pub(crate) struct World {
    /// Tells one run of the playground from another, so that a page knows when to start over.
    pub(crate) epoch: String,
    pub(crate) bot: User,
    pub(crate) settings: Settings,
    pub(crate) users: Users,
    pub(crate) chats: Chats,
    pub(crate) updates: Updates,
    pub(crate) callbacks: Callbacks,
    pub(crate) inline: Inline,
    pub(crate) rates: Rates,
    pub(crate) commands: Commands,
    pub(crate) files: Files,
    pub(crate) calls: Calls,
    pub(crate) faults: Faults,
    pub(crate) webhook: Webhook,
}

impl World {
    /// An empty world; ids count up from `first_id`, or from the clock, so that a bot that
    /// remembers handled updates and old messages is not confused by a restart.
    pub(crate) fn new(bot: User, reads_all_group_messages: bool, first_id: Option<u32>) -> Self {
        let now = now();
        Self {
            epoch: format!("{:x}", since_epoch().as_nanos()),
            bot,
            settings: Settings {
                reads_all_group_messages,
                inline: true,
                inline_feedback: true,
            },
            users: Users::default(),
            // Message ids are 32 bit like update ids; a smaller base keeps them readable.
            chats: Chats::new(first_id.map_or(now - 1_700_000_000, i64::from)),
            updates: Updates::new(first_id.map_or(now, i64::from)),
            callbacks: Callbacks::default(),
            inline: Inline::default(),
            rates: Rates::default(),
            commands: Commands::default(),
            files: Files::default(),
            calls: Calls::default(),
            faults: Faults::default(),
            webhook: Webhook::default(),
        }
    }
}

fn since_epoch() -> std::time::Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}

/// Unix time in seconds, as Telegram's dates are.
pub(crate) fn now() -> i64 {
    i64::try_from(since_epoch().as_secs()).unwrap_or(i64::MAX)
}
