//! The menu of commands that Telegram shows beside the input: the bot's own, and those
//! of the plugins that everybody has.

use std::time::Duration;

use futures::future::try_join_all;
use teloxide::types::BotCommand;
use tokio_util::sync::CancellationToken;

use super::client::Client;
use super::commands;
use crate::lookup::Lookup;
use crate::words::Words;

/// Commands that Telegram takes at most.
const MOST: usize = 100;

/// After a failure.
const AGAIN: Duration = Duration::from_secs(30);

/// The bot's own commands in one language: name and description.
pub(super) fn own(words: Words) -> impl Iterator<Item = (&'static str, String)> {
    let described = move |name| (name, words.text(&format!("command-{name}"), &[]));
    commands::NAMES.into_iter().map(described)
}

/// Publishes the commands in all languages, and says which they are in English. The bot
/// works without the menu, so failing is no error.
pub(super) async fn publish(client: &Client, lookup: &Lookup) -> Vec<BotCommand> {
    // English is for all who have no language of their own here. All at once: the bot begins
    // to answer when they are set.
    // Telegram has a menu a language, not one a region.
    let languages = Words::all().filter(|words| !words.code().contains('-'));
    let published = languages.map(|words| {
        let language = (words.code() != Words::english().code()).then(|| words.code());
        client.set_commands(menu(lookup, words), language)
    });
    if let Err(error) = try_join_all(published).await {
        tracing::warn!(%error, "the menu of commands is not set");
        return Vec::new();
    }
    menu(lookup, Words::english())
}

/// Publishes the commands again whenever they are others than those that were published,
/// until `stop`.
pub(super) async fn keep_up(
    client: Client,
    lookup: Lookup,
    mut published: Vec<BotCommand>,
    stop: CancellationToken,
) {
    let mut changes = lookup.registry().changes();
    loop {
        changes.mark_unchanged();
        if menu(&lookup, Words::english()) != published {
            published = publish(&client, &lookup).await;
            if published.is_empty() {
                let again = tokio::time::sleep(AGAIN);
                if stop.run_until_cancelled(again).await.is_none() {
                    return;
                }
                continue;
            }
        }
        match stop.run_until_cancelled(changes.changed()).await {
            Some(Ok(())) => {}
            Some(Err(_)) | None => return,
        }
    }
}

fn menu(lookup: &Lookup, words: Words) -> Vec<BotCommand> {
    let mut commands: Vec<BotCommand> = own(words)
        .map(|(name, description)| BotCommand::new(name, description))
        .collect();
    let visit = lookup.anyone();
    for spec in visit.commands() {
        let known = commands.iter().any(|command| command.command == spec.name);
        if !known && !spec.admin_only && commands.len() < MOST {
            commands.push(BotCommand::new(&spec.name, &spec.description));
        }
    }
    commands
}
