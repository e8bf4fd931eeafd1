//! The way to Telegram: its state, and the pauses while it is down.
//!
//! Trouble is logged when it begins and when it ends, not at every attempt; attempts
//! come ever more slowly, up to one a minute.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use tokio::sync::watch;

use super::Connection;
use super::client::Failed;

/// The state of the connection, which others follow.
#[derive(Debug)]
pub(super) struct Line {
    connection: watch::Sender<Connection>,
    pauses: Option<ExponentialBackoff>,
}

impl Line {
    pub(super) fn new(connection: watch::Sender<Connection>) -> Self {
        Self {
            connection,
            pauses: None,
        }
    }

    /// It works.
    pub(super) fn up(&mut self, username: &str) {
        self.pauses = None;
        let now = Connection::Up {
            username: username.to_owned(),
        };
        let changed = self.connection.send_if_modified(|state| {
            let changed = *state != now;
            *state = now;
            changed
        });
        if changed {
            tracing::info!(bot = username, "connected to Telegram");
        }
    }

    /// It does not; returns when it is time to try again.
    pub(super) async fn down(&mut self, error: &Failed) {
        self.is_down(&error.to_string());
        let pauses = self.pauses.get_or_insert_with(|| {
            ExponentialBuilder::default()
                .with_min_delay(Duration::from_millis(500))
                .with_max_delay(Duration::from_mins(1))
                .without_max_times()
                .with_jitter()
                .build()
        });
        let pause = error
            .wait()
            .or_else(|| pauses.next())
            .unwrap_or(Duration::from_mins(1));
        tokio::time::sleep(pause).await;
    }

    /// Somebody else removed the bot's webhook, or put another in its place.
    pub(super) fn taken_away(&self, host: Option<String>) {
        let by =
            "another program has this bot's token: stop it, or give this one a token of its own";
        self.is_down(&match host {
            None => format!("the webhook was removed, so {by}"),
            Some(host) => format!("the webhook points to {host}, so {by}"),
        });
    }

    fn is_down(&self, reason: &str) {
        let changed = self.connection.send_if_modified(|state| {
            let is_new = !matches!(state, Connection::Down { reason: old } if *old == reason);
            if is_new {
                *state = Connection::Down {
                    reason: reason.to_owned(),
                };
            }
            is_new
        });
        if changed {
            tracing::warn!(error = reason, "no updates from Telegram: trying again");
        }
    }

    /// Nobody listens any more.
    pub(super) fn stopped(&self) {
        self.connection.send_replace(Connection::Stopped);
    }
}
