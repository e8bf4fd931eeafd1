//! A Redis server, over its own protocol.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use redis::Value;
use redis::aio::ConnectionLike as _;
use secrecy::SecretString;
use vinbot_redis::{Failure, Link};

use super::StoreError;
use super::commands::{Command, Reply, Wire};
use crate::connect::ConnectError;

/// A Redis server behind one connection that all share. It is made at the first operation and
/// again after any failure.
#[derive(Debug)]
pub struct Redis {
    link: Link,
    timeout: Duration,
}

impl Redis {
    /// Takes a URL: `redis://[user:password@]host[:port][/database]`, `rediss://` for TLS,
    /// `unix:///path` for a socket. Connects later. Each round trip may take `timeout`.
    ///
    /// # Errors
    /// If this is no such URL. The error does not show it.
    pub fn new(url: &SecretString, timeout: Duration) -> Result<Self, ConnectError> {
        let link = Link::new(url).map_err(|_| ConnectError::RedisUrl)?;
        Ok(Self { link, timeout })
    }
}

#[async_trait]
impl Wire for Redis {
    async fn send(
        &self,
        commands: Vec<Command>,
    ) -> Result<Vec<Result<Reply, StoreError>>, StoreError> {
        let asked = commands.len();
        let mut pipeline = redis::pipe();
        for words in commands {
            let mut command = redis::Cmd::new();
            for word in &words {
                command.arg(&word[..]);
            }
            pipeline.add_command(command);
        }
        let answer = self.link.run(self.timeout, |mut connection| async move {
            connection.req_packed_commands(&pipeline, 0, asked).await
        });
        match answer.await {
            Ok(values) => Ok(values.into_iter().map(reply).collect()),
            Err(failure) => Err(error(failure)),
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

fn error(failure: Failure) -> StoreError {
    match failure {
        Failure::Down(why) | Failure::Broken(why) => StoreError::Unreachable(why),
        Failure::Late(within) => StoreError::Timeout(within),
        Failure::Login | Failure::Refused(_) => StoreError::Unfit(failure.to_string()),
        Failure::Unreadable => StoreError::Malformed("not the protocol of Redis".to_owned()),
    }
}
