//! `vinbot run`.

use std::process::ExitCode;

use super::{Failure, serve};
use crate::config::Config;
use crate::telemetry::Logs;

/// The bot on Telegram.
pub(super) async fn run(config: Config, logs: &Logs) -> Result<ExitCode, Failure> {
    let token = config.token.clone().ok_or_else(|| {
        Failure::Telegram(
            "TELEGRAM_BOT_TOKEN is not set: get a token from @BotFather, or try the bot without \
             one by `vinbot playground`"
                .to_owned(),
        )
    })?;
    let front = serve::Front::open(config.http_addr).await?;
    let api = config.telegram_api.clone();
    Box::pin(serve::serve(
        &config,
        logs,
        &token,
        &api,
        front,
        axum::Router::new(),
        || {},
    ))
    .await?;
    Ok(ExitCode::SUCCESS)
}
