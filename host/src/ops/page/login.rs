//! In with the token, and out.

use std::collections::BTreeMap;

use askama::Template;
use axum::Extension;
use axum::extract::{Form, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::super::gate::Caller;
use super::Shared;
use super::guard::{self, COOKIE, Origin};
use super::sessions::Seat;
use super::view::{html, with_status};
use crate::operator::How;
use crate::secret;

/// Characters of a name for the audit log.
const NAME: usize = 40;

#[derive(Template)]
#[template(path = "admin/login.html")]
struct Login {
    /// Why they are not in yet.
    problem: Option<String>,
}

/// The form; who is logged in is led on.
pub(super) async fn show(State(page): Shared, request: Request) -> Response {
    if guard::seat(&page, &request).is_some() {
        return Redirect::to("/admin").into_response();
    }
    html(&Login { problem: None })
}

/// Somebody says the token.
pub(super) async fn enter(
    State(page): Shared,
    Extension(caller): Extension<Caller>,
    Extension(Origin(origin)): Extension<Origin>,
    Form(fields): Form<BTreeMap<String, String>>,
) -> Response {
    let field = |name: &str| fields.get(name).map_or("", |value| value.trim());
    if let Some(wait) = page.throttle.wait(caller.address) {
        page.logins.count("page", "throttled");
        tracing::warn!(event = "admin-login-throttled", address = %caller.address, "a login");
        let minutes = wait.as_secs().div_ceil(60);
        let problem = format!("Too many wrong tokens. Try again in {minutes} min.");
        let form = Login {
            problem: Some(problem),
        };
        let mut answer = with_status(StatusCode::TOO_MANY_REQUESTS, &form);
        let seconds = HeaderValue::from(wait.as_secs());
        answer.headers_mut().insert(header::RETRY_AFTER, seconds);
        return answer;
    }
    if !secret::is_same(field("secret").as_bytes(), &page.token) {
        page.throttle.failed(caller.address);
        page.logins.count("page", "wrong");
        tracing::warn!(event = "admin-login-wrong", address = %caller.address, "a login");
        let problem = "That is not the token: it is VINBOT_ADMIN_TOKEN, or what stands in \
                       admin.token in the state folder.";
        let form = Login {
            problem: Some(problem.to_owned()),
        };
        return with_status(StatusCode::FORBIDDEN, &form);
    }
    page.throttle.succeeded(caller.address);
    page.logins.count("page", "ok");
    let name: String = field("name")
        .chars()
        .filter(|sign| !sign.is_control())
        .take(NAME)
        .collect();
    let who = if name.is_empty() {
        "token".to_owned()
    } else {
        name
    };
    let id = match page.sessions.begin(&who) {
        Ok(id) => id,
        Err(error) => {
            tracing::error!(%error, "nobody can log in");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let what = format!("log in from {}", caller.address);
    page.desk.audit.note(&who, How::Page, &what, Ok(())).await;
    let age = page.gate.session_s();
    with_cookie(
        Redirect::to("/admin"),
        &id,
        age,
        origin.starts_with("https:"),
    )
}

/// Somebody leaves.
pub(super) async fn out(
    State(page): Shared,
    Extension(seat): Extension<Seat>,
    Extension(Origin(origin)): Extension<Origin>,
) -> Response {
    page.sessions.end(&seat);
    page.desk
        .audit
        .note(&seat.who, How::Page, "log out", Ok(()))
        .await;
    with_cookie(
        Redirect::to("/admin/login"),
        "",
        0,
        origin.starts_with("https:"),
    )
}

fn with_cookie(to: Redirect, id: &str, age: u64, secure: bool) -> Response {
    let secure = if secure { "; Secure" } else { "" };
    let cookie =
        format!("{COOKIE}={id}; Path=/admin; Max-Age={age}; HttpOnly; SameSite=Strict{secure}");
    let mut answer = to.into_response();
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}
