//! What `run` and `playground` share: the bot and its HTTP server, side by side, until
//! a signal ends both.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use vinbot_limits::{Backend, Limits};
use vinbot_playground::Playground;
use vinbot_store::Store;

use super::{Failure, follow, store};
use crate::config::{Admins, Config, Network};
use crate::jobs::{self, Jobs, Work};
use crate::lookup::Lookup;
use crate::operator::Audit;
use crate::ops;
use crate::telegram::{Backstage, Bot, Knowledge, Stopped};
use crate::telemetry::{Logs, Metrics};

/// How long open HTTP requests may take when the program stops.
pub(super) const HTTP_PATIENCE: Duration = Duration::from_secs(3);

/// How long jobs may take to end when the program stops.
const JOB_PATIENCE: Duration = Duration::from_secs(5);

/// What there is before anybody is told of an address: whoever reads it may already
/// connect, and may already say stop.
pub(super) struct Front {
    listener: TcpListener,
    stop: Stop,
}

impl Front {
    /// Listens to signals and on this address, or tells why not.
    pub(super) async fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stop = stop_on_signal()?;
        let listener = TcpListener::bind(address)
            .await
            .map_err(|reason| Failure::Listen { address, reason })?;
        Ok(Self { listener, stop })
    }

    /// Where it listens.
    pub(super) fn address(&self) -> Result<SocketAddr, Failure> {
        Ok(self.listener.local_addr()?)
    }

    /// Serves nothing but a playground, until a signal.
    pub(super) async fn serve_alone(self, playground: Playground) -> Result<(), Failure> {
        let Self { listener, stop } = self;
        let told = playground.clone();
        tokio::spawn(async move {
            stop.token.cancelled().await;
            told.shutdown();
        });
        Ok(vinbot_playground::serve(listener, playground).await?)
    }
}

/// Runs a bot and its HTTP server until SIGINT or SIGTERM, or until the bot gives up.
///
/// The server answers `/health`, `/ready` and `more` from the beginning; it is the last to stop,
/// so that a platform sees the bot drain. `before_server_stops` is called when the bot is done.
pub(super) async fn serve(
    config: &Config,
    logs: &Logs,
    token: &SecretString,
    api: &reqwest::Url,
    Front { listener, stop }: Front,
    more: axum::Router,
    before_server_stops: impl FnOnce(),
) -> Result<(), Failure> {
    let Stop { token: stop, told } = stop;
    let stage = ops::Stage::default();
    let server_stop = CancellationToken::new();
    // Who asks is known by address: `/admin` is not for everybody.
    let router = stage.router(more.clone());
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(
        axum::serve(listener, router)
            .with_graceful_shutdown(server_stop.clone().cancelled_owned())
            .into_future(),
    );
    let metrics = Arc::new(Metrics::default());
    let start = Lookup::start_to_stay(config, Arc::clone(&metrics));
    // The signal may come while plugins are still being compiled.
    let Some(lookup) = stop.run_until_cancelled(start).await else {
        told.report();
        return Ok(());
    };
    let lookup = lookup?;
    let store = open_store(config).await?;
    announce(&lookup);
    lookup.registry().remember().await;
    keep_up(config, &lookup, &metrics, &stop);
    let (warm, bot_ended) = (lookup.clone(), CancellationToken::new());
    let cooled = bot_ended.clone();
    let warm = tokio::spawn(async move { warm.keep_counting(cooled).await });
    let limits = limits(config)?;
    let bot = Bot::new(
        token,
        api,
        Knowledge {
            lookup: lookup.clone(),
            store: store.clone(),
            limits: limits.clone(),
        },
        config.settings.telegram.clone(),
        config.admins.clone(),
        config.webhook_secret.clone(),
    )?;
    let work = Work {
        lookup: lookup.clone(),
        store: store.clone(),
        tally: logs.tally().clone(),
        post: bot.post(),
    };
    let jobs = Jobs::start(config, work).map_err(|error| Failure::Jobs(error.to_string()))?;
    metrics.watch_outbox(bot.outbox());
    metrics.watch_limits(&limits);
    metrics.watch_jobs(jobs.schedulers());
    metrics.watch_tally(logs.tally());
    let status = ops::Status {
        lookup,
        metrics: Arc::clone(&metrics),
        bot: bot.view(),
        store: ops::Trial::of(store.clone()),
        jobs: Some(jobs.clone()),
        stop: stop.clone(),
    };
    let (admin, sampling) = admin(config, logs, &status, token, &jobs, &store)?;
    tokio::spawn(server_stop.clone().run_until_cancelled_owned(sampling));
    stage.set(ops::router(status).merge(admin).merge(more));
    // While answers under way end, so do jobs: both send by the same outbox.
    let stopped = tokio::spawn({
        let (jobs, stop, bot_ended) = (jobs.clone(), stop.clone(), bot_ended.clone());
        async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = bot_ended.cancelled() => {}
            }
            jobs.stop(JOB_PATIENCE).await;
        }
    });
    let backstage = Backstage {
        jobs,
        logs: logs.clone(),
    };
    let ended = bot.run(stop, backstage).await;
    bot_ended.cancel();
    if let Err(panic) = stopped.await {
        tracing::error!(%panic, "stopping the jobs crashed");
    }
    if let Err(reason) = jobs::flush(&store, logs.tally()).await {
        tracing::warn!(reason, "the last counts are lost");
    }
    before_server_stops();
    server_stop.cancel();
    ended_serving(server).await?;
    // The last counts take a moment at most: a store that is slow is not waited for.
    if let Err(panic) = warm.await {
        tracing::error!(%panic, "keeping answers ready crashed");
    }
    told.report();
    Ok(ended?)
}

/// Follows files and settings, and counts, until told to stop.
fn keep_up(config: &Config, lookup: &Lookup, metrics: &Arc<Metrics>, stop: &CancellationToken) {
    let (followed, registry) = (config.clone(), Arc::clone(lookup.registry()));
    let follow = follow::for_ever(followed, registry, Arc::clone(metrics));
    tokio::spawn(stop.clone().run_until_cancelled_owned(follow));
    let refined = Arc::clone(lookup.registry());
    let refine = async move { refined.keep_refining().await };
    tokio::spawn(stop.clone().run_until_cancelled_owned(refine));
    metrics.watch_cache(lookup.cache());
    metrics.watch_services(lookup.registry().client());
}

/// Whoever is half-way through a request is not waited for long.
async fn ended_serving(server: JoinHandle<std::io::Result<()>>) -> Result<(), Failure> {
    match tokio::time::timeout(HTTP_PATIENCE, server).await {
        Ok(Ok(served)) => served?,
        Ok(Err(panic)) => tracing::error!(%panic, "the HTTP server crashed"),
        Err(_) => tracing::info!("open HTTP connections are cut"),
    }
    Ok(())
}

/// What is under `/admin`, and the work behind its plots.
fn admin(
    config: &Config,
    logs: &Logs,
    status: &ops::Status,
    token: &SecretString,
    jobs: &Jobs,
    store: &Store,
) -> Result<(axum::Router, impl Future<Output = ()> + Send + use<>), Failure> {
    let desk = ops::Desk {
        lookup: status.lookup.clone(),
        metrics: Arc::clone(&status.metrics),
        logs: logs.clone(),
        jobs: jobs.clone(),
        audit: Audit::new(store.clone()),
        connection: status.bot.connection.clone(),
    };
    let settings = &config.settings.admin;
    if settings.networks.iter().any(Network::is_wide) {
        tracing::info!(networks = ?settings.networks, "/admin answers to more than this machine");
    }
    let opens = ops::token(config)?;
    logs.redactor().hide([token, &opens]);
    Ok(ops::admin(status, desk, opens, settings)?)
}

/// What is remembered of users and chats.
async fn open_store(config: &Config) -> Result<Store, Failure> {
    let place = store::place(config)?;
    if let Some(folder) = &place.path {
        tokio::fs::create_dir_all(folder).await?;
    }
    let store = Store::open(place).await;
    store.map_err(|error| Failure::Store(error.to_string()))
}

/// How much may be asked: counted in the Redis that processes share, if there is one.
fn limits(config: &Config) -> Result<Limits, Failure> {
    let backend = match &config.cache_secrets.redis_url {
        Some(url) => Backend::redis(url).map_err(|error| Failure::Store(error.to_string()))?,
        None => Backend::memory(),
    };
    let mut settings = config.settings.telegram.rates.clone();
    if settings.prefix.is_empty() {
        settings.prefix = format!("{}:limits", config.settings.redis.prefix);
    }
    if let Admins::Only(ids) = &config.admins {
        settings.exempt.extend(ids);
    }
    Ok(Limits::new(settings, backend))
}

fn announce(lookup: &Lookup) {
    let visit = lookup.anyone();
    let plugins = visit.plugins();
    let names: Vec<&str> = plugins.on().map(|plugin| &*plugin.name).collect();
    tracing::info!(
        plugins = names.join(", "),
        broken = plugins.broken().len(),
        "plugins loaded"
    );
}

/// What the first SIGINT or SIGTERM cancels; the second ends the program at once.
struct Stop {
    token: CancellationToken,
    told: Told,
}

/// When the signal came.
#[derive(Clone, Default)]
struct Told(Arc<OnceLock<Instant>>);

impl Told {
    /// Logs that the program ends, and how long that took.
    fn report(&self) {
        let took = self.0.get().map(Instant::elapsed);
        let took_ms = took.and_then(|took| u64::try_from(took.as_millis()).ok());
        tracing::info!(took_ms, "stopped");
    }
}

fn stop_on_signal() -> Result<Stop, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let (token, told) = (CancellationToken::new(), Told::default());
    let stop = Stop {
        token: token.clone(),
        told: told.clone(),
    };
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        // There is one first signal.
        let _ = told.0.set(Instant::now());
        tracing::info!("told to stop: finishing what runs, a second signal ends it at once");
        token.cancel();
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::warn!("told to stop again: what runs is cut off");
        std::process::exit(130);
    });
    Ok(stop)
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        Self::Telegram(stopped.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::telegram::AFTER_DRAIN;

    #[test]
    fn platforms_wait_for_longer_than_ending_takes() {
        let drain = Duration::from_secs(Settings::default().telegram.drain_timeout_s);
        let needed = (drain + AFTER_DRAIN + HTTP_PATIENCE).as_secs();
        for (file, key) in [
            ("fly.toml", "kill_timeout = \""),
            ("ops/kubernetes.yml", "terminationGracePeriodSeconds: "),
            ("ops/systemd/vinbot.service", "TimeoutStopSec="),
            ("ops/compose.yml", "stop_grace_period: "),
        ] {
            let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
            let text = std::fs::read_to_string(format!("{root}/{file}")).unwrap();
            let (_, value) = text.split_once(key).unwrap();
            let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
            let waits: u64 = digits.parse().unwrap();
            assert!(waits > needed, "{file} waits {waits} s, not over {needed}");
        }
    }
}
