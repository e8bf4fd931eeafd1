//! The menu of commands that Telegram shows beside the input.

use teloxide::types::BotCommand;

use super::client::Client;
use super::words;

/// Publishes the commands. The bot works without the menu, so failing is no error.
pub(super) async fn publish(client: &Client) {
    let commands = words::COMMANDS.map(|(name, description)| BotCommand::new(name, description));
    if let Err(error) = client.set_commands(commands.to_vec()).await {
        tracing::warn!(%error, "the menu of commands is not set");
    }
}
