//! `/admin/api`: what an operator's programs ask of a running bot. `vinbot plugin
//! enable` and its like are such programs.
//!
//! Every request carries `Authorization: Bearer TOKEN`. Browsers don't send that by
//! themselves, so no other site's page can act here. What is changed stands in the audit log.

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::gate::Caller;
use super::throttle::Throttle;
use crate::operator::{Audit, How};
use crate::plugins::{Overview, Registry, Steer, SteerError};
use crate::secret;
use crate::telemetry::Logins;

/// The header in which programs may say for whom they ask: `vinbot plugin` names the user of
/// the system there, after `cli` and a space.
pub const BY: &str = "x-vinbot-by";

/// What the routes need.
#[derive(Debug, Clone)]
struct Admin {
    registry: Arc<Registry>,
    audit: Audit,
}

/// What opens the routes.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    token: Arc<SecretString>,
    throttle: Arc<Throttle>,
    logins: Logins,
}

impl Guard {
    pub(super) fn new(token: SecretString, logins: Logins) -> Self {
        Self {
            token: Arc::new(token),
            throttle: Arc::default(),
            logins,
        }
    }
}

/// What is wanted of a plugin, as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "lowercase")]
pub enum Wanted {
    /// Switch it on.
    Enable,
    /// Switch it off.
    Disable,
    /// Let it work for so many percent of the users.
    Rollout {
        /// 0 to 100.
        percent: u8,
    },
    /// Let an earlier version serve.
    Rollback {
        /// How its digest begins; without, the one before.
        digest: Option<String>,
    },
    /// Forget what was toggled.
    Reset,
}

impl From<Wanted> for Steer {
    fn from(wanted: Wanted) -> Self {
        match wanted {
            Wanted::Enable => Self::Enable(true),
            Wanted::Disable => Self::Enable(false),
            Wanted::Rollout { percent } => Self::Rollout(percent),
            Wanted::Rollback { digest } => Self::Rollback(digest),
            Wanted::Reset => Self::Reset,
        }
    }
}

/// Why a request is refused.
#[derive(Debug, Serialize, Deserialize)]
pub struct Refusal {
    /// In words.
    pub error: String,
}

/// The routes under `/admin/api`.
pub(super) fn router(registry: Arc<Registry>, audit: Audit) -> Router {
    Router::new()
        .route("/admin/api/plugins", get(plugins))
        .route("/admin/api/plugins/{name}", post(steer))
        .with_state(Admin { registry, audit })
}

/// Refuses whoever does not show the token.
pub(super) async fn only_with_token(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Response {
    let caller = request.extensions().get::<Caller>();
    let address = caller.map(|caller| caller.address);
    if let Some(wait) = address.and_then(|address| guard.throttle.wait(address)) {
        guard.logins.count("api", "throttled");
        tracing::warn!(
            event = "admin-login-throttled",
            ?address,
            "an admin request is refused"
        );
        let words = format!(
            "too many wrong tokens: try again in {} s",
            wait.as_secs().max(1)
        );
        return refusal(StatusCode::TOO_MANY_REQUESTS, &words);
    }
    if is_allowed(request.headers(), &guard.token) {
        guard.logins.count("api", "ok");
        if let Some(address) = address {
            guard.throttle.succeeded(address);
        }
        return next.run(request).await;
    }
    guard.logins.count("api", "wrong");
    if let Some(address) = address {
        guard.throttle.failed(address);
    }
    tracing::warn!(
        path = request.uri().path(),
        "an admin request without the token is refused"
    );
    refusal(
        StatusCode::UNAUTHORIZED,
        "this needs the header `Authorization: Bearer TOKEN`, with VINBOT_ADMIN_TOKEN or what \
         stands in admin.token in the state folder",
    )
}

fn is_allowed(headers: &HeaderMap, token: &SecretString) -> bool {
    let said = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    said.is_some_and(|said| secret::is_same(said.as_bytes(), token))
}

async fn plugins(State(admin): State<Admin>) -> Json<Overview> {
    Json(admin.registry.overview().await)
}

async fn steer(
    State(admin): State<Admin>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    headers: HeaderMap,
    wanted: Result<Json<Wanted>, JsonRejection>,
) -> Response {
    let wanted = match wanted {
        Ok(Json(wanted)) => wanted,
        Err(error) => return refusal(StatusCode::BAD_REQUEST, &error.body_text()),
    };
    let steer = Steer::from(wanted);
    let outcome = admin.registry.steer(&name, &steer).await;
    let (how, who) = by(&headers, &caller);
    let noted = outcome.as_ref().map(drop).map_err(ToString::to_string);
    let noted = noted.as_ref().copied().map_err(String::as_str);
    admin
        .audit
        .note(&who, how, &steer.words(&name), noted)
        .await;
    match outcome {
        Ok(()) => {
            tracing::info!(plugin = name, ?steer, by = "admin API", "steered");
            Json(admin.registry.overview().await).into_response()
        }
        Err(error) => {
            tracing::warn!(plugin = name, ?steer, by = "admin API", %error, "not steered");
            let status = match error {
                SteerError::Unknown(_) => StatusCode::NOT_FOUND,
                SteerError::Percent(_) => StatusCode::BAD_REQUEST,
                SteerError::NoVersion { .. } | SteerError::Ambiguous(_) => StatusCode::CONFLICT,
                SteerError::Load(_) | SteerError::Io(_) => StatusCode::INTERNAL_SERVER_ERROR,
            };
            refusal(status, &error.to_string())
        }
    }
}

/// By which way it was asked, and by whom, as far as they say.
fn by(headers: &HeaderMap, caller: &Caller) -> (How, String) {
    let said = headers.get(BY).and_then(|value| value.to_str().ok());
    let said = said.map(str::trim).filter(|said| !said.is_empty());
    let (how, who) = match said.map(|said| said.split_once(' ').unwrap_or((said, ""))) {
        Some(("cli", who)) => (How::Cli, who),
        _ => (How::Api, said.unwrap_or_default()),
    };
    let who = if who.is_empty() {
        format!("token, {}", caller.address)
    } else {
        who.to_owned()
    };
    (how, who)
}

fn refusal(status: StatusCode, words: &str) -> Response {
    let error = words.to_owned();
    (status, Json(Refusal { error })).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use rstest::rstest;

    #[rstest]
    #[case(Some("Bearer secret"), true)]
    #[case(Some("Bearer secret "), false)]
    #[case(Some("Bearer "), false)]
    #[case(Some("secret"), false)]
    #[case(Some("Basic secret"), false)]
    #[case(None, false)]
    fn only_the_token_opens(#[case] said: Option<&'static str>, #[case] allowed: bool) {
        let mut headers = HeaderMap::new();
        if let Some(said) = said {
            headers.insert(header::AUTHORIZATION, HeaderValue::from_static(said));
        }
        assert_eq!(is_allowed(&headers, &"secret".into()), allowed);
    }

    #[rstest]
    #[case(r#"{"action":"enable"}"#, Some(Steer::Enable(true)))]
    #[case(r#"{"action":"rollout","percent":30}"#, Some(Steer::Rollout(30)))]
    #[case(r#"{"action":"rollback"}"#, Some(Steer::Rollback(None)))]
    #[case(r#"{"action":"rollout"}"#, None)]
    #[case(r#"{"action":"rollout","percent":300}"#, None)]
    #[case(r#"{"action":"explode"}"#, None)]
    fn what_is_wanted_is_read_or_refused(#[case] text: &str, #[case] steer: Option<Steer>) {
        let wanted: Result<Wanted, _> = serde_json::from_str(text);
        assert_eq!(wanted.ok().map(Steer::from), steer);
    }
}
