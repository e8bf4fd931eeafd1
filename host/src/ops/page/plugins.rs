//! Plugins: how they fare, and switching, rolling out and rolling back.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::figures::Figures;
use super::guard::Fields;
use super::plot::number;
use super::samples::is_fine;
use super::sessions::Seat;
use super::view::{Frame, Pill, count, html, told, with_status};
use super::{Page, Shared};
use crate::operator::{How, time};
use crate::plugins::{Ask, BrokenFile, Override, PluginState, Steer};
use crate::trust::is_name;

/// Characters of a digest that are shown.
const DIGEST: usize = 12;

#[derive(Template)]
#[template(path = "admin/plugins.html")]
pub(super) struct List {
    pub(super) frame: Frame,
    pub(super) rows: Vec<Row>,
    pub(super) broken: Vec<BrokenFile>,
}

/// A plugin in the list.
pub(super) struct Row {
    pub(super) plugin: PluginState,
    pub(super) pill: Pill,
    pub(super) fares: Fares,
}

/// What became of its calls since the start.
#[derive(Debug, Default)]
pub(super) struct Fares {
    pub(super) calls: String,
    pub(super) failed: String,
    pub(super) traps: String,
    pub(super) half: String,
    pub(super) most: String,
}

#[derive(Template)]
#[template(path = "admin/plugin.html")]
pub(super) struct One {
    pub(super) frame: Frame,
    pub(super) row: Row,
    pub(super) versions: Vec<Version>,
    pub(super) asks: Vec<Permission>,
    pub(super) broken: Vec<BrokenFile>,
}

/// A version that has served.
pub(super) struct Version {
    pub(super) number: String,
    pub(super) short: String,
    pub(super) digest: String,
    pub(super) since: String,
    pub(super) serves: bool,
}

/// What a plugin asks for, beside what it got.
pub(super) struct Permission {
    pub(super) what: String,
    pub(super) needed: bool,
    pub(super) granted: Pill,
    /// What to do about it.
    pub(super) missing: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/missing.html")]
struct Missing {
    frame: Frame,
    name: String,
}

impl One {
    fn is_toggled(&self) -> bool {
        self.row.plugin.toggled != Override::default()
    }

    fn digest(&self) -> &str {
        self.row.plugin.digest.get(..DIGEST).unwrap_or_default()
    }
}

pub(super) async fn list(State(page): Shared, Extension(seat): Extension<Seat>) -> Response {
    let overview = page.desk.lookup.registry().overview().await;
    let figures = Figures::read(&page.desk.metrics.text());
    let rows = overview
        .plugins
        .into_iter()
        .map(|plugin| row(plugin, &figures));
    html(&List {
        frame: Frame::new(&page, "plugins", &seat),
        rows: rows.collect(),
        broken: overview.broken,
    })
}

pub(super) async fn one(
    State(page): Shared,
    Extension(seat): Extension<Seat>,
    Path(name): Path<String>,
) -> Response {
    let overview = page.desk.lookup.registry().overview().await;
    let frame = Frame::new(&page, "plugins", &seat);
    let found = overview
        .plugins
        .into_iter()
        .find(|plugin| plugin.name == name);
    let Some(plugin) = found else {
        let name = name.chars().take(80).collect();
        return with_status(StatusCode::NOT_FOUND, &Missing { frame, name });
    };
    let figures = Figures::read(&page.desk.metrics.text());
    let of_it = |file: &BrokenFile| {
        let mut known = plugin.served.iter();
        known.any(|served| served.file.display().to_string() == file.file)
    };
    let broken = overview.broken.into_iter().filter(of_it).collect();
    html(&shown(frame, row(plugin, &figures), broken))
}

pub(super) fn shown(frame: Frame, row: Row, broken: Vec<BrokenFile>) -> One {
    let plugin = &row.plugin;
    let versions = plugin.served.iter().map(|served| Version {
        number: served.number.clone(),
        short: served.digest.get(..DIGEST).unwrap_or_default().to_owned(),
        digest: served.digest.clone(),
        since: time::at_seconds(served.since),
        serves: served.digest == plugin.digest,
    });
    One {
        versions: versions.collect(),
        asks: plugin.asks.iter().map(permission).collect(),
        frame,
        row,
        broken,
    }
}

/// Does what a form wants of a plugin.
pub(super) async fn steer(
    State(page): Shared,
    Extension(seat): Extension<Seat>,
    Extension(fields): Extension<Fields>,
    Path(name): Path<String>,
) -> Response {
    let to = if fields.get("back") == "list" || !is_name(&name) {
        "/admin/plugins".to_owned()
    } else {
        format!("/admin/plugins/{name}")
    };
    let outcome = match wanted(&fields) {
        Some(steer) => steered(&page, &seat, &name, &steer).await,
        None => Err("That can't be done with a plugin.".to_owned()),
    };
    told(&page, &seat, outcome, &to)
}

async fn steered(page: &Page, seat: &Seat, name: &str, steer: &Steer) -> Result<String, String> {
    let registry = page.desk.lookup.registry();
    let outcome = registry.steer(name, steer).await;
    let outcome = outcome.map_err(|error| error.to_string());
    let noted = outcome.as_ref().map(drop).map_err(String::as_str);
    let what = steer.words(name);
    page.desk
        .audit
        .note(&seat.who, How::Page, &what, noted)
        .await;
    outcome?;
    let overview = registry.overview().await;
    let plugin = overview.plugins.iter().find(|plugin| plugin.name == name);
    Ok(plugin.map_or_else(
        || format!("{name} serves no longer."),
        |plugin| format!("{name} {} is {}.", plugin.version, plugin.word()),
    ))
}

fn wanted(fields: &Fields) -> Option<Steer> {
    Some(match fields.get("action") {
        "enable" => Steer::Enable(true),
        "disable" => Steer::Enable(false),
        "rollout" => Steer::Rollout(fields.get("percent").parse().ok()?),
        "rollback" => Steer::Rollback(Some(fields.get("digest").to_owned())),
        "reset" => Steer::Reset,
        _ => return None,
    })
}

fn permission(ask: &Ask) -> Permission {
    Permission {
        what: ask.what.clone(),
        needed: ask.needed,
        granted: match (&ask.missing, ask.needed) {
            (None, _) => Pill::new("good", "granted"),
            (Some(_), true) => Pill::new("bad", "not granted"),
            (Some(_), false) => Pill::new("off", "not granted"),
        },
        missing: ask.missing.clone(),
    }
}

pub(super) fn row(plugin: PluginState, figures: &Figures) -> Row {
    let kind = match (plugin.enabled, plugin.aside_s, plugin.rollout) {
        (false, ..) => "off",
        (true, Some(_), _) => "bad",
        (true, None, 100) => "good",
        (true, None, _) => "odd",
    };
    Row {
        pill: Pill::new(kind, plugin.word()),
        fares: fares(&plugin.name, figures),
        plugin,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts are whole and not below zero"
)]
fn fares(name: &str, figures: &Figures) -> Fares {
    let calls = |wanted: &dyn Fn(&str) -> bool| {
        let calls = "vinbot_plugin_calls_total";
        count(figures.both(calls, ("plugin", name), ("outcome", wanted)) as u64)
    };
    let times = figures.times("vinbot_plugin_call_duration_seconds", "plugin", |it| {
        it == name
    });
    let ms = |share| {
        let most = times.quantile(share);
        most.map_or_else(
            || "–".to_owned(),
            |most| format!("{} ms", number(most * 1e3)),
        )
    };
    Fares {
        calls: calls(&|_| true),
        failed: calls(&|outcome| !is_fine(outcome)),
        traps: calls(&|outcome| outcome == "trap"),
        half: ms(0.5),
        most: ms(0.95),
    }
}
