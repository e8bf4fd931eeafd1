//! The connection and who shares it.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared};
use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Client, Cmd, FromRedisValue, IntoConnectionInfo as _, RedisResult,
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::timeout;

use crate::failure::Failure;

/// How long connecting may take, TLS included.
const CONNECT: Duration = Duration::from_secs(5);

/// The URL is none of a Redis server. It is not shown, since it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "REDIS_URL is no such URL: write redis://[user:password@]host[:port][/database], rediss:// \
     for TLS or unix:///path"
)]
pub struct BadUrl;

/// A Redis server behind one connection. Clones share it.
#[derive(Clone)]
pub struct Link(Arc<Inner>);

struct Inner {
    client: Client,
    current: Mutex<Option<Connecting>>,
}

/// A connection, or the attempt to make one: whoever comes meanwhile waits for the same.
type Connecting = Shared<BoxFuture<'static, Result<MultiplexedConnection, Failure>>>;

impl Link {
    /// Takes a URL: `redis://[user:password@]host[:port][/database]`, `rediss://` for TLS,
    /// `unix:///path` for a socket. Connects later.
    ///
    /// # Errors
    /// If this is no such URL.
    pub fn new(url: &SecretString) -> Result<Self, BadUrl> {
        let url = url.expose_secret().trim();
        let info = url.into_connection_info().map_err(|_| BadUrl)?;
        // For the connection's name to be set takes a round trip, and tells nobody anything.
        let login = info.redis_settings().clone().set_skip_set_lib_name();
        let client = Client::open(info.set_redis_settings(login)).map_err(|_| BadUrl)?;
        // rustls refuses to choose where a program has several providers; an error says that
        // the program has chosen, and is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(Self(Arc::new(Inner {
            client,
            current: Mutex::default(),
        })))
    }

    /// Sends one command. Its answer may take `within`, connecting included.
    ///
    /// # Errors
    /// As [`Link::run`].
    pub async fn ask<T: FromRedisValue>(
        &self,
        command: &Cmd,
        within: Duration,
    ) -> Result<T, Failure> {
        self.run(within, |mut connection| async move {
            command.query_async(&mut connection).await
        })
        .await
    }

    /// Does something over the connection. It may take `within`, connecting included.
    ///
    /// # Errors
    /// If there is no connection or what is done fails. Whatever it was, whoever comes next
    /// connects anew: a connection that is silent may be dead, and one to a server that only
    /// reads now leads elsewhere next time.
    pub async fn run<T, F>(
        &self,
        within: Duration,
        act: impl FnOnce(MultiplexedConnection) -> F,
    ) -> Result<T, Failure>
    where
        F: Future<Output = RedisResult<T>>,
    {
        let connecting = self.connecting();
        let answer = timeout(within, async {
            let connection = connecting.clone().await?;
            let answer = act(connection).await;
            answer.map_err(|error| Failure::connected(&error))
        });
        let answer = answer.await.unwrap_or(Err(Failure::Late(within)));
        // An attempt to connect that is not over goes on.
        if answer.is_err() && connecting.peek().is_some() {
            self.forget(&connecting);
        }
        answer
    }

    fn connecting(&self) -> Connecting {
        let connect = || {
            let client = self.0.client.clone();
            let config = AsyncConnectionConfig::new()
                .set_connection_timeout(Some(CONNECT))
                // Whoever asks says how long that may take.
                .set_response_timeout(None);
            let attempt = tokio::spawn(async move {
                let connected = client.get_multiplexed_async_connection_with_config(&config);
                match timeout(CONNECT, connected).await {
                    Ok(connected) => connected.map_err(|error| Failure::connecting(&error)),
                    Err(_) => Err(Failure::Late(CONNECT)),
                }
            });
            let ended = || Failure::Down("connecting was ended".to_owned());
            attempt
                .map(move |attempt| attempt.unwrap_or_else(|_| Err(ended())))
                .boxed()
                .shared()
        };
        let mut current = self.current();
        // One that failed after all who waited for it had given up.
        current.take_if(|it| matches!(it.clone().now_or_never(), Some(Err(_))));
        current.get_or_insert_with(connect).clone()
    }

    /// Makes whoever comes next connect anew, unless another already does.
    fn forget(&self, failed: &Connecting) {
        self.current().take_if(|it| it.ptr_eq(failed));
    }

    fn current(&self) -> MutexGuard<'_, Option<Connecting>> {
        let current = self.0.current.lock();
        current.unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client knows the password.
        f.debug_struct("Link").finish_non_exhaustive()
    }
}
