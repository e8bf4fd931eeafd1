//! A job and what is known about it.

use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use tokio_util::sync::CancellationToken;

use crate::schedule::Schedule;

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Well.
    Done,
    /// With this error.
    Failed(String),
    /// With a panic.
    Panicked,
    /// It was cancelled before it was done, and does not count.
    CutShort,
}

/// How often what happened, since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Runs that ended well.
    pub done: u64,
    /// Runs that ended with an error.
    pub failed: u64,
    /// Runs that ended with a panic.
    pub panicked: u64,
    /// Runs that were cancelled.
    pub cut_short: u64,
    /// Times that another instance had the lock.
    pub elsewhere: u64,
    /// Times that the lock or the memory did not answer.
    pub troubles: u64,
}

/// A job, as an admin sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Its schedule, in words.
    pub schedule: String,
    /// Whether it runs here now.
    pub running: bool,
    /// When its last run began, here or in another instance as far as that is known.
    pub last_run: Option<SystemTime>,
    /// How the last run here ended; `None`: there was none since the start.
    pub last_outcome: Option<Outcome>,
    /// When it is to run next, jitter included; `None`: it runs now, or never again.
    pub next_run: Option<SystemTime>,
    /// For metrics.
    pub figures: Figures,
}

type Run = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

/// What is to be done and when.
pub(crate) struct Job {
    pub(crate) name: String,
    pub(crate) schedule: Schedule,
    make: Box<dyn Fn(CancellationToken) -> Run + Send + Sync>,
    state: Mutex<State>,
}

/// What is known about it.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) running: bool,
    pub(crate) last_run: Option<SystemTime>,
    pub(crate) last_outcome: Option<Outcome>,
    pub(crate) next_run: Option<SystemTime>,
    pub(crate) figures: Figures,
}

impl Job {
    pub(crate) fn new<F, Fut, E>(name: &str, schedule: Schedule, make: F) -> Self
    where
        F: Fn(CancellationToken) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), E>> + Send + 'static,
        E: std::fmt::Display,
    {
        Self {
            name: name.to_owned(),
            schedule,
            make: Box::new(move |cancelled| {
                let run = make(cancelled);
                Box::pin(async move { run.await.map_err(|error| error.to_string()) })
            }),
            state: Mutex::default(),
        }
    }

    /// One run of it.
    pub(crate) fn run(&self, cancelled: CancellationToken) -> Run {
        (self.make)(cancelled)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn listed(&self) -> Listed {
        let state = self.state();
        Listed {
            name: self.name.clone(),
            schedule: self.schedule.to_string(),
            running: state.running,
            last_run: state.last_run,
            last_outcome: state.last_outcome.clone(),
            next_run: state.next_run,
            figures: state.figures,
        }
    }
}
