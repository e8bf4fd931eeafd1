//! Redis by Upstash, over its REST API.
//!
//! See <https://upstash.com/docs/redis/features/restapi>.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use bytes::{Bytes, BytesMut};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use reqwest::{Client, StatusCode, Url, redirect};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::StoreError;
use super::commands::{Command, Reply, Wire};
use crate::connect::ConnectError;

/// The largest answer that is read, in bytes.
const LARGEST: usize = 16 << 20;
/// How long a request goes on when nobody waits for it any more: the first one connects, which
/// takes longer than an operation may, and would otherwise never be done.
const BEHIND: Duration = Duration::from_secs(5);

/// A database of Upstash.
///
/// Values travel and lie there as base64: a command is a JSON list, whose strings are
/// Unicode and can't hold any bytes. (The header `Upstash-Encoding: base64` is about answers
/// alone.)
pub struct Upstash {
    http: Client,
    url: Url,
    pipeline: Url,
    authorization: HeaderValue,
    timeout: Duration,
}

impl Upstash {
    /// Takes the URL and the token that Upstash's console shows under "REST API". Each
    /// request may take `timeout`.
    ///
    /// # Errors
    /// If the URL is none, or the token can't be sent. The error shows neither.
    pub fn new(
        url: &SecretString,
        token: &SecretString,
        timeout: Duration,
    ) -> Result<Self, ConnectError> {
        let mut url = Url::parse(url.expose_secret().trim())
            .ok()
            .filter(|url| ["https", "http"].contains(&url.scheme()) && url.has_host())
            .filter(|url| url.username().is_empty() && url.password().is_none())
            .ok_or(ConnectError::UpstashUrl)?;
        url.set_query(None);
        url.set_fragment(None);
        let mut pipeline = url.clone();
        pipeline
            .path_segments_mut()
            .map_err(|()| ConnectError::UpstashUrl)?
            .pop_if_empty()
            .push("pipeline");
        let token = token.expose_secret().trim();
        if token.is_empty() {
            return Err(ConnectError::UpstashToken);
        }
        let mut authorization = HeaderValue::from_str(&format!("Bearer {token}"))
            .map_err(|_| ConnectError::UpstashToken)?;
        authorization.set_sensitive(true);
        let http = Client::builder()
            // The token goes where the operator said and nowhere else.
            .redirect(redirect::Policy::none())
            .timeout(BEHIND.max(timeout))
            .build()
            .map_err(|_| ConnectError::Tls)?;
        Ok(Self {
            http,
            url,
            pipeline,
            authorization,
            timeout,
        })
    }
}

impl fmt::Debug for Upstash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upstash")
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Wire for Upstash {
    async fn send(
        &self,
        commands: Vec<Command>,
    ) -> Result<Vec<Result<Reply, StoreError>>, StoreError> {
        let commands = commands
            .iter()
            .map(|words| words.iter().map(|word| text(word)).collect())
            .collect::<Result<Vec<Vec<&str>>, _>>()?;
        let (url, body) = match &commands[..] {
            [single] => (&self.url, serde_json::to_vec(single)),
            many => (&self.pipeline, serde_json::to_vec(many)),
        };
        let single = commands.len() == 1;
        let body = body.map_err(|error| StoreError::Refused(error.to_string()))?;
        let request = self
            .http
            .post(url.clone())
            .header(AUTHORIZATION, self.authorization.clone())
            .header(CONTENT_TYPE, "application/json")
            .body(body);
        let answer = tokio::spawn(ask(request, single));
        match tokio::time::timeout(self.timeout, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(StoreError::Unreachable("the request was ended".to_owned())),
            Err(_) => Err(StoreError::Timeout(self.timeout)),
        }
    }

    fn pack(&self, value: &[u8]) -> Bytes {
        BASE64.encode(value).into()
    }

    fn unpack(&self, packed: Bytes) -> Result<Bytes, StoreError> {
        BASE64
            .decode(&packed)
            .map(Bytes::from)
            .map_err(|_| StoreError::Malformed("a value that is not base64".to_owned()))
    }
}

fn text(word: &Bytes) -> Result<&str, StoreError> {
    std::str::from_utf8(word).map_err(|_| StoreError::Refused("a word is not UTF-8".to_owned()))
}

async fn ask(
    request: reqwest::RequestBuilder,
    single: bool,
) -> Result<Vec<Result<Reply, StoreError>>, StoreError> {
    let mut response = request.send().await.map_err(|error| unreachable(&error))?;
    let status = response.status();
    if status == StatusCode::TOO_MANY_REQUESTS {
        let wait = response.headers().get(RETRY_AFTER);
        let wait = wait.and_then(|value| value.to_str().ok()?.trim().parse().ok());
        return Err(StoreError::Busy(wait.map(Duration::from_secs)));
    }
    if status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN {
        let why = "it does not accept UPSTASH_REDIS_REST_TOKEN";
        return Err(StoreError::Unfit(why.to_owned()));
    }
    // 400 is how it says that one command failed; its body tells why.
    if !status.is_success() && status != StatusCode::BAD_REQUEST {
        return Err(StoreError::Unfit(format!("HTTP {}", status.as_u16())));
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| unreachable(&error))?
    {
        if body.len() + chunk.len() > LARGEST {
            return Err(StoreError::Malformed("an answer too large".to_owned()));
        }
        body.extend_from_slice(&chunk);
    }
    let answers = if single || status == StatusCode::BAD_REQUEST {
        serde_json::from_slice(&body).map(|answer: Answer| vec![answer])
    } else {
        serde_json::from_slice(&body)
    };
    let answers =
        answers.map_err(|_| StoreError::Malformed("not the JSON of Upstash".to_owned()))?;
    if let ([Answer::Error { error }], false) = (&answers[..], single) {
        return Err(StoreError::from_server(error));
    }
    Ok(answers.into_iter().map(Answer::reply).collect())
}

fn unreachable(error: &reqwest::Error) -> StoreError {
    // reqwest's own words hold the URL.
    let why = match error {
        error if error.is_timeout() => return StoreError::Timeout(BEHIND),
        error if error.is_connect() => "can't connect",
        error if error.is_body() || error.is_decode() => "the answer ended early",
        _ => "the request failed",
    };
    StoreError::Unreachable(why.to_owned())
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Answer {
    Error { error: String },
    Result { result: serde_json::Value },
}

impl Answer {
    fn reply(self) -> Result<Reply, StoreError> {
        match self {
            Self::Error { error } => Err(StoreError::from_server(&error)),
            Self::Result { result } => reply(result),
        }
    }
}

fn reply(value: serde_json::Value) -> Result<Reply, StoreError> {
    use serde_json::Value;
    Ok(match value {
        Value::Null => Reply::Nil,
        Value::Bool(yes) => Reply::Int(yes.into()),
        Value::Number(number) => match number.as_i64() {
            Some(number) => Reply::Int(number),
            None => Reply::Bytes(number.to_string().into()),
        },
        Value::String(text) => Reply::Bytes(text.into()),
        Value::Array(list) => Reply::List(list.into_iter().map(reply).collect::<Result<_, _>>()?),
        Value::Object(_) => return Err(StoreError::Malformed("an object".to_owned())),
    })
}
