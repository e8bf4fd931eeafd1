//! What an operator's platform asks over HTTP: is it alive, is it ready.
//!
//! `/health` answers as long as the program runs. `/ready` answers 200 once the bot
//! is connected and at least one decoder is served, else 503 with the reason.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use tokio::sync::watch;

use crate::lookup::Lookup;
use crate::plugins::Role;
use crate::telegram::Connection;

/// What the answers are made from.
#[derive(Debug, Clone)]
pub struct Status {
    /// The service.
    pub lookup: Arc<Lookup>,
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

/// The routes `/health` and `/ready`.
pub fn router(status: Status) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/ready", get(ready))
        .with_state(status)
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
    let plugins = status.lookup.plugins();
    let count = |role| plugins.with_role(role).count();
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
