//! What can go wrong on the way of a plugin.

use std::path::PathBuf;

use crate::plugins::LoadError;
use crate::trust::LockError;

/// Why a plugin was not packed, pushed or installed. The words are for operators and
/// authors, and hold no secret.
#[derive(Debug, thiserror::Error)]
pub enum DistributionError {
    /// It is nowhere that a plugin could be.
    #[error("`{0}` is no place of a plugin: {1}")]
    Source(String, &'static str),
    /// A file can't be read or written.
    #[error("{}: {reason}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// The system's words.
        reason: std::io::Error,
    },
    /// Nobody is there, or nobody answers.
    #[error("can't reach {host}: {reason}")]
    Unreachable {
        /// Host and port.
        host: String,
        /// Why.
        reason: String,
    },
    /// It takes too long.
    #[error("{host} took longer than {seconds} s")]
    Timeout {
        /// Host and port.
        host: String,
        /// How long was waited.
        seconds: u64,
    },
    /// Who asks is not known, or may not.
    #[error(
        "{host} wants a login, or does not take this one: set VINBOT_OCI_REGISTRY={host}, \
         VINBOT_OCI_USERNAME and VINBOT_OCI_PASSWORD, or `docker login {host}`"
    )]
    Unauthorized {
        /// Host and port.
        host: String,
    },
    /// There is no such thing.
    #[error("there is no {0}")]
    NotFound(String),
    /// The other side answers with an error.
    #[error("{host} answers: {reason}")]
    Refused {
        /// Host and port.
        host: String,
        /// Its words.
        reason: String,
    },
    /// The bytes are not those that their digest names.
    #[error(
        "{from} sent other bytes than it promised, so nothing was installed: {expected} was \
         wanted, {found} came"
    )]
    Tampered {
        /// Where they came from.
        from: String,
        /// The digest that was wanted.
        expected: String,
        /// The digest that came.
        found: String,
    },
    /// Larger than `runtime.max_component_mb`.
    #[error("{what} has more than {most} MB, which runtime.max_component_mb allows")]
    TooLarge {
        /// Where it came from.
        what: String,
        /// MB allowed.
        most: u64,
    },
    /// Not an artifact of the kind that holds a plugin.
    #[error("{what} holds no plugin: {reason}")]
    NotAPlugin {
        /// Where it came from.
        what: String,
        /// What is wrong.
        reason: String,
    },
    /// It would not be served.
    #[error("{what} would not be served: {error}")]
    Load {
        /// Where it came from.
        what: String,
        /// Why.
        error: LoadError,
    },
    /// There is something else of that name.
    #[error("{}: {reason}", place.display())]
    InTheWay {
        /// What is there.
        place: PathBuf,
        /// What to do.
        reason: &'static str,
    },
    /// The lock.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// Not installed.
    #[error("`{0}` is not in plugins.lock, so `vinbot plugin install` did not put it here")]
    NotInstalled(String),
    /// Other bytes than the lock pins.
    #[error(
        "`{name}` is not what plugins.lock pins: {what} is {found} at {from}, and was {pinned} \
         when it was installed; `vinbot plugin install {from}` takes the new one"
    )]
    NotAsLocked {
        /// The plugin.
        name: String,
        /// `plugin.wasm` or `plugin.toml`.
        what: &'static str,
        /// Where it came from.
        from: String,
        /// What the lock says.
        pinned: String,
        /// What came.
        found: String,
    },
    /// The login can't be read.
    #[error("{0}")]
    Login(String),
}

impl DistributionError {
    /// True if a plugin came, and was refused.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Tampered { .. }
                | Self::TooLarge { .. }
                | Self::NotAPlugin { .. }
                | Self::Load { .. }
                | Self::NotAsLocked { .. }
        )
    }
}
