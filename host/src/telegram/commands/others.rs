//! Commands of plugins, and those of admins.

use super::super::conversation::Conversation;
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
    let (words, user) = (here.words(), here.reader.user);
    let admin = here.services.admins.include(user);
    if name == "admin" && !admin {
        tracing::warn!(event = "denied-admin", user, "not an admin");
    }
    // Not where others read along.
    if admin && here.place.private && name == "admin" {
        let registry = here.services.lookup.registry();
        return Some(admin::answer(registry, user, arguments).await.into());
    }
    // Who may not use it does not see that it exists.
    let known = here
        .visit
        .command(name)
        .filter(|spec| !spec.admin_only || admin);
    let Some(spec) = known else {
        let unknown = || words.message("unknown-command", &[("name", name.as_str().into())]);
        return addressed.then(|| unknown().into());
    };
    if let Some(question) = dialogue::ask_for_arguments(here, spec, arguments).await {
        return Some(question);
    }
    let answer = here.visit.run_command(name, arguments, &here.reader.locale);
    let answer = answer
        .await
        .unwrap_or_else(|error| Message::default().plain(phrases::refusal(words, &error)));
    Some(answer.into())
}
