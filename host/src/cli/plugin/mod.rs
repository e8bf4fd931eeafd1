//! `vinbot plugin`: one file a command.

mod check;
mod list;
mod steer;
mod versions;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;

use super::Failure;
use crate::config::Config;
use crate::ops::Wanted;
use crate::plugins::{Role, Version};

#[derive(Debug, Subcommand)]
pub(super) enum PluginCommand {
    /// List the plugins, what they are and which are not served, with the reason
    List,
    /// Check a component as the host would before serving it
    Check {
        /// The component
        file: PathBuf,
    },
    /// Switch a plugin of the running bot on
    Enable {
        /// Its name
        name: String,
    },
    /// Switch a plugin of the running bot off
    Disable {
        /// Its name
        name: String,
    },
    /// Let a plugin of the running bot work for so many percent of the users
    ///
    /// They are always the same ones, and a growing rollout takes nobody out.
    Rollout {
        /// Its name
        name: String,
        /// 0 to 100
        #[arg(value_parser = clap::value_parser!(u8).range(0..=100))]
        percent: u8,
    },
    /// Let an earlier version of a plugin serve in the running bot
    ///
    /// A new file ends it.
    Rollback {
        /// Its name
        name: String,
        /// How the version's digest begins; without, the version before
        #[arg(long, value_name = "DIGEST")]
        to: Option<String>,
    },
    /// Forget what was toggled of a plugin in the running bot
    Reset {
        /// Its name
        name: String,
    },
    /// List the versions of a plugin that have served here
    Versions {
        /// Its name
        name: String,
    },
}

pub(super) async fn run(config: &Config, command: PluginCommand) -> Result<ExitCode, Failure> {
    match command {
        PluginCommand::List => list::run(config).await,
        PluginCommand::Check { file } => check::run(config, &file).await,
        PluginCommand::Enable { name } => steer::run(config, &name, Wanted::Enable).await,
        PluginCommand::Disable { name } => steer::run(config, &name, Wanted::Disable).await,
        PluginCommand::Rollout { name, percent } => {
            steer::run(config, &name, Wanted::Rollout { percent }).await
        }
        PluginCommand::Rollback { name, to } => {
            steer::run(config, &name, Wanted::Rollback { digest: to }).await
        }
        PluginCommand::Reset { name } => steer::run(config, &name, Wanted::Reset).await,
        PluginCommand::Versions { name } => Ok(versions::run(config, &name)),
    }
}

/// The roles, as one word.
pub(super) fn roles(version: &Version) -> String {
    let roles: Vec<&str> = version.roles().map(Role::name).collect();
    roles.join(", ")
}
