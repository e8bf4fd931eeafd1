//! The bot on Telegram: updates in, messages out.
//!
//! An update passes a `source` (`polling` or `webhook`) → `inbox` (once) → `dispatch` (order within a chat,
//! panics caught) → `route` (what is asked) → `handler` → `conversation` (`cards`, `press`,
//! `commands`; it asks [`crate::lookup`]) → `client` (sends). `text` and `keyboard` make
//! Telegram's entities and buttons of [`crate::rich`]; `callback` is what a button carries,
//! under the mark of a `seal`. Beside a chat's other updates (`aside`) go sections that are `late`,
//! and photos and tables, in `files`. What is said comes from [`crate::words`].

mod admin;
mod aside;
mod callback;
mod calls;
mod cards;
mod client;
mod commands;
mod conversation;
mod dialogue;
mod dispatch;
mod edits;
mod files;
mod handler;
mod inbox;
mod inline;
mod keyboard;
mod late;
mod line;
mod maintenance;
mod menu;
mod moment;
mod near_miss;
mod owners;
mod pages;
mod phrases;
mod polling;
mod post;
mod press;
mod reader;
mod rights;
mod route;
mod seal;
mod services;
mod source;
mod text;
mod turnstile;
mod typing;
mod webhook;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vinbot_limits::Limits;
use vinbot_outbox::Outbox;
use vinbot_store::Store;

use crate::config::{self, Admins, Mode};
use crate::jobs::Jobs;
use crate::lookup::Lookup;
use crate::telemetry::Logs;
use client::Client;
use dispatch::{Backlog, Dispatcher};
use edits::Answered;
use files::Desk;
use handler::Handler;
use inbox::Inbox;
use late::Late;
use maintenance::Maintenance;
use owners::Owners;
use seal::Seal;
use services::Services;
use source::{Source, Told};
use turnstile::Lately;
use webhook::Hook;

pub use post::Post;
pub use webhook::WebhookView;

/// How long what is waiting to be sent may take when all work is done.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// How long a source may take for its last words to Telegram.
const FAREWELL: Duration = Duration::from_secs(3);

/// How long requests of Telegram's that are under way may take when the bot has stopped.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

/// What ending a bot takes at most beside `telegram.drain_timeout_s`.
pub const AFTER_DRAIN: Duration =
    Duration::from_secs(LAST_WORDS.as_secs() + FAREWELL.as_secs() + LAST_ANSWERS.as_secs());

/// What the bot's connection to Telegram looks like just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Connection {
    /// Not answered yet.
    Connecting,
    /// The last request was answered.
    Up {
        /// The bot's user name, without the `@`.
        username: String,
    },
    /// The last request failed, or updates go elsewhere.
    Down {
        /// Why, without addresses or secrets.
        reason: String,
    },
    /// It takes no more updates.
    Stopped,
}

/// Why the bot stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// Telegram knows no bot with this token.
    #[error("Telegram refuses the token in TELEGRAM_BOT_TOKEN: get the right one from @BotFather")]
    Token,
    /// The address for updates is not to be had.
    #[error(
        "can't listen for updates at {address}: {reason}. Set telegram.webhook.listen to a free \
         address"
    )]
    Listen {
        /// `telegram.webhook.listen`.
        address: SocketAddr,
        /// The system's words.
        reason: std::io::Error,
    },
    /// Telegram would not send to the address that is set.
    #[error("the setting telegram.webhook.url is not valid: {0}")]
    Webhook(String),
    /// The HTTP client can't be made.
    #[error("can't make an HTTP client: {0}")]
    Client(String),
}

/// What a bot knows: of vehicles, of its users, and of how much they asked.
#[derive(Debug, Clone)]
pub struct Knowledge {
    /// Of vehicles.
    pub lookup: Lookup,
    /// Of users and chats.
    pub store: Store,
    /// How much was asked.
    pub limits: Limits,
}

/// What admins look at and steer, beside what the bot knows.
#[derive(Debug, Clone)]
pub struct Backstage {
    /// Work at set times.
    pub jobs: Jobs,
    /// The log.
    pub logs: Logs,
}

/// How a bot fares, for whoever looks on.
#[derive(Debug, Clone)]
pub struct View {
    /// How updates come.
    pub mode: Mode,
    /// The way to Telegram.
    pub connection: watch::Receiver<Connection>,
    /// What Telegram says of the webhook, once it was asked.
    pub webhook: watch::Receiver<Option<WebhookView>>,
    backlog: Backlog,
    /// What is sent.
    pub outbox: Outbox,
}

impl View {
    /// Updates that are taken and not yet handled.
    #[must_use]
    pub fn backlog(&self) -> usize {
        self.backlog.waiting()
    }

    /// A bot that is not there yet.
    #[must_use]
    pub fn of_nobody() -> Self {
        let (_, connection) = watch::channel(Connection::Connecting);
        let (_, webhook) = watch::channel(None);
        Self {
            mode: Mode::Polling,
            connection,
            webhook,
            backlog: Backlog::new(1),
            outbox: Outbox::new(vinbot_outbox::Settings::default()),
        }
    }
}

/// A bot that is ready to be run.
#[derive(Debug)]
pub struct Bot {
    client: Client,
    knowledge: Knowledge,
    settings: config::Telegram,
    admins: Admins,
    seal: Seal,
    lately: Lately,
    hook: Option<Hook>,
    told: Told,
    backlog: Backlog,
}

impl Bot {
    /// A bot that talks to the Bot API server at `api`. Without a secret for its webhook, one is
    /// made from the token.
    ///
    /// # Errors
    /// When no HTTP client can be made, or the webhook's address is none.
    pub fn new(
        token: &SecretString,
        api: &reqwest::Url,
        knowledge: Knowledge,
        settings: config::Telegram,
        admins: Admins,
        webhook_secret: Option<SecretString>,
    ) -> Result<Self, Stopped> {
        let poll_timeout = Duration::from_secs(settings.poll_timeout_s.into());
        let outbox = settings.outbox.clone();
        let metrics = knowledge.lookup.registry().metrics();
        let client = Client::new(token, api, poll_timeout, outbox, metrics);
        let client = client.map_err(Stopped::Client)?;
        let token = token.expose_secret();
        let hook = match settings.mode {
            Mode::Polling => None,
            Mode::Webhook => Some(
                Hook::new(&settings.webhook, token, webhook_secret).map_err(Stopped::Webhook)?,
            ),
        };
        let told = Told {
            connection: watch::Sender::new(Connection::Connecting),
            webhook: watch::Sender::new(None),
        };
        Ok(Self {
            client,
            knowledge,
            backlog: Backlog::new(settings.concurrency),
            settings,
            admins,
            seal: Seal::new(token),
            lately: Lately::new(),
            hook,
            told,
        })
    }

    /// Follows how it fares.
    #[must_use]
    pub fn view(&self) -> View {
        View {
            mode: self.settings.mode,
            connection: self.told.connection.subscribe(),
            webhook: self.told.webhook.subscribe(),
            backlog: self.backlog.clone(),
            outbox: self.client.outbox().clone(),
        }
    }

    /// Who brings what jobs have to tell.
    #[must_use]
    pub fn post(&self) -> Post {
        Post {
            client: self.client.clone(),
            seal: self.seal.clone(),
            lately: self.lately.clone(),
        }
    }

    /// What is waiting to be sent.
    #[must_use]
    pub fn outbox(&self) -> &Outbox {
        self.client.outbox()
    }

    /// Answers updates until `stop`; then lets running work end.
    ///
    /// # Errors
    /// When Telegram refuses the token, or updates can't be listened for.
    pub async fn run(self, stop: CancellationToken, backstage: Backstage) -> Result<(), Stopped> {
        let client = self.client.clone();
        let connect = Source::connect(client, &self.settings, self.hook, self.told, &stop);
        let Some(mut source) = connect.await? else {
            return Ok(());
        };
        let username = source.username().to_owned();
        let Knowledge {
            lookup,
            store,
            limits,
        } = self.knowledge;
        let metrics = Arc::clone(lookup.registry().metrics());
        let menu = menu::publish(&self.client, &lookup).await;
        let client = self.client.clone();
        tokio::spawn(menu::keep_up(client, lookup.clone(), menu, stop.clone()));
        let outbox = self.client.outbox().clone();
        let ids = backstage.logs.ids().clone();
        let files = Arc::new(Desk::new(&self.settings.files));
        let late = Arc::new(Late::new(self.settings.concurrency));
        let handler = Handler::new(Services {
            client: self.client,
            lookup,
            store,
            limits,
            username,
            admins: self.admins,
            seal: self.seal,
            lately: self.lately,
            maintenance: Maintenance::new(),
            tally: backstage.logs.tally().clone(),
            jobs: backstage.jobs,
            logs: backstage.logs,
            began: Instant::now(),
            answered: Answered::new(),
            owners: Owners::new(),
            files: Arc::clone(&files),
            late: Arc::clone(&late),
        });
        let concurrency = self.settings.concurrency;
        let counted = Arc::clone(&metrics);
        let dispatcher = Dispatcher::new(handler, concurrency, self.backlog, counted, ids);
        let inbox = Arc::new(Inbox::new(dispatcher, stop.child_token()));
        let stopped = source.run(&inbox, metrics, &stop).await;
        let drain = Duration::from_secs(self.settings.drain_timeout_s);
        let ending = Instant::now();
        tokio::join!(inbox.drain(drain), files.drain(drain));
        // Both may have left cards to complete.
        late.drain(drain.saturating_sub(ending.elapsed())).await;
        let unsent = outbox.close(LAST_WORDS).await;
        if unsent > 0 {
            tracing::warn!(unsent, "messages that were waiting are not sent");
        }
        source.close().await;
        stopped
    }
}
