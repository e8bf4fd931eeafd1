//! Requests to the outside, through the gate of [`vinbot_net`].

use std::time::{Duration, Instant};

use vinbot_net::{self as net, HttpError, Kind, Trouble};
use wasmtime::component::LinkerInstance;

use super::plugin::http as wit;
use crate::plugins::sandbox::Sandbox;
use crate::plugins::upstream::Upstream;

pub(super) fn link(http: &mut LinkerInstance<'_, Sandbox>) -> wasmtime::Result<()> {
    http.func_wrap_async("send", |mut store, (request,): (wit::Request,)| {
        Box::new(async move { Ok((store.data_mut().send(request).await,)) })
    })
}

impl Sandbox {
    async fn send(&mut self, request: wit::Request) -> Result<wit::Response, wit::HttpError> {
        let headers = net::parse_headers(&request.headers).map_err(|error| told(&error))?;
        let request = net::Request {
            method: method(request.method),
            url: request.url,
            headers,
            body: request.body,
            timeout: request
                .timeout_ms
                .map(|ms| Duration::from_millis(ms.into())),
            follow: true,
        };
        let response = self
            .outside()
            .send(request)
            .await
            .map_err(|error| told(&error))?;
        let headers = response.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.to_string(), value)
        });
        Ok(wit::Response {
            status: response.status,
            headers: headers.collect(),
            body: response.body,
        })
    }
}

fn method(method: wit::Method) -> reqwest::Method {
    match method {
        wit::Method::Get => reqwest::Method::GET,
        wit::Method::Head => reqwest::Method::HEAD,
        wit::Method::Post => reqwest::Method::POST,
        wit::Method::Put => reqwest::Method::PUT,
        wit::Method::Patch => reqwest::Method::PATCH,
        wit::Method::Delete => reqwest::Method::DELETE,
    }
}

fn told(error: &HttpError) -> wit::HttpError {
    match error.kind() {
        Kind::Invalid => wit::HttpError::Invalid(error.to_string()),
        Kind::Denied => wit::HttpError::Denied(error.to_string()),
        Kind::Timeout => wit::HttpError::Timeout,
        Kind::TooLarge => wit::HttpError::TooLarge,
        Kind::CircuitOpen => wit::HttpError::CircuitOpen,
        Kind::Unavailable => wit::HttpError::Unavailable(error.to_string()),
    }
}

/// How long before its own deadline a plugin gets its answer or hears that there is none:
/// it should still be able to make something of that.
fn reserve(left: Duration) -> Duration {
    (left / 10).min(Duration::from_millis(100))
}

/// The way out for one call: what either interface for HTTP goes through.
#[derive(Clone)]
pub(super) struct Outside {
    client: net::Client,
    profile: std::sync::Arc<crate::plugins::sandbox::Profile>,
    end: Instant,
    upstream: Upstream,
}

impl Sandbox {
    pub(super) fn outside(&self) -> Outside {
        let left = self.end.saturating_duration_since(Instant::now());
        Outside {
            client: self.services.net.clone(),
            profile: std::sync::Arc::clone(&self.profile),
            end: self.end.checked_sub(reserve(left)).unwrap_or(self.end),
            upstream: self.upstream.clone(),
        }
    }
}

impl Outside {
    /// Sends it with the rights of the plugin.
    pub(super) async fn send(&self, request: net::Request) -> Result<net::Response, HttpError> {
        let outcome = self.exchange(request).await;
        self.upstream.saw(&outcome);
        outcome
    }

    async fn exchange(&self, request: net::Request) -> Result<net::Response, HttpError> {
        if let Some(network) = &self.profile.network {
            return network.answer(&request);
        }
        let plugin = &*self.profile.name;
        let method = request.method.clone();
        // As the plugin wrote it, so no secret is in it; but a query may tell of a user.
        let url = request.url.split(['?', '#']).next().unwrap_or_default();
        let url: String = url.chars().filter(|c| !c.is_control()).take(200).collect();
        let began = Instant::now();
        let turn = tokio::time::timeout_at(self.end.into(), self.profile.requests.acquire());
        let outcome = match turn.await {
            Ok(_turn) => {
                let access = &self.profile.grants.access;
                self.client.send(access, request, self.end).await
            }
            Err(_) => Err(HttpError::Timeout),
        };
        let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let trouble = Trouble::of(&outcome).map(Trouble::code);
        match &outcome {
            Ok(response) => {
                tracing::debug!(plugin, %method, url, ms, status = response.status, trouble, "answered");
            }
            Err(error) if error.kind() == Kind::Denied => {
                tracing::info!(plugin, %method, url, %error, "a request was denied");
            }
            Err(error) => {
                let code = error.code();
                tracing::debug!(plugin, %method, url, ms, code, trouble, %error, "no answer");
            }
        }
        outcome
    }
}
