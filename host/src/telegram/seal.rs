//! A mark on what a button carries, so that nobody can forge one, nor press another's.
//!
//! A client may send any data for any message with a keyboard. The mark is a keyed hash
//! (BLAKE3) of the data, and of the owner where the button is for one user; its key comes
//! from the bot's token, so that it holds over restarts and in all instances.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Characters of a mark. Its 48 bits can only be tried over Telegram, one by one.
pub(super) const LENGTH: usize = 8;

const CONTEXT: &str = "vinbot 2026-11 what buttons carry";

/// What marks the buttons of one bot.
#[derive(Clone)]
pub(super) struct Seal([u8; 32]);

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}

impl Seal {
    /// That of the bot with this token.
    pub(super) fn new(token: &str) -> Self {
        Self(blake3::derive_key(CONTEXT, token.as_bytes()))
    }

    /// The mark of a text, for one user or for all.
    pub(super) fn mark(&self, text: &str, owner: Option<u64>) -> String {
        let mut hasher = blake3::Hasher::new_keyed(&self.0);
        hasher.update(&owner.unwrap_or_default().to_le_bytes());
        hasher.update(text.as_bytes());
        let hash = hasher.finalize();
        URL_SAFE_NO_PAD.encode(&hash.as_bytes()[..LENGTH * 3 / 4])
    }

    /// True if this is the mark of that text.
    pub(super) fn fits(&self, text: &str, owner: Option<u64>, mark: &str) -> bool {
        let right = self.mark(text, owner);
        // In a time that tells nothing of where they differ.
        let pairs = right.bytes().zip(mark.bytes());
        mark.len() == right.len() && pairs.fold(0, |all, (a, b)| all | (a ^ b)) == 0
    }
}
