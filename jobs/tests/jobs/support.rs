//! What the tests share.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use tokio::sync::Semaphore;
use vinbot_jobs::{Builder, CancellationToken, Clock, Schedule, Scheduler};

pub(crate) use vinbot_redis_testing::{RedisServer, until};

pub(crate) const HOUR: Duration = Duration::from_hours(1);
pub(crate) const MINUTE: Duration = Duration::from_mins(1);
pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// So many hours after midnight of a Monday.
pub(crate) fn at(hours: f64) -> SystemTime {
    let monday = SystemTime::UNIX_EPOCH + Duration::from_hours(24 * 4);
    monday + Duration::from_secs_f64(hours * 3_600.0)
}

/// The clock of a test that begins so many hours after midnight.
pub(crate) fn clock(hours: f64) -> Clock {
    Clock::following_tokio(at(hours))
}

pub(crate) fn cron(pattern: &str) -> Schedule {
    Schedule::cron(pattern).unwrap()
}

pub(crate) fn every(period: Duration) -> Schedule {
    Schedule::every(period).unwrap()
}

/// What a test's job does.
#[derive(Clone)]
pub(crate) enum Does {
    Takes(Duration),
    Fails,
    Panics,
    /// Ends when the test lets it.
    Waits(Arc<Semaphore>),
    /// Ends when it is cancelled.
    Obeys,
    /// Never ends.
    Ignores,
}

/// Writes down when it runs.
#[derive(Clone, Default)]
pub(crate) struct Diary(Arc<Mutex<Vec<SystemTime>>>);

impl Diary {
    pub(crate) fn runs(&self) -> Vec<SystemTime> {
        self.0.lock().unwrap().clone()
    }

    /// When it ran, in hours after midnight.
    pub(crate) fn hours(&self) -> Vec<f64> {
        let runs = self.runs().into_iter();
        runs.map(|run| run.duration_since(at(0.0)).unwrap().as_secs_f64() / 3_600.0)
            .collect()
    }

    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// Adds a job called "job".
    pub(crate) fn job(
        &self,
        builder: Builder,
        schedule: Schedule,
        clock: &Clock,
        does: &Does,
    ) -> Builder {
        let (runs, clock, does) = (Arc::clone(&self.0), clock.clone(), does.clone());
        builder.job("job", schedule, move |cancelled| {
            runs.lock().unwrap().push(clock.now());
            act(does.clone(), cancelled)
        })
    }

    /// A scheduler with one job that is over at once.
    pub(crate) fn scheduler(&self, schedule: Schedule, clock: &Clock) -> Scheduler {
        let does = Does::Takes(Duration::ZERO);
        self.doing(schedule, clock, &does)
    }

    /// A scheduler with one job that does this.
    pub(crate) fn doing(&self, schedule: Schedule, clock: &Clock, does: &Does) -> Scheduler {
        let builder = Scheduler::builder().clock(clock.clone());
        self.job(builder, schedule, clock, does).start().unwrap()
    }
}

async fn act(does: Does, cancelled: CancellationToken) -> Result<(), &'static str> {
    match does {
        Does::Takes(time) => tokio::time::sleep(time).await,
        Does::Fails => return Err("the service is down"),
        Does::Panics => panic!("a bug of the job's"),
        Does::Waits(gate) => gate.acquire().await.unwrap().forget(),
        Does::Obeys => {
            cancelled.cancelled().await;
            return Err("cancelled");
        }
        Does::Ignores => std::future::pending().await,
    }
    Ok(())
}

/// Lets paused time pass.
pub(crate) async fn pass(time: Duration) {
    tokio::time::sleep(time).await;
    settle().await;
}

/// Lets every task do what it can now.
pub(crate) async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}
