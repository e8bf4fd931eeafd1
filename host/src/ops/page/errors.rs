//! The last warnings and errors: all, or those of one update.

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::Shared;
use super::sessions::Seat;
use super::view::{Frame, Pill, html};
use crate::operator::time;
use crate::telemetry::Logs;

/// How many are shown.
const MOST: usize = 100;

#[derive(Template)]
#[template(path = "admin/errors.html")]
struct Errors {
    frame: Frame,
    rows: Vec<Row>,
    /// What was asked for, as it was written.
    update: String,
    /// The same, if it is a number.
    known: bool,
}

/// A warning or an error.
pub(super) struct Row {
    pub(super) at: String,
    pub(super) pill: Pill,
    pub(super) target: String,
    pub(super) message: String,
    pub(super) update: Option<u64>,
}

#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    update: String,
}

pub(super) async fn show(
    State(page): Shared,
    Extension(seat): Extension<Seat>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let asked = wanted.update.trim();
    let update: Option<u64> = asked.parse().ok();
    let known = asked.is_empty() || update.is_some();
    let rows = if known {
        rows(&page.desk.logs, update, MOST)
    } else {
        Vec::new()
    };
    html(&Errors {
        frame: Frame::new(&page, "errors", &seat),
        rows,
        update: asked.chars().take(40).collect(),
        known,
    })
}

/// The newest first.
pub(super) fn rows(logs: &Logs, update: Option<u64>, most: usize) -> Vec<Row> {
    let lines = logs.recent().lines(update).into_iter().take(most);
    let row = |line: crate::telemetry::Line| Row {
        at: time::at(line.at),
        pill: if line.error {
            Pill::new("bad", "error")
        } else {
            Pill::new("odd", "warning")
        },
        target: line.target,
        message: line.message,
        update: line.update,
    };
    lines.map(row).collect()
}
