//! A Telegram for one machine: the part of the Bot API that a bot uses, the people who talk to it,
//! and a chat page in the browser. No account, no network, no waiting.
//!
//! A bot is pointed at [`api_url`] with [`DEFAULT_TOKEN`]; people are played by the chat page at
//! `/`, over HTTP under `/playground/…`, or by the methods of [`Playground`]. All three see the
//! same chats. `README.md` beside this crate lists every endpoint.
//!
//! Where Telegram silently repairs what a bot sends (formatting beyond the text, say), the
//! playground refuses, so that tests notice.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! use vinbot_playground::{Options, Playground, SendText, serve};
//!
//! let playground = Playground::new(Options::default());
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! let server = tokio::spawn(serve(listener, playground.clone()));
//!
//! let sent = playground.send_text(42, SendText::new("/start")).map_err(std::io::Error::other)?;
//! assert!(sent.update_id.is_some());
//!
//! playground.shutdown();
//! server.await?
//! # }
//! ```

mod acts;
mod bot_api;
mod control;
mod error;
mod guard;
mod limits;
mod options;
mod page;
mod requests;
mod server;
mod view;
mod waits;
mod world;

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

pub use acts::settings::Settings;
pub use error::ControlError;
pub use options::{DEFAULT_TOKEN, Options, Sample, api_url};
pub use requests::{
    AskInline, Asked, Choose, Chosen, Edited, Forge, OpenTopic, Press, Pressed, RateSwitch,
    SendFile, SendText, Sent, SetChat, SetSettings, SetStanding,
};
pub use server::serve;
pub use view::{ActionView, AnswerView, BotView, ChatSummary, ChatView, FileView, MessageView};
pub use waits::{ChatWait, ChatWaited, InlineWaited, Wait, Waited};
use world::{World, users::User};
pub use world::{
    callbacks::{Answer, Callback},
    calls::{Call, Count},
    chats::Topic,
    commands::BotCommand,
    entity::Entity,
    faults::{Fault, Inject},
    inline::{InlineAnswer, InlineQuery, InlineResult},
    keyboard::{Button, CopyText},
    members::Standing,
    rates::RateLimits,
    users::Profile,
};

/// A running playground; clones share it.
#[derive(Clone)]
pub struct Playground {
    shared: Arc<Shared>,
}

struct Shared {
    options: Options,
    world: Mutex<World>,
    /// Told of every change of the world.
    changes: watch::Sender<()>,
    stop: CancellationToken,
}

impl fmt::Debug for Playground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Playground")
            .field("options", &self.shared.options)
            .finish_non_exhaustive()
    }
}

impl Playground {
    /// An empty playground.
    pub fn new(options: Options) -> Self {
        let bot = User {
            id: options.bot_id(),
            is_bot: true,
            first_name: options.bot_name.clone(),
            last_name: None,
            username: Some(options.bot_username.clone()),
            language_code: None,
        };
        let world = World::new(bot, options.reads_all_group_messages, options.first_id);
        Self {
            shared: Arc::new(Shared {
                options,
                world: Mutex::new(world),
                changes: watch::Sender::new(()),
                stop: CancellationToken::new(),
            }),
        }
    }

    /// Ends every wait (long polls, the page's event streams, hanging faults, webhook delivery),
    /// so that a graceful shutdown of the server is not held up. There is no way back.
    pub fn shutdown(&self) {
        self.shared.stop.cancel();
    }

    pub(crate) fn options(&self) -> &Options {
        &self.shared.options
    }

    pub(crate) fn stopped(&self) -> &CancellationToken {
        &self.shared.stop
    }

    /// Looks at the world.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.shared
            .world
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the world and wakes everyone who waits for a change.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let outcome = change(&mut self.world());
        self.shared.changes.send_replace(());
        outcome
    }

    /// Waits until `look` finds something; `None` when the playground stops.
    pub(crate) async fn until<T>(
        &self,
        mut look: impl FnMut(&mut World) -> Option<T>,
    ) -> Option<T> {
        let mut changes = self.shared.changes.subscribe();
        loop {
            changes.mark_unchanged();
            if let Some(found) = look(&mut self.world()) {
                return Some(found);
            }
            tokio::select! {
                () = self.shared.stop.cancelled() => return None,
                woken = changes.changed() => woken.ok()?,
            }
        }
    }
}
