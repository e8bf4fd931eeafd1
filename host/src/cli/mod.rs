//! The command line.

/// A line of the answer. Who reads no further has seen enough.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stdout(), $($words)*);
    }};
}

mod decode;
mod doctor;
mod follow;
mod playground;
mod plugin;
mod run;
mod serve;
mod store;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};

use crate::config::{Config, ConfigError};
use crate::distribution::DistributionError;
use crate::golden::CaseError;
use crate::plugins::StartError;
use crate::telemetry;
use crate::trust::KeyError;

/// How long the last traces may take to be delivered when the program ends.
const TRACES_PATIENCE: Duration = Duration::from_secs(3);

/// A Telegram bot that tells the car from its VIN; its knowledge lives in
/// WebAssembly plugins.
#[derive(Debug, Parser)]
#[command(name = "vinbot", version, max_term_width = 100)]
struct Cli {
    /// The configuration file [default: ./config.toml if there is one]
    #[arg(long, global = true, value_name = "FILE", env = "VINBOT_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the bot on Telegram
    ///
    /// Needs `TELEGRAM_BOT_TOKEN`, in the environment or in a file `.env`.
    Run,
    /// Run the bot with a local Telegram and a chat page, with no account
    Playground {
        /// Where the page is served
        #[arg(
            long,
            value_name = "ADDRESS",
            env = "VINBOT_HTTP_ADDR",
            default_value = "127.0.0.1:8080"
        )]
        listen: SocketAddr,
        /// Serve the local Telegram alone, for a bot that is started elsewhere
        ///
        /// It prints what that bot has to be told.
        #[arg(long)]
        without_bot: bool,
    },
    /// Decode VINs
    ///
    /// Exits with 0 if all were decoded, 2 if some could not be, 1 if the program
    /// could not run.
    Decode(DecodeArgs),
    /// Make, check, list and steer plugins
    #[command(subcommand)]
    Plugin(plugin::PluginCommand),
    /// Say what is configured, reachable and loaded, and what to do about what is not
    ///
    /// Exits with 0 if nothing has to be mended, 1 if something has.
    Doctor(doctor::DoctorArgs),
    /// Look at what is remembered of users and chats, without changing it
    ///
    /// A bot may be running with it: of a file, a copy is looked at.
    #[command(subcommand)]
    Store(store::StoreCommand),
}

#[derive(Debug, clap::Args)]
struct DecodeArgs {
    /// VINs; `-` reads lines from standard input: a VIN each, or a table (CSV, TSV) with VINs
    /// in any of its columns
    #[arg(required = true, value_name = "VIN")]
    vins: Vec<String>,
    /// What is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Which view, with --format text: card, details, compare, or any other that a
    /// plugin offers (`vinbot plugin check` tells)
    #[arg(long, value_name = "VIEW", default_value = "card")]
    view: String,
    /// Ask the enrichers as well: what they add stands under `sections`
    #[arg(long)]
    enrich: bool,
    /// Tell who says what in how long, what was kept, and whom they asked, instead of what comes
    /// of it: every decoder, enricher and formatter is asked anew
    #[arg(long, conflicts_with_all = ["view", "enrich"])]
    trace: bool,
    /// Decode with the plugins that this Telegram user has; without, with those that
    /// everybody has
    #[arg(long, value_name = "ID")]
    user: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// What a user of the bot sees
    Text,
    /// One JSON object, or an array for several VINs
    Json,
    /// One JSON object a line, in the order of the input
    Jsonl,
    /// One row for each of the input, with a header; a column `error` says why one has nothing
    /// else
    Csv,
}

/// Why the program could not do what it was told. The words are for the person at
/// the terminal.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("{0}")]
    Telegram(String),
    #[error("the running bot: {0}")]
    NoBot(String),
    #[error("{0}")]
    Store(String),
    #[error("jobs: {0}")]
    Jobs(String),
    #[error("{0}")]
    Build(String),
    #[error("can't listen on {address}: {reason}; VINBOT_HTTP_ADDR names another address")]
    Listen {
        address: SocketAddr,
        reason: std::io::Error,
    },
    #[error(transparent)]
    Distribution(#[from] DistributionError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Case(#[from] CaseError),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

impl Failure {
    /// 2 where a plugin was looked at and refused, 1 where the program could not run.
    fn exit_code(&self) -> ExitCode {
        match self {
            Self::Distribution(error) if error.is_refusal() => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}

/// Runs the program; the exit code is documented at each command.
#[must_use]
pub fn main() -> ExitCode {
    // Before anything reads the environment.
    let dotenv = read_dotenv();
    let cli = Cli::parse();
    if let Err(reason) = dotenv {
        complain(&reason);
        return ExitCode::FAILURE;
    }
    match start(cli) {
        Ok(code) => code,
        Err(failure) => {
            complain(&failure.to_string());
            failure.exit_code()
        }
    }
}

/// The TLS of all HTTP clients in this program. Two versions of their library are in it,
/// and one of them brings none of its own.
pub(crate) fn install_tls() {
    // Who comes second finds the first one's.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

fn start(cli: Cli) -> Result<ExitCode, Failure> {
    let config = Config::load(cli.config.as_deref())?;
    let server = matches!(cli.command, Command::Run | Command::Playground { .. });
    let level = match cli.command {
        _ if server => "info",
        // That a plugin failed, and why.
        Command::Decode(_) => "warn",
        // These say it themselves.
        _ => "error",
    };
    install_tls();
    // Plugins run on these threads: no more of them than cores.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let logs = telemetry::init(&config, level, runtime.handle());
    let outcome = runtime.block_on(async {
        match cli.command {
            Command::Run => Box::pin(run::run(config, &logs)).await,
            Command::Playground {
                listen,
                without_bot: true,
            } => playground::alone(listen).await,
            Command::Playground { listen, .. } => {
                Box::pin(playground::run(config, &logs, listen)).await
            }
            Command::Decode(arguments) => decode::run(&config, arguments).await,
            Command::Plugin(command) => plugin::run(&config, command).await,
            Command::Doctor(arguments) => doctor::run(&config, &arguments).await,
            Command::Store(command) => store::run(&config, command).await,
        }
    });
    runtime.block_on(logs.flush_traces(TRACES_PATIENCE));
    // A thread that still compiles, say, is not waited for.
    runtime.shutdown_background();
    outcome
}

/// The file `.env` of this folder; that there is none is no mistake. What it holds is
/// secret, so the words of an error don't quote it.
fn read_dotenv() -> Result<(), String> {
    match dotenvy::from_path(".env") {
        Ok(()) => Ok(()),
        Err(error) if error.not_found() => Ok(()),
        Err(dotenvy::Error::LineParse(..)) => Err(
            "the file .env is not valid: a line is no NAME=value; put quotes around a value with \
             spaces"
                .to_owned(),
        ),
        Err(error) => {
            let kind = if matches!(error, dotenvy::Error::Io(_)) {
                "can't be read"
            } else {
                "is not valid"
            };
            Err(format!("the file .env {kind}"))
        }
    }
}

/// A line on standard error.
fn complain(text: &str) {
    eprintln!("vinbot: {text}");
}
