//! `vinbot plugin versions`.

use std::process::ExitCode;

use super::super::complain;
use crate::config::Config;
use crate::plugins;

pub(super) fn run(config: &Config, name: &str) -> ExitCode {
    let served = plugins::served(&config.state_dir, name);
    if served.is_empty() {
        complain(&format!(
            "no version of `{name}` has served with the state in {}",
            config.state_dir.display()
        ));
        return ExitCode::from(2);
    }
    for version in served {
        say!("{} {}", version.digest, version.number);
    }
    ExitCode::SUCCESS
}
