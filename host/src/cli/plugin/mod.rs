//! `vinbot plugin`: one file a command.

mod check;
mod list;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;

use super::Failure;
use crate::config::Config;
use crate::plugins::{Plugin, Role};

#[derive(Debug, Subcommand)]
pub(super) enum PluginCommand {
    /// List the plugins, what they are and which are not served, with the reason
    List,
    /// Check a component as the host would before serving it
    Check {
        /// The component
        file: PathBuf,
    },
}

pub(super) async fn run(config: &Config, command: PluginCommand) -> Result<ExitCode, Failure> {
    match command {
        PluginCommand::List => list::run(config).await,
        PluginCommand::Check { file } => check::run(config, &file).await,
    }
}

/// The roles, with a star at those that are not called yet.
pub(super) fn roles(plugin: &Plugin) -> String {
    let star = |role: Role| if role.is_called() { "" } else { "*" };
    let roles: Vec<String> = plugin
        .roles()
        .map(|role| format!("{}{}", role.name(), star(role)))
        .collect();
    roles.join(", ")
}

/// What the star means, where there is one.
const NOT_CALLED: &str = "* found, but not called yet by this version of vinbot";
