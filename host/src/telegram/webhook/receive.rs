//! What is done with a request at the webhook's address.
//!
//! Telegram sends an update again until it is answered with 200, so that is said only of what
//! the inbox has taken.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::Instant;

use super::hook::Hook;
use crate::secret;
use crate::telegram::dispatch::Handle;
use crate::telegram::inbox::{Arrived, Inbox};
use crate::telemetry::Metrics;

/// The largest update that is read. Telegram's are some kilobytes.
const LARGEST: usize = 1 << 20;

/// How long an update waits for room in the inbox before Telegram is asked to keep it.
const ROOM: Duration = Duration::from_secs(5);

/// Refused secrets are logged no more often than this: whoever tries them must not fill the log.
const DENIED_LOG: Duration = Duration::from_secs(10);

const SECRET: &str = "x-telegram-bot-api-secret-token";

/// Whoever takes what is sent.
#[derive(Debug)]
struct Gate<H> {
    inbox: Arc<Inbox<H>>,
    hook: Hook,
    patience: Duration,
    metrics: Arc<Metrics>,
    denied: Denied,
}

/// The one route. `patience` is how long a body may take to arrive.
pub(super) fn router<H: Handle>(
    inbox: Arc<Inbox<H>>,
    hook: Hook,
    patience: Duration,
    metrics: Arc<Metrics>,
) -> Router {
    let gate = Gate {
        inbox,
        hook,
        patience,
        metrics,
        denied: Denied::default(),
    };
    Router::new()
        .fallback(receive::<H>)
        .with_state(Arc::new(gate))
}

async fn receive<H: Handle>(State(gate): State<Arc<Gate<H>>>, request: Request) -> Response {
    let answer = match gate.take(request).await {
        Ok(()) => Answer::Taken,
        Err(answer) => answer,
    };
    gate.metrics.webhook_answered(answer.name());
    answer.into_response()
}

/// What a request comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// The update is taken, now or before.
    Taken,
    /// Nothing is here.
    Elsewhere,
    /// Updates are posted.
    Method,
    /// It is not from Telegram.
    Denied,
    /// Updates are JSON.
    Kind,
    /// It is larger than any update.
    Large,
    /// It did not arrive in time.
    Slow,
    /// It is no update.
    Nonsense,
    /// There is no room for now.
    Busy,
    /// The bot takes none at present.
    Closed,
}

impl Answer {
    /// For metrics.
    fn name(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Elsewhere => "elsewhere",
            Self::Method => "method",
            Self::Denied => "denied",
            Self::Kind => "kind",
            Self::Large => "large",
            Self::Slow => "slow",
            Self::Nonsense => "nonsense",
            Self::Busy => "busy",
            Self::Closed => "closed",
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Self::Taken => StatusCode::OK,
            Self::Elsewhere => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Denied => StatusCode::UNAUTHORIZED,
            Self::Kind => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Large => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Nonsense => StatusCode::BAD_REQUEST,
            Self::Busy | Self::Closed => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        let (name, value) = match self {
            Self::Method => (header::ALLOW, "POST"),
            Self::Busy | Self::Closed => (header::RETRY_AFTER, "1"),
            Self::Slow => (header::CONNECTION, "close"),
            _ => return response,
        };
        let value = header::HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
        response
    }
}

impl<H: Handle> Gate<H> {
    async fn take(&self, request: Request) -> Result<(), Answer> {
        if !self.hook.is_path(request.uri().path()) {
            return Err(Answer::Elsewhere);
        }
        if request.method() != Method::POST {
            return Err(Answer::Method);
        }
        self.is_from_telegram(request.headers())?;
        if !is_json(request.headers()) {
            return Err(Answer::Kind);
        }
        let body = self.read(request.into_body()).await?;
        let arrived = Arrived::read(body).map_err(|error| {
            tracing::warn!(%error, "Telegram sent what is no update");
            Answer::Nonsense
        })?;
        let accept = self.inbox.accept(vec![arrived]);
        match tokio::time::timeout(ROOM, accept).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(refused)) => {
                tracing::debug!(%refused, "an update is left to Telegram");
                Err(Answer::Closed)
            }
            Err(_) => {
                tracing::warn!("no room for an update: it is left to Telegram");
                Err(Answer::Busy)
            }
        }
    }

    fn is_from_telegram(&self, headers: &HeaderMap) -> Result<(), Answer> {
        let reason = match headers.get(SECRET) {
            Some(shown) if secret::is_same(shown.as_bytes(), self.hook.secret()) => return Ok(()),
            Some(_) => "wrong",
            None => "missing",
        };
        if let Some(times) = self.denied.note() {
            tracing::warn!(
                event = "denied-webhook",
                secret = reason,
                times,
                "somebody else than Telegram sends updates: refused"
            );
        }
        Err(Answer::Denied)
    }

    async fn read(&self, body: Body) -> Result<Bytes, Answer> {
        let read = Limited::new(body, LARGEST).collect();
        match tokio::time::timeout(self.patience, read).await {
            Ok(Ok(read)) => Ok(read.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Answer::Large),
            // Whoever broke off hears no answer.
            Ok(Err(_)) => Err(Answer::Nonsense),
            Err(_) => Err(Answer::Slow),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

/// Refusals since the last that was logged.
#[derive(Debug, Default)]
struct Denied(Mutex<(Option<Instant>, u64)>);

impl Denied {
    /// Counts one; how many there were, if it is time to say so.
    fn note(&self) -> Option<u64> {
        let mut denied = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        denied.1 += 1;
        if denied.0.is_some_and(|said| said.elapsed() < DENIED_LOG) {
            return None;
        }
        denied.0 = Some(Instant::now());
        Some(std::mem::take(&mut denied.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::telegram::dispatch::{Backlog, Dispatcher};
    use crate::telemetry::Ids;
    use hyper::service::Service;
    use hyper_util::service::TowerToHyperService;
    use rstest::rstest;
    use secrecy::ExposeSecret;
    use teloxide::types::{ChatId, Update, User};
    use tokio::sync::Semaphore;
    use tokio_util::sync::CancellationToken;

    const UPDATE: &str = r#"{"update_id":7,"message":{"message_id":1,"date":0,"text":"a",
        "chat":{"id":5,"type":"private","first_name":"A"}}}"#;

    /// Handles what it is let.
    struct Gated(Arc<Semaphore>);

    impl Handle for Gated {
        async fn handle(&self, _: Update) {
            self.0.acquire().await.unwrap().forget();
        }

        async fn apologise(&self, _: ChatId, _: Option<&User>) {}
    }

    struct Place {
        router: Router,
        inbox: Arc<Inbox<Gated>>,
        hook: Hook,
        metrics: Arc<Metrics>,
        stop: CancellationToken,
        gate: Arc<Semaphore>,
    }

    impl Place {
        fn new() -> Self {
            let settings = config::Webhook {
                url: Some("https://bot.example".to_owned()),
                ..config::Webhook::default()
            };
            let hook = Hook::new(&settings, "1:a", None).unwrap();
            let (stop, gate) = (CancellationToken::new(), Arc::new(Semaphore::new(0)));
            let handler = Gated(Arc::clone(&gate));
            let (counted, ids) = (Arc::default(), Ids::plain());
            let dispatcher = Dispatcher::new(handler, 1, Backlog::new(1), counted, ids);
            let inbox = Arc::new(Inbox::new(dispatcher, stop.clone()));
            let metrics = Arc::new(Metrics::default());
            let patience = Duration::from_secs(10);
            let (taker, counts) = (Arc::clone(&inbox), Arc::clone(&metrics));
            Self {
                router: router(taker, hook.clone(), patience, counts),
                inbox,
                hook,
                metrics,
                stop,
                gate,
            }
        }

        fn request(&self) -> axum::http::request::Builder {
            Request::post(self.hook.url().path())
                .header(SECRET, self.hook.secret().expose_secret())
                .header(header::CONTENT_TYPE, "application/json")
        }

        async fn send(&self, request: Request) -> u16 {
            let service = TowerToHyperService::new(self.router.clone());
            service.call(request).await.unwrap().status().as_u16()
        }
    }

    #[tokio::test]
    async fn an_update_from_telegram_is_taken_and_one_that_comes_again_too() {
        let place = Place::new();
        place.gate.add_permits(2);
        for _ in 0..2 {
            let request = place.request().body(UPDATE.into()).unwrap();
            assert_eq!(place.send(request).await, 200);
        }
        assert!(place.inbox.drain(Duration::from_mins(1)).await);
        assert_eq!(place.gate.available_permits(), 1, "handled once");
        let counted = r#"vinbot_webhook_requests_total{outcome="taken"} 2"#;
        assert!(place.metrics.text().contains(counted));
    }

    #[rstest]
    #[case::wrong(Some("wrong"))]
    #[case::empty(Some(""))]
    #[case::missing(None)]
    #[tokio::test]
    async fn whoever_shows_no_secret_is_refused(#[case] secret: Option<&str>) {
        let place = Place::new();
        let mut request = place.request().body(UPDATE.into()).unwrap();
        request.headers_mut().remove(SECRET);
        if let Some(secret) = secret {
            let secret = secret.parse().unwrap();
            request.headers_mut().insert(SECRET, secret);
        }
        assert_eq!(place.send(request).await, 401);
        let counted = r#"vinbot_webhook_requests_total{outcome="denied"} 1"#;
        assert!(place.metrics.text().contains(counted));
    }

    #[rstest]
    #[case::path("POST", "/telegram/guessed", "application/json", UPDATE, 404)]
    #[case::method("GET", "", "application/json", "", 405)]
    #[case::put("PUT", "", "application/json", UPDATE, 405)]
    #[case::kind("POST", "", "text/plain", UPDATE, 415)]
    #[case::with_charset("POST", "", "Application/JSON; charset=utf-8", UPDATE, 200)]
    #[case::no_json("POST", "", "application/json", "{\"update_id\":", 400)]
    #[case::no_update("POST", "", "application/json", "{\"message\":{}}", 400)]
    #[case::nothing("POST", "", "application/json", "", 400)]
    #[tokio::test]
    async fn what_is_no_update_is_refused(
        #[case] method: &str,
        #[case] path: &str,
        #[case] kind: &'static str,
        #[case] body: &'static str,
        #[case] status: u16,
    ) {
        let place = Place::new();
        let mut request = place.request().method(method).body(body.into()).unwrap();
        if !path.is_empty() {
            *request.uri_mut() = path.parse().unwrap();
        }
        let kind = header::HeaderValue::from_static(kind);
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
        assert_eq!(place.send(request).await, status);
    }

    #[rstest]
    #[case::told(true)]
    #[case::in_pieces(false)]
    #[tokio::test]
    async fn what_is_too_large_is_not_read(#[case] told: bool) {
        let place = Place::new();
        let body = if told {
            Body::from(vec![b' '; LARGEST + 1])
        } else {
            let pieces = futures::stream::iter(0..=64);
            Body::from_stream(futures::StreamExt::map(pieces, |_| {
                Ok::<_, std::io::Error>(vec![b' '; LARGEST / 64])
            }))
        };
        let request = place.request().body(body).unwrap();
        assert_eq!(place.send(request).await, 413);
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_not_waited_for() {
        let place = Place::new();
        let never = futures::stream::pending::<Result<Bytes, std::io::Error>>();
        let request = place.request().body(Body::from_stream(never)).unwrap();
        assert_eq!(place.send(request).await, 408);
    }

    #[tokio::test(start_paused = true)]
    async fn while_there_is_no_room_or_the_bot_stops_telegram_keeps_the_update() {
        let place = Place::new();
        for id in 0..16 {
            let other = UPDATE.replace("\"update_id\":7", &format!("\"update_id\":{}", id + 100));
            let request = place.request().body(other.into()).unwrap();
            assert_eq!(place.send(request).await, 200);
        }
        let request = || place.request().body(UPDATE.into()).unwrap();
        assert_eq!(place.send(request()).await, 503);
        place.gate.add_permits(100);
        assert_eq!(place.send(request()).await, 200, "it comes again");
        place.stop.cancel();
        let late = UPDATE.replace("\"update_id\":7", "\"update_id\":8");
        let late = place.request().body(late.into()).unwrap();
        assert_eq!(place.send(late).await, 503);
        for outcome in ["busy", "closed"] {
            let line = format!("vinbot_webhook_requests_total{{outcome=\"{outcome}\"}} 1");
            assert!(place.metrics.text().contains(&line), "{line}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn refusals_are_logged_once_in_a_while_with_how_many_there_were() {
        let denied = Denied::default();
        assert_eq!(denied.note(), Some(1));
        assert_eq!(denied.note(), None);
        assert_eq!(denied.note(), None);
        tokio::time::advance(DENIED_LOG).await;
        assert_eq!(denied.note(), Some(3));
    }
}
