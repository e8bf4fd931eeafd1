//! `vinbot plugin enable`, `disable`, `rollout`, `rollback`, `reset`: by the admin API of
//! the running bot.

use std::process::ExitCode;
use std::time::Duration;

use secrecy::ExposeSecret;

use super::super::{Failure, complain};
use crate::config::Config;
use crate::ops::{self, Refusal, Wanted};
use crate::plugins::{Overview, SteerError, is_name};

/// Compiling an earlier version anew may take a while.
const PATIENCE: Duration = Duration::from_mins(2);

pub(super) async fn run(config: &Config, name: &str, wanted: Wanted) -> Result<ExitCode, Failure> {
    // Part of an address: what is no name must not lead elsewhere.
    if !is_name(name) {
        complain(&SteerError::Unknown(name.escape_debug().to_string()).to_string());
        return Ok(ExitCode::from(2));
    }
    let Some(token) = ops::known(config) else {
        return Err(Failure::NoBot(format!(
            "no token for its admin API: set VINBOT_ADMIN_TOKEN, or run this where the bot runs, \
             with the same VINBOT_STATE_DIR (here {})",
            config.state_dir.display()
        )));
    };
    let address = config.http_addr;
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .no_proxy()
        .build();
    let client = client.map_err(|error| Failure::NoBot(error.to_string()))?;
    let answer = client
        .post(format!("http://{address}/admin/api/plugins/{name}"))
        .bearer_auth(token.expose_secret())
        .json(&wanted)
        .send()
        .await;
    let answer = answer.map_err(|error| {
        let reason = if error.is_connect() { "nothing answers there" } else { "it does not answer" };
        Failure::NoBot(format!(
            "can't reach it at {address}, {reason}: is it running, and is VINBOT_HTTP_ADDR the same?"
        ))
    })?;
    let unreadable = |error: reqwest::Error| {
        Failure::NoBot(format!("unreadable answer: {}", error.without_url()))
    };
    if !answer.status().is_success() {
        let refusal: Refusal = answer.json().await.map_err(unreadable)?;
        complain(&refusal.error);
        return Ok(ExitCode::from(2));
    }
    let overview: Overview = answer.json().await.map_err(unreadable)?;
    if let Some(plugin) = overview.plugins.iter().find(|plugin| plugin.name == name) {
        let digest = plugin.digest.get(..12).unwrap_or_default();
        say!("{name} {} ({digest}) is {}", plugin.version, plugin.word());
    }
    Ok(ExitCode::SUCCESS)
}
