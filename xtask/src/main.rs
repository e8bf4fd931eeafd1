//! Builds what cargo alone can't: the guest toolchain, the vPIC data and the
//! plugins' components. `make` calls it; by hand: `cargo xtask --help`.

mod cache;
mod component;
mod data;
mod plugins;
mod progress;
mod toolchain;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Builds vinbot's plugins and what they need"
)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the plugins into TARGET/plugins, from the cache where nothing changed.
    Plugins {
        /// Only these, by folder name; all without.
        names: Vec<String>,
        /// Where the components go.
        #[arg(long, env = "VINBOT_PLUGINS_OUT")]
        out: Option<PathBuf>,
    },
    /// Fetch the vPIC data into the cache and print its path.
    Data,
    /// Find, or install, a compiler for guests and say which it is.
    Toolchain,
}

fn main() -> Result<()> {
    match Cli::parse().task {
        Task::Plugins { names, out } => plugins::build(&names, out),
        Task::Data => {
            let path = data::ensure()?;
            progress::say(&path.display().to_string());
            Ok(())
        }
        Task::Toolchain => {
            let toolchain = toolchain::Toolchain::find()?;
            progress::say(&toolchain.to_string());
            Ok(())
        }
    }
}
