//! The menu of commands that Telegram shows beside the input: the bot's own, and those
//! of the plugins that everybody has.

use std::time::Duration;

use teloxide::types::BotCommand;
use tokio_util::sync::CancellationToken;

use super::client::Client;
use super::words;
use crate::lookup::Lookup;

/// Commands that Telegram takes at most.
const MOST: usize = 100;

/// After a failure.
const AGAIN: Duration = Duration::from_secs(30);

/// Publishes the commands, and says which. The bot works without the menu, so failing is
/// no error.
pub(super) async fn publish(client: &Client, lookup: &Lookup) -> Vec<BotCommand> {
    let commands = commands(lookup);
    match client.set_commands(commands.clone()).await {
        Ok(()) => commands,
        Err(error) => {
            tracing::warn!(%error, "the menu of commands is not set");
            Vec::new()
        }
    }
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
        if commands(&lookup) != published {
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

fn commands(lookup: &Lookup) -> Vec<BotCommand> {
    let mut commands: Vec<BotCommand> = words::COMMANDS
        .iter()
        .map(|(name, description)| BotCommand::new(*name, *description))
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
