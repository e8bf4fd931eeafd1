//! Updates by long polling.
//!
//! Trouble is logged when it begins and when it ends, not at every attempt; attempts
//! come ever more slowly, up to one a minute.

use std::collections::VecDeque;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use teloxide::types::UpdateId;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::client::{Client, Failed};
use super::dispatch::{Dispatcher, Handle};
use super::{Connection, Stopped};
use crate::config;

/// Ids that are remembered, so that an update that comes twice is answered once.
const REMEMBERED: usize = 1_000;

/// The stream of updates.
#[derive(Debug)]
pub(super) struct Updates {
    client: Client,
    username: String,
    timeout: u32,
    /// The first that is not yet dispatched.
    offset: i32,
    seen: Seen,
    line: Line,
}

impl Updates {
    /// Finds out who the bot is, however long that takes; `None` if told to stop.
    pub(super) async fn connect(
        client: Client,
        settings: &config::Telegram,
        connection: watch::Sender<Connection>,
        stop: &CancellationToken,
    ) -> Result<Option<Self>, Stopped> {
        let mut line = Line::new(connection);
        let hello = async {
            loop {
                let answer = match client.me().await {
                    Ok(me) => client.delete_webhook().await.map(|()| me),
                    Err(error) => Err(error),
                };
                match answer {
                    Ok(me) => return Ok(me.username().to_owned()),
                    Err(error) if error.is_token() => return Err(Stopped::Token),
                    Err(error) => line.down(&error).await,
                }
            }
        };
        let Some(username) = stop.run_until_cancelled(hello).await else {
            line.stopped();
            return Ok(None);
        };
        let username = username?;
        line.up(&username);
        Ok(Some(Self {
            client,
            username,
            timeout: settings.poll_timeout_s,
            offset: 0,
            seen: Seen::default(),
            line,
        }))
    }

    /// The bot's user name.
    pub(super) fn username(&self) -> &str {
        &self.username
    }

    /// Passes updates on until `stop`.
    pub(super) async fn run<H: Handle>(
        &mut self,
        dispatcher: &Dispatcher<H>,
        stop: &CancellationToken,
    ) -> Result<(), Stopped> {
        let polling = async {
            loop {
                match self.client.updates(self.offset, self.timeout).await {
                    Ok(updates) => {
                        self.line.up(&self.username);
                        for update in updates {
                            let offset = update.id.as_offset();
                            if self.seen.is_new(update.id) {
                                dispatcher.dispatch(update).await;
                            }
                            // Only now: what is not dispatched when the bot stops comes
                            // again.
                            self.offset = self.offset.max(offset);
                        }
                    }
                    Err(error) if error.is_token() => return Err(Stopped::Token),
                    Err(error) => self.line.down(&error).await,
                }
            }
        };
        let ended = stop.run_until_cancelled(polling).await;
        self.line.stopped();
        ended.unwrap_or(Ok(()))
    }

    /// Tells Telegram that all updates that were dispatched are done with.
    pub(super) async fn confirm(&self) {
        if self.offset == 0 {
            return;
        }
        if let Err(error) = self.client.updates(self.offset, 0).await {
            tracing::warn!(%error, "the last updates are not confirmed: they will come again");
        }
    }
}

/// The ids of late.
#[derive(Debug, Default)]
struct Seen(VecDeque<UpdateId>);

impl Seen {
    fn is_new(&mut self, id: UpdateId) -> bool {
        if self.0.contains(&id) {
            tracing::debug!(update = id.0, "came twice");
            return false;
        }
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(id);
        true
    }
}

/// The state of the connection, and the pauses while it is down.
#[derive(Debug)]
struct Line {
    connection: watch::Sender<Connection>,
    pauses: Option<ExponentialBackoff>,
}

impl Line {
    fn new(connection: watch::Sender<Connection>) -> Self {
        Self {
            connection,
            pauses: None,
        }
    }

    fn up(&mut self, username: &str) {
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

    async fn down(&mut self, error: &Failed) {
        let now = Connection::Down {
            reason: error.to_string(),
        };
        let changed = self.connection.send_if_modified(|state| {
            let changed = *state != now;
            *state = now;
            changed
        });
        if changed {
            tracing::warn!(%error, "no updates from Telegram: trying again");
        }
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

    fn stopped(&self) {
        self.connection.send_replace(Connection::Stopped);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once_for_as_long_as_it_is_remembered() {
        let mut seen = Seen::default();
        assert!(seen.is_new(UpdateId(1)));
        assert!(!seen.is_new(UpdateId(1)));
        for id in 2..=u32::try_from(REMEMBERED + 1).unwrap() {
            assert!(seen.is_new(UpdateId(id)));
        }
        assert!(seen.is_new(UpdateId(1)));
        assert_eq!(seen.0.len(), REMEMBERED);
    }
}
