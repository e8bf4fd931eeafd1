//! `vinbot plugin`: one file a command.

mod advice;
mod ask;
mod bench;
mod build;
mod check;
mod dev;
mod install;
mod list;
mod locate;
mod new;
mod pack;
mod precompile;
mod push;
mod running;
mod sign;
mod steer;
mod test;
mod versions;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Subcommand;

use super::Failure;
use crate::config::Config;
use crate::ops::Wanted;
use crate::plugins::{Role, Runtime, Services, StartError, Version};

#[derive(Debug, Subcommand)]
pub(super) enum PluginCommand {
    /// List the plugins, what they are and which are not served, with the reason
    ///
    /// As the bot that runs here has them, with those that are set aside; where none runs,
    /// as a bot would have them that is started now.
    List,
    /// Make a project for a plugin, which builds and passes its tests at once
    New {
        /// Its name, or a path that ends in it: lower-case letters, digits and dashes
        #[arg(value_name = "NAME")]
        folder: PathBuf,
        /// What it does
        #[arg(long, value_enum, default_value_t = new::NewRole::Decoder)]
        role: new::NewRole,
        /// What it is written in
        #[arg(long, value_enum, default_value_t = new::Lang::Rust)]
        lang: new::Lang,
    },
    /// Build a project's component, in the language that its manifest tells
    ///
    /// What the language needs beyond its own tools is fetched once, into the user's
    /// cache (`VINBOT_CACHE_DIR`).
    Build {
        /// The project
        #[arg(default_value = ".")]
        folder: PathBuf,
        /// Where the component goes [default: plugin.wasm in the project]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Build a project on every save and serve it in a playground, before all other plugins
    Dev {
        /// The project
        #[arg(default_value = ".")]
        folder: PathBuf,
        /// Where the chat page is served
        #[arg(
            long,
            value_name = "ADDRESS",
            env = "VINBOT_HTTP_ADDR",
            default_value = "127.0.0.1:8080"
        )]
        listen: SocketAddr,
    },
    /// Check a component as the host would before serving it, and say what it is
    ///
    /// Exits with 0 if it would be served, 2 if not, with the reason and what to do.
    Check {
        /// A component, or the folder of a project
        #[arg(default_value = ".")]
        path: PathBuf,
        /// What is printed
        #[arg(long, value_enum, default_value_t = check::CheckFormat::Text)]
        format: check::CheckFormat,
    },
    /// Run a plugin's golden tests: tests/*.json
    ///
    /// Exits with 0 if all pass, 2 if some fail, 1 if none could be run.
    Test(test::TestArgs),
    /// Measure a plugin: time and memory of its calls, size, time to load
    ///
    /// Exits with 2 if no call was answered.
    Bench(bench::BenchArgs),
    /// Ask a service as a plugin would: with its hosts, its secrets and its limits
    ///
    /// What is printed is what the plugin would get, so no secret is in it. Exits with 2 if the
    /// plugin would get an error.
    Ask {
        /// The plugin's name
        name: String,
        /// The address, as the plugin writes it: `{{secret:NAME}}` stands for a secret
        url: String,
        /// A header that is sent along, as `name: value`
        #[arg(long = "header", value_name = "HEADER")]
        headers: Vec<String>,
    },
    /// Compile all plugins beforehand, for a start that compiles nothing
    ///
    /// `runtime.precompiled_dir` (`VINBOT_RUNTIME__PRECOMPILED_DIR`) tells the bot where to find
    /// it. The code fits this version of the program alone. Exits with 2 if some are no
    /// components.
    Precompile {
        /// The folder that it goes into
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
    /// Pack a plugin into one file: an OCI image layout
    Pack {
        /// A component, or the folder of a project
        #[arg(default_value = ".")]
        path: PathBuf,
        /// The file [default: NAME-VERSION.tar]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Push a plugin to an OCI registry
    ///
    /// A login comes from `VINBOT_OCI_REGISTRY`, `VINBOT_OCI_USERNAME` and
    /// `VINBOT_OCI_PASSWORD`, or from `docker login`.
    Push {
        /// A component, or the folder of a project
        path: PathBuf,
        /// `oci://registry/repository:tag`
        to: String,
    },
    /// Install a plugin, and pin it in plugins.lock
    ///
    /// Exits with 2 if the plugin is refused, 1 if it could not be had.
    Install {
        /// `oci://registry/repository:tag` or `…@sha256:…`, `https://…`, a component, a packed
        /// plugin, or a folder. Without it, what plugins.lock pins is put back
        source: Option<String>,
        /// Take the place of a plugin that was not installed but put there otherwise
        #[arg(long)]
        replace: bool,
    },
    /// Take an installed plugin out again
    Uninstall {
        /// Its name
        name: String,
    },
    /// Make a pair of keys for signing plugins
    ///
    /// `VINBOT_KEY_PASSWORD` encrypts the secret one.
    Keygen {
        /// The file of the secret key; the public one is beside it, as .pub
        #[arg(long, value_name = "FILE", default_value = "vinbot.key")]
        out: PathBuf,
    },
    /// Sign a component: makes plugin.wasm.minisig beside it
    Sign {
        /// A component, or the folder of a project
        #[arg(default_value = ".")]
        path: PathBuf,
        /// The file of the secret key
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
    /// Switch a plugin of the running bot on
    Enable {
        /// Its name
        name: String,
    },
    /// Switch a plugin of the running bot off
    Disable {
        /// Its name
        name: String,
    },
    /// Let a plugin of the running bot work for so many percent of the users
    ///
    /// They are always the same ones, and a growing rollout takes nobody out.
    Rollout {
        /// Its name
        name: String,
        /// 0 to 100
        #[arg(value_parser = clap::value_parser!(u8).range(0..=100))]
        percent: u8,
    },
    /// Let an earlier version of a plugin serve in the running bot
    ///
    /// A new file ends it.
    Rollback {
        /// Its name
        name: String,
        /// How the version's digest begins; without, the version before
        #[arg(long, value_name = "DIGEST")]
        to: Option<String>,
    },
    /// Forget what was toggled of a plugin in the running bot
    Reset {
        /// Its name
        name: String,
    },
    /// List the versions of a plugin that have served here
    Versions {
        /// Its name
        name: String,
    },
}

pub(super) async fn run(config: &Config, command: PluginCommand) -> Result<ExitCode, Failure> {
    match command {
        PluginCommand::List => list::run(config).await,
        PluginCommand::New { folder, role, lang } => new::run(config, &folder, role, lang),
        PluginCommand::Build { folder, out } => build::run(folder, out).await,
        PluginCommand::Dev { folder, listen } => dev::run(config, &folder, listen).await,
        PluginCommand::Check { path, format } => check::run(config, &path, format).await,
        PluginCommand::Test(arguments) => test::run(config, arguments).await,
        PluginCommand::Bench(arguments) => bench::run(config, arguments).await,
        PluginCommand::Ask { name, url, headers } => ask::run(config, &name, url, &headers).await,
        PluginCommand::Precompile { out } => precompile::run(config, &out),
        PluginCommand::Pack { path, out } => pack::run(config, &path, out).await,
        PluginCommand::Push { path, to } => push::run(config, &path, &to).await,
        PluginCommand::Install { source, replace } => install::run(config, source, replace).await,
        PluginCommand::Uninstall { name } => install::uninstall(config, &name),
        PluginCommand::Keygen { out } => sign::keygen(&out),
        PluginCommand::Sign { path, key } => sign::run(config, &path, &key),
        PluginCommand::Enable { name } => steer::run(config, &name, Wanted::Enable).await,
        PluginCommand::Disable { name } => steer::run(config, &name, Wanted::Disable).await,
        PluginCommand::Rollout { name, percent } => {
            steer::run(config, &name, Wanted::Rollout { percent }).await
        }
        PluginCommand::Rollback { name, to } => {
            steer::run(config, &name, Wanted::Rollback { digest: to }).await
        }
        PluginCommand::Reset { name } => steer::run(config, &name, Wanted::Reset).await,
        PluginCommand::Versions { name } => Ok(versions::run(config, &name)),
    }
}

/// The roles, as one word.
pub(super) fn roles(version: &Version) -> String {
    let roles: Vec<&str> = version.roles().map(Role::name).collect();
    roles.join(", ")
}

/// The engine, for a command that loads components by itself.
pub(super) fn engine(config: &Config) -> Result<Runtime, Failure> {
    let settings = &config.settings;
    let limits = settings.largest_limits();
    let services = Services::new(&settings.http)?;
    let runtime = Runtime::new(
        &settings.runtime,
        limits,
        &config.state_dir,
        Arc::default(),
        services,
    );
    Ok(runtime.map_err(|error| StartError::Engine(format!("{error:#}")))?)
}
