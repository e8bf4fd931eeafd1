//! How people are called in the log.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use tracing::Span;

/// Calls people by Telegram's ids, or by a keyed hash of them.
///
/// The key comes from the bot's token: the same person has the same name in all processes of
/// a bot and after a restart, and who has the log alone can't try out all ids.
#[derive(Clone, Default)]
pub struct Ids {
    key: Option<[u8; 32]>,
}

impl fmt::Debug for Ids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hashed = self.key.is_some();
        f.debug_struct("Ids").field("hashed", &hashed).finish()
    }
}

impl Ids {
    /// As they are.
    #[must_use]
    pub fn plain() -> Self {
        Self::default()
    }

    /// As hashes that only who has this token can make.
    #[must_use]
    pub fn hashed(token: &SecretString) -> Self {
        let context = "vinbot 2026-01 names of people in logs";
        let key = blake3::derive_key(context, token.expose_secret().as_bytes());
        Self { key: Some(key) }
    }

    /// Writes down who asks and where. The id of a private chat is its user's, and is hidden
    /// like it; that of a group is of no person.
    pub fn note(&self, span: &Span, user: Option<u64>, chat: Option<i64>) {
        let Some(key) = &self.key else {
            span.record("user_id", user);
            span.record("chat_id", chat);
            return;
        };
        if let Some(user) = user {
            span.record("user_id", hash(key, user));
        }
        match chat {
            Some(chat) if chat > 0 => span.record("chat_id", hash(key, chat.unsigned_abs())),
            group => span.record("chat_id", group),
        };
    }
}

fn hash(key: &[u8; 32], id: u64) -> String {
    let hash = blake3::keyed_hash(key, &id.to_le_bytes());
    hash.to_hex()[..16].to_owned()
}
