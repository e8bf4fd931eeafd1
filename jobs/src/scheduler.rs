//! The scheduler, as the rest of the program sees it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use crate::builder::{Builder, Common};
use crate::job::{Job, Listed, Outcome};
use crate::runner::{Asked, Runner};

/// Why a job that was asked for did not run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRun {
    /// There is no such job.
    #[error("there is no such job: the list has the names")]
    Unknown,
    /// It runs here already.
    #[error("it is running already")]
    Running,
    /// It runs in another instance.
    #[error("another instance is running it")]
    Elsewhere,
    /// The lock does not answer.
    #[error("it is not known whether another instance is running it: {0}")]
    Trouble(String),
    /// The scheduler stops.
    #[error("nothing is run any more: the bot is stopping")]
    Stopping,
}

/// Runs jobs at their times. When it is dropped, waiting jobs end and running ones are cancelled,
/// without a wait for them: [`stop`](Scheduler::stop) waits.
pub struct Scheduler {
    jobs: Vec<(Arc<Job>, mpsc::Sender<Asked>)>,
    tasks: TaskTracker,
    stopping: CancellationToken,
    /// The end of all patience.
    over: CancellationToken,
    _stops: DropGuard,
}

impl Scheduler {
    /// A scheduler without jobs, to which they are added.
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub(crate) fn start(jobs: Vec<Job>, common: Common) -> Self {
        let common = Arc::new(common);
        let (stopping, over) = (CancellationToken::new(), CancellationToken::new());
        let tasks = TaskTracker::new();
        let jobs = jobs.into_iter().map(Arc::new).map(|job| {
            let (ask, asked) = mpsc::channel(1);
            tasks.spawn(
                Runner {
                    job: Arc::clone(&job),
                    common: Arc::clone(&common),
                    asked,
                    stopping: stopping.clone(),
                    over: over.clone(),
                    begun: common.clock.now(),
                }
                .keep_running(),
            );
            (job, ask)
        });
        let jobs = jobs.collect();
        tasks.close();
        Self {
            jobs,
            tasks,
            _stops: stopping.clone().drop_guard(),
            stopping,
            over,
        }
    }

    /// Runs a job now, and waits until it has ended. It counts as a run: what is due so long
    /// after the last is put off, what is due at a time of day is not.
    ///
    /// # Errors
    /// If it did not run.
    pub async fn run_now(&self, name: &str) -> Result<Outcome, NotRun> {
        let mut jobs = self.jobs.iter();
        let (job, ask) = jobs
            .find(|(job, _)| job.name == name)
            .ok_or(NotRun::Unknown)?;
        if self.stopping.is_cancelled() {
            return Err(NotRun::Stopping);
        }
        if job.state().running {
            return Err(NotRun::Running);
        }
        let (tell, told) = oneshot::channel();
        // The task waits for one at a time: another one was asked for at this moment.
        ask.try_send(tell).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => NotRun::Running,
            mpsc::error::TrySendError::Closed(_) => NotRun::Stopping,
        })?;
        told.await.unwrap_or(Err(NotRun::Stopping))
    }

    /// All jobs, in the order in which they were added.
    pub fn list(&self) -> Vec<Listed> {
        self.jobs.iter().map(|(job, _)| job.listed()).collect()
    }

    /// Starts nothing more, cancels what runs and waits until it has ended, no longer than
    /// `deadline`. Returns the names of jobs that had not ended by then: they were aborted.
    pub async fn stop(&self, deadline: Duration) -> Vec<String> {
        self.stopping.cancel();
        if timeout(deadline, self.tasks.wait()).await.is_ok() {
            return Vec::new();
        }
        let jobs = self.list().into_iter();
        let late = jobs.filter(|job| job.running).map(|job| job.name).collect();
        self.over.cancel();
        self.tasks.wait().await;
        late
    }
}

impl fmt::Debug for Scheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.list()).finish()
    }
}
