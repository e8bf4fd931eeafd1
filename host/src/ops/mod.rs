//! What an operator's platform asks over HTTP: is it alive, is it ready, how does it
//! fare; and what its admins want.
//!
//! `/health` answers as long as the program runs. `/ready` answers 200 once the bot
//! is connected and at least one decoder is served, else 503 with the reason.
//! `/metrics` is for Prometheus, `/admin/api` for `vinbot plugin enable` and its like.

mod admin;
mod token;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use secrecy::SecretString;
use serde::Serialize;
use tokio::sync::watch;

pub use admin::{Refusal, Wanted};
pub use token::{known, token};

use crate::lookup::Lookup;
use crate::plugins::Role;
use crate::telegram::Connection;
use crate::telemetry::{Exposition, Metrics};

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

/// All routes; those under `/admin` open with the token.
pub fn router(status: Status, token: SecretString) -> Router {
    let admin = admin::router(Arc::clone(status.lookup.registry()), token);
    Router::new()
        .route("/health", get(health))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(status)
        .merge(admin)
}

async fn metrics(State(status): State<Status>, headers: HeaderMap) -> Response {
    let accept = headers.get_all(header::ACCEPT).iter();
    let accept: Vec<&str> = accept.filter_map(|one| one.to_str().ok()).collect();
    let how = Exposition::wanted(&accept.join(","));
    let kind = HeaderValue::from_static(how.content_type());
    let vary = HeaderValue::from_static("accept");
    let headers = [(header::CONTENT_TYPE, kind), (header::VARY, vary)];
    (headers, how.of(status.metrics.text())).into_response()
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
