//! One connection to a Redis that all share, made anew when it breaks.

use std::time::Duration;

use redis::{Cmd, FromRedisValue};
use secrecy::SecretString;
use vinbot_redis::{Failure, Link};

use crate::error::StoreError;

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

#[derive(Debug)]
pub(super) struct Connection(Link);

impl Connection {
    /// Takes a URL and connects later.
    pub(super) fn new(url: &SecretString) -> Result<Self, StoreError> {
        let link = Link::new(url).map_err(|_| StoreError::RedisUrl)?;
        Ok(Self(link))
    }

    /// Sends a command; once more over a new connection if the old one turns out to be broken
    /// and that does no harm.
    pub(super) async fn ask<T: FromRedisValue>(
        &self,
        command: &Cmd,
        again: Again,
    ) -> Result<T, StoreError> {
        match self.0.ask(command, ROUND_TRIP).await {
            Err(Failure::Broken(_)) if again == Again::Fine => {
                self.0.ask(command, ROUND_TRIP).await
            }
            answer => answer,
        }
        .map_err(|failure| error(&failure))
    }
}

fn error(failure: &Failure) -> StoreError {
    StoreError::Unavailable(match failure {
        Failure::Down(_) | Failure::Broken(_) => format!("no connection to Redis: {failure}"),
        Failure::Late(within) => format!("no answer from Redis within {} s", within.as_secs()),
        Failure::Login => {
            "Redis does not accept the login in REDIS_URL: see that user and password are right"
                .to_owned()
        }
        Failure::Refused(code) => format!("Redis refuses: {code}"),
        Failure::Unreadable => "Redis gave an answer that can't be read".to_owned(),
    })
}
