//! What the tests share.

mod upstash_server;

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use vinbot_cache::{
    Backend, Cache, Clock, Loaded, Policy, Secrets, Settings, StoreKind, Volatility, connect_at,
};

pub(crate) use upstash_server::{Fault, TOKEN, UpstashServer};
pub(crate) use vinbot_redis_testing::{RedisServer, until};

/// How long a condition is waited for: far longer than it takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits until something is so that takes a question.
pub(crate) async fn until_async<F: Future<Output = bool>>(what: &str, condition: impl Fn() -> F) {
    let begun = Instant::now();
    while !condition().await {
        assert!(begun.elapsed() < PATIENCE, "never: {what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// Settings for tests: time enough for a busy machine.
pub(crate) fn settings(store: StoreKind) -> Settings {
    Settings {
        store,
        timeout_ms: 10_000,
        lock_wait_ms: 20_000,
        ..Settings::default()
    }
}

/// A process that uses this Redis.
pub(crate) fn on_redis(redis: &RedisServer, settings: &Settings, clock: &Clock) -> Backend {
    let secrets = Secrets {
        redis_url: Some(redis.url()),
        ..Secrets::default()
    };
    connect_at(settings, &secrets, clock.clone()).unwrap()
}

/// A process that uses this Upstash.
pub(crate) fn on_upstash(upstash: &UpstashServer, settings: &Settings, clock: &Clock) -> Backend {
    let secrets = Secrets {
        upstash_url: Some(upstash.url()),
        upstash_token: Some(TOKEN.into()),
        ..Secrets::default()
    };
    connect_at(settings, &secrets, clock.clone()).unwrap()
}

/// A process that has its memory alone.
pub(crate) fn in_memory(clock: &Clock) -> Backend {
    let settings = settings(StoreKind::Memory);
    connect_at(&settings, &Secrets::default(), clock.clone()).unwrap()
}

pub(crate) type Texts = Cache<String, String>;

pub(crate) fn texts(backend: &Backend) -> Texts {
    backend.cache("texts", 50)
}

/// A day fresh, an hour stale, a week if there is an error; no jitter.
pub(crate) fn policy() -> Policy {
    Policy {
        jitter_percent: 0,
        ..Settings::default().policy(Volatility::MarketValue)
    }
}

/// Counts how often it loads.
#[derive(Clone, Default)]
pub(crate) struct Loader(Arc<AtomicUsize>);

impl Loader {
    pub(crate) fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    /// Loads this text.
    pub(crate) fn text(
        &self,
        text: &str,
    ) -> impl FnOnce() -> std::future::Ready<Result<Loaded<String>, String>> + Send + 'static {
        self.answer(Ok(Loaded::value(text.to_owned())))
    }

    /// Loads this answer.
    pub(crate) fn answer<V: Send + Sync + 'static>(
        &self,
        answer: Result<Loaded<V>, String>,
    ) -> impl FnOnce() -> std::future::Ready<Result<Loaded<V>, String>> + Send + 'static {
        let count = Arc::clone(&self.0);
        move || {
            count.fetch_add(1, Ordering::SeqCst);
            std::future::ready(answer)
        }
    }

    /// Loads this text once `gate` is opened.
    pub(crate) fn gated(
        &self,
        gate: &Arc<tokio::sync::Semaphore>,
        text: &str,
    ) -> impl FnOnce() -> futures::future::BoxFuture<'static, Result<Loaded<String>, String>>
    + Send
    + 'static {
        let (count, gate, text) = (Arc::clone(&self.0), Arc::clone(gate), text.to_owned());
        move || {
            count.fetch_add(1, Ordering::SeqCst);
            Box::pin(async move {
                gate.acquire().await.unwrap().forget();
                Ok(Loaded::value(text))
            })
        }
    }
}
