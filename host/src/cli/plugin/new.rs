//! `vinbot plugin new`.

use std::path::Path;
use std::process::ExitCode;

use clap::ValueEnum;
use vinbot_build::{Language, scaffold};

use super::super::{Failure, complain};
use crate::config::Config;
use crate::plugins;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum NewRole {
    /// Says what a VIN means
    Decoder,
    /// Adds what is known beyond the VIN
    Enricher,
    /// Shows reports
    Formatter,
    /// Adds a slash command to the bot
    Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in super::super) enum Lang {
    /// Needs rustup's or Debian's Rust
    Rust,
    /// Needs Node.js and npm
    #[value(alias = "javascript")]
    Js,
    /// Needs Python 3 with pip
    Python,
}

/// Makes the project and says what comes next.
pub(super) fn run(
    config: &Config,
    folder: &Path,
    role: NewRole,
    lang: Lang,
) -> Result<ExitCode, Failure> {
    let (language, test) = match lang {
        Lang::Rust => (Language::Rust, "cargo test"),
        Lang::Js => (Language::JavaScript, "npm test"),
        Lang::Python => (Language::Python, "python3 -m unittest discover tests"),
    };
    let role = match role {
        NewRole::Decoder => "decoder",
        NewRole::Enricher => "enricher",
        NewRole::Formatter => "formatter",
        NewRole::Command => "command",
    };
    let new = scaffold::New {
        folder,
        role,
        language,
    };
    let made = scaffold::create(new).map_err(|error| Failure::Build(format!("{error:#}")))?;
    let a = if role == "enricher" { "an" } else { "a" };
    say!("{a} {role} in {language}: {}", made.display());
    if let Some(name) = made.file_name().and_then(|name| name.to_str())
        && is_taken(config, name)
    {
        complain(&format!(
            "a plugin `{name}` is installed already: of two with one name, one serves; choose \
             another if this one is not to take its place"
        ));
    }
    say!("\n  cd {}", folder.display());
    say!("  {test:<38} test the code");
    say!("  {:<38} make plugin.wasm", "vinbot plugin build");
    say!(
        "  {:<38} ask it what stands in tests/",
        "vinbot plugin test"
    );
    say!(
        "  {:<38} see it in a chat, built on every save",
        "vinbot plugin dev"
    );
    Ok(ExitCode::SUCCESS)
}

/// True if a plugin that is installed goes by this name.
fn is_taken(config: &Config, name: &str) -> bool {
    plugins::find_folder(&config.settings.runtime).is_ok_and(|folder| {
        folder.join(name).join("plugin.wasm").is_file()
            || folder.join(format!("{name}.wasm")).is_file()
    })
}
