//! What is answered while the program begins: that it lives, and is not ready yet.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use serde::Serialize;

use super::{fresh, health};

/// Routes that may yet come.
#[derive(Debug, Clone, Default)]
pub struct Stage(Arc<OnceLock<Router>>);

#[derive(Debug, Serialize)]
struct NotYet {
    ready: bool,
    reason: &'static str,
}

impl Stage {
    /// From now on these routes answer.
    pub fn set(&self, router: Router) {
        // They come once.
        let _ = self.0.set(router);
    }

    /// Answers by what was set; until then `/health` and `early` answer alone.
    pub fn router(&self, early: Router) -> Router {
        let early = Router::new()
            .route("/health", get(health))
            .route("/ready", get(not_yet))
            .fallback(not_yet)
            .merge(early);
        Router::new()
            .fallback(pass_on)
            .with_state((self.clone(), early))
    }
}

async fn pass_on(State((stage, early)): State<(Stage, Router)>, request: Request) -> Response {
    let router = stage.0.get().cloned().unwrap_or(early);
    match TowerToHyperService::new(router).call(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

async fn not_yet() -> Response {
    let answer = NotYet {
        ready: false,
        reason: "starting: plugins are being loaded",
    };
    fresh(StatusCode::SERVICE_UNAVAILABLE, answer).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    async fn ask(router: &Router, path: &str) -> u16 {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let service = TowerToHyperService::new(router.clone());
        service.call(request).await.unwrap().status().as_u16()
    }

    #[tokio::test]
    async fn a_program_that_begins_lives_and_is_not_ready() {
        let stage = Stage::default();
        let router = stage.router(Router::new().route("/page", get(async || "page")));
        assert_eq!(ask(&router, "/health").await, 200);
        assert_eq!(ask(&router, "/page").await, 200);
        for path in ["/ready", "/status", "/metrics", "/admin/api/plugins"] {
            assert_eq!(ask(&router, path).await, 503, "{path}");
        }
        stage.set(Router::new().route("/ready", get(async || "ready")));
        assert_eq!(ask(&router, "/ready").await, 200);
        assert_eq!(ask(&router, "/status").await, 404);
    }
}
