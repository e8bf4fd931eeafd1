//! Where updates come from.

use std::sync::Arc;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::client::Client;
use super::dispatch::Handle;
use super::inbox::Inbox;
use super::line::Line;
use super::polling::Polling;
use super::webhook::{Hook, Webhook, WebhookView};
use super::{Connection, Stopped};
use crate::config;
use crate::telemetry::Metrics;

/// One way or the other.
#[derive(Debug)]
pub(super) enum Source {
    Polling(Box<Polling>),
    Webhook(Box<Webhook>),
}

/// What a source tells of itself while it runs.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) connection: watch::Sender<Connection>,
    pub(super) webhook: watch::Sender<Option<WebhookView>>,
}

impl Source {
    /// Finds out who the bot is, however long that takes; `None` if told to stop. With a hook,
    /// updates come by it.
    ///
    /// # Errors
    /// When Telegram refuses the token, or the hook's address can't be listened at.
    pub(super) async fn connect(
        client: Client,
        settings: &config::Telegram,
        hook: Option<Hook>,
        told: Told,
        stop: &CancellationToken,
    ) -> Result<Option<Self>, Stopped> {
        let mut line = Line::new(told.connection);
        let Some(username) = stop
            .run_until_cancelled(hello(&client, &mut line, hook.is_none()))
            .await
        else {
            line.stopped();
            return Ok(None);
        };
        let username = username?;
        Ok(Some(match hook {
            None => {
                line.up(&username);
                Self::Polling(Box::new(Polling::new(client, username, settings, line)))
            }
            Some(hook) => {
                let settings = settings.webhook.clone();
                let view = told.webhook;
                let open = Webhook::open(client, username, settings, hook, line, view);
                Self::Webhook(Box::new(open.await?))
            }
        }))
    }

    /// The bot's user name.
    pub(super) fn username(&self) -> &str {
        match self {
            Self::Polling(polling) => polling.username(),
            Self::Webhook(webhook) => webhook.username(),
        }
    }

    /// Passes updates on until `stop`.
    pub(super) async fn run<H: Handle>(
        &mut self,
        inbox: &Arc<Inbox<H>>,
        metrics: Arc<Metrics>,
        stop: &CancellationToken,
    ) -> Result<(), Stopped> {
        match self {
            Self::Polling(polling) => polling.run(inbox, stop).await,
            Self::Webhook(webhook) => webhook.run(inbox, metrics, stop).await,
        }
    }

    /// What is still to be said when all is handled.
    pub(super) async fn close(&mut self) {
        match self {
            Self::Polling(polling) => polling.confirm().await,
            Self::Webhook(webhook) => webhook.close().await,
        }
    }
}

/// The bot's user name. Whoever is going to ask for updates removes a webhook first.
async fn hello(client: &Client, line: &mut Line, asks: bool) -> Result<String, Stopped> {
    loop {
        let answer = match client.me().await {
            Ok(me) if asks => client.delete_webhook().await.map(|()| me),
            other => other,
        };
        match answer {
            Ok(me) => return Ok(me.username().to_owned()),
            Err(error) if error.is_token() => return Err(Stopped::Token),
            Err(error) => line.down(&error).await,
        }
    }
}
