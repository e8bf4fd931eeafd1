//! Slash commands: the bot's own, those of admins, and those that plugins add.
//!
//! A button that does something for its user carries a command, too: whatever a button
//! does can be typed.

mod about;
pub(super) mod compare;
pub(super) mod feedback;
pub(super) mod garage;
mod history;
pub(super) mod others;
mod person;
mod settings;
mod watch;

use vinbot_store::StoreError;

use super::conversation::Conversation;
use super::route::{Ask, Command};
use super::{dialogue, files, phrases};
use crate::report::Report;
use crate::rich::Message;
use crate::vin::{self, Vin};
use crate::words::Words;

/// The bot's own commands, in the order of the menu. Each has its line there under
/// `command-NAME` in the words.
pub(super) const NAMES: [&str; 14] = [
    "vin", "compare", "history", "garage", "save", "watch", "settings", "feedback", "export",
    "forget", "privacy", "about", "help", "cancel",
];

/// Those that are in no menu: they stand behind buttons and links.
const BEHIND: [&str; 5] = ["start", "stop", "name", "remove", "unwatch"];
/// Those that hardly any bot lacks. With others in the room they are for this one only if they
/// say so, or answer it.
const SHARED: [&str; 5] = ["start", "stop", "help", "cancel", "settings"];

/// What a command comes to.
#[derive(Debug)]
pub(super) enum Answer {
    /// A message.
    Message(Message),
    /// A short word: over the button that was pressed, else a message.
    Note(String),
    /// A short word, and the list in which it changed something.
    Noted(String, Message),
}

impl From<Message> for Answer {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

/// Why a command came to nothing.
#[derive(Debug)]
pub(super) enum Refusal {
    /// What the user reads.
    Words(String),
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

type Outcome = Result<Answer, Refusal>;

/// What a command comes to; none if nobody is answered.
pub(super) async fn run(here: &Conversation<'_>, command: &Command) -> Option<Answer> {
    let arguments = command.arguments.as_str();
    let words = here.words();
    let outcome = match command.name.as_str() {
        "start" => Ok(phrases::start(words).into()),
        "help" => {
            let most = here.visit.settings().lookup.max_vins;
            Ok(phrases::help(words, most).into())
        }
        "about" => Ok(about::about(here).into()),
        "compare" => compare::compare(here, arguments).await,
        "history" => history::history(here, arguments).await,
        "garage" => garage::garage(here, arguments).await,
        "save" => garage::save(here, arguments).await,
        "name" => garage::name(here, arguments).await,
        "remove" => garage::remove(here, arguments).await,
        "watch" => watch::watch(here, arguments).await,
        "unwatch" => watch::unwatch(here, arguments).await,
        "settings" => settings::settings(here, arguments).await,
        "feedback" => feedback::feedback(here, arguments).await,
        "export" => person::export(here).await,
        "forget" => person::forget(here, arguments).await,
        "privacy" => Ok(words.message("privacy", &[]).into()),
        "cancel" => dialogue::cancel(here).await,
        "stop" => Ok(files::stop(here, arguments)),
        _ => return others::run(here, command).await,
    };
    Some(outcome.unwrap_or_else(|refusal| refused(words, refusal)))
}

/// What the user reads of a refusal.
pub(super) fn refused(words: Words, refusal: Refusal) -> Answer {
    Answer::Note(match refusal {
        Refusal::Words(text) => text,
        Refusal::Store(StoreError::Full { most, .. }) => {
            words.text("store-full", &[("most", most.into())])
        }
        Refusal::Store(error) => {
            tracing::error!(%error, "the store failed");
            words.text("store-down", &[])
        }
    })
}

impl Conversation<'_> {
    /// False for a command in a group that names no bot and is none of this one, or of most
    /// bots: it is another one's.
    pub(super) fn is_meant(&self, ask: &Ask) -> bool {
        let Ask::Command(command) = ask else {
            return true;
        };
        let name = command.name.as_str();
        let own = NAMES.contains(&name) || BEHIND.contains(&name);
        let known = own || self.visit.command(name).is_some();
        command.addressed || (known && !SHARED.contains(&name))
    }

    /// Whose data a command is about.
    pub(super) fn user(&self) -> Result<u64, Refusal> {
        let nobody = || Refusal::Words(self.words().text("anonymous", &[]));
        self.reader.user.ok_or_else(nobody)
    }

    /// What is somebody's own is not shown where others read along.
    fn in_private(&self) -> Result<(), Refusal> {
        let elsewhere = || Refusal::Words(self.words().text("in-private-only", &[]));
        self.place.private.then_some(()).ok_or_else(elsewhere)
    }

    /// The VIN that a command names first, and what follows it.
    fn vin_and_rest<'t>(&self, arguments: &'t str) -> Result<(Vin, &'t str), Refusal> {
        let trimmed = arguments.trim();
        let (first, rest) = trimmed
            .split_once(char::is_whitespace)
            .unwrap_or((trimmed, ""));
        if let Ok(vin) = first.parse() {
            return Ok((vin, rest.trim()));
        }
        // Written with spaces, say: then nothing can follow it.
        match vin::scan(trimmed).vins.as_slice() {
            [vin] => Ok((*vin, "")),
            _ => Err(Refusal::Words(self.words().text("which-vin", &[]))),
        }
    }

    /// What decoders say of a vehicle, and its title: year, make and model, as the card has
    /// them in its first line.
    async fn titled(&self, vin: Vin) -> Result<(Report, String), Refusal> {
        let report = self.visit.decode_one(vin).await;
        let report =
            report.map_err(|error| Refusal::Words(phrases::reason(self.words(), &error)))?;
        let card = self.own_view(&[&report], "card").await;
        Ok((report, phrases::title(&card, vin)))
    }
}
