//! `vinbot store`: what is remembered, looked at and not changed.

use std::process::ExitCode;

use clap::Subcommand;
use vinbot_store::{Look, PERSONAL, SCHEMA, Settings};

use super::Failure;
use crate::config::{Config, StorePlace};

#[derive(Debug, Subcommand)]
pub(super) enum StoreCommand {
    /// Count what each table has
    Counts,
    /// Print all that is kept of one user, as `/export` gives it to that user
    User {
        /// The user's Telegram id
        id: u64,
    },
}

pub(super) async fn run(config: &Config, command: StoreCommand) -> Result<ExitCode, Failure> {
    let failed = |error: vinbot_store::StoreError| Failure::Store(error.to_string());
    let Some(look) = Look::at(&place(config)?).await.map_err(failed)? else {
        let folder = config.store_dir.display();
        return Err(Failure::Store(format!(
            "there is no store yet in {folder}: a bot makes one when it starts; VINBOT_STATE_DIR \
             names the folder"
        )));
    };
    match command {
        StoreCommand::Counts => {
            let found = look.schema().await.map_err(failed)?;
            say!("version {found}, this program knows {SCHEMA}\n");
            for (table, count) in look.counts().await.map_err(failed)? {
                let personal = PERSONAL.iter().any(|it| it.name() == table);
                let of = if personal { "of people" } else { "" };
                say!("{table:<16} {count:>9}  {of}");
            }
        }
        StoreCommand::User { id } => {
            let all = look.export(id).await.map_err(failed)?;
            say!("{all:#}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Where the store is.
pub(super) fn place(config: &Config) -> Result<Settings, Failure> {
    let url = &config.cache_secrets.redis_url;
    Ok(match config.settings.store.place {
        StorePlace::File => Settings {
            path: Some(config.store_dir.clone()),
            ..Settings::default()
        },
        StorePlace::Redis => Settings {
            path: None,
            redis_prefix: config.settings.redis.prefix.clone(),
            redis_url: Some(url.clone().ok_or_else(|| {
                Failure::Store("store.place is \"redis\", but REDIS_URL is not set".to_owned())
            })?),
        },
        StorePlace::Memory => Settings::default(),
    })
}
