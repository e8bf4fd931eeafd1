//! What instances of the bot share: who runs a job, and when it last ran.

use std::time::{Duration, SystemTime};

use async_trait::async_trait;

/// The place where something is shared does not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Trouble(pub String);

/// Lets one instance at a time run a job.
#[async_trait]
pub trait Lock: Send + Sync {
    /// Takes the lock of this job, if nobody has it. It is free again after `lasts`, unless it is
    /// renewed before.
    ///
    /// # Errors
    /// If it can't be known who has it. Then the job does not run.
    async fn acquire(&self, job: &str, lasts: Duration) -> Result<Option<Box<dyn Held>>, Trouble>;
}

/// A lock that we have.
#[async_trait]
pub trait Held: Send + Sync {
    /// Keeps it for as long as it was taken for. `false`: it is not ours any more.
    ///
    /// # Errors
    /// If that can't be known.
    async fn renew(&self) -> Result<bool, Trouble>;

    /// Gives it back, if it is still ours.
    async fn release(self: Box<Self>);
}

/// Knows when jobs last ran.
#[async_trait]
pub trait Memory: Send + Sync {
    /// When the last run of this job that counts began; `None`: it never ran.
    ///
    /// # Errors
    /// If that can't be known. Then the job does not run, since it might for a second time.
    async fn last_run(&self, job: &str) -> Result<Option<SystemTime>, Trouble>;

    /// A run that counts began at this time.
    ///
    /// # Errors
    /// If it can't be kept.
    async fn ran(&self, job: &str, at: SystemTime) -> Result<(), Trouble>;
}
