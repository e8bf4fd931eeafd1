//! What is loaded, what is broken, what is not granted, and whether a VIN is decoded.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use super::super::plugin;
use super::check::Checks;
use crate::config::Config;
use crate::lookup::{Lookup, VIEWS, Visit};
use crate::plugins::{Asker, Plugins};
use crate::vin;

/// Decoded as a trial: the VIN of a 2003 Honda Accord, as vPIC's own pages show it.
const TRIAL: &str = "1HGCM82633A004352";

pub(super) async fn look(checks: &mut Checks, config: &Config) {
    let began = Instant::now();
    let lookup = match Lookup::start(config, Arc::default()).await {
        Ok(lookup) => lookup,
        Err(error) => {
            return checks.fails(
                "plugins",
                error.to_string(),
                "run `make plugins`; runtime.plugin_dir names the folder",
            );
        }
    };
    let took = began.elapsed().as_millis();
    let visit = lookup.anyone();
    let plugins = visit.plugins();
    for plugin in plugins.on() {
        checks.fine(
            "plugin",
            format!(
                "{} {} ({})",
                plugin.name,
                plugin.version.number,
                plugin::roles(&plugin.version)
            ),
        );
        for missing in plugin.asks().iter().filter_map(|ask| {
            let missing = ask.missing.as_ref()?;
            Some((format!("{} wants {}", plugin.name, ask.what), missing))
        }) {
            checks.lacks("plugin", missing.0, missing.1.clone());
        }
    }
    off(checks, plugins);
    broken(checks, plugins);
    for name in config.settings.plugins.keys() {
        let waits = |it: &crate::plugins::Broken| {
            let named = it.file.parent().and_then(Path::file_name);
            named.is_some_and(|folder| folder == name.as_str())
        };
        if !plugins.has(name) && !plugins.broken().iter().any(waits) {
            checks.lacks(
                "plugin",
                format!("the configuration names `{name}`, which is not here"),
                "check the name, or build the plugin",
            );
        }
    }
    for view in VIEWS {
        if plugins.with_view(view, Asker::default()).next().is_none() {
            checks.fails(
                "view",
                format!("no formatter offers `{view}`"),
                "enable a formatter that has it, such as `card`",
            );
        }
    }
    code(checks, config, took);
    trial(checks, &visit).await;
}

fn off(checks: &mut Checks, plugins: &Plugins) {
    for plugin in plugins.all().iter().filter(|plugin| !plugin.flags.enabled) {
        checks.lacks(
            "plugin",
            format!("{} is switched off", plugin.name),
            format!(
                "to serve it, `vinbot plugin enable {}`, or set it in config.toml",
                plugin.name
            ),
        );
    }
}

fn broken(checks: &mut Checks, plugins: &Plugins) {
    for broken in plugins.broken() {
        let found = format!("{}: {}", broken.file.display(), broken.error);
        if broken.error.is_waiting() {
            checks.lacks("plugin", found, "grant it, or do without this plugin");
        } else {
            checks.fails("plugin", found, "build it again, or remove the file");
        }
    }
}

/// What is kept of compiled code, so that a start compiles nothing.
fn code(checks: &mut Checks, config: &Config, took_ms: u128) {
    let found = format!("all plugins were loaded in {took_ms} ms");
    if let Some(folder) = &config.settings.runtime.precompiled_dir
        && code_files(folder).0 == 0
    {
        return checks.lacks(
            "code",
            format!("{found}; there is no code in {}", folder.display()),
            "`vinbot plugin precompile --out FOLDER` makes it; without, the first start compiles",
        );
    }
    let (files, mb) = code_files(&config.state_dir.join("code"));
    checks.fine(
        "code",
        format!("{found}; {files} kept in the state folder, {mb} MB"),
    );
}

/// How many files of compiled code a folder has, and how many MB they take.
fn code_files(folder: &Path) -> (usize, u64) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries
        .filter(|entry| entry.path().extension().is_some_and(|it| it == "cwasm"))
        .filter_map(|entry| Some(entry.metadata().ok()?.len()));
    sizes.fold((0, 0), |(files, bytes), size| {
        (files + 1, bytes + (size >> 20))
    })
}

async fn trial(checks: &mut Checks, visit: &Visit) {
    let Ok(vin) = TRIAL.parse::<vin::Vin>() else {
        return;
    };
    match visit.decode_one(vin).await {
        Ok(report) => {
            let by: Vec<&str> = report.decoded_by.iter().map(|name| &**name).collect();
            let found = format!(
                "{TRIAL} is a {} {}, says {}",
                report.make.unwrap_or_default(),
                report.model.unwrap_or_default(),
                by.join(", ")
            );
            checks.fine("trial", found);
        }
        Err(error) => checks.fails(
            "trial",
            format!("{TRIAL}: {error}"),
            "enable a decoder, such as `vpic`; `vinbot plugin list` shows what is there",
        ),
    }
}
