//! `vinbot plugin`.

use std::path::Path;
use std::process::ExitCode;

use super::{Failure, complain};
use crate::config::Config;
use crate::lookup::Lookup;
use crate::plugins::{Plugin, Plugins, Role, Runtime};

/// Lists what is served, what is off, and what is not served, with the reason.
pub(super) async fn list(config: &Config) -> Result<ExitCode, Failure> {
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

/// Checks one file as if it were to be served.
pub(super) async fn check(config: &Config, file: &Path) -> Result<ExitCode, Failure> {
    let settings = &config.settings;
    let runtime = Runtime::new(
        &settings.runtime,
        settings.largest_limits(),
        &config.state_dir,
    )
    .map_err(|error| crate::lookup::StartError::Engine(format!("{error:#}")))?;
    match Plugins::check(&runtime, file, settings).await {
        Ok(plugin) => {
            say!("{} {} is fine", plugin.name, plugin.version);
            say!("  summary  {}", plugin.summary);
            say!("  roles    {}", roles(&plugin));
            if plugin.roles().any(|role| !role.is_called()) {
                say!("           {NOT_CALLED}");
            }
            if let Some(data) = &plugin.data {
                say!("  data     {data}");
            }
            if !plugin.views().is_empty() {
                say!("  views    {}", plugin.views().join(", "));
            }
            say!("  digest   {}", plugin.digest);
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            complain(&format!("{}: {error}", file.display()));
            Ok(ExitCode::from(2))
        }
    }
}
