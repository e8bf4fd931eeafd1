//! `vinbot plugin list`.

use std::process::ExitCode;

use super::super::Failure;
use super::{NOT_CALLED, roles};
use crate::config::Config;
use crate::lookup::Lookup;
use crate::plugins::Plugin;

/// Lists what is served, what is off, and what is not served, with the reason.
pub(super) async fn run(config: &Config) -> Result<ExitCode, Failure> {
    let lookup = Lookup::start(config).await?;
    let plugins = lookup.plugins();
    say!(
        "{:<12} {:<8} {:<20} {:<14} SUMMARY",
        "NAME",
        "VERSION",
        "ROLES",
        "DIGEST"
    );
    for plugin in plugins.all() {
        say!("{}", row(plugin));
    }
    for plugin in plugins.off() {
        say!("{} (off)", row(plugin));
    }
    let all = plugins.all().iter().chain(plugins.off());
    if all
        .flat_map(|plugin| plugin.roles())
        .any(|role| !role.is_called())
    {
        say!("{NOT_CALLED}");
    }
    for broken in plugins.broken() {
        say!(
            "\nnot served: {}\n  {}",
            broken.file.display(),
            broken.error
        );
    }
    Ok(if plugins.broken().is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}

fn row(plugin: &Plugin) -> String {
    format!(
        "{:<12} {:<8} {:<20} {:<14} {}",
        plugin.name,
        plugin.version,
        roles(plugin),
        plugin.digest.short(),
        plugin.summary
    )
}
