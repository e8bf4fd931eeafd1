//! Why a command was not done.

use std::time::Duration;

use redis::{ErrorKind, RedisError};

/// Why a command was not done. Its words are short and follow a name: "Redis: …".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// There is no connection: the command was not sent.
    #[error("{0}")]
    Down(String),
    /// The connection broke: nobody knows whether the command arrived.
    #[error("{0}")]
    Broken(String),
    /// No connection, or no answer, in this time.
    #[error("no answer within {0:?}")]
    Late(Duration),
    /// The server does not accept user or password.
    #[error("it does not accept the login in REDIS_URL")]
    Login,
    /// The server answers that it won't; its code, such as `OOM`.
    #[error("{0}")]
    Refused(String),
    /// The answer is not of the protocol, or not of the type that was asked for.
    #[error("no answer of Redis")]
    Unreadable,
}

impl Failure {
    /// What an error means while connecting.
    pub(crate) fn connecting(error: &RedisError) -> Self {
        Self::of(error, Self::Down)
    }

    /// What an error means once connected.
    pub(crate) fn connected(error: &RedisError) -> Self {
        Self::of(error, Self::Broken)
    }

    /// Of what the server says only the code is taken: the rest may repeat what it was sent, and
    /// while we log in that is the password.
    fn of(error: &RedisError, lost: fn(String) -> Self) -> Self {
        match (error.kind(), error.code()) {
            (ErrorKind::AuthenticationFailed, _) => Self::Login,
            (ErrorKind::Io, _) => lost(error.to_string()),
            (ErrorKind::Parse | ErrorKind::UnexpectedReturnType, _) => Self::Unreadable,
            (_, Some(code)) => Self::Refused(code.to_owned()),
            _ => lost("the connection failed".to_owned()),
        }
    }
}
