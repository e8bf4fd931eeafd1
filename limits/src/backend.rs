//! Where requests are counted.

use secrecy::{ExposeSecret as _, SecretString};

use redis::{Client, IntoConnectionInfo as _};

/// In this process, or in Redis for all processes.
#[derive(Clone)]
pub struct Backend(pub(crate) Option<Client>);

/// The URL is none of a Redis server. It is not shown, since it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "REDIS_URL is no such URL: write redis://[user:password@]host[:port][/database], rediss:// \
     for TLS or unix:///path"
)]
pub struct BadUrl;

impl Backend {
    /// Each process counts for itself.
    pub fn memory() -> Self {
        Self(None)
    }

    /// All processes with this server and the same prefix count together. It connects later.
    ///
    /// # Errors
    /// If this is no URL of a Redis server.
    pub fn redis(url: &SecretString) -> Result<Self, BadUrl> {
        let url = url.expose_secret().trim();
        let info = url.into_connection_info().map_err(|_| BadUrl)?;
        // For the connection's name to be set takes a round trip, and tells nobody anything.
        let login = info.redis_settings().clone().set_skip_set_lib_name();
        let client = Client::open(info.set_redis_settings(login)).map_err(|_| BadUrl)?;
        // rustls refuses to choose where a program has several providers; an error says that
        // the program has chosen, and is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(Self(Some(client)))
    }
}

impl std::fmt::Debug for Backend {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The client knows the password.
        f.write_str(match self.0 {
            Some(_) => "Redis",
            None => "Memory",
        })
    }
}
