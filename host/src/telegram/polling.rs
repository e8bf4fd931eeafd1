//! Updates by long polling.

use tokio_util::sync::CancellationToken;

use super::client::Client;
use super::dispatch::Handle;
use super::inbox::{Arrived, Inbox};
use super::line::Line;
use super::{FAREWELL, Stopped};
use crate::config;

/// Asks Telegram for updates, again and again.
#[derive(Debug)]
pub(super) struct Polling {
    client: Client,
    username: String,
    timeout: u32,
    /// The first that is not taken yet.
    offset: i32,
    line: Line,
}

impl Polling {
    /// Nothing is asked yet.
    pub(super) fn new(
        client: Client,
        username: String,
        settings: &config::Telegram,
        line: Line,
    ) -> Self {
        Self {
            client,
            username,
            timeout: settings.poll_timeout_s,
            offset: 0,
            line,
        }
    }

    /// The bot's user name.
    pub(super) fn username(&self) -> &str {
        &self.username
    }

    /// Passes updates on until `stop`.
    pub(super) async fn run<H: Handle>(
        &mut self,
        inbox: &Inbox<H>,
        stop: &CancellationToken,
    ) -> Result<(), Stopped> {
        let ended = loop {
            let poll = self.client.updates(self.offset, self.timeout);
            match stop.run_until_cancelled(poll).await {
                None => break Ok(()),
                Some(Ok(updates)) => {
                    self.line.up(&self.username);
                    if !self.pass_on(updates, inbox).await {
                        break Ok(());
                    }
                }
                Some(Err(error)) if error.is_token() => break Err(Stopped::Token),
                Some(Err(error)) => {
                    let pause = self.line.down(&error);
                    if stop.run_until_cancelled(pause).await.is_none() {
                        break Ok(());
                    }
                }
            }
        };
        self.line.stopped();
        ended
    }

    /// False if there is nobody who takes updates any more.
    async fn pass_on<H: Handle>(&mut self, updates: Vec<Arrived>, inbox: &Inbox<H>) -> bool {
        let offsets: Vec<i32> = updates.iter().map(|one| one.id().as_offset()).collect();
        let accepted = inbox.accept(updates).await;
        let taken = match &accepted {
            Ok(()) => offsets.len(),
            Err(refused) => refused.taken,
        };
        // Only now: what is not taken when the bot stops comes again.
        self.offset = offsets.into_iter().take(taken).fold(self.offset, i32::max);
        match accepted {
            Ok(()) => true,
            Err(refused) => {
                tracing::info!(%refused, "the rest stays at Telegram");
                false
            }
        }
    }

    /// Tells Telegram that all updates that were taken are done with.
    pub(super) async fn confirm(&self) {
        if self.offset == 0 {
            return;
        }
        let unsure = "the last updates are not confirmed: they may come again";
        let confirm = self.client.updates(self.offset, 0);
        match tokio::time::timeout(FAREWELL, confirm).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "{unsure}"),
            Err(_) => tracing::warn!(error = "no answer in time", "{unsure}"),
        }
    }
}
