//! Keeps other sites out. A page on the web can make a browser on this machine send requests
//! here (CSRF), or give its own name this machine's address (DNS rebinding); both show in the
//! request's headers.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::json;

/// The names under which the server may be addressed.
#[derive(Debug, Clone)]
pub(crate) struct Guard(Arc<[String]>);

impl Guard {
    pub(crate) fn new(port: u16, extra: &[String]) -> Self {
        let names = ["127.0.0.1", "localhost", "[::1]"];
        let mut hosts: Vec<String> = names.iter().map(|name| format!("{name}:{port}")).collect();
        if port == 80 {
            hosts.extend(names.map(str::to_owned));
        }
        hosts.extend_from_slice(extra);
        Self(hosts.into())
    }

    fn check(&self, request: &Request) -> Result<(), &'static str> {
        let text = |name: HeaderName| match request.headers().get(name) {
            Some(value) => Some(value.to_str().unwrap_or("?")),
            None => None,
        };
        let host = text(header::HOST).or_else(|| request.uri().authority().map(Authority::as_str));
        if !host.is_some_and(|host| self.knows(host)) {
            return Err("this server answers only to localhost");
        }
        if let Some(origin) = text(header::ORIGIN) {
            let host = origin.split_once("://").map(|(_, host)| host);
            if !host.is_some_and(|host| self.knows(host)) {
                return Err("other sites have no business here");
            }
        }
        // Requests without Origin, such as another site's images, carry this.
        let site = text(HeaderName::from_static("sec-fetch-site"));
        let is_link_to_page = request.uri().path() == "/";
        match site {
            Some("cross-site" | "same-site") if !is_link_to_page => {
                Err("other sites have no business here")
            }
            _ => Ok(()),
        }
    }

    fn knows(&self, host: &str) -> bool {
        self.0.iter().any(|known| known.eq_ignore_ascii_case(host))
    }
}

/// Refuses foreign requests and keeps browsers strict about every answer.
pub(crate) async fn keep_out(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let mut response = match guard.check(&request) {
        Ok(()) => next.run(request).await,
        Err(why) => (StatusCode::FORBIDDEN, Json(json!({ "error": why }))).into_response(),
    };
    let headers = response.headers_mut();
    let strict = [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
    ];
    for (name, value) in strict {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    response
}

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
                      connect-src 'self'; img-src 'self' blob: data:; form-action 'none'; \
                      frame-ancestors 'none'; base-uri 'none'";
