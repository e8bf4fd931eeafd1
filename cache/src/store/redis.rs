//! A Redis server, over its own protocol.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared};
use redis::aio::{ConnectionLike as _, MultiplexedConnection};
use redis::{AsyncConnectionConfig, Client, ErrorKind, IntoConnectionInfo as _, RedisError, Value};
use secrecy::{ExposeSecret as _, SecretString};

use super::StoreError;
use super::commands::{Command, Reply, Wire};
use crate::connect::ConnectError;

/// How long connecting may take, TLS included. It goes on behind the operations, which wait
/// for it no longer than for anything else.
const CONNECT: Duration = Duration::from_secs(5);

/// A Redis server behind one connection that all share.
///
/// The connection is made at the first operation and again after any failure. redis's own
/// `ConnectionManager` is not used: it keeps a connection whose server hangs, and one whose
/// login failed for ever (its server was still loading, say).
pub struct Redis {
    client: Client,
    timeout: Duration,
    current: Mutex<Option<Connecting>>,
}

/// A connection, or the attempt to make one: whoever comes meanwhile waits for the same.
type Connecting = Shared<BoxFuture<'static, Result<MultiplexedConnection, StoreError>>>;

impl Redis {
    /// Takes a URL: `redis://[user:password@]host[:port][/database]`, `rediss://` for TLS,
    /// `unix:///path` for a socket. Connects later. Each round trip may take `timeout`.
    ///
    /// # Errors
    /// If this is no such URL. The error does not show it.
    pub fn new(url: &SecretString, timeout: Duration) -> Result<Self, ConnectError> {
        let info = url
            .expose_secret()
            .trim()
            .into_connection_info()
            .map_err(|_| ConnectError::RedisUrl)?;
        // For the connection's name to be set takes a round trip, and tells nobody anything.
        let login = info.redis_settings().clone().set_skip_set_lib_name();
        let client =
            Client::open(info.set_redis_settings(login)).map_err(|_| ConnectError::RedisUrl)?;
        // rustls refuses to choose where a program has several providers; an error says that
        // the program has chosen, and is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(Self {
            client,
            timeout,
            current: Mutex::new(None),
        })
    }

    fn connecting(&self) -> Connecting {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        current
            .get_or_insert_with(|| {
                let client = self.client.clone();
                let config = AsyncConnectionConfig::new()
                    .set_connection_timeout(Some(CONNECT))
                    // Ours ends each round trip earlier.
                    .set_response_timeout(None);
                let attempt = tokio::spawn(async move {
                    let connected = client.get_multiplexed_async_connection_with_config(&config);
                    match tokio::time::timeout(CONNECT, connected).await {
                        Ok(connected) => connected.map_err(|error| failure(&error)),
                        Err(_) => Err(StoreError::Timeout(CONNECT)),
                    }
                });
                attempt
                    .map(|ended| {
                        ended.unwrap_or_else(|_| {
                            Err(StoreError::Unreachable("connecting was ended".to_owned()))
                        })
                    })
                    .boxed()
                    .shared()
            })
            .clone()
    }

    /// Makes the next operation connect anew, unless another already does.
    fn forget(&self, failed: &Connecting) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.as_ref().is_some_and(|it| it.ptr_eq(failed)) {
            *current = None;
        }
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client knows the password.
        f.debug_struct("Redis")
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Wire for Redis {
    async fn send(
        &self,
        commands: Vec<Command>,
    ) -> Result<Vec<Result<Reply, StoreError>>, StoreError> {
        let connecting = self.connecting();
        let asked = commands.len();
        let mut pipeline = redis::pipe();
        for words in commands {
            let mut command = redis::Cmd::new();
            for word in &words {
                command.arg(&word[..]);
            }
            pipeline.add_command(command);
        }
        let mut connected = false;
        let answer = tokio::time::timeout(self.timeout, async {
            let mut connection = connecting.clone().await?;
            connected = true;
            let sent = connection.req_packed_commands(&pipeline, 0, asked).await;
            sent.map_err(|error| failure(&error))
        })
        .await;
        match answer {
            Ok(Ok(values)) => Ok(values.into_iter().map(reply).collect()),
            Ok(Err(error)) => {
                self.forget(&connecting);
                Err(error)
            }
            Err(_) => {
                // An attempt to connect goes on; a connection that is silent may be dead.
                if connected {
                    self.forget(&connecting);
                }
                Err(StoreError::Timeout(self.timeout))
            }
        }
    }
}

fn reply(value: Value) -> Result<Reply, StoreError> {
    Ok(match value {
        Value::Nil => Reply::Nil,
        Value::Int(number) => Reply::Int(number),
        Value::Boolean(yes) => Reply::Int(yes.into()),
        Value::BulkString(bytes) => Reply::Bytes(bytes.into()),
        Value::SimpleString(text) | Value::VerbatimString { text, .. } => Reply::Bytes(text.into()),
        Value::Okay => Reply::Bytes(Bytes::from_static(b"OK")),
        Value::Double(number) => Reply::Bytes(number.to_string().into()),
        Value::Array(list) | Value::Set(list) => {
            Reply::List(list.into_iter().map(reply).collect::<Result<_, _>>()?)
        }
        Value::Map(pairs) => Reply::List(
            pairs
                .into_iter()
                .flat_map(|(key, value)| [reply(key), reply(value)])
                .collect::<Result<_, _>>()?,
        ),
        Value::ServerError(error) => {
            let detail = error.details().unwrap_or_default();
            return Err(StoreError::from_server(&format!(
                "{} {detail}",
                error.code()
            )));
        }
        _ => return Err(StoreError::Malformed("an unknown kind of reply".to_owned())),
    })
}

/// What an error of the connection means. Of what the server says while we log in only the
/// code is taken: it may repeat what it was sent, and that is the password.
fn failure(error: &RedisError) -> StoreError {
    match (error.kind(), error.code()) {
        (ErrorKind::AuthenticationFailed, _) => {
            StoreError::Unfit("it does not accept the login in REDIS_URL".to_owned())
        }
        (ErrorKind::Io, _) => StoreError::Unreachable(error.to_string()),
        (ErrorKind::Parse, _) => StoreError::Malformed("not the protocol of Redis".to_owned()),
        (_, Some(code)) => StoreError::Unfit(code.to_owned()),
        _ => StoreError::Unreachable("the connection failed".to_owned()),
    }
}
