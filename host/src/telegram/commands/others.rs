//! Commands of plugins, and those of admins.

use super::super::conversation::Conversation;
use super::super::rights;
use super::super::route::Command;
use super::super::{admin, dialogue, phrases};
use super::Answer;
use crate::rich::Message;

/// What a plugin answers to a command, or an admin is told.
pub(super) async fn run(here: &Conversation<'_>, command: &Command) -> Option<Answer> {
    let Command {
        name,
        arguments,
        addressed,
    } = command;
    let words = here.words();
    // Who may not use a command does not see that it exists.
    let unknown = || {
        let words = words.message("unknown-command", &[("name", name.as_str().into())]);
        addressed.then(|| words.into())
    };
    if !here.may(name, rights::of_own(name)) {
        return unknown();
    }
    // Not where others read along.
    if name == "admin" && here.place.private {
        return Some(Box::pin(admin::answer(here, arguments)).await.into());
    }
    let known = here.visit.command(name);
    let Some(spec) = known.filter(|spec| here.may(name, rights::of_plugin(spec))) else {
        return unknown();
    };
    if let Some(question) = dialogue::ask_for_arguments(here, spec, arguments).await {
        return Some(question);
    }
    Some(of_plugin(here, name, arguments).await)
}

/// What a plugin answers to its command.
pub(in super::super) async fn of_plugin(
    here: &Conversation<'_>,
    name: &str,
    arguments: &str,
) -> Answer {
    let answer = here.visit.run_command(name, arguments, &here.reader.locale);
    let refused = |error| Message::default().plain(phrases::refusal(here.words(), &error));
    answer.await.unwrap_or_else(refused).into()
}
