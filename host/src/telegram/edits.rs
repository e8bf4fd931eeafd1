//! Messages that were edited: their answers are edited, too.

use moka::future::Cache;
use teloxide::types::MessageId;

use super::conversation::Conversation;
use super::route::Ask;
use crate::vin::{Scan, Vin};

/// A message in a chat.
type Written = (i64, i32);

/// Which messages were answered by which, lately.
#[derive(Debug, Clone)]
pub(super) struct Answered(Cache<Written, (MessageId, Vec<Vin>)>);

/// Messages of which it is remembered.
const REMEMBERED: u64 = 20_000;

impl Answered {
    pub(super) fn new() -> Self {
        Self(Cache::new(REMEMBERED))
    }
}

impl Conversation<'_> {
    /// The message that is answered.
    fn written(&self) -> Option<Written> {
        let message = self.place.reply_to?;
        Some((self.place.chat.0, message.0))
    }

    /// Remembers that this message is the answer to these VINs.
    pub(super) async fn note_answer(&self, message: MessageId, scan: &Scan) {
        if let Some(written) = self.written() {
            let answer = (message, scan.vins.clone());
            self.services.answered.0.insert(written, answer).await;
        }
    }

    /// Answers a message that was edited, where it holds other VINs now.
    pub(super) async fn edited(&self, ask: Ask) {
        let Ask::Vins(scan) = ask else {
            return;
        };
        let before = match self.written() {
            Some(written) => self.services.answered.0.get(&written).await,
            None => None,
        };
        match before {
            Some((_, vins)) if vins == scan.vins => {}
            Some((message, _)) => self.vins(scan, Some(message)).await,
            None => self.vins(scan, None).await,
        }
    }
}
