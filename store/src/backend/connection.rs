//! One connection to a Redis that all share, made anew when it breaks.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared};
use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Client, Cmd, ErrorKind, FromRedisValue, IntoConnectionInfo as _,
    RedisError,
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::error::StoreError;

/// How long connecting may take, TLS included.
const CONNECT: Duration = Duration::from_secs(5);
/// How long one round trip may take.
const ROUND_TRIP: Duration = Duration::from_secs(5);

/// Whether a command may be sent a second time when nobody knows if the first arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// Doing it twice is as good as once.
    Fine,
    /// Doing it twice is another thing.
    Never,
}

/// Made at the first command and again after any failure, as in vinbot-cache: redis's own
/// `ConnectionManager` keeps a connection whose server hangs, and one whose login failed.
pub(super) struct Connection {
    client: Client,
    current: Mutex<Option<Connecting>>,
}

/// A connection, or the attempt to make one: whoever comes meanwhile waits for the same.
type Connecting = Shared<BoxFuture<'static, Result<MultiplexedConnection, StoreError>>>;

impl Connection {
    /// Takes a URL and connects later.
    pub(super) fn new(url: &SecretString) -> Result<Self, StoreError> {
        let info = url
            .expose_secret()
            .trim()
            .into_connection_info()
            .map_err(|_| StoreError::RedisUrl)?;
        let login = info.redis_settings().clone().set_skip_set_lib_name();
        let client =
            Client::open(info.set_redis_settings(login)).map_err(|_| StoreError::RedisUrl)?;
        // rustls refuses to choose where a program has several providers; an error says that
        // the program has chosen, and is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(Self {
            client,
            current: Mutex::new(None),
        })
    }

    /// Sends a command; once more over a new connection if the old one turns out to be broken
    /// and that does no harm.
    pub(super) async fn ask<T: FromRedisValue>(
        &self,
        command: &Cmd,
        again: Again,
    ) -> Result<T, StoreError> {
        match self.once(command).await {
            Err(Failure::Broken(_)) if again == Again::Fine => self.once(command).await,
            answer => answer,
        }
        .map_err(Failure::into_error)
    }

    async fn once<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Failure> {
        let connecting = self.connecting();
        let answer = tokio::time::timeout(ROUND_TRIP, async {
            let mut connection = connecting.clone().await.map_err(Failure::Down)?;
            let answer = command.query_async::<T>(&mut connection).await;
            answer.map_err(|error| failure(&error))
        });
        let answer = answer.await.unwrap_or_else(|_| Err(Failure::Down(late())));
        if let Err(Failure::Broken(_) | Failure::Down(_)) = &answer {
            self.forget(&connecting);
        }
        answer
    }

    fn connecting(&self) -> Connecting {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        current
            .get_or_insert_with(|| {
                let client = self.client.clone();
                let config = AsyncConnectionConfig::new()
                    .set_connection_timeout(Some(CONNECT))
                    // Ours ends each round trip.
                    .set_response_timeout(None);
                let attempt = tokio::spawn(async move {
                    let connected = client.get_multiplexed_async_connection_with_config(&config);
                    match tokio::time::timeout(CONNECT, connected).await {
                        Ok(connected) => connected.map_err(|error| failure(&error).into_error()),
                        Err(_) => Err(late()),
                    }
                });
                attempt
                    .map(|ended| ended.unwrap_or_else(|_| Err(unavailable("connecting was ended"))))
                    .boxed()
                    .shared()
            })
            .clone()
    }

    /// Makes the next command connect anew, unless another already does.
    fn forget(&self, failed: &Connecting) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.as_ref().is_some_and(|it| it.ptr_eq(failed)) {
            *current = None;
        }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client knows the password.
        f.debug_struct("Connection").finish_non_exhaustive()
    }
}

enum Failure {
    /// The connection broke: nobody knows whether the command arrived.
    Broken(StoreError),
    /// There is no connection, or no answer in time.
    Down(StoreError),
    /// The server answered that it won't.
    Refused(StoreError),
}

impl Failure {
    fn into_error(self) -> StoreError {
        match self {
            Self::Broken(error) | Self::Down(error) | Self::Refused(error) => error,
        }
    }
}

/// What an error means. Of what the server says only the code is taken: the rest may repeat
/// what it was sent.
fn failure(error: &RedisError) -> Failure {
    match (error.kind(), error.code()) {
        (ErrorKind::AuthenticationFailed, _) => Failure::Refused(unavailable(
            "Redis does not accept the login in REDIS_URL: see that user and password are right",
        )),
        (ErrorKind::Io, _) => {
            Failure::Broken(unavailable(&format!("no connection to Redis: {error}")))
        }
        (_, Some(code)) => Failure::Refused(unavailable(&format!("Redis refuses: {code}"))),
        _ => Failure::Refused(unavailable("Redis gave an answer that can't be read")),
    }
}

fn late() -> StoreError {
    unavailable(&format!(
        "no answer from Redis within {} s",
        ROUND_TRIP.as_secs()
    ))
}

fn unavailable(what: &str) -> StoreError {
    StoreError::Unavailable(what.to_owned())
}
