//! How the bot fares, at a glance.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use vinbot_net::CircuitState;

use super::errors::{self, Row};
use super::plot::{Drawn, Line, Plot};
use super::samples::Series;
use super::sessions::Seat;
use super::view::{Frame, Pill, count, html};
use super::{Page, Shared};
use crate::operator::time;
use crate::telegram::Connection;
use crate::telemetry::Event;

/// Errors that are shown.
const ERRORS: usize = 5;

#[derive(Template)]
#[template(path = "admin/overview.html")]
struct Overview {
    frame: Frame,
    tiles: Vec<Tile>,
    minutes: u64,
    plots: Vec<Drawn>,
    errors: Vec<Row>,
}

/// A figure with its name.
struct Tile {
    name: &'static str,
    figure: String,
    pill: Option<Pill>,
    /// What stands below it.
    more: String,
    /// Where to read more.
    to: &'static str,
}

pub(super) async fn show(State(page): Shared, Extension(seat): Extension<Seat>) -> Response {
    let series = page.samples.series();
    html(&Overview {
        frame: Frame::new(&page, "overview", &seat),
        tiles: tiles(&page).await,
        minutes: series.minutes(),
        plots: plots(&series),
        errors: errors::rows(&page.desk.logs, None, ERRORS),
    })
}

async fn tiles(page: &Page) -> Vec<Tile> {
    let desk = &page.desk;
    let connection = desk.connection.borrow().clone();
    let (pill, more) = match connection {
        Connection::Up { username } => (Pill::new("good", "connected"), format!("@{username}")),
        Connection::Connecting => (Pill::new("odd", "connecting"), String::new()),
        Connection::Down { reason } => (Pill::new("bad", "down"), reason),
        Connection::Stopped => (Pill::new("off", "stopped"), String::new()),
    };
    let telegram = Tile {
        name: "Telegram",
        figure: String::new(),
        pill: Some(pill),
        more,
        to: "/admin/services",
    };
    let overview = desk.lookup.registry().overview().await;
    let all = overview.plugins.len();
    let aside = overview
        .plugins
        .iter()
        .filter(|one| one.aside_s.is_some())
        .count();
    let on = overview.plugins.iter().filter(|one| one.enabled).count();
    let broken = overview.broken.iter().filter(|one| !one.waits).count();
    let pill = match (broken + aside, overview.broken.len()) {
        (0, 0) => None,
        (0, waiting) => Some(Pill::new("odd", format!("{waiting} waiting"))),
        (troubled, _) => Some(Pill::new("bad", format!("{troubled} in trouble"))),
    };
    let plugins = Tile {
        name: "Plugins on",
        figure: format!("{on} of {all}"),
        pill,
        more: match overview.broken.len() {
            0 => "and every file is served".to_owned(),
            1 => "one file is not served".to_owned(),
            many => format!("{many} files are not served"),
        },
        to: "/admin/plugins",
    };
    let statistics = desk.lookup.registry().client().statistics();
    let open = statistics
        .hosts
        .iter()
        .filter(|host| host.circuit != CircuitState::Closed)
        .count();
    let services = Tile {
        name: "Services",
        figure: count(statistics.hosts.len() as u64),
        pill: (open > 0).then(|| Pill::new("bad", format!("{open} left alone"))),
        more: "that plugins have asked".to_owned(),
        to: "/admin/services",
    };
    let (mut hits, mut asked) = (0, 0);
    for namespace in &desk.lookup.cache().stats().namespaces {
        hits += namespace.memory.hits;
        asked += namespace.memory.hits + namespace.memory.misses;
    }
    let share = (hits * 100).checked_div(asked);
    let cache = Tile {
        name: "Cache",
        figure: share.map_or_else(|| "–".to_owned(), |share| format!("{share} %")),
        pill: None,
        more: format!("of {} found in memory", count(asked)),
        to: "/admin/cache",
    };
    let tally = desk.logs.tally();
    let errors = tally.since_start(Event::Error);
    let errors = Tile {
        name: "Errors",
        figure: count(errors),
        pill: None,
        more: format!(
            "{} warnings since the start",
            count(tally.since_start(Event::Warning))
        ),
        to: "/admin/errors",
    };
    let vins = Tile {
        name: "VINs",
        figure: count(tally.since_start(Event::Vin)),
        pill: None,
        more: format!("up for {}", time::span(page.began.elapsed())),
        to: "/admin/jobs",
    };
    vec![telegram, vins, plugins, services, cache, errors]
}

fn plots(series: &Series) -> Vec<Drawn> {
    let line = |name, values| Line { name, values };
    let asked = Plot {
        title: "Asked",
        unit: "a minute",
        lines: vec![
            line("messages", &series.messages),
            line("VINs", &series.vins),
        ],
    };
    let calls = Plot {
        title: "Calls of plugins",
        unit: "a second",
        lines: vec![line("all", &series.calls), line("failed", &series.failed)],
    };
    let took = Plot {
        title: "Time of a call",
        unit: "ms",
        lines: vec![line("95 of 100", &series.most), line("half", &series.half)],
    };
    let waiting = Plot {
        title: "Waiting to be sent",
        unit: "messages",
        lines: vec![line("now", &series.waiting)],
    };
    [asked, calls, took, waiting]
        .map(|plot| plot.drawn())
        .into()
}
