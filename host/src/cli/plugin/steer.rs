//! `vinbot plugin enable`, `disable`, `rollout`, `rollback`, `reset`: by the admin API of
//! the running bot.

use std::process::ExitCode;

use super::super::{Failure, complain};
use super::running::Running;
use crate::config::Config;
use crate::ops::Wanted;
use crate::plugins::SteerError;
use crate::trust::is_name;

pub(super) async fn run(config: &Config, name: &str, wanted: Wanted) -> Result<ExitCode, Failure> {
    // Part of an address: what is no name must not lead elsewhere.
    if !is_name(name) {
        complain(&SteerError::Unknown(name.escape_debug().to_string()).to_string());
        return Ok(ExitCode::from(2));
    }
    let overview = match Running::of(config)?.steer(name, &wanted).await? {
        Ok(overview) => overview,
        Err(refusal) => {
            complain(&refusal.error);
            return Ok(ExitCode::from(2));
        }
    };
    if let Some(plugin) = overview.plugins.iter().find(|plugin| plugin.name == name) {
        let digest = plugin.digest.get(..12).unwrap_or_default();
        say!("{name} {} ({digest}) is {}", plugin.version, plugin.word());
    }
    Ok(ExitCode::SUCCESS)
}
