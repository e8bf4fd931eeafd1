//! Work at set times, and "run now".

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use vinbot_jobs::{Listed, Outcome};

use super::Shared;
use super::sessions::Seat;
use super::view::{Frame, Pill, html, told};
use crate::operator::jobs::{run_now, word};
use crate::operator::{How, time};

#[derive(Template)]
#[template(path = "admin/jobs.html")]
struct Jobs {
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    schedule: String,
    pill: Pill,
    last: String,
    next: String,
}

pub(super) async fn show(State(page): Shared, Extension(seat): Extension<Seat>) -> Response {
    html(&Jobs {
        frame: Frame::new(&page, "jobs", &seat),
        rows: page.desk.jobs.list().iter().map(row).collect(),
    })
}

fn row(job: &Listed) -> Row {
    let at = |at: Option<std::time::SystemTime>| at.map_or_else(|| "–".to_owned(), time::at);
    Row {
        name: job.name.clone(),
        schedule: job.schedule.clone(),
        pill: match &job.last_outcome {
            _ if job.running => Pill::new("odd", "runs now"),
            None => Pill::new("off", "not run here yet"),
            Some(outcome @ Outcome::Done) => Pill::new("good", word(outcome)),
            Some(outcome) => Pill::new("bad", word(outcome)),
        },
        last: at(job.last_run),
        next: at(job.next_run),
    }
}

/// Runs one now.
pub(super) async fn run(
    State(page): Shared,
    Extension(seat): Extension<Seat>,
    Path(name): Path<String>,
) -> Response {
    let known = page.desk.jobs.list().iter().any(|job| job.name == name);
    let outcome = if known {
        Ok(format!("{name}: {}", run_now(&page.desk.jobs, &name).await))
    } else {
        Err("There is no such job, or it is switched off in [jobs].".to_owned())
    };
    let (what, noted) = (format!("jobs run {name}"), outcome.as_ref().map(drop));
    let noted = noted.map_err(String::as_str);
    page.desk
        .audit
        .note(&seat.who, How::Page, &what, noted)
        .await;
    told(&page, &seat, outcome, "/admin/jobs")
}
