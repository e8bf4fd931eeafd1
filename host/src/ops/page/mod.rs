//! `/admin`: the page for operators, drawn on the server. Without scripts all of it works;
//! a small one refreshes the figures.
//!
//! A request passes the [gate](super::gate) → [`guard`] (whose session, whose form) → a handler
//! of its page. Templates stand in `host/templates/admin`; askama escapes all that they show.

mod audit;
mod cache;
mod errors;
mod figures;
mod guard;
mod jobs;
mod login;
mod overview;
mod plot;
mod plugins;
mod samples;
mod services;
mod sessions;
#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::middleware;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use secrecy::SecretString;
use tokio::sync::watch;

use super::gate::Gate;
use super::throttle::Throttle;
use crate::jobs::Jobs;
use crate::lookup::Lookup;
use crate::operator::Audit;
use crate::telegram::Connection;
use crate::telemetry::{Logins, Logs, Metrics};
use samples::Samples;
use sessions::Sessions;

/// Bytes of a form.
const FORM: usize = 16 << 10;

/// What the pages show and change.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Vehicles, plugins, cache.
    pub lookup: Lookup,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// The last errors.
    pub logs: Logs,
    /// Work at set times.
    pub jobs: Jobs,
    /// Who did what.
    pub audit: Audit,
    /// The bot's connection.
    pub connection: watch::Receiver<Connection>,
}

/// The page: the desk, and who may sit at it.
#[derive(Debug)]
struct Page {
    desk: Desk,
    token: SecretString,
    gate: Gate,
    sessions: Sessions,
    throttle: Throttle,
    logins: Logins,
    samples: Samples,
    began: Instant,
}

type Shared = axum::extract::State<Arc<Page>>;

/// The routes of the page, and the work of taking samples for its plots, which goes on for as
/// long as it is let.
pub(super) fn router(
    desk: Desk,
    token: SecretString,
    gate: Gate,
    logins: Logins,
) -> std::io::Result<(Router, impl Future<Output = ()> + Send + use<>)> {
    let (samples, metrics) = (Samples::default(), Arc::clone(&desk.metrics));
    let lifetime = Duration::from_secs(gate.session_s());
    let page = Arc::new(Page {
        desk,
        token,
        gate,
        sessions: Sessions::new(lifetime)?,
        throttle: Throttle::default(),
        logins,
        samples: samples.clone(),
        began: Instant::now(),
    });
    let inside = Router::new()
        .route("/admin", get(overview::show))
        .route("/admin/plugins", get(plugins::list))
        .route(
            "/admin/plugins/{name}",
            get(plugins::one).post(plugins::steer),
        )
        .route("/admin/errors", get(errors::show))
        .route("/admin/cache", get(cache::show))
        .route("/admin/cache/purge", post(cache::purge))
        .route("/admin/services", get(services::show))
        .route("/admin/jobs", get(jobs::show))
        .route("/admin/jobs/{name}", post(jobs::run))
        .route("/admin/audit", get(audit::show))
        .route("/admin/logout", post(login::out))
        .route_layer(middleware::from_fn_with_state(
            Arc::clone(&page),
            guard::only_admins,
        ));
    let outside = Router::new()
        .route("/admin/login", get(login::show).post(login::enter))
        .route("/admin/", get(|| async { Redirect::to("/admin") }))
        .route("/admin/page.css", get(css))
        .route("/admin/page.js", get(js))
        .route("/admin/icon.svg", get(icon));
    let router = inside
        .merge(outside)
        .route_layer(middleware::from_fn_with_state(
            Arc::clone(&page),
            guard::dressed,
        ))
        .layer(DefaultBodyLimit::max(FORM))
        .with_state(page);
    let sampling = async move { samples.keep_taking(&metrics).await };
    Ok((router, sampling))
}

async fn css() -> impl IntoResponse {
    let kind = "text/css; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], include_str!("page.css"))
}

async fn js() -> impl IntoResponse {
    let kind = "text/javascript; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], include_str!("page.js"))
}

async fn icon() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "image/svg+xml")],
        include_str!("icon.svg"),
    )
}
