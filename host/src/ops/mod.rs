//! What an operator's platform asks over HTTP: is it alive, is it ready, how does it
//! fare; and what its admins want.
//!
//! `/health` answers as long as the program runs. `/ready` answers 200 while the bot takes
//! updates and can answer them, else 503 with the reason; it is the first to know of a stop.
//! `/metrics` is for Prometheus; `/status` and `/admin/api`, which `vinbot plugin enable` and
//! its like use, open with the admin token alone.

mod admin;
mod ready;
mod stage;
mod status;
mod token;

use std::sync::Arc;
use std::time::Instant;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router, middleware};
use secrecy::SecretString;
use serde::Serialize;
use tokio_util::sync::CancellationToken;

pub use admin::{Refusal, Wanted};
pub use ready::Trial;
pub use stage::Stage;
pub use token::{known, token};

use crate::jobs::Jobs;
use crate::lookup::Lookup;
use crate::telegram;
use crate::telemetry::{Exposition, Metrics};
use ready::Readiness;
use status::View;

/// What the answers are made from.
#[derive(Debug, Clone)]
pub struct Status {
    /// The service.
    pub lookup: Lookup,
    /// What `/metrics` tells.
    pub metrics: Arc<Metrics>,
    /// The bot.
    pub bot: telegram::View,
    /// What is remembered.
    pub store: Trial,
    /// Work at set times, where there is any.
    pub jobs: Option<Jobs>,
    /// Cancelled when the program is told to stop.
    pub stop: CancellationToken,
}

#[derive(Debug, Serialize)]
struct Health {
    status: &'static str,
    version: &'static str,
}

/// When the routes were made.
#[derive(Debug, Clone, Copy)]
struct Begun(Instant);

/// All routes; `/status` and those under `/admin` open with the token.
pub fn router(status: Status, token: SecretString) -> Router {
    let guard = admin::Guard::new(token);
    let admin = admin::router(Arc::clone(status.lookup.registry()));
    let guarded = Router::new()
        .route("/status", get(self::status))
        .with_state(status.clone())
        .merge(admin)
        .layer(Extension(Begun(Instant::now())))
        .route_layer(middleware::from_fn_with_state(
            guard,
            admin::only_with_token,
        ));
    Router::new()
        .route("/health", get(health))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(status)
        .merge(guarded)
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
    let ready = Readiness::of(&status).await;
    let code = if ready.ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    fresh(code, ready)
}

async fn status(State(status): State<Status>, Extension(begun): Extension<Begun>) -> Response {
    fresh(StatusCode::OK, View::of(&status, begun).await)
}

fn fresh(code: StatusCode, body: impl Serialize) -> Response {
    let no_store = HeaderValue::from_static("no-store");
    let headers = HeaderMap::from_iter([(header::CACHE_CONTROL, no_store)]);
    (code, headers, Json(body)).into_response()
}
