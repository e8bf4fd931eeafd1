//! `vinbot plugin check`.

use std::path::Path;
use std::process::ExitCode;

use clap::ValueEnum;
use serde_json::{Value, json};
use vinbot_build::anatomy::Anatomy;

use super::super::{Failure, complain};
use super::{advice, engine, locate, roles};
use crate::config::Config;
use crate::plugins::{self, Role, Version};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum CheckFormat {
    /// For people
    Text,
    /// One JSON object, on standard output whether it is fine or not
    Json,
}

/// Checks one file as if it were to be served.
pub(super) async fn run(
    config: &Config,
    path: &Path,
    format: CheckFormat,
) -> Result<ExitCode, Failure> {
    let file = &locate::component(config, path)?;
    let checked = plugins::check(&engine(config)?, file, &config.settings).await;
    // Of what is no component nothing is told but why.
    let anatomy = std::fs::read(file)
        .ok()
        .and_then(|bytes| Anatomy::of(&bytes).ok())
        .unwrap_or_default();
    if format == CheckFormat::Json {
        let fine = checked.is_ok();
        let mut told = match &checked {
            Ok(plugin) => describe(plugin),
            Err(error) => json!({
                "reason": error.to_string(),
                "advice": advice::on(error, &anatomy),
            }),
        };
        told["fine"] = fine.into();
        told["file"] = file.display().to_string().into();
        told["bytes"] = anatomy.bytes.into();
        told["imports"] = anatomy.imports.into();
        told["exports"] = anatomy.exports.into();
        say!("{told:#}");
        return Ok(if fine {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(2)
        });
    }
    match checked {
        Ok(plugin) => {
            say!("{} {} is fine", plugin.name, plugin.number);
            say!("  summary  {}", plugin.summary);
            say!("  roles    {}", roles(&plugin));
            if let Some(data) = &plugin.data {
                say!("  data     {data}");
            }
            if !plugin.views().is_empty() {
                say!("  views    {}", plugin.views().join(", "));
            }
            for command in plugin.commands() {
                say!("  command  {} – {}", command.usage, command.description);
            }
            for ask in &plugin.asks {
                say!("  {}", ask.line());
            }
            say!("  digest   {}", plugin.digest);
            say!("  size     {}", size(&anatomy));
            say!("  imports  {}", imports(&anatomy));
            for warning in &plugin.warnings {
                say!("  warning  {warning}");
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            complain(&format!("{}: {error}", file.display()));
            if let Some(advice) = advice::on(&error, &anatomy) {
                eprintln!("  {advice}");
            }
            Ok(ExitCode::from(2))
        }
    }
}

fn describe(plugin: &Version) -> Value {
    let commands: Vec<Value> = plugin
        .commands()
        .iter()
        .map(|command| json!({ "usage": command.usage, "description": command.description }))
        .collect();
    json!({
        "name": &*plugin.name,
        "version": plugin.number,
        "summary": plugin.summary,
        "homepage": plugin.homepage,
        "data": plugin.data,
        "roles": plugin.roles().map(Role::name).collect::<Vec<_>>(),
        "views": plugin.views(),
        "commands": commands,
        "digest": plugin.digest.to_string(),
    })
}

/// `12,044 kB: 5,120 of code, 6,500 of data; starts with 9,000 kB of memory`.
fn size(anatomy: &Anatomy) -> String {
    let kb = |bytes: u64| bytes.div_ceil(1_000);
    let parts: Vec<String> = anatomy
        .sizes
        .iter()
        .filter(|(_, bytes)| *bytes >= 1_000)
        .map(|(what, bytes)| format!("{} {}", kb(*bytes), what.trim_start_matches("bytes ")))
        .collect();
    format!(
        "{} kB: {}; starts with {} kB of memory",
        kb(anatomy.bytes as u64),
        parts.join(", "),
        kb(anatomy.memory)
    )
}

/// The interfaces, those of the contract by their short names.
fn imports(anatomy: &Anatomy) -> String {
    let mut names: Vec<&str> = anatomy
        .imports
        .iter()
        .map(|name| match name.strip_prefix("vinbot:plugin/") {
            Some(own) => own.split('@').next().unwrap_or(own),
            // Of WASI the packages: `wasi:cli`.
            None => name.split('/').next().unwrap_or(name),
        })
        // Words alone: nothing can be done with them.
        .filter(|name| !matches!(*name, "types" | "rich-text"))
        .collect();
    names.dedup();
    if names.is_empty() {
        "nothing".to_owned()
    } else {
        names.join(", ")
    }
}
