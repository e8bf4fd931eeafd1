//! The three limits together.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::backend::Backend;
use crate::gcra::{Demand, Excess, Key, Which};
use crate::memory::Memory;
use crate::redis::Redis;
use crate::settings::Settings;

/// What keys in Redis begin with if nothing else is said.
const PREFIX: &str = "vinbot:limits";

/// A request that came too early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many requests ({which:?}): try again in {} s", wait.as_secs() + 1)]
pub struct Refused {
    /// The limit that it has to wait for; of several the one that takes the longest.
    pub which: Which,
    /// Until it would be let through, if nothing else comes.
    pub wait: Duration,
}

/// What was let through and what was not, since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Requests that passed, those of the exempt among them.
    pub allowed: u64,
    /// Requests refused by a user's limit.
    pub refused_user: u64,
    /// Requests refused by a chat's limit.
    pub refused_chat: u64,
    /// Requests refused by the limit of all.
    pub refused_all: u64,
    /// Requests that this process counted alone since Redis did not answer.
    pub without_redis: u64,
    /// Whether Redis answers now; `None`: there is none.
    pub redis_up: Option<bool>,
    /// Users and chats remembered in this process.
    pub keys: usize,
}

/// Says who may ask. Clones are the same limits.
#[derive(Debug, Clone)]
pub struct Limits(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    settings: Settings,
    memory: Memory,
    redis: Option<Redis>,
    allowed: AtomicU64,
    /// By user, by chat, by all.
    refused: [AtomicU64; 3],
    without_redis: AtomicU64,
}

impl Limits {
    /// Limits that are counted there. It connects with the first request.
    pub fn new(settings: Settings, backend: Backend) -> Self {
        let redis = backend.0.map(|link| {
            let millis = Duration::from_millis;
            let (timeout, retry) = (settings.timeout_ms, settings.retry_ms);
            let prefix = match settings.prefix.as_str() {
                "" => PREFIX,
                prefix => prefix,
            };
            Redis::new(link, prefix, millis(timeout), millis(retry))
        });
        Self(Arc::new(Inner {
            memory: Memory::new(settings.keys),
            settings,
            redis,
            allowed: AtomicU64::default(),
            refused: Default::default(),
            without_redis: AtomicU64::default(),
        }))
    }

    /// Lets a request through that costs as much as `cost` plain ones, or says when to come back.
    /// One that costs more than a limit lets through at once takes all of it. Without `user` (a
    /// post in a channel) there is no limit of a user.
    ///
    /// # Errors
    /// If any limit refuses it. Then it counts to none.
    pub async fn check(&self, user: Option<u64>, chat: i64, cost: u32) -> Result<(), Refused> {
        let inner = &*self.0;
        let exempt = user.is_some_and(|user| inner.settings.exempt.contains(&user));
        let decided = if exempt || cost == 0 {
            Ok(())
        } else {
            inner.decide(&inner.demands(user, chat, cost)).await
        };
        let counter = match &decided {
            Ok(()) => &inner.allowed,
            Err(excess) => &inner.refused[excess.key.which() as usize],
        };
        counter.fetch_add(1, Ordering::Relaxed);
        decided.map_err(|excess| Refused {
            which: excess.key.which(),
            wait: excess.wait,
        })
    }

    /// What was let through and what was not, for metrics.
    pub fn figures(&self) -> Figures {
        let inner = &*self.0;
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let [user, chat, all] = &inner.refused;
        Figures {
            allowed: read(&inner.allowed),
            refused_user: read(user),
            refused_chat: read(chat),
            refused_all: read(all),
            without_redis: read(&inner.without_redis),
            redis_up: inner.redis.as_ref().map(Redis::is_up),
            keys: inner.memory.keys(),
        }
    }
}

impl Inner {
    fn demands(&self, user: Option<u64>, chat: i64, cost: u32) -> Vec<Demand> {
        let settings = &self.settings;
        let user = user.and_then(|user| Demand::new(Key::User(user), settings.user, cost));
        let chat = Demand::new(Key::Chat(chat), settings.chat, cost);
        let all = Demand::new(Key::All, settings.global, cost);
        user.into_iter().chain(chat).chain(all).collect()
    }

    async fn decide(&self, demands: &[Demand]) -> Result<(), Excess> {
        if let Some(redis) = &self.redis {
            if let Some(decided) = redis.decide(demands).await {
                if decided.is_ok() {
                    // When Redis fails, nobody begins anew.
                    self.memory.note(demands);
                }
                return decided;
            }
            self.without_redis.fetch_add(1, Ordering::Relaxed);
        }
        self.memory.decide(demands)
    }
}
