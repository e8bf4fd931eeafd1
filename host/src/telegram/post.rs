//! Brings news that nobody asked for just now: what jobs have to tell.

use teloxide::types::ChatId;
use vinbot_outbox::Priority;
use vinbot_store::ChatKind;

use super::client::{Client, Failed};
use super::keyboard::Keyboards;
use super::route::Place;
use super::seal::Seal;
use super::text;
use super::turnstile::Lately;
use crate::jobs::{Letter, Postman, Undelivered, Urgency};

/// Brings letters by way of the outbox. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Post {
    pub(super) client: Client,
    pub(super) seal: Seal,
    pub(super) lately: Lately,
}

impl Postman for Post {
    async fn deliver(&self, letter: Letter) -> Result<(), Undelivered> {
        let private = letter.chat > 0;
        let place = Place {
            chat: ChatId(letter.chat),
            kind: if private {
                ChatKind::Private
            } else {
                ChatKind::Supergroup
            },
            private,
            thread: None,
            reply_to: None,
            inline: false,
        };
        let priority = match letter.urgency {
            Urgency::News => Priority::Job,
            Urgency::Broadcast => Priority::Broadcast,
        };
        let keyboards = Keyboards {
            seal: &self.seal,
            owner: letter.owner,
        };
        let keyboard = keyboards.of(&letter.message.buttons, &letter.vins);
        let parts = text::parts(&letter.message);
        for (i, part) in parts.iter().enumerate() {
            let keyboard = keyboard.as_ref().filter(|_| i + 1 == parts.len());
            let sent = self.client.send_as(priority, &place, part, keyboard).await;
            if let Err(error) = sent {
                return Err(self.undelivered(letter.chat, &error).await);
            }
        }
        Ok(())
    }
}

impl Post {
    async fn undelivered(&self, chat: i64, error: &Failed) -> Undelivered {
        if error.is_unwanted() {
            self.lately.is_gone(chat).await;
            Undelivered::Gone
        } else if error.wait().is_some() {
            Undelivered::Busy
        } else if error.is_refusal() {
            Undelivered::Refused(error.to_string())
        } else {
            Undelivered::Later(error.to_string())
        }
    }
}
