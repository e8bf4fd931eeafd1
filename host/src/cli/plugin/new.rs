//! `vinbot plugin new`.

use std::path::Path;
use std::process::ExitCode;

use clap::ValueEnum;
use vinbot_build::{Language, scaffold};

use super::super::Failure;

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
pub(super) fn run(folder: &Path, role: NewRole, lang: Lang) -> Result<ExitCode, Failure> {
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
    say!("a {role} in {language}: {}", made.display());
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
