//! How a playground is set up.

use serde::Serialize;

/// The token that a bot uses with a playground unless told otherwise. Not a secret: the
/// playground answers to this machine only.
pub const DEFAULT_TOKEN: &str = "1:playground";

/// Set-up of a playground.
#[derive(Debug, Clone)]
pub struct Options {
    /// The bot's token; the digits before the colon are the bot's id.
    pub token: String,
    /// The bot's name without the `@`.
    pub bot_username: String,
    /// The bot's display name.
    pub bot_name: String,
    /// Texts that the page offers while a chat is empty.
    pub samples: Vec<Sample>,
    /// Whether the bot sees every message of a group (Telegram's "privacy mode" switched off).
    pub reads_all_group_messages: bool,
    /// Names besides this machine's own that the server answers to, each as a `Host` header says
    /// it (`name:port`).
    pub extra_hosts: Vec<String>,
    /// First update id and message id. Both come from the clock unless told, so that a bot which
    /// remembers old updates is not confused by a restart.
    pub first_id: Option<u32>,
}

/// A text that the page offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// What the chip says.
    pub label: String,
    /// What a tap sends.
    pub text: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            token: DEFAULT_TOKEN.to_owned(),
            bot_username: "playground_bot".to_owned(),
            bot_name: "Playground".to_owned(),
            samples: Vec::new(),
            reads_all_group_messages: false,
            extra_hosts: Vec::new(),
            first_id: None,
        }
    }
}

impl Options {
    pub(crate) fn bot_id(&self) -> i64 {
        self.token
            .split(':')
            .next()
            .and_then(|id| id.parse().ok())
            .unwrap_or(1)
    }
}

/// The Bot API address of a playground on a local port, for a bot's `TELEGRAM_API_URL`.
pub fn api_url(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}
