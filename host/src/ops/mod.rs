//! What an operator's platform asks over HTTP: is it alive, is it ready, how does it
//! fare; and what its admins want.
//!
//! `/health` answers as long as the program runs. `/ready` answers 200 once the bot
//! is connected and at least one decoder is served, else 503 with the reason.
//! `/metrics` is for Prometheus, `/admin/api` for `vinbot plugin enable` and its like,
//! `/admin` for people with a browser.

mod admin;
mod gate;
mod page;
mod throttle;
mod token;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router, middleware};
use secrecy::SecretString;
use serde::Serialize;
use tokio::sync::watch;

pub use admin::{BY, Refusal, Wanted};
pub use page::Desk;
pub use token::{known, token};

use crate::config;
use crate::lookup::Lookup;
use crate::operator::Audit;
use crate::plugins::{Registry, Role};
use crate::telegram::Connection;
use crate::telemetry::{Logins, Metrics};
use gate::Gate;

/// What the answers are made from.
#[derive(Debug, Clone)]
pub struct Status {
    /// The service.
    pub lookup: Lookup,
    /// What `/metrics` tells.
    pub metrics: Arc<Metrics>,
    /// The bot's connection.
    pub connection: watch::Receiver<Connection>,
}

#[derive(Debug, Serialize)]
struct Health {
    status: &'static str,
    version: &'static str,
}

#[derive(Debug, Serialize)]
struct Readiness {
    ready: bool,
    telegram: String,
    decoders: usize,
    formatters: usize,
    /// Files that are not served.
    broken: usize,
}

/// The routes under `/admin`, which open with the token and by `[admin]`, and the work behind
/// the plots of the page, which goes on for as long as it is let.
///
/// # Errors
/// When the system has no randomness.
pub fn admin(
    desk: Desk,
    token: SecretString,
    settings: &config::Admin,
) -> std::io::Result<(Router, impl Future<Output = ()> + Send + use<>)> {
    let (gate, logins) = (Gate::new(settings), Logins::default());
    desk.metrics.watch_logins(&logins);
    let registry = Arc::clone(desk.lookup.registry());
    let (audit, own) = (desk.audit.clone(), token.clone());
    let api = api(registry, audit, own, settings, logins.clone());
    let (page, sampling) = page::router(desk, token, gate.clone(), logins)?;
    let pass = middleware::from_fn_with_state(gate, gate::pass);
    Ok((api.merge(page.route_layer(pass)), sampling))
}

/// The routes under `/admin/api` alone.
pub fn api(
    registry: Arc<Registry>,
    audit: Audit,
    token: SecretString,
    settings: &config::Admin,
    logins: Logins,
) -> Router {
    let pass = middleware::from_fn_with_state(Gate::new(settings), gate::pass);
    admin::router(registry, audit, token, logins).route_layer(pass)
}

/// All routes but those under `/admin`.
pub fn router(status: Status) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(status)
}

async fn metrics(State(status): State<Status>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], status.metrics.text()).into_response()
}

async fn health() -> Response {
    fresh(
        StatusCode::OK,
        Health {
            status: "ok",
            version: env!("CARGO_PKG_VERSION"),
        },
    )
}

async fn ready(State(status): State<Status>) -> Response {
    let connection = status.connection.borrow().clone();
    let visit = status.lookup.anyone();
    let plugins = visit.plugins();
    let count = |role: Role| {
        let mut on = plugins.on().map(|plugin| &plugin.version);
        on.by_ref()
            .filter(|version| version.roles().any(|has| has == role))
            .count()
    };
    let decoders = count(Role::Decoder);
    let ready = Readiness {
        ready: matches!(connection, Connection::Up { .. }) && decoders > 0,
        telegram: match connection {
            Connection::Connecting => "connecting".to_owned(),
            Connection::Up { .. } => "connected".to_owned(),
            Connection::Down { reason } => format!("down: {reason}"),
            Connection::Stopped => "stopped".to_owned(),
        },
        decoders,
        formatters: count(Role::Formatter),
        broken: plugins.broken().len(),
    };
    let code = if ready.ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    fresh(code, ready)
}

fn fresh(code: StatusCode, body: impl Serialize) -> Response {
    let no_store = HeaderValue::from_static("no-store");
    let headers = HeaderMap::from_iter([(header::CACHE_CONTROL, no_store)]);
    (code, headers, Json(body)).into_response()
}
