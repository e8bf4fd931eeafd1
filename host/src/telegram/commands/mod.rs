//! Slash commands: the bot's own, those of admins, and those that plugins add.

use super::conversation::Conversation;
use super::route::Command;
use super::{admin, phrases};
use crate::rich::Message;

/// The bot's own commands, in the order of the menu. Each has its line there under
/// `command-NAME` in the words.
pub(super) const NAMES: [&str; 3] = ["vin", "help", "start"];

/// What a command comes to; none if nobody is answered.
pub(super) async fn run(here: &Conversation<'_>, command: &Command) -> Option<Message> {
    let words = here.words();
    match command.name.as_str() {
        "start" => Some(phrases::start(words)),
        "help" => {
            let most = here.visit.settings().lookup.max_vins;
            Some(phrases::help(words, most))
        }
        _ => others(here, command).await,
    }
}

/// What a plugin answers to a command, or an admin is told.
async fn others(here: &Conversation<'_>, command: &Command) -> Option<Message> {
    let Command {
        name,
        arguments,
        addressed,
    } = command;
    let (words, user) = (here.words(), here.reader.user);
    let admin = here.services.admins.include(user);
    // Not where others read along.
    if admin && here.place.private && name == "admin" {
        let registry = here.services.lookup.registry();
        return Some(admin::answer(registry, user, arguments).await);
    }
    // Who may not use it does not see that it exists.
    let known = here.visit.command(name);
    if known.is_none_or(|spec| spec.admin_only && !admin) {
        let unknown = || words.message("unknown-command", &[("name", name.as_str().into())]);
        return addressed.then(unknown);
    }
    let answer = here.visit.run_command(name, arguments, &here.reader.locale);
    Some(
        answer
            .await
            .unwrap_or_else(|error| Message::default().plain(phrases::refusal(words, &error))),
    )
}
