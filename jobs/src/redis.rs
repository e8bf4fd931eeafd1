//! Shared by all instances that use the same Redis.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use redis::aio::MultiplexedConnection;
use redis::{Client, Cmd, ErrorKind, FromRedisValue, IntoConnectionInfo as _, RedisError};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::shared::{Held, Lock, Memory, Trouble};

/// How long a command may take, connecting included.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Keeps a lock that has our token.
const RENEW: &str = "\
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0";

/// Gives back a lock that has our token. Without looking it would be another's that came after.
const RELEASE: &str = "\
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0";

/// A [`Lock`] and a [`Memory`] in Redis. Clones are the same.
///
/// It is one server's lock: if that fails over to a copy that has not heard of it, two instances
/// may have it for a while. A job whose run must not happen twice then still needs to look.
#[derive(Clone)]
pub struct Redis(Arc<Inner>);

struct Inner {
    client: Client,
    prefix: String,
    connection: Mutex<Option<MultiplexedConnection>>,
}

/// The URL is none of a Redis server. It is not shown, since it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "REDIS_URL is no such URL: write redis://[user:password@]host[:port][/database], rediss:// \
     for TLS or unix:///path"
)]
pub struct BadUrl;

impl Redis {
    /// Keys begin with `prefix`: bots that share a server have different ones. It connects
    /// later.
    ///
    /// # Errors
    /// If this is no URL of a Redis server.
    pub fn new(url: &SecretString, prefix: &str) -> Result<Self, BadUrl> {
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
            prefix: prefix.to_owned(),
            connection: Mutex::default(),
        })))
    }

    fn key(&self, kind: &str, job: &str) -> String {
        format!("{}:{kind}:{job}", self.0.prefix)
    }

    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Trouble> {
        let asked = timeout(TIMEOUT, async {
            let mut connection = self.connected().await?;
            command.query_async(&mut connection).await
        });
        let answer = match asked.await {
            Ok(answer) => answer.map_err(|error| trouble(&error)),
            Err(_) => Err(Trouble(format!("Redis: no answer within {TIMEOUT:?}"))),
        };
        if answer.is_err() {
            // A connection that is silent may be dead.
            *self.0.connection.lock().await = None;
        }
        answer
    }

    async fn connected(&self) -> Result<MultiplexedConnection, RedisError> {
        let mut connection = self.0.connection.lock().await;
        if let Some(connection) = &*connection {
            return Ok(connection.clone());
        }
        let new = self.0.client.get_multiplexed_async_connection().await?;
        Ok(connection.insert(new).clone())
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client knows the password.
        f.debug_struct("Redis")
            .field("prefix", &self.0.prefix)
            .finish_non_exhaustive()
    }
}

struct Locked {
    redis: Redis,
    key: String,
    token: String,
    lasts: Duration,
}

#[async_trait]
impl Lock for Redis {
    async fn acquire(&self, job: &str, lasts: Duration) -> Result<Option<Box<dyn Held>>, Trouble> {
        let mut random = [0; 16];
        getrandom::fill(&mut random)
            .map_err(|error| Trouble(format!("no random numbers: {error}")))?;
        let (key, token) = (
            self.key("lock", job),
            format!("{:032x}", u128::from_ne_bytes(random)),
        );
        let mut command = redis::cmd("SET");
        command.arg(&key).arg(&token).arg("NX");
        command.arg("PX").arg(millis(lasts));
        let set: Option<String> = self.ask(&command).await?;
        Ok(set.map(|_| {
            Box::new(Locked {
                redis: self.clone(),
                key,
                token,
                lasts,
            }) as Box<dyn Held>
        }))
    }
}

#[async_trait]
impl Held for Locked {
    async fn renew(&self) -> Result<bool, Trouble> {
        let mut command = redis::cmd("EVAL");
        command.arg(RENEW).arg(1).arg(&self.key).arg(&self.token);
        command.arg(millis(self.lasts));
        self.redis.ask(&command).await
    }

    async fn release(self: Box<Self>) {
        let mut command = redis::cmd("EVAL");
        command.arg(RELEASE).arg(1).arg(&self.key).arg(&self.token);
        if let Err(error) = self.redis.ask::<bool>(&command).await {
            tracing::warn!(%error, "a job's lock is not given back: it is free when it runs out");
        }
    }
}

#[async_trait]
impl Memory for Redis {
    async fn last_run(&self, job: &str) -> Result<Option<SystemTime>, Trouble> {
        let mut command = redis::cmd("GET");
        let kept: Option<u64> = self.ask(command.arg(self.key("last", job))).await?;
        Ok(kept.and_then(|kept| SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(kept))))
    }

    async fn ran(&self, job: &str, at: SystemTime) -> Result<(), Trouble> {
        let since = at
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        let mut command = redis::cmd("SET");
        command.arg(self.key("last", job)).arg(millis(since));
        self.ask(&command).await
    }
}

/// In milliseconds; at least one, since Redis takes no zero.
fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis())
        .unwrap_or(u64::MAX)
        .max(1)
}

/// What an error means. Of what the server says only the code is taken: it may repeat what it was
/// sent, and while we log in that is the password.
fn trouble(error: &RedisError) -> Trouble {
    Trouble(match (error.kind(), error.code()) {
        (ErrorKind::AuthenticationFailed, _) => {
            "Redis does not accept the login in REDIS_URL".to_owned()
        }
        (ErrorKind::Io, _) => format!("Redis: {error}"),
        (_, Some(code)) => format!("Redis: {code}"),
        _ => "Redis: no answer".to_owned(),
    })
}
