//! What is kept, how often that helps, and forgetting a VIN.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use vinbot_cache::{BackendStats, CircuitState, Stats, TierStats};

use super::Shared;
use super::guard::Fields;
use super::sessions::Seat;
use super::view::{Frame, Pill, count, html, told};
use crate::operator::How;
use crate::operator::figures::{bytes, mean};
use crate::vin::Vin;

#[derive(Template)]
#[template(path = "admin/cache.html")]
struct Cache {
    frame: Frame,
    store: Option<Store>,
    tiers: Vec<Tier>,
    loads: Vec<Loads>,
    others: String,
}

/// What processes share.
struct Store {
    name: &'static str,
    pill: Pill,
    operations: String,
    errors: String,
    suspended: String,
    mean: String,
}

/// One tier of a namespace.
struct Tier {
    namespace: &'static str,
    place: &'static str,
    share: String,
    asked: String,
    stale: String,
    errors: String,
    mean: String,
    entries: String,
    bytes: String,
}

/// Answers that had to be made.
struct Loads {
    namespace: &'static str,
    made: String,
    failed: String,
    waited: String,
    elsewhere: String,
    renewed: String,
    mean: String,
}

pub(super) async fn show(State(page): Shared, Extension(seat): Extension<Seat>) -> Response {
    let stats = page.desk.lookup.cache().stats();
    html(&Cache {
        frame: Frame::new(&page, "cache", &seat),
        store: store(&stats),
        tiers: stats.namespaces.iter().flat_map(tiers).collect(),
        loads: stats.namespaces.iter().map(loads).collect(),
        others: bytes(stats.byte_store_bytes),
    })
}

/// Forgets what is kept of a VIN.
pub(super) async fn purge(
    State(page): Shared,
    Extension(seat): Extension<Seat>,
    Extension(fields): Extension<Fields>,
) -> Response {
    let to = "/admin/cache";
    let vin: Vin = match fields.get("vin").parse() {
        Ok(vin) => vin,
        Err(error) => return told(&page, &seat, Err(format!("That is no VIN: {error}.")), to),
    };
    let purged = page.desk.lookup.purge(vin).await;
    let outcome = purged.map_err(|error| {
        format!("{vin} is forgotten here, but may come back from the shared store: {error}")
    });
    let noted = outcome.as_ref().map(drop).map_err(String::as_str);
    let what = format!("purge {vin}");
    page.desk
        .audit
        .note(&seat.who, How::Page, &what, noted)
        .await;
    let outcome = outcome.map(|()| format!("{vin} is forgotten: who asks next is answered anew."));
    told(&page, &seat, outcome, to)
}

fn store(stats: &BackendStats) -> Option<Store> {
    let store = stats.store.as_ref()?;
    Some(Store {
        name: store.name,
        pill: match store.circuit {
            CircuitState::Closed => Pill::new("good", "fine"),
            CircuitState::HalfOpen => Pill::new("odd", "tried again"),
            CircuitState::Open => Pill::new("bad", "left alone for a while"),
        },
        operations: count(store.operations),
        errors: count(store.errors),
        suspended: count(store.suspended),
        mean: mean(&store.seconds),
    })
}

fn tiers(stats: &Stats) -> Vec<Tier> {
    let memory = tier(stats.namespace, "memory", &stats.memory);
    let shared = stats.remote.as_ref();
    let shared = shared.map(|figures| tier(stats.namespace, "shared", figures));
    std::iter::once(memory).chain(shared).collect()
}

fn tier(namespace: &'static str, name: &'static str, figures: &TierStats) -> Tier {
    let asked = figures.hits + figures.misses;
    let share = (figures.hits * 100).checked_div(asked);
    Tier {
        namespace,
        place: name,
        share: share.map_or_else(|| "–".to_owned(), |share| format!("{share} %")),
        asked: count(asked),
        stale: count(figures.stale),
        errors: count(figures.errors),
        mean: mean(&figures.seconds),
        entries: if name == "memory" {
            count(figures.entries)
        } else {
            "–".to_owned()
        },
        bytes: bytes(figures.bytes),
    }
}

fn loads(stats: &Stats) -> Loads {
    Loads {
        namespace: stats.namespace,
        made: count(stats.loads),
        failed: count(stats.load_errors),
        waited: count(stats.coalesced),
        elsewhere: count(stats.loaded_elsewhere),
        renewed: count(stats.refreshes),
        mean: mean(&stats.load_seconds),
    }
}
