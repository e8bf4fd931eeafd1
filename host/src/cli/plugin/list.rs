//! `vinbot plugin list`.

use std::process::ExitCode;
use std::sync::Arc;

use super::super::Failure;
use crate::config::Config;
use crate::plugins::{PluginState, Registry};

/// Lists what is served, what is off, and what is not served, with the reason.
pub(super) async fn run(config: &Config) -> Result<ExitCode, Failure> {
    let registry = Registry::start(config, Arc::default()).await?;
    let overview = registry.overview().await;
    say!(
        "{:<12} {:<8} {:<20} {:<14} {:<9} SUMMARY",
        "NAME",
        "VERSION",
        "ROLES",
        "DIGEST",
        "STATE"
    );
    for plugin in &overview.plugins {
        say!("{}", row(plugin));
        for ask in &plugin.asks {
            say!("{:<12} {}", "", ask.line());
        }
    }
    for broken in &overview.broken {
        say!("\nnot served: {}\n  {}", broken.file, broken.reason);
    }
    Ok(if overview.broken.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}

fn row(plugin: &PluginState) -> String {
    format!(
        "{:<12} {:<8} {:<20} {:<14} {:<9} {}",
        plugin.name,
        plugin.version,
        plugin.roles.join(", "),
        plugin.digest.get(..12).unwrap_or_default(),
        plugin.word(),
        plugin.summary
    )
}
