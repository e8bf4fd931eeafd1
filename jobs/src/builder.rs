//! How a scheduler is put together.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::in_process::InProcess;
use crate::job::Job;
use crate::schedule::Schedule;
use crate::scheduler::Scheduler;
use crate::shared::{Lock, Memory};

/// A name that no job can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadJob {
    /// Two jobs have it: they would share a lock and a last run.
    #[error("two jobs are called {0:?}: each needs a name of its own")]
    Twice(String),
    /// It is empty or too long.
    #[error("{0:?} is no name of a job: it has 1 to 64 letters, digits, '-' and '_'")]
    Name(String),
}

/// What all jobs of a scheduler have in common.
pub(crate) struct Common {
    pub(crate) lock: Arc<dyn Lock>,
    pub(crate) memory: Arc<dyn Memory>,
    pub(crate) clock: Clock,
    pub(crate) lock_lasts: Duration,
    pub(crate) look_again: Duration,
}

/// A scheduler that has not started yet.
pub struct Builder {
    jobs: Vec<Job>,
    common: Common,
}

impl Builder {
    pub(crate) fn new() -> Self {
        let alone = InProcess::default();
        Self {
            jobs: Vec::new(),
            common: Common {
                lock: Arc::new(alone.clone()),
                memory: Arc::new(alone),
                clock: Clock::default(),
                lock_lasts: Duration::from_secs(30),
                look_again: Duration::from_secs(15),
            },
        }
    }

    /// Adds a job. `run` is called for each run, with a token that is cancelled when the run has
    /// to end: it then ends soon, with an error if it is not done.
    #[must_use]
    pub fn job<F, Fut, E>(mut self, name: &str, schedule: Schedule, run: F) -> Self
    where
        F: Fn(CancellationToken) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: fmt::Display,
    {
        self.jobs.push(Job::new(name, schedule, run));
        self
    }

    /// What decides which instance runs a job; [`InProcess`] if it is not said.
    #[must_use]
    pub fn lock(mut self, lock: impl Lock + 'static) -> Self {
        self.common.lock = Arc::new(lock);
        self
    }

    /// What knows when jobs last ran; [`InProcess`] if it is not said. Instances that share a
    /// lock have to share it, too.
    #[must_use]
    pub fn memory(mut self, memory: impl Memory + 'static) -> Self {
        self.common.memory = Arc::new(memory);
        self
    }

    /// What tells the time.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.common.clock = clock;
        self
    }

    /// How long a lock lasts whose instance died; 30 seconds if it is not said. It is renewed
    /// three times as often. If it can't be, the job is cancelled after two thirds, and has the
    /// last third to end in.
    #[must_use]
    pub fn lock_lasts(mut self, lasts: Duration) -> Self {
        self.common.lock_lasts = lasts.max(Duration::from_millis(30));
        self
    }

    /// How long to wait before a job is looked at again that another instance runs, or whose lock
    /// or memory does not answer; 15 seconds if it is not said.
    #[must_use]
    pub fn look_again(mut self, after: Duration) -> Self {
        self.common.look_again = after.max(Duration::from_millis(10));
        self
    }

    /// Starts it: each job waits for its time in a task of its own.
    ///
    /// # Errors
    /// If a job's name is no name or another's.
    ///
    /// # Panics
    /// Outside a tokio runtime, as [`tokio::spawn`] does.
    pub fn start(self) -> Result<Scheduler, BadJob> {
        let mut names = BTreeSet::new();
        for job in &self.jobs {
            let fine = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
            if job.name.is_empty() || job.name.len() > 64 || !job.name.chars().all(fine) {
                return Err(BadJob::Name(job.name.clone()));
            }
            if !names.insert(&job.name) {
                return Err(BadJob::Twice(job.name.clone()));
            }
        }
        Ok(Scheduler::start(self.jobs, self.common))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.jobs.iter().map(|job| &job.name);
        f.debug_list().entries(names).finish()
    }
}
