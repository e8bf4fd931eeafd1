//! What the prober can do.

use serde::Deserialize;
use serde_json::{Value, json};
use vinbot_plugin::Error;
use vinbot_plugin::host::http::{HttpError, Method, Request};
use vinbot_plugin::host::{self, Level, cache};

/// As much of a body as is told.
const TOLD: usize = 20_000;

#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
enum Act {
    /// Requests a URL through `vinbot:plugin/http`.
    Fetch {
        url: String,
        #[serde(default)]
        method: String,
        #[serde(default)]
        headers: Vec<(String, String)>,
        body: Option<String>,
        timeout_ms: Option<u32>,
    },
    /// The same through `wasi:http`.
    WasiFetch {
        url: String,
        #[serde(default)]
        headers: Vec<(String, String)>,
        body: Option<String>,
    },
    /// What there is of WASI beyond that.
    World,
    CacheSet {
        key: String,
        value: String,
        ttl: u32,
    },
    /// So many values of so many bytes.
    CacheFill {
        count: u32,
        bytes: usize,
    },
    CacheGet {
        key: String,
    },
    Log {
        lines: u32,
    },
    /// Prints, as programs do that know nothing of a host.
    Print {
        out: String,
        err: String,
    },
}

pub(crate) fn perform(text: &str) -> Result<String, Error> {
    let act = serde_json::from_str(text)
        .map_err(|error| Error::InvalidInput(format!("{text}: {error}")))?;
    let saw = match act {
        Act::Fetch {
            url,
            method,
            headers,
            body,
            timeout_ms,
        } => fetch(&url, &method, headers, body, timeout_ms),
        Act::WasiFetch { url, headers, body } => wasi_fetch(&url, headers, body),
        Act::World => world(),
        Act::CacheSet { key, value, ttl } => {
            cache::set(&key, value.as_bytes(), ttl);
            json!({})
        }
        Act::CacheFill { count, bytes } => {
            for i in 0..count {
                cache::set(&i.to_string(), &vec![b'x'; bytes], 60);
            }
            let kept = (0..count).filter(|i| cache::get(&i.to_string()).is_some());
            json!({ "kept": kept.count() })
        }
        Act::CacheGet { key } => json!({ "value": cache::get_text(&key) }),
        Act::Print { out, err } => print(&out, &err),
        Act::Log { lines } => {
            for i in 0..lines {
                host::log(Level::Info, "a line", &[("number", &i.to_string())]);
            }
            json!({})
        }
    };
    Ok(saw.to_string())
}

fn fetch(
    url: &str,
    method: &str,
    headers: Vec<(String, String)>,
    body: Option<String>,
    timeout_ms: Option<u32>,
) -> Value {
    let method = match method {
        "HEAD" => Method::Head,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        _ => Method::Get,
    };
    let mut request = Request::new(method, url);
    for (name, value) in headers {
        request = request.header(&name, &value);
    }
    if let Some(body) = body {
        request = request.body(body);
    }
    if let Some(timeout_ms) = timeout_ms {
        request = request.timeout_ms(timeout_ms);
    }
    match request.send() {
        Ok(response) => answered(response.status, &response.headers, &response.body),
        Err(error) => {
            let (kind, text) = match error {
                HttpError::Invalid(text) => ("invalid", text),
                HttpError::Denied(text) => ("denied", text),
                HttpError::Timeout => ("timeout", String::new()),
                HttpError::TooLarge => ("too-large", String::new()),
                HttpError::CircuitOpen => ("circuit-open", String::new()),
                HttpError::Unavailable(text) => ("unavailable", text),
            };
            json!({ "error": kind, "text": text })
        }
    }
}

/// What an answer looks like from inside.
pub(crate) fn answered(status: u16, headers: &[(String, String)], body: &[u8]) -> Value {
    let told = &body[..body.len().min(TOLD)];
    json!({
        "status": status,
        "headers": headers,
        "length": body.len(),
        "body": String::from_utf8_lossy(told),
    })
}

#[cfg(target_family = "wasm")]
use crate::wasi::{fetch as wasi_fetch, print, world};

#[cfg(not(target_family = "wasm"))]
fn wasi_fetch(_: &str, _: Vec<(String, String)>, _: Option<String>) -> Value {
    json!({ "error": "there is no WASI here" })
}

#[cfg(not(target_family = "wasm"))]
fn print(_: &str, _: &str) -> Value {
    json!({ "error": "there is no WASI here" })
}

#[cfg(not(target_family = "wasm"))]
fn world() -> Value {
    json!({ "error": "there is no WASI here" })
}
