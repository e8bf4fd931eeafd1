//! A conversation that goes on beside the chat's other updates.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use tracing::Instrument;

use super::super::conversation::Conversation;
use super::super::reader::Reader;
use super::super::route::Place;
use super::super::services::Services;
use super::Failed;
use super::desk::{Busy, Kind, Ticket};
use crate::telemetry::Course;

/// What a conversation is made of.
#[derive(Debug, Clone)]
pub(super) struct Aside {
    services: Arc<Services>,
    update: u32,
    place: Place,
    reader: Reader,
}

impl Aside {
    fn of(here: &Conversation<'_>) -> Self {
        Self {
            services: Arc::clone(here.services),
            update: here.update,
            place: here.place,
            reader: here.reader.clone(),
        }
    }

    /// The conversation, with the plugins of now.
    pub(super) fn here(&self) -> Conversation<'_> {
        Conversation::new(&self.services, self.update, self.place, self.reader.clone())
    }

    /// Tells the user why nothing came of it.
    pub(super) async fn tell(&self, why: Failed) {
        let here = self.here();
        match why {
            Failed::Told(message) => here.say(&message).await,
            Failed::Stopped => here.say(&here.words().message("file-stopped", &[])).await,
            Failed::Interrupted => here.say(&super::interrupted(here.words())).await,
        }
    }
}

/// Begins work that goes on when this update is done with.
pub(super) fn begin<W>(here: &Conversation<'_>, kind: Kind, work: W) -> Result<(), Busy>
where
    W: FnOnce(Aside, Ticket) -> BoxFuture<'static, ()>,
{
    let desk = &here.services.files;
    let ticket = desk.begin(here, kind)?;
    let aside = Aside::of(here);
    let sorry = aside.clone();
    let work = AssertUnwindSafe(work(aside, ticket)).catch_unwind();
    let guarded = async move {
        if work.await.is_err() {
            tracing::error!("work on a file panicked");
            let here = sorry.here();
            here.say(&here.words().message("unavailable", &[])).await;
        }
    };
    // The update has its answer when this work has.
    let course = Course::current();
    let guarded = async move {
        match course {
            Some(course) => course.scope(guarded).await,
            None => guarded.await,
        }
    };
    desk.spawn(guarded.instrument(tracing::Span::current()));
    Ok(())
}
