//! Shared by all instances that use the same Redis.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use redis::{Cmd, FromRedisValue};
use secrecy::SecretString;
use vinbot_redis::{Failure, Link};

use crate::shared::{Held, Lock, Memory, Trouble};

pub use vinbot_redis::BadUrl;

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
#[derive(Debug, Clone)]
pub struct Redis {
    link: Link,
    prefix: Arc<str>,
}

impl Redis {
    /// Keys begin with `prefix`: bots that share a server have different ones. It connects
    /// later.
    ///
    /// # Errors
    /// If this is no URL of a Redis server.
    pub fn new(url: &SecretString, prefix: &str) -> Result<Self, BadUrl> {
        let (link, prefix) = (Link::new(url)?, prefix.into());
        Ok(Self { link, prefix })
    }

    fn key(&self, kind: &str, job: &str) -> String {
        format!("{}:{kind}:{job}", self.prefix)
    }

    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, Trouble> {
        let answer = self.link.ask(command, TIMEOUT).await;
        answer.map_err(|failure| trouble(&failure))
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

fn trouble(failure: &Failure) -> Trouble {
    Trouble(match failure {
        Failure::Login => "Redis does not accept the login in REDIS_URL".to_owned(),
        Failure::Unreadable => "Redis: no answer".to_owned(),
        _ => format!("Redis: {failure}"),
    })
}
