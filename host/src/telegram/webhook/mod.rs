//! Updates that Telegram sends.
//!
//! `hook` is the address, `listen` the connections, `receive` what is done with a request. Here
//! Telegram is told of the address, and asked now and then whether it can deliver.

mod hook;
mod listen;
mod receive;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Serialize;
use teloxide::types::WebhookInfo;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::client::Client;
use super::dispatch::Handle;
use super::inbox::Inbox;
use super::line::Line;
use super::{FAREWELL, LAST_ANSWERS, Stopped};
use crate::address::host_of;
use crate::config;
use crate::telemetry::Metrics;

pub(super) use hook::Hook;

/// What Telegram says of the webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WebhookView {
    /// Host of the address; its path is hidden.
    pub host: String,
    /// Updates that Telegram has not delivered yet.
    pub pending: u32,
    /// Updates that it sends at once.
    pub max_connections: Option<u32>,
    /// When it last failed to deliver, in seconds since 1970.
    pub last_error_at: Option<i64>,
    /// Why, in Telegram's words.
    pub last_error: Option<String>,
}

impl WebhookView {
    pub(super) fn of(info: &WebhookInfo, host: String) -> Self {
        Self {
            host,
            pending: info.pending_update_count,
            max_connections: info.max_connections,
            last_error_at: info.last_error_date.map(|at| at.timestamp()),
            last_error: info.last_error_message.clone(),
        }
    }
}

/// Lets Telegram send updates.
#[derive(Debug)]
pub(super) struct Webhook {
    client: Client,
    username: String,
    settings: config::Webhook,
    hook: Hook,
    line: Line,
    view: watch::Sender<Option<WebhookView>>,
    listener: Option<TcpListener>,
    server: Option<JoinHandle<()>>,
    close: CancellationToken,
}

impl Webhook {
    /// Listens; Telegram is not told yet.
    ///
    /// # Errors
    /// When it can't listen.
    pub(super) async fn open(
        client: Client,
        username: String,
        settings: config::Webhook,
        hook: Hook,
        line: Line,
        view: watch::Sender<Option<WebhookView>>,
    ) -> Result<Self, Stopped> {
        let address = settings.listen;
        let listener = TcpListener::bind(address).await;
        let listener = listener.map_err(|reason| Stopped::Listen { address, reason })?;
        tracing::info!(%address, host = hook.host(), "listening for updates");
        Ok(Self {
            client,
            username,
            settings,
            hook,
            line,
            view,
            listener: Some(listener),
            server: None,
            close: CancellationToken::new(),
        })
    }

    /// The bot's user name.
    pub(super) fn username(&self) -> &str {
        &self.username
    }

    /// Passes updates on until `stop`. Afterwards whoever sends one is asked to keep it, until
    /// [`Webhook::close`].
    pub(super) async fn run<H: Handle>(
        &mut self,
        inbox: &Arc<Inbox<H>>,
        metrics: Arc<Metrics>,
        stop: &CancellationToken,
    ) -> Result<(), Stopped> {
        if let Some(listener) = self.listener.take() {
            let patience = Duration::from_secs(self.settings.read_timeout_s);
            let inbox = Arc::clone(inbox);
            let router = receive::router(inbox, self.hook.clone(), patience, metrics);
            let server = listen::serve(listener, router, patience, self.close.clone());
            self.server = Some(tokio::spawn(server));
        }
        let kept = stop.run_until_cancelled(self.keep()).await;
        self.line.stopped();
        match kept {
            Some(Err(stopped)) => Err(stopped),
            _ => Ok(()),
        }
    }

    /// Keeps Telegram sending here, for ever.
    async fn keep(&mut self) -> Result<(), Stopped> {
        let began = Utc::now();
        let pause = Duration::from_secs(self.settings.check_s);
        loop {
            match self.client.set_webhook(&self.hook, &self.settings).await {
                Ok(()) => {}
                Err(error) if error.is_token() => return Err(Stopped::Token),
                Err(error) => {
                    self.line.down(&error).await;
                    continue;
                }
            }
            let mut was_here = false;
            let elsewhere = loop {
                match self.client.webhook_info().await {
                    Ok(info) if info.url.as_ref() != Some(self.hook.url()) => break info,
                    Ok(info) => {
                        was_here = true;
                        self.line.up(&self.username);
                        self.note(&info, began);
                        tokio::time::sleep(pause).await;
                    }
                    Err(error) if error.is_token() => return Err(Stopped::Token),
                    Err(error) => self.line.down(&error).await,
                }
            };
            self.line.taken_away(elsewhere.url.as_ref().map(host_of));
            if !was_here {
                // Two that take it from each other do it slowly.
                tokio::time::sleep(pause).await;
            }
        }
    }

    /// Tells of what Telegram says, and of trouble when it is new.
    fn note(&self, info: &WebhookInfo, began: DateTime<Utc>) {
        let now = WebhookView::of(info, self.hook.host());
        let before = self.view.send_replace(Some(now.clone()));
        let known = before.and_then(|view| view.last_error_at);
        // What failed while no bot was here is no trouble of this one.
        let known = known.unwrap_or(began.timestamp());
        if let (Some(at), Some(reason)) = (now.last_error_at, &now.last_error)
            && at > known
        {
            tracing::warn!(
                reason,
                pending = now.pending,
                "Telegram could not deliver an update"
            );
        }
    }

    /// Ends listening. What Telegram could not deliver stays there, for the next process.
    pub(super) async fn close(&mut self) {
        if self.settings.remove_on_stop {
            let forget = self.client.delete_webhook();
            match tokio::time::timeout(FAREWELL, forget).await {
                Ok(Ok(())) => tracing::info!("the webhook is removed"),
                Ok(Err(error)) => tracing::warn!(%error, "the webhook is not removed"),
                Err(_) => tracing::warn!("the webhook is not removed: no answer in time"),
            }
        }
        self.close.cancel();
        if let Some(server) = self.server.take()
            && tokio::time::timeout(LAST_ANSWERS, server).await.is_err()
        {
            tracing::info!("open connections of the webhook are cut");
        }
    }
}
