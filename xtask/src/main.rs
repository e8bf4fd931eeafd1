//! Builds what cargo alone can't: the guest toolchain, the vPIC data and the
//! plugins' components. `make` calls it; by hand: `cargo xtask --help`.

mod data;
mod examples;
mod fetch;
mod inspect;
mod plugins;
mod sources;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use vinbot_build::{cache, progress, toolchain};

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
#[allow(clippy::doc_markdown, reason = "shown as they stand by --help")]
enum Task {
    /// Build the plugins into TARGET/plugins, from the cache where nothing changed
    ///
    /// VINBOT_GUEST_TOOLCHAIN=rustup|debian chooses the compiler (default: what is
    /// there, else what can be had); VINBOT_CACHE_DIR is where built components, the
    /// vPIC data and the compiler's intermediate files are kept.
    Plugins {
        /// Only these, by folder name; all without
        names: Vec<String>,
        /// Where the components go
        #[arg(long, env = "VINBOT_PLUGINS_OUT")]
        out: Option<PathBuf>,
        /// Build what the tests need too, from tests/guests into TARGET/test-plugins
        #[arg(long)]
        tests: bool,
    },
    /// Build the examples into TARGET/examples-plugins, from the cache where nothing changed
    ///
    /// They are written in several languages: this needs Node.js with npm, and Python 3
    /// with pip.
    Examples {
        /// Where the components go
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Fetch the vPIC data into the cache and print its path
    ///
    /// VINBOT_VPIC_URL names another place to fetch it from; what comes from there is
    /// checked like everything else.
    Data,
    /// Find, or install, a compiler for guests and say which it is
    Toolchain,
    /// Say what a component is made of: imports, exports, and what takes its bytes
    Inspect {
        /// The component
        file: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Without a backtrace: the words are for people who build, not for us.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Plugins { names, out, tests } => plugins::build(&names, out, tests),
        Task::Examples { out } => examples::build(out),
        Task::Data => {
            let _lock = cache::lock()?;
            progress::say(&data::ensure()?.display().to_string());
            Ok(())
        }
        Task::Toolchain => {
            let _lock = cache::lock()?;
            progress::say(&toolchain::Toolchain::find()?.to_string());
            Ok(())
        }
        Task::Inspect { file } => inspect::print(&file),
    }
}
