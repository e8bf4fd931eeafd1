//! Where requests are counted.

use secrecy::SecretString;
use vinbot_redis::Link;

pub use vinbot_redis::BadUrl;

/// In this process, or in Redis for all processes.
#[derive(Debug, Clone)]
pub struct Backend(pub(crate) Option<Link>);

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
        Link::new(url).map(|link| Self(Some(link)))
    }
}
