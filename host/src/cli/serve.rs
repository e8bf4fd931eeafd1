//! What `run` and `playground` share: the bot and its HTTP server, side by side, until
//! a signal ends both.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use vinbot_limits::{Backend, Limits};
use vinbot_store::Store;

use super::{Failure, follow};
use crate::config::{Admins, Config, Network, StorePlace};
use crate::jobs::{self, Jobs, Work};
use crate::lookup::Lookup;
use crate::operator::Audit;
use crate::ops;
use crate::telegram::{Backstage, Bot, Knowledge, Stopped};
use crate::telemetry::{Logs, Metrics};

/// How long open HTTP requests may take when the program stops.
const HTTP_PATIENCE: Duration = Duration::from_secs(3);

/// How long jobs may take to end when the program stops.
const JOB_PATIENCE: Duration = Duration::from_secs(5);

/// What there is before anybody is told of an address: whoever reads it may already
/// connect, and may already say stop.
pub(super) struct Front {
    listener: TcpListener,
    stop: CancellationToken,
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
}

/// Runs a bot and its HTTP server until SIGINT or SIGTERM, or until the bot gives up.
///
/// The server answers `/health`, `/ready` and `more`; it is the last to stop, so that
/// a platform sees the bot drain. `before_server_stops` is called when the bot is done.
pub(super) async fn serve(
    config: &Config,
    logs: &Logs,
    token: &SecretString,
    api: &reqwest::Url,
    Front { listener, stop }: Front,
    more: axum::Router,
    before_server_stops: impl FnOnce(),
) -> Result<(), Failure> {
    let metrics = Arc::new(Metrics::default());
    let start = Lookup::start_to_stay(config, Arc::clone(&metrics));
    // The signal may come while plugins are still being compiled.
    let Some(lookup) = stop.run_until_cancelled(start).await else {
        return Ok(());
    };
    let lookup = lookup?;
    let store = open_store(config).await?;
    announce(&lookup);
    lookup.registry().remember().await;
    let (followed, registry) = (config.clone(), Arc::clone(lookup.registry()));
    let follow = follow::for_ever(followed, registry, Arc::clone(&metrics));
    tokio::spawn(stop.clone().run_until_cancelled_owned(follow));
    let refined = Arc::clone(lookup.registry());
    let refine = async move { refined.keep_refining().await };
    tokio::spawn(stop.clone().run_until_cancelled_owned(refine));
    metrics.watch_cache(lookup.cache());
    metrics.watch_services(lookup.registry().client());
    let (warm, bot_ended) = (lookup.clone(), CancellationToken::new());
    let told = bot_ended.clone();
    let warm = tokio::spawn(async move { warm.keep_warm(told).await });
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
        metrics,
        connection: bot.connection(),
    };
    let (admin, sampling) = admin(config, logs, &status, &jobs, &store)?;
    let router = ops::router(status).merge(admin).merge(more);
    let server_stop = CancellationToken::new();
    tokio::spawn(server_stop.clone().run_until_cancelled_owned(sampling));
    // Who asks is known by address: `/admin` is not for everybody.
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(
        axum::serve(listener, router)
            .with_graceful_shutdown(server_stop.clone().cancelled_owned())
            .into_future(),
    );
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
    // Whoever is half-way through a request is not waited for long.
    match tokio::time::timeout(HTTP_PATIENCE, server).await {
        Ok(Ok(served)) => served?,
        Ok(Err(panic)) => tracing::error!(%panic, "the HTTP server crashed"),
        Err(_) => tracing::info!("open HTTP connections are cut"),
    }
    // The last counts take a moment at most: a store that is slow is not waited for.
    if let Err(panic) = warm.await {
        tracing::error!(%panic, "keeping answers ready crashed");
    }
    tracing::info!("stopped");
    Ok(ended?)
}

/// What is under `/admin`, and the work behind its plots.
fn admin(
    config: &Config,
    logs: &Logs,
    status: &ops::Status,
    jobs: &Jobs,
    store: &Store,
) -> Result<(axum::Router, impl Future<Output = ()> + Send + use<>), Failure> {
    let desk = ops::Desk {
        lookup: status.lookup.clone(),
        metrics: Arc::clone(&status.metrics),
        logs: logs.clone(),
        jobs: jobs.clone(),
        audit: Audit::new(store.clone()),
        connection: status.connection.clone(),
    };
    let settings = &config.settings.admin;
    if settings.networks.iter().any(Network::is_wide) {
        tracing::info!(networks = ?settings.networks, "/admin answers to more than this machine");
    }
    Ok(ops::admin(desk, ops::token(config)?, settings)?)
}

/// What is remembered of users and chats.
async fn open_store(config: &Config) -> Result<Store, Failure> {
    let redis = &config.cache_secrets.redis_url;
    let settings = match config.settings.store.place {
        StorePlace::File => {
            tokio::fs::create_dir_all(&config.store_dir).await?;
            vinbot_store::Settings {
                path: Some(config.store_dir.clone()),
                redis_url: None,
            }
        }
        StorePlace::Redis => vinbot_store::Settings {
            path: None,
            redis_url: Some(redis.clone().ok_or_else(|| {
                Failure::Store("store.place is \"redis\", but REDIS_URL is not set".to_owned())
            })?),
        },
        StorePlace::Memory => vinbot_store::Settings::default(),
    };
    let store = Store::open(settings).await;
    store.map_err(|error| Failure::Store(error.to_string()))
}

/// How much may be asked: counted in the Redis that processes share, if there is one.
fn limits(config: &Config) -> Result<Limits, Failure> {
    let backend = match &config.cache_secrets.redis_url {
        Some(url) => Backend::redis(url).map_err(|error| Failure::Store(error.to_string()))?,
        None => Backend::memory(),
    };
    let mut settings = config.settings.telegram.rates.clone();
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

/// A token that the first SIGINT or SIGTERM cancels; the second ends the program at
/// once.
fn stop_on_signal() -> Result<CancellationToken, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("told to stop");
        told.cancel();
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        std::process::exit(130);
    });
    Ok(stop)
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        Self::Telegram(stopped.to_string())
    }
}
