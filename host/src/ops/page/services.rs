//! How the services outside fare that plugins ask: their circuits, and what came of requests.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use vinbot_net::{CircuitState, HostStatistics};

use super::Shared;
use super::sessions::Seat;
use super::view::{Frame, Pill, count, html};
use crate::operator::services;

#[derive(Template)]
#[template(path = "admin/services.html")]
struct Services {
    frame: Frame,
    rows: Vec<Row>,
    refused: String,
}

struct Row {
    host: String,
    pill: Pill,
    requests: String,
    running: usize,
    retries: String,
    failed: String,
    mean: String,
}

pub(super) async fn show(State(page): Shared, Extension(seat): Extension<Seat>) -> Response {
    let statistics = page.desk.lookup.registry().client().statistics();
    html(&Services {
        frame: Frame::new(&page, "services", &seat),
        rows: statistics.hosts.iter().map(row).collect(),
        refused: count(statistics.refused),
    })
}

fn row(host: &HostStatistics) -> Row {
    let kind = match host.circuit {
        _ if host.paused_s > 0 => "odd",
        CircuitState::Closed => "good",
        CircuitState::HalfOpen => "odd",
        CircuitState::Open => "bad",
    };
    Row {
        host: host.host.clone(),
        pill: Pill::new(kind, services::state(host)),
        requests: count(host.figures.requests),
        running: host.running,
        retries: count(host.figures.retries),
        failed: count(services::failed(&host.figures)),
        mean: services::mean(&host.figures),
    }
}
