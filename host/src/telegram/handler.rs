//! Answers updates, each in a conversation of its own.

use teloxide::types::{ChatId, Update};

use super::client::Client;
use super::conversation::Conversation;
use super::dispatch::Handle;
use super::route::{self, Place, Reader, Routed};
use super::words;
use crate::config::Admins;
use crate::lookup::Lookup;
use crate::plugins::Asker;
use crate::rich::Message;

/// Answers updates of one bot.
#[derive(Debug)]
pub(super) struct Handler {
    client: Client,
    lookup: Lookup,
    username: String,
    admins: Admins,
}

impl Handler {
    pub(super) fn new(client: Client, lookup: Lookup, username: String, admins: Admins) -> Self {
        Self {
            client,
            lookup,
            username,
            admins,
        }
    }

    /// Begins to answer: from here on the plugins are those of now.
    fn conversation(&self, place: &Place, reader: Option<&Reader>) -> Conversation<'_> {
        let asker = Asker {
            user: reader.and_then(|reader| reader.user),
            chat: Some(place.chat.0),
        };
        Conversation {
            client: &self.client,
            username: &self.username,
            admins: &self.admins,
            registry: self.lookup.registry(),
            visit: self.lookup.visit(asker),
        }
    }
}

impl Handle for Handler {
    async fn handle(&self, update: Update) {
        match route::route(update, &self.username) {
            Routed::Message { place, reader, ask } => {
                let conversation = self.conversation(&place, Some(&reader));
                conversation.answer(&place, &reader, ask).await;
            }
            Routed::Button(button) => {
                let conversation = self.conversation(&button.place, Some(&button.reader));
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
            let sorry = Message::default().plain(words::UNAVAILABLE);
            self.conversation(&place, None).say(&place, &sorry).await;
        }
    }
}
