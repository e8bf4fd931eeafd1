//! The chat page.

use axum::{Router, http::header::CONTENT_TYPE, response::IntoResponse, routing::get};

use crate::Playground;

const STYLE: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Files under `/playground/page/`, each with its media type and text.
macro_rules! parts {
    ($($kind:expr => [$($name:literal),* $(,)?],)*) => {
        [$($((
            concat!("/playground/page/", $name),
            $kind,
            include_str!(concat!("../page/", $name)),
        )),*),*]
    };
}

const PARTS: [(&str, &str, &str); 15] = parts! {
    STYLE => ["style.css", "places.css"],
    SCRIPT => [
        "api.js",
        "app.js",
        "attach.js",
        "bubble.js",
        "choices.js",
        "composer.js",
        "dom.js",
        "inline.js",
        "people.js",
        "places.js",
        "state.js",
        "text.js",
    ],
    "image/svg+xml" => ["icon.svg"],
};

/// The page at `/` and its parts.
pub(crate) fn routes() -> Router<Playground> {
    let page = part(
        "text/html; charset=utf-8",
        include_str!("../page/index.html"),
    );
    let router = Router::new().route("/", page);
    PARTS
        .into_iter()
        .fold(router, |router, (path, kind, text)| {
            router.route(path, part(kind, text))
        })
}

fn part(kind: &'static str, text: &'static str) -> axum::routing::MethodRouter<Playground> {
    get(move || async move { ([(CONTENT_TYPE, kind)], text).into_response() })
}
