//! `vinbot plugin install` and `uninstall`.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use super::super::{Failure, complain};
use super::{engine, roles};
use crate::config::Config;
use crate::distribution::{self, DistributionError, Installed, Installer, Logins, Source};
use crate::plugins;
use crate::trust::Lock;

/// Installs from a source; without one, puts back what the lock pins.
pub(super) async fn run(
    config: &Config,
    source: Option<String>,
    replace: bool,
) -> Result<ExitCode, Failure> {
    let source: Option<Source> = source.map(|text| text.parse()).transpose()?;
    let logins = Logins::from_environment()?;
    let runtime = engine(config)?;
    let installer = Installer {
        folder: folder(config)?,
        runtime: &runtime,
        settings: &config.settings,
        logins: &logins,
    };
    match source {
        Some(source) => {
            told(&installer.install(&source, replace).await?);
            Ok(ExitCode::SUCCESS)
        }
        None => restore(&installer).await,
    }
}

/// Takes a plugin out.
pub(super) fn uninstall(config: &Config, name: &str) -> Result<ExitCode, Failure> {
    let pin = distribution::uninstall(&folder(config)?, name)?;
    say!("{} {} is uninstalled", pin.name, pin.version);
    say!("  it came from {}", pin.source);
    Ok(ExitCode::SUCCESS)
}

/// The plugin folder; the one that is configured is made if it is not there.
fn folder(config: &Config) -> Result<PathBuf, Failure> {
    if let Some(folder) = &config.settings.runtime.plugin_dir {
        std::fs::create_dir_all(folder).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", folder.display()))
        })?;
    }
    plugins::find_folder(&config.settings.runtime).map_err(|_| {
        let words = "there is no plugin folder yet: name one in runtime.plugin_dir";
        io::Error::new(io::ErrorKind::NotFound, words).into()
    })
}

async fn restore(installer: &Installer<'_>) -> Result<ExitCode, Failure> {
    let lock = Lock::read(&installer.folder).map_err(DistributionError::from)?;
    let mut failed = 0;
    for pin in lock.pins() {
        match installer.restore(pin).await {
            Ok(true) => say!("{} {} is put back", pin.name, pin.version),
            Ok(false) => say!("{} {} is there", pin.name, pin.version),
            Err(error) => {
                complain(&format!("{}: {error}", pin.name));
                failed += 1;
            }
        }
    }
    if lock.pins().is_empty() {
        say!(
            "{} pins nothing: `vinbot plugin install oci://…` installs a plugin",
            Lock::file(&installer.folder).display()
        );
    }
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}

fn told(installed: &Installed) {
    let Installed {
        pin,
        plugin,
        before,
        manifest,
    } = installed;
    match before {
        Some(before) if *before != pin.version => {
            say!("{} {} is installed, after {before}", pin.name, pin.version);
        }
        _ => say!("{} {} is installed", pin.name, pin.version),
    }
    say!("  summary  {}", plugin.summary);
    say!("  roles    {}", roles(plugin));
    say!("  from     {}", pin.source);
    if let Some(artifact) = &pin.artifact {
        say!("  artifact {artifact}");
    }
    say!("  digest   {}", pin.component);
    if let Some(key) = &pin.signed_by {
        say!("  signed   by {key}, a key of signatures.public_keys");
    } else {
        say!("  signed   not checked: no signature, or no signatures.public_keys");
    }
    let asks = manifest.as_deref().map(asks_for).unwrap_or_default();
    if asks.is_empty() {
        say!("  asks for nothing");
    } else {
        say!("  asks for, and has once config.toml grants it:");
        for line in asks.lines().filter(|line| !line.is_empty()) {
            say!("    {line}");
        }
    }
}

/// What a manifest says beyond who the plugin is.
fn asks_for(manifest: &str) -> String {
    let mut table: toml::Table = toml::from_str(manifest).unwrap_or_default();
    for who in ["name", "summary", "roles", "version", "homepage"] {
        table.remove(who);
    }
    // From the author, for a terminal.
    let text = toml::to_string(&table).unwrap_or_default();
    text.chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}
