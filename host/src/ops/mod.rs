//! What an operator's platform asks over HTTP: is it alive, is it ready, how does it
//! fare; and what its admins want.
//!
//! `/health` answers as long as the program runs. `/ready` answers 200 while the bot takes
//! updates and can answer them, else 503 with the reason; it is the first to know of a stop.
//! `/metrics` is for Prometheus; `/status` and `/admin/api`, which `vinbot plugin enable` and
//! its like use, open with the admin token alone; `/admin` is for people with a browser.

mod admin;
mod gate;
mod page;
mod ready;
mod stage;
mod status;
mod throttle;
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

pub use admin::{BY, Refusal, Wanted};
pub use page::Desk;
pub use ready::Trial;
pub use stage::Stage;
pub use token::{known, token};

use crate::config;
use crate::jobs::Jobs;
use crate::lookup::Lookup;
use crate::operator::Audit;
use crate::plugins::Registry;
use crate::telegram;
use crate::telemetry::{Exposition, Logins, Metrics};
use admin::Guard;
use gate::Gate;
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

/// The routes that open with the admin token and by `[admin]`: those under `/admin`, and
/// `/status`. And the work behind the plots of the page, which goes on for as long as it is let.
///
/// # Errors
/// When the system has no randomness.
pub fn admin(
    status: &Status,
    desk: Desk,
    token: SecretString,
    settings: &config::Admin,
) -> std::io::Result<(Router, impl Future<Output = ()> + Send + use<>)> {
    let (gate, logins) = (Gate::new(settings), Logins::default());
    desk.metrics.watch_logins(&logins);
    let guard = Guard::new(token.clone(), logins.clone());
    let told = Router::new()
        .route("/status", get(self::status))
        .with_state(status.clone())
        .layer(Extension(Begun(Instant::now())));
    let registry = Arc::clone(desk.lookup.registry());
    let for_programs = admin::router(registry, desk.audit.clone())
        .merge(told)
        .route_layer(middleware::from_fn_with_state(
            guard,
            admin::only_with_token,
        ));
    let (page, sampling) = page::router(desk, token, gate.clone(), logins)?;
    let pass = middleware::from_fn_with_state(gate, gate::pass);
    Ok((for_programs.merge(page).route_layer(pass), sampling))
}

/// The routes under `/admin/api` alone.
pub fn api(
    registry: Arc<Registry>,
    audit: Audit,
    token: SecretString,
    settings: &config::Admin,
    logins: Logins,
) -> Router {
    let guard = Guard::new(token, logins);
    let guard = middleware::from_fn_with_state(guard, admin::only_with_token);
    let pass = middleware::from_fn_with_state(Gate::new(settings), gate::pass);
    admin::router(registry, audit)
        .route_layer(guard)
        .route_layer(pass)
}

/// All routes that are open.
pub fn router(status: Status) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(status)
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
