//! The bot on Telegram: updates in, messages out.
//!
//! An update passes `updates` (long polling) → `dispatch` (order within a chat,
//! panics caught) → `route` (what is asked) → `handler` → `conversation` (`cards`, `press`,
//! `commands`; it asks [`crate::lookup`]) → `client` (sends). `text` and `keyboard` make
//! Telegram's entities and buttons of [`crate::rich`]; `callback` is what a button carries,
//! under the mark of a `seal`. Photos and tables are read beside that, in `files`. What is said
//! comes from [`crate::words`].

mod admin;
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
mod inline;
mod keyboard;
mod maintenance;
mod menu;
mod moment;
mod near_miss;
mod pages;
mod phrases;
mod post;
mod press;
mod reader;
mod rights;
mod route;
mod seal;
mod services;
mod text;
mod turnstile;
mod typing;
mod updates;

use std::sync::Arc;
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use vinbot_limits::Limits;
use vinbot_outbox::Outbox;
use vinbot_store::Store;

use crate::config::{self, Admins};
use crate::jobs::Jobs;
use crate::lookup::Lookup;
use crate::telemetry::Logs;
use client::Client;
use dispatch::Dispatcher;
use edits::Answered;
use files::Desk;
use handler::Handler;
use maintenance::Maintenance;
use seal::Seal;
use services::Services;
use turnstile::Lately;
use updates::Updates;

pub use post::Post;

/// How long what is waiting to be sent may take when all work is done.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// What the bot's connection to Telegram looks like just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Connection {
    /// Not answered yet.
    Connecting,
    /// The last poll was answered.
    Up {
        /// The bot's user name, without the `@`.
        username: String,
    },
    /// The last poll failed.
    Down {
        /// Why, without addresses or secrets.
        reason: String,
    },
    /// It stopped asking for updates.
    Stopped,
}

/// Why the bot stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// Telegram knows no bot with this token.
    #[error("Telegram refuses the token in TELEGRAM_BOT_TOKEN: get the right one from @BotFather")]
    Token,
    /// The HTTP client can't be made.
    #[error("can't make an HTTP client: {0}")]
    Client(String),
}

/// Why it is not known which bot a token belongs to.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// It is no bot's token.
    #[error("the token is refused")]
    Token,
    /// Telegram was not reached; the words hold no address.
    #[error("{0}")]
    Other(String),
}

/// The user name of the bot with this token.
///
/// # Errors
/// See [`NoAnswer`]. It is tried once.
pub async fn who(token: &SecretString, api: &reqwest::Url) -> Result<String, NoAnswer> {
    let outbox = vinbot_outbox::Settings::default();
    let client = Client::new(token, api, Duration::ZERO, outbox, &Arc::default());
    let client = client.map_err(NoAnswer::Other)?;
    match client.me().await {
        Ok(me) => Ok(me.username().to_owned()),
        Err(error) if error.is_token() => Err(NoAnswer::Token),
        Err(error) => Err(NoAnswer::Other(error.to_string())),
    }
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

/// A bot that is ready to be run.
#[derive(Debug)]
pub struct Bot {
    client: Client,
    knowledge: Knowledge,
    settings: config::Telegram,
    admins: Admins,
    seal: Seal,
    lately: Lately,
    connection: watch::Sender<Connection>,
}

impl Bot {
    /// A bot that talks to the Bot API server at `api`.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(
        token: &SecretString,
        api: &reqwest::Url,
        knowledge: Knowledge,
        settings: config::Telegram,
        admins: Admins,
    ) -> Result<Self, Stopped> {
        let poll_timeout = Duration::from_secs(settings.poll_timeout_s.into());
        let outbox = settings.outbox.clone();
        let metrics = knowledge.lookup.registry().metrics();
        let client = Client::new(token, api, poll_timeout, outbox, metrics);
        let client = client.map_err(Stopped::Client)?;
        let (connection, _) = watch::channel(Connection::Connecting);
        Ok(Self {
            client,
            knowledge,
            settings,
            admins,
            seal: Seal::new(token.expose_secret()),
            lately: Lately::new(),
            connection,
        })
    }

    /// Follows the connection.
    #[must_use]
    pub fn connection(&self) -> watch::Receiver<Connection> {
        self.connection.subscribe()
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
    /// When Telegram refuses the token.
    pub async fn run(self, stop: CancellationToken, backstage: Backstage) -> Result<(), Stopped> {
        let Some(mut updates) =
            Updates::connect(self.client.clone(), &self.settings, self.connection, &stop).await?
        else {
            return Ok(());
        };
        let username = updates.username().to_owned();
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
            files: Arc::clone(&files),
        });
        let dispatcher = Dispatcher::new(handler, self.settings.concurrency, metrics, ids);
        let stopped = updates.run(&dispatcher, &stop).await;
        let drain = Duration::from_secs(self.settings.drain_timeout_s);
        tokio::join!(dispatcher.drain(drain), files.drain(drain));
        let unsent = outbox.close(LAST_WORDS).await;
        if unsent > 0 {
            tracing::warn!(unsent, "messages that were waiting are not sent");
        }
        updates.confirm().await;
        stopped
    }
}
