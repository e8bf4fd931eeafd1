//! The chat page.

use axum::{Router, http::header::CONTENT_TYPE, response::IntoResponse, routing::get};

use crate::Playground;

/// The page at `/` and its parts.
pub(crate) fn routes() -> Router<Playground> {
    const SCRIPT: &str = "text/javascript; charset=utf-8";
    Router::new()
        .route(
            "/",
            part(
                "text/html; charset=utf-8",
                include_str!("../page/index.html"),
            ),
        )
        .route(
            "/playground/page/style.css",
            part("text/css; charset=utf-8", include_str!("../page/style.css")),
        )
        .route(
            "/playground/page/app.js",
            part(SCRIPT, include_str!("../page/app.js")),
        )
        .route(
            "/playground/page/text.js",
            part(SCRIPT, include_str!("../page/text.js")),
        )
        .route(
            "/playground/page/bubble.js",
            part(SCRIPT, include_str!("../page/bubble.js")),
        )
        .route(
            "/playground/page/api.js",
            part(SCRIPT, include_str!("../page/api.js")),
        )
        .route(
            "/playground/page/icon.svg",
            part("image/svg+xml", include_str!("../page/icon.svg")),
        )
}

fn part(kind: &'static str, text: &'static str) -> axum::routing::MethodRouter<Playground> {
    get(move || async move { ([(CONTENT_TYPE, kind)], text).into_response() })
}
