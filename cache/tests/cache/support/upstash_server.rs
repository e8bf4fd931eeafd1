//! An Upstash of a test's own, which can be told to misbehave.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use redis::aio::{ConnectionLike as _, MultiplexedConnection};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::RedisServer;

pub(crate) const TOKEN: &str = "AXl3ASQgZTopsecret";

/// What it does instead of answering.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fault {
    None,
    Hang,
    Reset,
    Busy,
    Error500,
    HalfABody,
    Html,
    WrongShape,
    Huge,
}

/// Upstash's REST API before a real Redis.
pub(crate) struct UpstashServer {
    /// Ends with this one.
    _redis: RedisServer,
    address: std::net::SocketAddr,
    state: Arc<Shared>,
    serving: tokio::task::JoinHandle<()>,
}

struct Shared {
    redis: MultiplexedConnection,
    fault: Mutex<Fault>,
    requests: AtomicUsize,
}

impl UpstashServer {
    pub(crate) async fn start() -> Self {
        let redis = RedisServer::start().await;
        let state = Arc::new(Shared {
            redis: redis.connection().await,
            fault: Mutex::new(Fault::None),
            requests: AtomicUsize::new(0),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let routes = Router::new()
            .fallback(answer)
            .layer(axum::extract::DefaultBodyLimit::disable())
            .with_state(Arc::clone(&state));
        let serving = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self {
            _redis: redis,
            address,
            state,
            serving,
        }
    }

    pub(crate) fn url(&self) -> SecretString {
        format!("http://{}", self.address).into()
    }

    pub(crate) fn misbehave(&self, fault: Fault) {
        *self.state.fault.lock().unwrap() = fault;
    }

    pub(crate) fn requests(&self) -> usize {
        self.state.requests.load(Ordering::SeqCst)
    }
}

impl Drop for UpstashServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(
    State(state): State<Arc<Shared>>,
    headers: HeaderMap,
    uri: Uri,
    body: Bytes,
) -> Response {
    state.requests.fetch_add(1, Ordering::SeqCst);
    let fault = *state.fault.lock().unwrap();
    match fault {
        Fault::None => {}
        Fault::Hang => std::future::pending().await,
        // hyper closes the connection of a handler that ends so.
        Fault::Reset => panic!("the connection is to be reset"),
        Fault::Busy => {
            let wait = [("retry-after", "7")];
            return (StatusCode::TOO_MANY_REQUESTS, wait, "slow down").into_response();
        }
        Fault::Error500 => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Fault::HalfABody => {
            let parts = [
                Ok(Bytes::from_static(b"{\"result\":[\"abc")),
                Err(std::io::Error::other("cut")),
            ];
            return Body::from_stream(futures::stream::iter(parts)).into_response();
        }
        Fault::Html => return axum::response::Html("<h1>It works!</h1>").into_response(),
        Fault::WrongShape => {
            return axum::Json(json!({"result": {"a": [1, 2]}, "x": 1})).into_response();
        }
        Fault::Huge => {
            let result = "A".repeat(50 << 20);
            return axum::Json(json!({ "result": [result] })).into_response();
        }
    }
    if headers["authorization"] != format!("Bearer {TOKEN}") {
        let error = json!({"error": "WRONGPASS invalid or missing auth token"});
        return (StatusCode::UNAUTHORIZED, axum::Json(error)).into_response();
    }
    let body: Value = serde_json::from_slice(&body).unwrap();
    if uri.path() == "/pipeline" {
        let mut answers = Vec::new();
        for command in body.as_array().unwrap() {
            answers.push(run(&state, command).await);
        }
        return axum::Json(answers).into_response();
    }
    let answer = run(&state, &body).await;
    let status = match answer.get("error") {
        Some(_) => StatusCode::BAD_REQUEST,
        None => StatusCode::OK,
    };
    (status, axum::Json(answer)).into_response()
}

async fn run(state: &Shared, command: &Value) -> Value {
    let mut words = command.as_array().unwrap().iter().map(|word| match word {
        Value::String(word) => word.clone(),
        other => other.to_string(),
    });
    let mut command = redis::cmd(&words.next().unwrap());
    for word in words {
        command.arg(word);
    }
    match state.redis.clone().req_packed_command(&command).await {
        Ok(redis::Value::ServerError(error)) => {
            let words = format!("{} {}", error.code(), error.details().unwrap_or_default());
            json!({ "error": words })
        }
        Ok(value) => json!({ "result": json_of(value) }),
        Err(error) => {
            let (code, detail) = (error.code(), error.detail());
            let words = format!("{} {}", code.unwrap_or("ERR"), detail.unwrap_or_default());
            json!({ "error": words })
        }
    }
}

fn json_of(value: redis::Value) -> Value {
    match value {
        redis::Value::Nil => Value::Null,
        redis::Value::Int(number) => number.into(),
        // The real one replaces what is no Unicode, too: that is why values go as base64.
        redis::Value::BulkString(bytes) => String::from_utf8_lossy(&bytes).into(),
        redis::Value::SimpleString(text) => text.into(),
        redis::Value::Okay => "OK".into(),
        redis::Value::Array(list) => list.into_iter().map(json_of).collect(),
        other => panic!("no reply of RESP2: {other:?}"),
    }
}
