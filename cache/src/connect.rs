//! From settings and secrets to a [`Backend`].

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use secrecy::SecretString;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::cache::Cache;
use crate::circuit::CircuitState;
use crate::clock::Clock;
use crate::guard::Guarded;
use crate::settings::{Settings, StoreKind};
use crate::stats::{BackendStats, Stats};
use crate::store::{Memory, Redis, Store, Tiered, Upstash};

/// The share of `max_mb` that bytes of plugins and users may have, in percent.
pub const BYTES_PERCENT: u8 = 25;

/// What opens the remote store, from the environment. Shows none of it.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    /// `REDIS_URL`
    pub redis_url: Option<SecretString>,
    /// `UPSTASH_REDIS_REST_URL`
    pub upstash_url: Option<SecretString>,
    /// `UPSTASH_REDIS_REST_TOKEN`
    pub upstash_token: Option<SecretString>,
}

/// Why the settings can't work, whatever the server does. Says what to do, and no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// A figure is out of bounds.
    #[error("{0}")]
    Settings(String),
    /// A variable is missing.
    #[error("cache.store is \"{store}\": set {variable}, or write store = \"memory\"")]
    Missing {
        /// What `store` says.
        store: &'static str,
        /// What is not set.
        variable: &'static str,
    },
    /// `REDIS_URL` is no address.
    #[error(
        "REDIS_URL is no address of a Redis: write redis://[user:password@]host[:port][/database], \
         or rediss:// for TLS; in a password, signs such as @ : / are written as %40 %3A %2F"
    )]
    RedisUrl,
    /// `UPSTASH_REDIS_REST_URL` is no address.
    #[error(
        "UPSTASH_REDIS_REST_URL is no address: copy the one that begins with https:// from \
         \"REST API\" in Upstash's console, without the token"
    )]
    UpstashUrl,
    /// `UPSTASH_REDIS_REST_TOKEN` can't be sent.
    #[error(
        "UPSTASH_REDIS_REST_TOKEN is empty or has signs that no token has: copy it again from \
         \"REST API\" in Upstash's console"
    )]
    UpstashToken,
    /// The client for HTTPS can't be made.
    #[error("TLS can't be set up")]
    Tls,
}

/// All caches of a process and what they stand on. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Backend {
    shared: Arc<Shared>,
}

struct Shared {
    settings: Settings,
    clock: Clock,
    bytes: Arc<dyn Store>,
    memory: Arc<Memory>,
    remote: Option<Arc<Guarded>>,
    caches: Mutex<Vec<Arc<dyn Fn() -> Stats + Send + Sync>>>,
}

/// Sets up what the settings say. Nothing is connected yet, and a server that is down is no
/// error: it is tried whenever it is needed.
///
/// # Errors
/// If a figure is out of bounds, or a variable is missing or no address.
pub fn connect(settings: &Settings, secrets: &Secrets) -> Result<Backend, ConnectError> {
    connect_at(settings, secrets, Clock::default())
}

/// The same by another clock: for tests.
///
/// # Errors
/// As [`connect`].
pub fn connect_at(
    settings: &Settings,
    secrets: &Secrets,
    clock: Clock,
) -> Result<Backend, ConnectError> {
    let timeout = Duration::from_millis(settings.timeout_ms);
    let remote: Option<(&'static str, Arc<dyn Store>)> = match settings.store {
        StoreKind::Memory => None,
        StoreKind::Redis => {
            let url = needed(secrets.redis_url.as_ref(), "redis", "REDIS_URL")?;
            Some(("redis", Arc::new(Redis::new(url, timeout)?)))
        }
        StoreKind::Upstash => {
            let url = needed(
                secrets.upstash_url.as_ref(),
                "upstash",
                "UPSTASH_REDIS_REST_URL",
            )?;
            let token = needed(
                secrets.upstash_token.as_ref(),
                "upstash",
                "UPSTASH_REDIS_REST_TOKEN",
            )?;
            Some(("upstash", Arc::new(Upstash::new(url, token, timeout)?)))
        }
    };
    Backend::over(settings, remote, clock)
}

fn needed<'a>(
    secret: Option<&'a SecretString>,
    store: &'static str,
    variable: &'static str,
) -> Result<&'a SecretString, ConnectError> {
    secret.ok_or(ConnectError::Missing { store, variable })
}

impl Backend {
    /// Over a remote store of the caller's, with a name for logs; without one, in memory.
    ///
    /// # Errors
    /// If a figure of the settings is out of bounds.
    pub fn over(
        settings: &Settings,
        remote: Option<(&'static str, Arc<dyn Store>)>,
        clock: Clock,
    ) -> Result<Self, ConnectError> {
        if let Some(problem) = settings.problem() {
            return Err(ConnectError::Settings(problem));
        }
        Ok(Self::made(settings, remote, clock))
    }

    fn made(
        settings: &Settings,
        remote: Option<(&'static str, Arc<dyn Store>)>,
        clock: Clock,
    ) -> Self {
        let share = (settings.max_mb << 20) / 100 * u64::from(BYTES_PERCENT);
        let memory = Arc::new(Memory::new(share, clock.clone()));
        let remote = remote.map(|(name, store)| {
            Arc::new(Guarded::new(store, name, settings.circuit, clock.clone()))
        });
        let bytes: Arc<dyn Store> = match &remote {
            None => Arc::clone(&memory) as Arc<dyn Store>,
            Some(remote) => {
                let longest = Duration::from_secs(settings.local_s);
                let shared = Arc::clone(remote) as Arc<dyn Store>;
                Arc::new(Tiered::new(Arc::clone(&memory), shared, longest))
            }
        };
        Self {
            shared: Arc::new(Shared {
                settings: settings.clone(),
                clock,
                bytes,
                memory,
                remote,
                caches: Mutex::default(),
            }),
        }
    }

    /// In this process's memory alone, with the default settings.
    pub fn in_memory() -> Self {
        let settings = Settings::default();
        Self::made(&settings, None, Clock::default())
    }

    /// A cache of one namespace, whose memory is `percent` of `max_mb`. Those of all
    /// namespaces should add up to no more than 100 less [`BYTES_PERCENT`].
    ///
    /// `E` is why its loaders fail: it reaches everybody who waits, hence `Clone`.
    pub fn cache<V, E>(&self, namespace: &'static str, percent: u8) -> Cache<V, E>
    where
        V: Serialize + DeserializeOwned + Send + Sync + 'static,
        E: Clone + Send + Sync + 'static,
    {
        let shared = &self.shared;
        let bytes = (shared.settings.max_mb << 20) / 100 * u64::from(percent);
        let cache = Cache::new(
            namespace,
            bytes,
            &shared.settings,
            shared.remote.clone(),
            shared.clock.clone(),
        );
        let counted = cache.clone();
        self.caches().push(Arc::new(move || counted.stats()));
        cache
    }

    /// Bytes of plugins and users, counts of questions: the shared store with memory before
    /// it, or memory alone.
    pub fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.shared.bytes)
    }

    /// The store that processes share, without memory before it; `None` if there is none.
    pub fn shared(&self) -> Option<Arc<dyn Store>> {
        let remote = self.shared.remote.as_ref()?;
        Some(Arc::clone(remote) as Arc<dyn Store>)
    }

    /// The settings that it was made with.
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// Whether the remote store is asked; `None` if there is none.
    pub fn circuit(&self) -> Option<CircuitState> {
        Some(self.shared.remote.as_ref()?.circuit())
    }

    /// All figures. Cheap: some hundred loads of counters.
    pub fn stats(&self) -> BackendStats {
        BackendStats {
            store: self.shared.remote.as_ref().map(|remote| remote.stats()),
            byte_store_bytes: self.shared.memory.bytes(),
            namespaces: self.caches().iter().map(|stats| stats()).collect(),
        }
    }

    fn caches(&self) -> std::sync::MutexGuard<'_, Vec<Arc<dyn Fn() -> Stats + Send + Sync>>> {
        self.shared
            .caches
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared")
            .field("settings", &self.settings)
            .field("remote", &self.remote)
            .finish_non_exhaustive()
    }
}
