//! News for a chat, and who brings them.

use crate::rich::Message;
use crate::vin::Vin;

/// What is brought to a chat.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Where.
    pub chat: i64,
    /// Who alone may press what is personal.
    pub owner: Option<u64>,
    /// What.
    pub message: Message,
    /// The vehicles that it is about.
    pub vins: Vec<Vin>,
    /// How soon.
    pub urgency: Urgency,
}

/// How soon a letter goes out. Answers go before all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// It is for this chat.
    News,
    /// It is for all.
    Broadcast,
}

/// Why a letter was not brought.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// The chat is gone, or does not want to hear from the bot.
    #[error("the chat is gone")]
    Gone,
    /// This letter will never be taken there.
    #[error("Telegram refuses it: {0}")]
    Refused(String),
    /// This chat is to be left alone for longer than it is waited for.
    #[error("Telegram asks to leave the chat alone for long")]
    Busy,
    /// Nothing can be brought just now.
    #[error("{0}")]
    Later(String),
}

/// Brings letters.
pub trait Postman: Send + Sync + 'static {
    /// Waits until it is there.
    fn deliver(&self, letter: Letter) -> impl Future<Output = Result<(), Undelivered>> + Send;
}

#[cfg(test)]
pub(super) mod fake {
    use std::sync::Mutex;

    use super::*;

    /// Keeps what it is to bring; chats below zero are gone.
    #[derive(Debug, Default)]
    pub(in crate::jobs) struct Kept {
        pub(in crate::jobs) letters: Mutex<Vec<(i64, String)>>,
        /// After so many letters nothing can be brought.
        pub(in crate::jobs) most: Option<usize>,
        /// This chat is to be left alone.
        pub(in crate::jobs) busy: Option<i64>,
    }

    impl Postman for Kept {
        async fn deliver(&self, letter: Letter) -> Result<(), Undelivered> {
            let mut letters = self.letters.lock().unwrap();
            if self.most.is_some_and(|most| letters.len() >= most) {
                return Err(Undelivered::Later("no way to Telegram".to_owned()));
            }
            if self.busy == Some(letter.chat) {
                return Err(Undelivered::Busy);
            }
            if letter.chat < 0 {
                return Err(Undelivered::Gone);
            }
            letters.push((letter.chat, letter.message.to_plain_text()));
            Ok(())
        }
    }
}
