//! Where answers are kept, and where it is kept what people save.

use std::path::Path;

use vinbot_cache::Key;
use vinbot_store::{Look, SCHEMA, StoreError};

use super::super::store;
use super::check::Checks;
use crate::config::{Config, StorePlace};

pub(super) async fn look(checks: &mut Checks, config: &Config) {
    cache(checks, config).await;
    if config.settings.store.place != StorePlace::Memory {
        remembered(checks, config).await;
    }
}

/// Redis or Upstash, asked for a key that nobody has.
async fn cache(checks: &mut Checks, config: &Config) {
    let settings = &config.settings.cache;
    let backend = match vinbot_cache::connect(settings, &config.cache_secrets) {
        Ok(backend) => backend,
        Err(error) => {
            return checks.fails(
                "cache",
                error.to_string(),
                "cache.store says where answers are kept; .env.example has the variables",
            );
        }
    };
    let Some(shared) = backend.shared() else {
        return checks.fine("cache", format!("{} MB of memory", settings.max_mb));
    };
    let name = format!("{:?}", settings.store).to_lowercase();
    match shared.get_many(&[Key::vin("doctor")]).await {
        Ok(_) => checks.fine("cache", format!("{name} answers")),
        Err(error) => checks.fails(
            "cache",
            format!("{name}: {error}"),
            "the bot runs without it, and asks more often; see that it runs and that address and \
             password are right",
        ),
    }
}

/// The store: readable, of which version, and writable for this user.
async fn remembered(checks: &mut Checks, config: &Config) {
    let place = match store::place(config) {
        Ok(place) => place,
        Err(failure) => {
            let advice = "set REDIS_URL, or store.place = \"file\"";
            return checks.fails("store", failure.to_string(), advice);
        }
    };
    if let Some(folder) = &place.path
        && let Err(error) = writable(folder)
    {
        return checks.fails(
            "store",
            error,
            "let the bot's user own the file: `chown` it; `vinbot plugin list` and its like run \
             as root may have made it",
        );
    }
    let found = match Look::at(&place).await {
        Ok(None) => return checks.fine("store", "none yet: the bot makes one at its first start"),
        Ok(Some(look)) => look.schema().await,
        Err(error) => Err(error),
    };
    match found {
        Ok(found) if found > SCHEMA => {
            let known = SCHEMA;
            checks.fails(
                "store",
                StoreError::Newer { found, known }.to_string(),
                "start the newer vinbot again; docs/store.md tells how backups are put back",
            );
        }
        Ok(found) if found < SCHEMA => checks.fine(
            "store",
            format!("version {found}; it becomes {SCHEMA} when the bot starts"),
        ),
        Ok(found) => checks.fine("store", format!("version {found}")),
        Err(error) => checks.fails(
            "store",
            error.to_string(),
            "the bot does not start without its store; docs/store.md tells what to do",
        ),
    }
}

/// Whether a file that is there may be written to; it is opened, and nothing is written.
fn writable(folder: &Path) -> Result<(), String> {
    let file = folder.join("store.redb");
    if !file.exists() {
        return Ok(());
    }
    let opened = std::fs::File::options().read(true).write(true).open(&file);
    opened
        .map(drop)
        .map_err(|error| format!("{}: {error}", file.display()))
}
