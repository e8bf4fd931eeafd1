//! The life of one job: wait, take the lock, look whether it is still due, run, note it.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::builder::Common;
use crate::job::{Job, Outcome};
use crate::run;
use crate::scheduler::NotRun;
use crate::shared::{Held, Trouble};

/// How often a run is noted that can't be, and how long is waited in between.
const NOTES: u32 = 3;
const NOTE_AGAIN: Duration = Duration::from_secs(1);

/// Where to tell how a run ended that somebody asked for.
pub(crate) type Asked = oneshot::Sender<Result<Outcome, NotRun>>;

pub(crate) struct Runner {
    pub(crate) job: Arc<Job>,
    pub(crate) common: Arc<Common>,
    pub(crate) asked: mpsc::Receiver<Asked>,
    pub(crate) stopping: CancellationToken,
    pub(crate) over: CancellationToken,
    /// When the scheduler started.
    pub(crate) begun: SystemTime,
}

/// What becomes of a job whose time has come.
enum Turn {
    Ran(Outcome),
    /// Another instance ran it since.
    NotDue,
    /// Another instance runs it.
    Elsewhere,
}

impl Runner {
    pub(crate) async fn keep_running(mut self) {
        let stopping = self.stopping.clone();
        // What is remembered decides when it is due: without that nothing runs by itself.
        let mut known = false;
        let mut look_again = None;
        while !stopping.is_cancelled() {
            if !known {
                known = self.remember().await;
            }
            let next = if known {
                self.next_run(look_again.take())
            } else {
                Some(self.common.clock.now() + self.common.look_again)
            };
            self.job.state().next_run = next;
            let asked = tokio::select! {
                () = stopping.cancelled() => break,
                Some(asked) = self.asked.recv() => Some(asked),
                () = self.common.clock.wait_until(next) => None,
            };
            if asked.is_none() && !known {
                continue;
            }
            let turn = self.turn(asked.is_some()).await;
            match &turn {
                Ok(Turn::Ran(Outcome::CutShort) | Turn::Elsewhere) | Err(_) => {
                    look_again = Some(self.common.clock.now() + self.common.look_again);
                }
                Ok(Turn::Ran(_) | Turn::NotDue) => {}
            }
            if let Some(tell) = asked {
                // Nobody may be waiting any more.
                let _ = tell.send(match turn {
                    Ok(Turn::Ran(outcome)) => Ok(outcome),
                    Ok(Turn::Elsewhere) => Err(NotRun::Elsewhere),
                    // What is asked for is due, unless everything ends.
                    Ok(Turn::NotDue) => Err(NotRun::Stopping),
                    Err(Trouble(reason)) => Err(NotRun::Trouble(reason)),
                });
            }
        }
        self.job.state().next_run = None;
    }

    /// Asks when it last ran.
    async fn remember(&self) -> bool {
        match self.common.memory.last_run(&self.job.name).await {
            Ok(last) => {
                let mut state = self.job.state();
                state.last_run = state.last_run.max(last);
                true
            }
            Err(error) => {
                self.trouble(&error, "it is not known when a job last ran: it waits");
                false
            }
        }
    }

    /// When to look at it next.
    fn next_run(&self, look_again: Option<SystemTime>) -> Option<SystemTime> {
        let schedule = &self.job.schedule;
        let due = match self.job.state().last_run {
            Some(last) => schedule.next_after(last),
            None => schedule.first(self.begun),
        }?;
        let next = due + schedule.delay();
        Some(look_again.map_or(next, |look_again| next.max(look_again)))
    }

    /// Runs it if it is due, or asked for, and nobody else does.
    async fn turn(&self, asked: bool) -> Result<Turn, Trouble> {
        let (job, common) = (&self.job, &self.common);
        let lock = common.lock.acquire(&job.name, common.lock_lasts).await;
        let lock = lock.inspect_err(|error| {
            self.trouble(error, "a job's lock does not answer: the job waits");
        })?;
        let Some(lock) = lock else {
            job.state().figures.elsewhere += 1;
            return Ok(Turn::Elsewhere);
        };
        match self.is_due(asked).await {
            Ok(true) => Ok(Turn::Ran(self.run(lock).await)),
            Ok(false) => {
                lock.release().await;
                Ok(Turn::NotDue)
            }
            Err(error) => {
                lock.release().await;
                Err(error)
            }
        }
    }

    /// Whether it is still due, now that nobody else can run it.
    async fn is_due(&self, asked: bool) -> Result<bool, Trouble> {
        let last = self.common.memory.last_run(&self.job.name).await;
        let last = last.inspect_err(|error| {
            self.trouble(error, "it is not known when a job last ran: it waits");
        })?;
        let now = self.common.clock.now();
        let mut state = self.job.state();
        state.last_run = state.last_run.max(last);
        let last = state.last_run;
        let due = last.is_none_or(|last| {
            let next = self.job.schedule.next_after(last);
            next.is_some_and(|next| next <= now)
        });
        Ok((due || asked) && !self.stopping.is_cancelled())
    }

    async fn run(&self, lock: Box<dyn Held>) -> Outcome {
        let (job, common) = (&self.job, &self.common);
        let started = common.clock.now();
        {
            let mut state = job.state();
            state.running = true;
            state.next_run = None;
        }
        let outcome = run::once(job, &*lock, common.lock_lasts, &self.stopping, &self.over).await;
        let name = &job.name;
        match &outcome {
            // Some run every minute.
            Outcome::Done => tracing::debug!(job = name, "a job is done"),
            Outcome::Failed(error) => tracing::error!(job = name, error, "a job failed"),
            Outcome::Panicked => tracing::error!(job = name, "a job panicked"),
            Outcome::CutShort => tracing::warn!(job = name, "a job was cut short"),
        }
        if outcome != Outcome::CutShort {
            self.note(started).await;
        }
        lock.release().await;
        let mut state = job.state();
        state.running = false;
        let figures = &mut state.figures;
        *match &outcome {
            Outcome::Done => &mut figures.done,
            Outcome::Failed(_) => &mut figures.failed,
            Outcome::Panicked => &mut figures.panicked,
            Outcome::CutShort => &mut figures.cut_short,
        } += 1;
        if outcome != Outcome::CutShort {
            state.last_run = Some(started);
        }
        state.last_outcome = Some(outcome.clone());
        outcome
    }

    /// Keeps when it ran. If that fails, this instance knows it all the same.
    async fn note(&self, started: SystemTime) {
        let name = &self.job.name;
        for left in (0..NOTES).rev() {
            let Err(error) = self.common.memory.ran(name, started).await else {
                return;
            };
            if left == 0 {
                self.trouble(
                    &error,
                    "a job's run is not noted: another instance may repeat it",
                );
                return;
            }
            tokio::select! {
                () = self.over.cancelled() => {}
                () = sleep(NOTE_AGAIN) => {}
            }
        }
    }

    fn trouble(&self, error: &Trouble, what: &str) {
        self.job.state().figures.troubles += 1;
        tracing::warn!(job = self.job.name, %error, "{what}");
    }
}
