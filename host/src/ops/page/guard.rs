//! Whose request it is: headers that every answer has, the session, and that a form is one of
//! ours.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::RequestExt;
use axum::extract::{Form, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::super::gate::Caller;
use super::Page;
use super::sessions::Seat;

/// The cookie of who is logged in.
pub(super) const COOKIE: &str = "vinbot_admin";

/// Nothing from elsewhere, in nobody's frame, kept by nobody.
const HEADERS: [(&str, &str); 8] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
         connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("x-frame-options", "DENY"),
    ("x-content-type-options", "nosniff"),
    // `no-referrer` would make browsers hide the origin of our own forms.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
    ("x-robots-tag", "noindex"),
];

/// Where the browser thinks the page is.
#[derive(Debug, Clone)]
pub(super) struct Origin(pub(super) String);

/// The fields of a form, once it is known to be one of ours.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// A field; empty if there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |value| value.trim())
    }
}

/// Refuses what is asked for under another name or sent by another site, and puts on the
/// headers of every answer.
pub(super) async fn dressed(
    State(page): State<Arc<Page>>,
    mut request: Request,
    next: Next,
) -> Response {
    let caller = request.extensions().get::<Caller>();
    let origin = caller.and_then(|caller| page.gate.origin(caller, request.headers()));
    let mut answer = match origin {
        None => refused(
            StatusCode::MISDIRECTED_REQUEST,
            "The page is not known by this name: open it by its address, or set admin.origin.",
        ),
        Some(origin) if is_foreign(request.method(), request.headers(), &origin) => refused(
            StatusCode::FORBIDDEN,
            "This was not sent by the page itself. Behind a proxy, set admin.origin.",
        ),
        Some(origin) => {
            request.extensions_mut().insert(Origin(origin));
            next.run(request).await
        }
    };
    for (name, value) in HEADERS {
        let (name, value) = (
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
        answer.headers_mut().insert(name, value);
    }
    answer
}

/// Whether something that changes anything comes from another page than ours.
fn is_foreign(method: &Method, headers: &HeaderMap, origin: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD) {
        return false;
    }
    let said = headers.get(header::ORIGIN).and_then(|it| it.to_str().ok());
    let site = headers.get("sec-fetch-site");
    said != Some(origin) || site.is_some_and(|site| site != "same-origin")
}

/// Lets through who is logged in, and forms that carry the token of their session.
pub(super) async fn only_admins(
    State(page): State<Arc<Page>>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(seat) = seat(&page, &request) else {
        return Redirect::to("/admin/login").into_response();
    };
    request.extensions_mut().insert(seat.clone());
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let form = Request::from_parts(parts.clone(), body);
    let fields = match form.extract::<Form<BTreeMap<String, String>>, _>().await {
        Ok(Form(fields)) => Fields(fields),
        Err(error) => return error.into_response(),
    };
    if !seat.sent(fields.get("token")) {
        tracing::warn!(
            event = "admin-forged",
            who = seat.who,
            "a form without its token"
        );
        return refused(
            StatusCode::FORBIDDEN,
            "The form is not one of this login: go back, load the page again, and send it anew.",
        );
    }
    let mut request = Request::from_parts(parts, axum::body::Body::empty());
    request.extensions_mut().insert(fields);
    next.run(request).await
}

/// Who that is, if they are logged in.
pub(super) fn seat(page: &Page, request: &Request) -> Option<Seat> {
    let caller = request.extensions().get::<Caller>()?;
    if let Some(user) = &caller.user {
        return Some(page.sessions.by_proxy(user));
    }
    page.sessions.by_cookie(cookie(request.headers())?)
}

/// What our cookie holds.
fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).iter();
    let pairs = all
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))
}

/// No, and what to do about it.
pub(super) fn refused(status: StatusCode, words: &'static str) -> Response {
    (status, words).into_response()
}
