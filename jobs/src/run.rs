//! One run of a job, under a lock that is kept alive.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinHandle};
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::job::{Job, Outcome};
use crate::shared::Held;

/// Ends the job's task if this one ends.
struct Running(JoinHandle<Result<(), String>>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Runs a job until it has ended, its lock is lost or all patience is over.
pub(crate) async fn once(
    job: &Arc<Job>,
    lock: &dyn Held,
    lasts: Duration,
    stopping: &CancellationToken,
    over: &CancellationToken,
) -> Outcome {
    let cancelled = stopping.child_token();
    let mut running = Running(tokio::spawn({
        let (job, cancelled) = (Arc::clone(job), cancelled.clone());
        // In the task, so that it may panic before it returns a future.
        async move { job.run(cancelled).await }
    }));
    tokio::select! {
        ended = &mut running.0 => outcome(ended, stopping),
        () = lost(lock, lasts) => {
            tracing::warn!(job = job.name, "a job's lock is lost: the job is cancelled");
            cancelled.cancel();
            // Then another instance may have the lock. Whatever it did, that one does again.
            let _ = timeout(lasts / 3, &mut running.0).await;
            Outcome::CutShort
        }
        () = over.cancelled() => Outcome::CutShort,
    }
}

fn outcome(ended: Result<Result<(), String>, JoinError>, stopping: &CancellationToken) -> Outcome {
    match ended {
        Ok(Ok(())) => Outcome::Done,
        Ok(Err(_)) if stopping.is_cancelled() => Outcome::CutShort,
        Ok(Err(error)) => Outcome::Failed(error),
        Err(error) if error.is_panic() => Outcome::Panicked,
        // The runtime ends.
        Err(_) => Outcome::CutShort,
    }
}

/// Renews a lock until it is lost, or may be: it was last renewed when that was asked for, not
/// when the answer came.
async fn lost(lock: &dyn Held, lasts: Duration) {
    let (often, patience) = (lasts / 3, lasts * 2 / 3);
    let mut renewed = Instant::now();
    loop {
        sleep(often).await;
        let asked = Instant::now();
        match timeout_at(renewed + patience, lock.renew()).await {
            Ok(Ok(true)) => renewed = asked,
            Ok(Err(error)) => tracing::warn!(%error, "a job's lock is not renewed"),
            Ok(Ok(false)) | Err(_) => return,
        }
        if renewed.elapsed() >= patience {
            return;
        }
    }
}
