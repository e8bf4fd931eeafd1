//! Work on a file goes on when its update is done with.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::future::BoxFuture;
use tracing::Instrument;

use super::super::aside::Aside;
use super::super::conversation::Conversation;
use super::Failed;
use super::desk::{Busy, Kind, Ticket};
use crate::telemetry::Course;

/// Begins it.
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

/// Tells the user why nothing came of it.
pub(super) async fn tell(here: &Conversation<'_>, why: Failed) {
    match why {
        Failed::Told(message) => here.say(&message).await,
        Failed::Stopped => here.say(&here.words().message("file-stopped", &[])).await,
        Failed::Interrupted => here.say(&super::interrupted(here.words())).await,
    }
}
