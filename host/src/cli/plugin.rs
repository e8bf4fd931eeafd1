//! `vinbot plugin`.

use std::path::Path;
use std::process::ExitCode;

use super::{Failure, complain};
use crate::config::Config;
use crate::lookup::Lookup;
use crate::plugins::{Plugin, Plugins, Runtime};

/// Lists what is served, what is off, and what is not served, with the reason.
#[allow(clippy::print_stdout, reason = "the answer of the command")]
pub(super) async fn list(config: &Config) -> Result<ExitCode, Failure> {
    let lookup = Lookup::start(config).await?;
    let plugins = lookup.plugins();
    println!(
        "{:<12} {:<8} {:<20} {:<14} SUMMARY",
        "NAME", "VERSION", "ROLES", "DIGEST"
    );
    for plugin in plugins.all() {
        println!("{}", row(plugin));
    }
    for plugin in plugins.off() {
        println!("{} (off)", row(plugin));
    }
    for broken in plugins.broken() {
        println!(
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
    let roles: Vec<&str> = plugin.roles().map(crate::plugins::Role::name).collect();
    format!(
        "{:<12} {:<8} {:<20} {:<14} {}",
        plugin.name,
        plugin.version,
        roles.join(", "),
        plugin.digest.short(),
        plugin.summary
    )
}

/// Checks one file as if it were to be served.
#[allow(clippy::print_stdout, reason = "the answer of the command")]
pub(super) async fn check(config: &Config, file: &Path) -> Result<ExitCode, Failure> {
    let settings = &config.settings;
    let runtime = Runtime::new(&settings.runtime, settings.limits, &config.state_dir)
        .map_err(|error| crate::lookup::StartError::Engine(format!("{error:#}")))?;
    match Plugins::check(&runtime, file, settings).await {
        Ok(plugin) => {
            let roles: Vec<&str> = plugin.roles().map(crate::plugins::Role::name).collect();
            println!("{} {} is fine", plugin.name, plugin.version);
            println!("  summary  {}", plugin.summary);
            println!("  roles    {}", roles.join(", "));
            if let Some(data) = &plugin.data {
                println!("  data     {data}");
            }
            if !plugin.views().is_empty() {
                println!("  views    {}", plugin.views().join(", "));
            }
            println!("  digest   {}", plugin.digest);
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            complain(&format!("{}: {error}", file.display()));
            Ok(ExitCode::from(2))
        }
    }
}
