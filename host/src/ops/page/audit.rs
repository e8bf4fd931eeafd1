//! Who did what.

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use vinbot_store::Deed;

use super::Shared;
use super::sessions::Seat;
use super::view::{Frame, Pill, html};
use crate::operator::time;

/// How many are shown at once.
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct Audit {
    frame: Frame,
    rows: Vec<Row>,
    /// Where the next page begins.
    next: Option<String>,
    problem: Option<String>,
}

struct Row {
    at: String,
    who: String,
    how: String,
    what: String,
    outcome: Pill,
    /// Why not.
    why: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct After {
    after: Option<String>,
}

pub(super) async fn show(
    State(page): Shared,
    Extension(seat): Extension<Seat>,
    Query(After { after }): Query<After>,
) -> Response {
    let found = page.desk.audit.deeds(after.as_deref(), PER_PAGE).await;
    let (deeds, problem) = match found {
        Ok(deeds) => (deeds, None),
        Err(error) => (Vec::new(), Some(error.to_string())),
    };
    let last = deeds.last().filter(|_| deeds.len() == PER_PAGE);
    html(&Audit {
        frame: Frame::new(&page, "audit", &seat),
        next: last.map(|(key, _)| key.clone()),
        rows: deeds.into_iter().map(|(_, deed)| row(deed)).collect(),
        problem,
    })
}

fn row(deed: Deed) -> Row {
    let done = deed.outcome == "done";
    Row {
        at: time::at_seconds(deed.at),
        who: deed.who,
        how: deed.how,
        what: deed.what,
        outcome: if done {
            Pill::new("good", "done")
        } else {
            Pill::new("bad", "failed")
        },
        why: (!done).then_some(deed.outcome),
    }
}
