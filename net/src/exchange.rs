//! From a request to its answer, over as many servers as redirects lead to.

use std::sync::atomic::Ordering::Relaxed;
use std::time::Instant;

use reqwest::header::{ACCEPT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderValue};

use crate::attempt::{self, Answer, Bounds};
use crate::client::{Client, Request, Response};
use crate::error::HttpError;
use crate::redirect::{self, Hop};
use crate::{Access, headers, target};

pub(crate) async fn run(
    client: &Client,
    access: &Access,
    request: Request,
    deadline: Instant,
    redirects: u32,
) -> Result<Response, HttpError> {
    let refused = |_: &HttpError| {
        client.hosts.refused.fetch_add(1, Relaxed);
    };
    let mut bounds = Bounds {
        deadline,
        retries: client.settings.retries,
        follow: redirects > 0,
    };
    let mut hop = first(client, access, request).inspect_err(refused)?;
    for _ in 0..=redirects {
        let answer = attempt::persist(client, access, &hop, &mut bounds).await?;
        let to = redirect::target(&hop.url, answer.status, &answer.headers);
        match to.filter(|_| bounds.follow) {
            Some(to) => {
                target::check(&to, access, client.settings.allow_loopback)
                    .and_then(|()| access.secrets.check_redirect(&to))
                    .inspect_err(refused)?;
                hop = hop.on(answer.status, to);
            }
            None => return Ok(handed_over(answer, access)),
        }
    }
    Err(HttpError::TooManyRedirects(redirects))
}

/// The request as it goes out, if it may.
fn first(client: &Client, access: &Access, request: Request) -> Result<Hop, HttpError> {
    let mut url = target::parse(&request.url)?;
    headers::check_size(&request.headers)?;
    target::check(&url, access, client.settings.allow_loopback)?;
    let mut headers = request.headers;
    access.secrets.fill_in(&mut url, &mut headers)?;
    // In a compressed answer no secret could be found.
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    Ok(Hop {
        method: request.method,
        url,
        headers,
        body: request.body,
    })
}

/// The answer as the plugin gets it: without what is about the connection, and without
/// secrets.
fn handed_over(answer: Answer, access: &Access) -> Response {
    let Answer {
        status,
        mut headers,
        mut body,
    } = answer;
    headers::forget_connection(&mut headers);
    if !access.secrets.is_empty() {
        headers = scrubbed(&headers, access);
        if let Some(clean) = access.secrets.scrubbed(&body) {
            body = clean;
            headers.remove(CONTENT_LENGTH);
        }
    }
    Response {
        status: status.as_u16(),
        headers,
        body,
    }
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
