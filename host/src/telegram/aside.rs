//! A conversation that goes on beside the chat's other updates.

use std::sync::Arc;
use std::time::Instant;

use super::conversation::Conversation;
use super::reader::Reader;
use super::route::Place;
use super::services::Services;

/// What a conversation is made of.
#[derive(Debug, Clone)]
pub(super) struct Aside {
    services: Arc<Services>,
    update: u32,
    began: Instant,
    place: Place,
    reader: Reader,
}

impl Aside {
    pub(super) fn of(here: &Conversation<'_>) -> Self {
        Self {
            services: Arc::clone(here.services),
            update: here.update,
            began: here.began,
            place: here.place,
            reader: here.reader.clone(),
        }
    }

    /// The conversation, with the plugins of now.
    pub(super) fn here(&self) -> Conversation<'_> {
        Conversation {
            began: self.began,
            ..Conversation::new(&self.services, self.update, self.place, self.reader.clone())
        }
    }
}
