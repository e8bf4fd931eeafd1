//! Shared within this process: for a bot of one instance, and for tests.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use async_trait::async_trait;

use crate::shared::{Held, Lock, Memory, Trouble};

/// A [`Lock`] and a [`Memory`] that end with the process. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct InProcess(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    held: HashSet<String>,
    last_runs: HashMap<String, SystemTime>,
}

impl InProcess {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Free again when it is dropped.
struct Locked {
    place: InProcess,
    job: String,
}

impl Drop for Locked {
    fn drop(&mut self) {
        self.place.state().held.remove(&self.job);
    }
}

#[async_trait]
impl Lock for InProcess {
    async fn acquire(&self, job: &str, _: Duration) -> Result<Option<Box<dyn Held>>, Trouble> {
        let free = self.state().held.insert(job.to_owned());
        Ok(free.then(|| {
            let (place, job) = (self.clone(), job.to_owned());
            Box::new(Locked { place, job }) as Box<dyn Held>
        }))
    }
}

#[async_trait]
impl Held for Locked {
    async fn renew(&self) -> Result<bool, Trouble> {
        Ok(true)
    }

    async fn release(self: Box<Self>) {}
}

#[async_trait]
impl Memory for InProcess {
    async fn last_run(&self, job: &str) -> Result<Option<SystemTime>, Trouble> {
        Ok(self.state().last_runs.get(job).copied())
    }

    async fn ran(&self, job: &str, at: SystemTime) -> Result<(), Trouble> {
        self.state().last_runs.insert(job.to_owned(), at);
        Ok(())
    }
}
