//! Work at set times: recalls of watched vehicles, broadcasts, statistics, tidying up.
//!
//! With a store that processes share (`store.place = "redis"`), one of them does what is to be
//! done once; else each has a store of its own, and does it for that. Counts go to the store
//! from every process. What is to be told goes by a [`Postman`].

mod broadcasts;
mod chats;
mod post;
mod recall_watch;
mod statistics;
mod tidy;

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;
use vinbot_jobs::{
    BadJob, BadSchedule, Builder, Listed, Memory, NotRun, Outcome, Redis, Schedule, Scheduler,
    Trouble,
};
use vinbot_store::Store;

use crate::clock::unix_seconds as now;
use crate::config::{self, Config, StorePlace};
use crate::lookup::Lookup;
use crate::telemetry::Tally;

pub use broadcasts::{NAME as BROADCASTS, Reach, reach};
pub use post::{Letter, Postman, Undelivered, Urgency};
pub use statistics::flush;

/// What the keys in Redis begin with, behind the prefix of the bot.
const KEYS: &str = ":jobs";
/// The job that has ready what is asked about most.
const WARM: &str = "warm";
/// What is done every so often begins by chance up to this part of it later, so that several
/// processes that were started together don't ask the same server at the same moment.
const PART: u32 = 10;

/// What jobs work with.
#[derive(Debug)]
pub struct Work<P> {
    /// Vehicles.
    pub lookup: Lookup,
    /// Users and chats.
    pub store: Store,
    /// What is counted.
    pub tally: Tally,
    /// Who brings news.
    pub post: P,
}

/// Why there are no jobs.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A schedule in the configuration is none.
    #[error(transparent)]
    Schedule(#[from] BadSchedule),
    /// A job's name is none.
    #[error(transparent)]
    Job(#[from] BadJob),
    /// `REDIS_URL` is none.
    #[error(transparent)]
    Redis(#[from] vinbot_jobs::BadUrl),
}

/// The jobs of this process. Clones are the same.
#[derive(Debug, Clone)]
pub struct Jobs {
    /// Those of which one process does all.
    shared: Arc<Scheduler>,
    /// Those that every process does for itself.
    own: Arc<Scheduler>,
}

impl Jobs {
    /// Starts them: each waits for its time.
    ///
    /// # Errors
    /// See [`StartError`].
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub fn start<P: Postman>(config: &Config, work: Work<P>) -> Result<Self, StartError> {
        let settings = &config.settings.jobs;
        let work = Arc::new(work);
        let mut shared = Scheduler::builder();
        let redis = config.cache_secrets.redis_url.as_ref();
        shared = match redis.filter(|_| config.settings.store.place == StorePlace::Redis) {
            Some(url) => {
                let prefix = format!("{}{KEYS}", config.settings.redis.prefix);
                let redis = Redis::new(url, &prefix)?;
                shared.lock(redis.clone()).memory(redis)
            }
            None => shared.memory(InStore(work.store.clone())),
        };
        let plan = Plan { settings, work };
        shared = plan.daily(
            shared,
            recall_watch::NAME,
            &settings.recall_watch,
            |work, cancelled| async move { recall_watch::run(&work, &cancelled).await },
        )?;
        shared =
            plan.daily(
                shared,
                chats::DEAD,
                &settings.dead_chats,
                |work, cancelled| async move {
                    chats::forget_dead(&work.store, now(), &cancelled).await
                },
            )?;
        shared = plan.every(
            shared,
            broadcasts::NAME,
            settings.broadcasts_s,
            |work, cancelled| async move { broadcasts::run(&work, &cancelled).await },
        )?;
        shared = plan.every(
            shared,
            tidy::CLEANUP,
            settings.cleanup_s,
            |work, _| async move { tidy::clean_up(&work.store, now()).await },
        )?;
        let own = plan.every(
            Scheduler::builder(),
            statistics::NAME,
            settings.statistics_s,
            |work, _| async move { flush(&work.store, &work.tally).await },
        )?;
        // Each has a memory of its own to warm: no lock.
        let own = plan.every(own, WARM, settings.warm_s, |work, cancelled| async move {
            // Hours of decoding may be cut short at any VIN.
            let warm = cancelled.run_until_cancelled(work.lookup.warm_up()).await;
            warm.map(drop)
                .ok_or("stopped before all were ready".to_owned())
        })?;
        Ok(Self {
            shared: Arc::new(shared.start()?),
            own: Arc::new(own.start()?),
        })
    }

    /// Runs a job now, and waits until it has ended.
    ///
    /// # Errors
    /// If it did not run.
    pub async fn run_now(&self, name: &str) -> Result<Outcome, NotRun> {
        match self.own.run_now(name).await {
            Err(NotRun::Unknown) => self.shared.run_now(name).await,
            ran => ran,
        }
    }

    /// All jobs.
    #[must_use]
    pub fn list(&self) -> Vec<Listed> {
        let mut all = self.shared.list();
        all.extend(self.own.list());
        all
    }

    /// For metrics.
    #[must_use]
    pub fn schedulers(&self) -> [Arc<Scheduler>; 2] {
        [Arc::clone(&self.shared), Arc::clone(&self.own)]
    }

    /// Starts nothing more, and waits for what runs, no longer than this for each kind.
    pub async fn stop(&self, patience: Duration) {
        let late = futures::join!(self.shared.stop(patience), self.own.stop(patience));
        for job in late.0.into_iter().chain(late.1) {
            tracing::warn!(job, "a job did not end in time");
        }
    }
}

/// How jobs are put into a scheduler.
struct Plan<'a, P> {
    settings: &'a config::Jobs,
    work: Arc<Work<P>>,
}

impl<P: Postman> Plan<'_, P> {
    /// At a time of day, or never.
    fn daily<F, Fut>(
        &self,
        builder: Builder,
        name: &str,
        pattern: &str,
        run: F,
    ) -> Result<Builder, StartError>
    where
        F: Fn(Arc<Work<P>>, CancellationToken) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), String>> + Send + 'static,
    {
        if !self.settings.enabled || pattern.is_empty() {
            return Ok(builder);
        }
        let jitter = Duration::from_secs(self.settings.jitter_s);
        let schedule = Schedule::cron(pattern)?.jitter(jitter);
        Ok(self.job(builder, name, schedule, run))
    }

    /// So often, or never.
    fn every<F, Fut>(
        &self,
        builder: Builder,
        name: &str,
        seconds: u64,
        run: F,
    ) -> Result<Builder, StartError>
    where
        F: Fn(Arc<Work<P>>, CancellationToken) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), String>> + Send + 'static,
    {
        if !self.settings.enabled || seconds == 0 {
            return Ok(builder);
        }
        let period = Duration::from_secs(seconds);
        let jitter = Duration::from_secs(self.settings.jitter_s).min(period / PART);
        let schedule = Schedule::every(period)?.jitter(jitter);
        Ok(self.job(builder, name, schedule, run))
    }

    fn job<F, Fut>(&self, builder: Builder, name: &str, schedule: Schedule, run: F) -> Builder
    where
        F: Fn(Arc<Work<P>>, CancellationToken) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), String>> + Send + 'static,
    {
        let work = Arc::clone(&self.work);
        builder.job(name, schedule, move |cancelled| {
            run(Arc::clone(&work), cancelled)
        })
    }
}

/// Remembers in the store when jobs ran.
struct InStore(Store);

#[async_trait]
impl Memory for InStore {
    async fn last_run(&self, job: &str) -> Result<Option<SystemTime>, Trouble> {
        let last = self.0.last_run(job).await;
        let last = last.map_err(|error| Trouble(error.to_string()))?;
        Ok(last.map(|at| UNIX_EPOCH + Duration::from_secs(at)))
    }

    async fn ran(&self, job: &str, at: SystemTime) -> Result<(), Trouble> {
        let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
        let noted = self.0.set_last_run(job, since.as_secs()).await;
        noted.map_err(|error| Trouble(error.to_string()))
    }
}

#[cfg(test)]
pub(crate) mod test {
    use super::*;
    use crate::config::Settings;
    use crate::plugins::{Registry, Runtime, Services};

    /// No jobs.
    pub(crate) fn none() -> Jobs {
        let none = || Arc::new(Scheduler::builder().start().unwrap());
        Jobs {
            shared: none(),
            own: none(),
        }
    }

    /// What jobs work with, without plugins.
    pub(crate) async fn work<P>(post: P) -> Arc<Work<P>> {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::default();
        crate::cli::install_tls();
        let services = Services::new(&settings.http).unwrap();
        let limits = settings.largest_limits();
        let metrics = Arc::default();
        let state = folder.path().join("state");
        let runtime = Runtime::new(&settings.runtime, limits, &state, metrics, services).unwrap();
        let plugins = folder.path().join("plugins");
        std::fs::create_dir_all(&plugins).unwrap();
        let registry = Registry::open(runtime, &plugins, &settings, &state).await;
        let store = Store::open(vinbot_store::Settings::default())
            .await
            .unwrap();
        Arc::new(Work {
            lookup: Lookup::new(registry.unwrap()),
            store,
            tally: Tally::default(),
            post,
        })
    }
}
