//! From a request to its answer, over as many servers as redirects lead to.

use std::error::Error;

use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderValue};

use crate::allow_list::shown;
use crate::client::{Client, Request, Response};
use crate::error::HttpError;
use crate::redirect::{self, Hop};
use crate::resolve::ResolveError;
use crate::{Access, headers, target};

pub(crate) async fn run(
    client: &Client,
    access: &Access,
    request: Request,
    redirects: u32,
) -> Result<Response, HttpError> {
    let allow_loopback = client.settings.allow_loopback;
    let mut url = target::parse(&request.url)?;
    headers::check_size(&request.headers)?;
    target::check(&url, access, allow_loopback)?;
    let mut headers = request.headers;
    access.secrets.fill_in(&mut url, &mut headers)?;
    // In a compressed answer no secret could be found.
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    let mut hop = Hop {
        method: request.method,
        url,
        headers,
        body: request.body,
    };
    for _ in 0..=redirects {
        let answer = once(client, &hop).await?;
        let to = redirect::target(&hop.url, answer.status(), answer.headers());
        match to.filter(|_| redirects > 0) {
            Some(to) => {
                target::check(&to, access, allow_loopback)?;
                access.secrets.check_redirect(&to)?;
                hop = hop.on(answer.status(), to);
            }
            None => return read(client, access, &hop, answer).await,
        }
    }
    Err(HttpError::TooManyRedirects(redirects))
}

/// One request to one server: here is where a later version may try again, or not at all.
async fn once(client: &Client, hop: &Hop) -> Result<reqwest::Response, HttpError> {
    let mut request = client
        .http
        .request(hop.method.clone(), hop.url.clone())
        .headers(hop.headers.clone());
    if let Some(body) = &hop.body {
        request = request.body(body.clone());
    }
    request.send().await.map_err(|error| told(&error, hop))
}

async fn read(
    client: &Client,
    access: &Access,
    hop: &Hop,
    mut answer: reqwest::Response,
) -> Result<Response, HttpError> {
    let most = client.settings.max_response_kb;
    let room = usize::try_from(most << 10).unwrap_or(usize::MAX);
    let said = answer
        .content_length()
        .and_then(|length| usize::try_from(length).ok());
    if said.is_some_and(|length| length > room) {
        return Err(HttpError::TooLarge(most));
    }
    let status = answer.status().as_u16();
    let mut headers = std::mem::take(answer.headers_mut());
    headers::forget_connection(&mut headers);
    let has_secrets = !access.secrets.is_empty();
    if let Some(encoding) = headers.get(CONTENT_ENCODING)
        && has_secrets
        && !encoding.as_bytes().eq_ignore_ascii_case(b"identity")
    {
        let encoding = String::from_utf8_lossy(encoding.as_bytes());
        return Err(HttpError::Encoded(encoding.chars().take(40).collect()));
    }
    let mut body = Vec::with_capacity(said.unwrap_or_default().min(room));
    while let Some(chunk) = answer.chunk().await.map_err(|error| told(&error, hop))? {
        if body.len() + chunk.len() > room {
            return Err(HttpError::TooLarge(most));
        }
        body.extend_from_slice(&chunk);
    }
    if has_secrets {
        headers = scrubbed(&headers, access);
        if let Some(clean) = access.secrets.scrubbed(&body) {
            body = clean;
            headers.remove(CONTENT_LENGTH);
        }
    }
    Ok(Response {
        status,
        headers,
        body,
    })
}

/// The headers without secrets, in names as in values.
fn scrubbed(headers: &HeaderMap, access: &Access) -> HeaderMap {
    let mut clean = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        if access.secrets.scrubbed(name.as_str().as_bytes()).is_some() {
            continue;
        }
        match access.secrets.scrubbed(value.as_bytes()) {
            None => {
                clean.append(name, value.clone());
            }
            Some(bytes) => {
                if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                    clean.append(name, value);
                }
            }
        }
    }
    clean
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
    if error.is_timeout() {
        return HttpError::Timeout;
    }
    let reason = reason.unwrap_or_else(|| "no reason was given".to_owned());
    if error.is_connect() {
        HttpError::Unreachable { host, reason }
    } else if error.is_builder() {
        HttpError::Url(reason)
    } else {
        HttpError::Broken { host, reason }
    }
}
