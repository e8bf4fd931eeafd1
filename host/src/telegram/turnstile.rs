//! Who asks too much is told to wait, once, in friendly words; and so is everybody while the
//! bot is being worked on. Which chats there are is written down, and which are gone.

use std::time::Duration;

use moka::future::Cache;
use vinbot_store::Chat;

use super::conversation::Conversation;
use super::moment;
use super::route::Ask;
use crate::rich::Message;
use crate::telemetry::{Course, Event};

/// So many VINs of one message are one request.
const VINS: usize = 4;
/// Who was told to wait is not told again so soon.
const AGAIN: Duration = Duration::from_secs(15);
/// Who was told of maintenance is not told again so soon.
const MAINTAINED: Duration = Duration::from_mins(10);
/// How often it is written down that a chat is there.
const NOTED: Duration = Duration::from_hours(1);
/// Chats and users of whom that is remembered.
const REMEMBERED: u64 = 50_000;

/// What was told and noted lately.
#[derive(Debug, Clone)]
pub(super) struct Lately {
    told: Cache<(i64, Option<u64>), ()>,
    maintained: Cache<i64, ()>,
    noted: Cache<i64, ()>,
    /// Chats that went since they were noted.
    gone: Cache<i64, ()>,
}

impl Lately {
    pub(super) fn new() -> Self {
        let told = Cache::builder()
            .max_capacity(REMEMBERED)
            .time_to_live(AGAIN);
        let maintained = Cache::builder()
            .max_capacity(REMEMBERED)
            .time_to_live(MAINTAINED);
        let noted = Cache::builder()
            .max_capacity(REMEMBERED)
            .time_to_live(NOTED);
        let gone = Cache::builder().max_capacity(REMEMBERED);
        Self {
            told: told.build(),
            maintained: maintained.build(),
            noted: noted.build(),
            gone: gone.build(),
        }
    }

    /// Nothing can be sent to a chat any more: who still answers it does not write down that
    /// it is there.
    pub(super) async fn is_gone(&self, chat: i64) {
        self.noted.insert(chat, ()).await;
        self.gone.insert(chat, ()).await;
    }

    /// Somebody wrote there: if it was gone, that it is there is written down anew.
    pub(super) async fn is_back(&self, chat: i64) {
        if self.gone.remove(&chat).await.is_some() {
            self.noted.invalidate(&chat).await;
        }
    }
}

/// Whether a request is answered.
pub(super) enum Pass {
    Go,
    /// It is not, and this says so.
    Wait(Message),
    /// It is not, and that was said already.
    Silence,
}

/// How much a message costs.
pub(super) fn cost(ask: &Ask) -> u32 {
    match ask {
        Ask::Vins(scan) => 1 + u32::try_from(scan.vins.len() / VINS).unwrap_or(u32::MAX),
        // A photo keeps a core busy for seconds. How much a table costs, its rows say.
        Ask::Photo(_) => 2,
        _ => 1,
    }
}

/// Lets a request pass, or says why not.
pub(super) async fn pass(here: &Conversation<'_>, cost: u32) -> Pass {
    let pass = passes(here, cost).await;
    if !matches!(pass, Pass::Go) {
        Course::limited();
    }
    pass
}

async fn passes(here: &Conversation<'_>, cost: u32) -> Pass {
    let (user, chat) = (here.reader.user, here.place.chat.0);
    let services = here.services;
    let admin = services.admins.include(user);
    if !admin && services.maintenance.is_on(&services.store).await {
        // Above the list of an inline query nothing can be said.
        let told = here.place.inline || {
            let maintained = &services.lately.maintained;
            !maintained.entry(chat).or_insert(()).await.is_fresh()
        };
        return if told {
            Pass::Silence
        } else {
            Pass::Wait(here.words().message("maintenance", &[]))
        };
    }
    let Err(refused) = here.services.limits.check(user, chat, cost).await else {
        return Pass::Go;
    };
    services.tally.count(Event::Limit, 1);
    let told = &here.services.lately.told;
    let entry = told.entry((chat, user)).or_insert(()).await;
    if !entry.is_fresh() {
        return Pass::Silence;
    }
    let wait = refused.wait.as_secs().max(1);
    tracing::warn!(event = "limit", limit = ?refused.which, wait, "asked too much");
    Pass::Wait(
        here.words()
            .message("slow-down", &[("seconds", wait.into())]),
    )
}

impl Conversation<'_> {
    /// Writes down that this chat is there, so that the operator can say something to all;
    /// not of those who want nothing to be stored.
    pub(super) async fn note_chat(&self) {
        let (chat, reader) = (self.place.chat.0, &self.reader);
        if reader.chosen.private && self.place.private {
            return;
        }
        let entry = self.services.lately.noted.entry(chat).or_insert(()).await;
        if !entry.is_fresh() {
            return;
        }
        let noted = Chat {
            id: chat,
            kind: self.place.kind,
            last_seen: moment::now(),
            language: self.place.private.then(|| reader.words().code().to_owned()),
            dead: false,
            user: reader.user.filter(|_| self.place.private),
        };
        if let Err(error) = self.services.store.note_chat(noted).await {
            tracing::warn!(%error, "that this chat is there is not written down");
        }
    }

    /// Nothing can be sent here any more.
    pub(super) async fn mark_gone(&self) {
        let chat = self.place.chat.0;
        self.services.lately.is_gone(chat).await;
        if let Err(error) = self.services.store.mark_dead(chat).await {
            tracing::warn!(%error, "that this chat is gone is not written down");
        }
    }

    /// Counts what a user asked for, unless they want nothing to be stored.
    pub(super) fn count(&self, event: Event, times: usize) {
        if !self.reader.chosen.private {
            self.services.tally.count(event, times);
        }
    }
}
