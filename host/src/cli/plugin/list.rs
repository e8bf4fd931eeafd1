//! `vinbot plugin list`.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use super::super::Failure;
use super::running::Running;
use crate::config::Config;
use crate::plugins::{Overview, PluginState, Registry};

/// Lists what is served, what is off, and what is not served, with the reason.
pub(super) async fn run(config: &Config) -> Result<ExitCode, Failure> {
    let overview = match running(config).await {
        Some((address, overview)) => {
            say!("As the bot at {address} has them:\n");
            overview
        }
        None => {
            Registry::start(config, Arc::default())
                .await?
                .overview()
                .await
        }
    };
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
        if let Some(version) = &broken.instead {
            say!("  {version}, which was there before, serves on");
        }
    }
    Ok(if overview.broken.iter().all(|broken| broken.waits) {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}

/// What the bot that runs here says; none if there is none that we may ask.
async fn running(config: &Config) -> Option<(SocketAddr, Overview)> {
    let running = Running::of(config).ok()?;
    let overview = running.overview().await.ok()?.ok()?;
    Some((running.address, overview))
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
