//! Answers updates, each in a conversation of its own.

use teloxide::types::{ChatId, Update};

use super::conversation::Conversation;
use super::dispatch::Handle;
use super::route::{self, Place, Reader, Routed};
use super::services::Services;

/// Answers updates of one bot.
#[derive(Debug)]
pub(super) struct Handler {
    services: Services,
}

impl Handler {
    pub(super) fn new(services: Services) -> Self {
        Self { services }
    }
}

impl Handle for Handler {
    async fn handle(&self, update: Update) {
        match route::route(update, &self.services) {
            Routed::Message { place, reader, ask } => {
                let conversation = Conversation::new(&self.services, place, reader);
                conversation.answer(ask).await;
            }
            Routed::Button(button) => {
                let reader = button.reader.clone();
                let conversation = Conversation::new(&self.services, button.place, reader);
                conversation.pressed(button).await;
            }
            Routed::Ignored => tracing::debug!("nothing to answer"),
        }
    }

    async fn apologise(&self, chat: ChatId) {
        // Groups (negative ids) are not told: perhaps nobody asked.
        if chat.0 > 0 {
            let place = Place {
                chat,
                private: true,
                thread: None,
                reply_to: None,
            };
            let conversation = Conversation::new(&self.services, place, Reader::unknown());
            let sorry = conversation.words().message("unavailable", &[]);
            conversation.say(&sorry).await;
        }
    }
}
