//! Messages that were edited: their answers are edited, too, for a day and over restarts.

use moka::future::Cache;
use teloxide::types::MessageId;

use super::commands;
use super::conversation::{Conversation, message_of};
use super::moment;
use super::route::{Ask, Command};
use crate::vin::Vin;

/// A message in a chat.
type Written = (i64, i32);

/// An answer that was given.
#[derive(Debug, Clone)]
struct Given {
    /// Its messages, in their order.
    by: Vec<MessageId>,
    /// The mark of what was asked.
    mark: String,
    /// Who asked.
    user: Option<u64>,
}

/// Which messages were answered by which, lately: of all users, also of those of whom nothing is
/// stored.
#[derive(Debug, Clone)]
pub(super) struct Answered(Cache<Written, Given>);

/// Messages of which it is remembered.
const REMEMBERED: u64 = 20_000;
/// Messages of one answer of which it is remembered.
const MESSAGES: usize = 20;

impl Answered {
    pub(super) fn new() -> Self {
        let cache = Cache::builder().max_capacity(REMEMBERED);
        Self(cache.support_invalidation_closures().build())
    }

    /// Nothing is known of a user's messages any more.
    pub(super) fn forget(&self, user: u64) {
        let theirs = move |_: &Written, given: &Given| given.user == Some(user);
        // Such a cache takes closures.
        let _ = self.0.invalidate_entries_if(theirs);
    }
}

impl Conversation<'_> {
    /// The message that is answered.
    fn written(&self) -> Option<Written> {
        let message = self.place.reply_to?;
        Some((self.place.chat.0, message.0))
    }

    /// Remembers that these messages answer what was asked.
    pub(super) async fn note_answer(&self, asked: &str, by: Vec<MessageId>) {
        let Some(written) = self.written().filter(|_| !by.is_empty()) else {
            return;
        };
        let given = Given {
            by: by.into_iter().take(MESSAGES).collect(),
            mark: self.mark(asked),
            user: self.reader.user,
        };
        self.keep_answer(written, &given).await;
        self.services.answered.0.insert(written, given).await;
    }

    async fn keep_answer(&self, (chat, message): Written, given: &Given) {
        let Some(user) = given.user.filter(|_| !self.reader.chosen.private) else {
            return;
        };
        let answered = vinbot_store::Answered {
            chat,
            message,
            by: given.by.iter().map(|message| message.0).collect(),
            mark: given.mark.clone(),
            at: moment::now(),
        };
        if let Err(error) = self.notes().note_answer(user, &answered).await {
            tracing::warn!(%error, "which message is the answer is not remembered");
        }
    }

    async fn given(&self) -> Option<Given> {
        let written = self.written()?;
        let lately = self.services.answered.0.get(&written).await;
        if lately.is_some() {
            return lately;
        }
        let (user, (chat, message)) = (self.reader.user?, written);
        let store = &self.services.store;
        match store.answer_to(user, chat, message, moment::now()).await {
            Ok(kept) => kept.map(|kept| Given {
                by: kept.by.into_iter().map(MessageId).collect(),
                mark: kept.mark,
                user: Some(user),
            }),
            Err(error) => {
                tracing::warn!(%error, "which message is the answer is not known");
                None
            }
        }
    }

    /// What was asked as nobody can read it. No button carries what begins like this.
    fn mark(&self, asked: &str) -> String {
        let asked = format!("asked:{asked}");
        self.services.seal.mark(&asked, self.reader.user)
    }

    /// Answers a message that was edited, where it asks for something else now.
    pub(super) async fn edited(&self, ask: Ask) {
        let asked = match &ask {
            Ask::Vins(scan) => vins_asked(&scan.vins),
            Ask::Command(command) if may_change(command) => command_asked(command),
            _ => return,
        };
        let before = match self.given().await {
            Some(given) if given.mark == self.mark(&asked) => return,
            Some(given) => given.by,
            None => Vec::new(),
        };
        match ask {
            Ask::Vins(scan) => self.vins(scan, before).await,
            Ask::Command(command) => self.command_again(&command, before).await,
            _ => {}
        }
    }

    /// Answers a command of which nothing is left but its answer, in the place of these
    /// messages.
    pub(super) async fn command_again(&self, command: &Command, before: Vec<MessageId>) {
        let work = commands::run(self, command);
        let Some(answer) = self.while_waiting(work).await else {
            return;
        };
        let sent = self.say_over(&message_of(answer), before).await;
        self.note_answer(&command_asked(command), sent).await;
    }
}

/// True if a command only shows something: what it says may be said anew.
pub(super) fn may_change(command: &Command) -> bool {
    command.name == "compare"
}

/// What a message with VINs asks.
pub(super) fn vins_asked(vins: &[Vin]) -> String {
    let vins: Vec<&str> = vins.iter().map(Vin::as_str).collect();
    vins.join(" ")
}

fn command_asked(command: &Command) -> String {
    format!("/{} {}", command.name, command.arguments)
}
