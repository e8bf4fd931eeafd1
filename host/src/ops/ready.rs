//! Whether the bot is ready, and if not, why.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use vinbot_store::Store;

use super::Status;
use crate::plugins::Role;
use crate::telegram::Connection;

/// How long it is believed that the store can be written to, or can't.
const BELIEVED: Duration = Duration::from_secs(10);

/// How long the store may take for a trial.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Debug, Serialize)]
pub(super) struct Readiness {
    pub(super) ready: bool,
    /// It finishes what it began, and takes nothing new.
    draining: bool,
    /// `connected`, or why not.
    telegram: String,
    /// `writable`, or why not.
    store: String,
    decoders: usize,
    formatters: usize,
    /// Files that are not served.
    broken: usize,
}

impl Readiness {
    pub(super) async fn of(status: &Status) -> Self {
        let connection = status.bot.connection.borrow().clone();
        let visit = status.lookup.anyone();
        let plugins = visit.plugins();
        let count = |role: Role| {
            let versions = plugins.on().map(|plugin| &plugin.version);
            versions
                .filter(|version| version.roles().any(|has| has == role))
                .count()
        };
        let decoders = count(Role::Decoder);
        let draining = status.stop.is_cancelled();
        let store = status.store.look().await;
        let up = matches!(connection, Connection::Up { .. });
        Self {
            ready: up && !draining && decoders > 0 && store.is_ok(),
            draining,
            telegram: match connection {
                Connection::Connecting => "connecting".to_owned(),
                Connection::Up { .. } => "connected".to_owned(),
                Connection::Down { reason } => format!("down: {reason}"),
                Connection::Stopped => "stopped".to_owned(),
            },
            store: match store {
                Ok(()) => "writable".to_owned(),
                Err(reason) => format!("down: {reason}"),
            },
            decoders,
            formatters: count(Role::Formatter),
            broken: plugins.broken().len(),
        }
    }
}

/// The store, tried by writing to it now and then: not at every question, for a write goes to
/// the disk.
#[derive(Debug, Clone)]
pub struct Trial {
    store: Store,
    last: Arc<Mutex<Option<Found>>>,
}

/// What the last trial found, and when.
#[derive(Debug)]
struct Found {
    at: Instant,
    found: Result<(), String>,
}

impl Trial {
    /// Of this store.
    #[must_use]
    pub fn of(store: Store) -> Self {
        Self {
            store,
            last: Arc::default(),
        }
    }

    /// Whether it can be written to, or why not.
    async fn look(&self) -> Result<(), String> {
        let mut last = self.last.lock().await;
        if let Some(Found { at, found }) = &*last
            && at.elapsed() < BELIEVED
        {
            return found.clone();
        }
        let found = match timeout(PATIENCE, self.store.try_writing()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("no answer in time".to_owned()),
        };
        if let Err(reason) = &found {
            tracing::warn!(reason, "the store can't be written to");
        }
        *last = Some(Found {
            at: Instant::now(),
            found: found.clone(),
        });
        found
    }
}
