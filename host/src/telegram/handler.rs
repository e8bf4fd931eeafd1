//! Answers updates, each in a conversation of its own.

use std::sync::Arc;

use teloxide::types::{ChatId, Update, User};
use vinbot_store::{ChatKind, UserSettings};

use super::conversation::Conversation;
use super::dispatch::Handle;
use super::reader::Reader;
use super::route::{self, Place, Routed};
use super::services::Services;
use super::turnstile::{self, Pass};
use crate::telemetry::Event;

/// Answers updates of one bot.
#[derive(Debug)]
pub(super) struct Handler {
    services: Arc<Services>,
}

impl Handler {
    pub(super) fn new(services: Services) -> Self {
        Self {
            services: Arc::new(services),
        }
    }

    async fn begin(&self, update: u32, place: Place, reader: Reader) -> Conversation<'_> {
        let reader = self.known(reader).await;
        // Lines of the log name VINs: those of a private user don't say whose.
        if !reader.chosen.private {
            let (ids, chat) = (self.services.logs.ids(), place.chat.0);
            ids.note(&tracing::Span::current(), reader.user, Some(chat));
        }
        Conversation::new(&self.services, update, place, reader)
    }

    /// The reader with what they chose.
    async fn known(&self, reader: Reader) -> Reader {
        let Some(user) = reader.user else {
            return reader;
        };
        match self.services.store.recent_settings(user).await {
            Ok(chosen) => reader.who_chose(chosen),
            Err(error) => {
                tracing::warn!(%error, "what the user chose is not known");
                // Perhaps that nothing is to be stored.
                reader.who_chose(UserSettings {
                    private: true,
                    ..UserSettings::default()
                })
            }
        }
    }
}

impl Handle for Handler {
    async fn handle(&self, update: Update) {
        let number = update.id.0;
        match route::route(update, &self.services) {
            Routed::Message {
                place,
                reader,
                ask,
                text,
                edited,
            } => {
                let here = self.begin(number, place, reader).await;
                if !here.is_meant(&ask) {
                    return tracing::debug!("a command of another bot");
                }
                here.count(Event::Message, 1);
                self.services.lately.is_back(place.chat.0).await;
                match turnstile::pass(&here, turnstile::cost(&ask)).await {
                    Pass::Go if edited => here.edited(ask).await,
                    Pass::Go => here.answer_text(ask, text.as_deref()).await,
                    Pass::Wait(told) => here.say(&told).await,
                    Pass::Silence => {}
                }
                here.note_chat().await;
            }
            Routed::Button(button) => {
                let button = self.services.owners.aside(button).await;
                let here = self
                    .begin(number, button.place, button.reader.clone())
                    .await;
                here.count(Event::Press, 1);
                let cost = turnstile::of_press(button.press.as_ref());
                match turnstile::pass_aside(&here, cost).await {
                    Ok(()) => here.pressed(button).await,
                    Err(told) => here.put_off(&button, told.words).await,
                }
            }
            Routed::Standing {
                place,
                reader,
                present,
            } => {
                let here = self.begin(number, place, reader).await;
                if present {
                    self.services.lately.is_back(place.chat.0).await;
                    here.note_chat().await;
                } else {
                    here.mark_gone().await;
                }
            }
            Routed::Inline {
                query,
                reader,
                text,
            } => {
                let here = self.begin(number, route::inline(&reader), reader).await;
                here.offer(&query, &text).await;
            }
            Routed::Chosen {
                message,
                reader,
                result,
            } => {
                let here = self.begin(number, route::inline(&reader), reader).await;
                let Ok(vin) = result.parse() else {
                    return tracing::warn!(
                        event = "invalid-input",
                        "a chosen card is none that was offered"
                    );
                };
                // The card stands where it was sent: who is put off reads it without sections.
                if turnstile::pass_aside(&here, 1).await.is_ok() {
                    here.complete_inline(&message, vin).await;
                }
            }
            Routed::Ignored => tracing::debug!("nothing to answer"),
        }
    }

    async fn apologise(&self, chat: ChatId, user: Option<&User>) {
        // Groups (negative ids) are not told: perhaps nobody asked.
        if chat.0 > 0 {
            let place = Place {
                chat,
                kind: ChatKind::Private,
                private: true,
                inline: false,
                thread: None,
                reply_to: None,
            };
            let here = self.begin(0, place, Reader::of(user)).await;
            here.say(&here.words().message("unavailable", &[])).await;
        }
    }
}
