//! One attempt at one request to one server, and as many as it is worth.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use reqwest::StatusCode;
use reqwest::header::{CONTENT_ENCODING, HeaderMap, HeaderName, HeaderValue};

use tracing::{Instrument, Span, field};

use crate::allow_list::shown;
use crate::client::Client;
use crate::error::HttpError;
use crate::host::Host;
use crate::redirect::{self, Hop};
use crate::resolve::ResolveError;
use crate::retry::{self, Worth};
use crate::{Access, clock, redact};

/// What a server answered, secrets and all.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Nothing of a redirect that is followed: nobody reads it.
    pub(crate) body: Vec<u8>,
}

/// What bounds the attempts at a request, over all its hops.
#[derive(Debug)]
pub(crate) struct Bounds {
    pub(crate) deadline: Instant,
    /// Retries that are left.
    pub(crate) retries: u32,
    /// Whether redirects are followed.
    pub(crate) follow: bool,
}

/// Asks until there is an answer that is worth having, or nothing more can be done in time.
pub(crate) async fn persist(
    client: &Client,
    access: &Access,
    hop: &Hop,
    bounds: &mut Bounds,
) -> Result<Answer, HttpError> {
    let host = client.hosts.named(&shown(&hop.url), &client.settings);
    let base = Duration::from_millis(client.settings.backoff_ms);
    let may_repeat = retry::is_idempotent(&hop.method, &hop.headers);
    host.counters.request();
    host.budget.earn();
    for tried in 0.. {
        let result = once(client, access, hop, &host, bounds).await;
        let Worth::After(least) = retry::worth(&result) else {
            return result;
        };
        let wait = retry::backoff(base, tried, fastrand::f64()).max(least);
        let then = clock::now() + wait;
        // An answer that came is worth more than the news that there won't be another.
        if !may_repeat
            || bounds.retries == 0
            || then >= bounds.deadline
            || host.circuit.refuses(then)
        {
            return result;
        }
        if !host.budget.spend(clock::now()) {
            tracing::debug!(host = host.name, "its budget of retries is used up");
            return result;
        }
        bounds.retries -= 1;
        host.counters.retry();
        tokio::time::sleep(wait).await;
    }
    Err(HttpError::Timeout)
}

async fn once(
    client: &Client,
    access: &Access,
    hop: &Hop,
    host: &Arc<Host>,
    bounds: &Bounds,
) -> Result<Answer, HttpError> {
    let pass = match host.enter(bounds.deadline).await {
        Ok(pass) => pass,
        Err(error) => {
            host.counters.outcome(error.code());
            tracing::debug!(host = host.name, code = error.code(), "it is not asked");
            return Err(error);
        }
    };
    let log = Log::of(access, hop);
    let began = clock::now();
    let left = clock::left(bounds.deadline);
    let span = span(hop, host);
    let work = exchange(client, access, hop, bounds.follow).instrument(span.clone());
    let result = tokio::time::timeout(left, work)
        .await
        .unwrap_or(Err(HttpError::Timeout));
    match &result {
        Ok(answer) => span.record("http.response.status_code", answer.status.as_u16()),
        Err(error) => span
            .record("error.type", error.code())
            .record("otel.status_code", "ERROR"),
    };
    drop(span);
    pass.ended(&result);
    log.ended(access, &result, clock::now() - began);
    result
}

/// One attempt, as traces show it. An address may hold a VIN and secrets, so only the host is
/// in it.
fn span(hop: &Hop, host: &Host) -> Span {
    tracing::error_span!(
        "http",
        otel.kind = "client",
        otel.status_code = field::Empty,
        http.request.method = hop.method.as_str(),
        server.address = host.name,
        http.response.status_code = field::Empty,
        error.r#type = field::Empty,
    )
}

async fn exchange(
    client: &Client,
    access: &Access,
    hop: &Hop,
    follow: bool,
) -> Result<Answer, HttpError> {
    let mut headers = hop.headers.clone();
    let traceparent = client.traceparent.and_then(|says| says());
    if let Some(value) = traceparent.and_then(|value| HeaderValue::try_from(value).ok()) {
        headers.insert(HeaderName::from_static("traceparent"), value);
    }
    let body = hop.body.as_deref().unwrap_or_default();
    if let Some(signer) = client.signers.of(&hop.url) {
        signer.sign(&hop.method, &hop.url, body, SystemTime::now(), &mut headers)?;
    }
    let mut request = client
        .http
        .request(hop.method.clone(), hop.url.clone())
        .headers(headers);
    if let Some(body) = &hop.body {
        request = request.body(body.clone());
    }
    let mut answer = request.send().await.map_err(|error| told(&error, hop))?;
    let status = answer.status();
    let leads_on = follow && redirect::target(&hop.url, status, answer.headers()).is_some();
    let body = if leads_on {
        Vec::new()
    } else {
        refuse_encoded(access, answer.headers())?;
        read(client, hop, &mut answer).await?
    };
    Ok(Answer {
        status,
        headers: std::mem::take(answer.headers_mut()),
        body,
    })
}

/// In what is compressed no secret can be found.
fn refuse_encoded(access: &Access, headers: &HeaderMap) -> Result<(), HttpError> {
    match headers.get(CONTENT_ENCODING) {
        Some(encoding)
            if !access.secrets.is_empty()
                && !encoding.as_bytes().eq_ignore_ascii_case(b"identity") =>
        {
            let encoding = String::from_utf8_lossy(encoding.as_bytes());
            Err(HttpError::Encoded(encoding.chars().take(40).collect()))
        }
        _ => Ok(()),
    }
}

async fn read(
    client: &Client,
    hop: &Hop,
    answer: &mut reqwest::Response,
) -> Result<Vec<u8>, HttpError> {
    let most = client.settings.max_response_kb;
    let room = usize::try_from(most << 10).unwrap_or(usize::MAX);
    let said = answer
        .content_length()
        .and_then(|length| usize::try_from(length).ok());
    if said.is_some_and(|length| length > room) {
        return Err(HttpError::TooLarge(most));
    }
    let mut body = Vec::with_capacity(said.unwrap_or_default().min(room));
    while let Some(chunk) = answer.chunk().await.map_err(|error| told(&error, hop))? {
        if body.len() + chunk.len() > room {
            return Err(HttpError::TooLarge(most));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// What a failure of the client means. Its own words have the URL, so they are not used;
/// those of what is underneath have not.
fn told(error: &reqwest::Error, hop: &Hop) -> HttpError {
    let host = shown(&hop.url);
    let mut reason = None;
    let mut next: Option<&(dyn Error + 'static)> = error.source();
    while let Some(cause) = next {
        match cause.downcast_ref::<ResolveError>() {
            Some(ResolveError::Prohibited) => return HttpError::DestinationIpProhibited(host),
            Some(ResolveError::Unknown(_)) => return HttpError::Unresolved(host),
            None => {}
        }
        if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            let reason = tls.to_string();
            return HttpError::Tls { host, reason };
        }
        // TLS hides its errors inside those of the connection.
        let inner = cause.downcast_ref::<std::io::Error>();
        next = match inner.and_then(std::io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
        reason = Some(cause.to_string());
    }
    let reason = reason.unwrap_or_else(|| "no reason was given".to_owned());
    // Before the question of time: a connection that takes too long is none.
    if error.is_connect() {
        HttpError::Unreachable { host, reason }
    } else if error.is_timeout() {
        HttpError::Timeout
    } else if error.is_builder() {
        HttpError::Url(reason)
    } else {
        HttpError::Broken { host, reason }
    }
}

/// The lines about one attempt, in the span of whoever asks. Values of headers and bodies
/// are in none.
struct Log {
    method: reqwest::Method,
    /// Empty where nobody reads it.
    url: String,
}

impl Log {
    fn of(access: &Access, hop: &Hop) -> Self {
        let mut url = String::new();
        if tracing::enabled!(tracing::Level::DEBUG) {
            url = redact::shown(&hop.url);
            access.secrets.scrub_text(&mut url);
            let headers: Vec<&str> = hop.headers.keys().map(HeaderName::as_str).collect();
            let bytes = hop.body.as_ref().map_or(0, Vec::len);
            tracing::debug!(method = %hop.method, url, ?headers, bytes, "asking");
        }
        let method = hop.method.clone();
        Self { method, url }
    }

    fn ended(&self, access: &Access, result: &Result<Answer, HttpError>, took: Duration) {
        let Self { method, url } = self;
        let ms = took.as_millis();
        match result {
            Ok(answer) => {
                let (status, bytes) = (answer.status.as_u16(), answer.body.len());
                tracing::debug!(%method, url, ms, status, bytes, "answered");
            }
            Err(error) => {
                let code = error.code();
                let error = access.cleaned(error.clone());
                tracing::debug!(%method, url, ms, code, %error, "no answer");
            }
        }
    }
}
