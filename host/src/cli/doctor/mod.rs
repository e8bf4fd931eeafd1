//! `vinbot doctor`: what is configured, reachable and loaded, and what to do about
//! what is not.

mod check;
mod connection;
mod machine;
mod plugins;
mod stores;
mod wishes;

use std::process::ExitCode;

use self::check::Checks;
use super::Failure;
use crate::config::Config;

#[derive(Debug, clap::Args)]
pub(super) struct DoctorArgs {
    /// One JSON object instead of lines: `{"well", "checks": [{"state", "what", "found", "advice"}]}`
    #[arg(long)]
    json: bool,
    /// Look also whether another program fetches this bot's updates
    ///
    /// Telegram tells that only to who fetches as well: for three seconds nobody else gets
    /// updates. None is lost.
    #[arg(long)]
    conflict: bool,
}

/// Looks at everything; exits with 1 if something has to be done.
pub(super) async fn run(config: &Config, arguments: &DoctorArgs) -> Result<ExitCode, Failure> {
    let mut checks = Checks::default();
    wishes::look(&mut checks, config);
    connection::look(&mut checks, config, arguments.conflict).await;
    machine::look(&mut checks, config).await;
    stores::look(&mut checks, config).await;
    plugins::look(&mut checks, config).await;
    let failed = checks.failed();
    if arguments.json {
        say!("{:#}", checks.as_json());
    } else {
        for check in checks.all() {
            say!("{check}");
        }
        if failed == 0 {
            say!("\nAll is well.");
        } else {
            say!("\n{failed} to be mended.");
        }
    }
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
