//! `/status`: all that an operator asks when something is odd, in one answer.

use std::time::SystemTime;

use serde::Serialize;
use vinbot_jobs::{Listed, Outcome};

use super::ready::Readiness;
use super::{Begun, Status};
use crate::plugins::{BrokenFile, Overview, PluginState};
use crate::telegram::WebhookView;

/// The contract that plugins are held to.
const CONTRACT: &str = "vinbot:plugin@0.1.0";

/// How the whole program is. Names no user and no secret.
#[derive(Debug, Serialize)]
pub(super) struct View {
    version: &'static str,
    contract: &'static str,
    uptime_s: u64,
    memory: Memory,
    readiness: Readiness,
    source: Source,
    queues: Queues,
    plugins: Vec<PluginState>,
    broken: Vec<BrokenFile>,
    circuits: Vec<Circuit>,
    cache: Cache,
    jobs: Vec<Job>,
}

#[derive(Debug, Serialize)]
struct Memory {
    /// What is in memory, in bytes; none where the system does not tell.
    resident_bytes: Option<u64>,
}

#[derive(Debug, Serialize)]
struct Source {
    /// `polling` or `webhook`.
    mode: &'static str,
    /// What Telegram says of the webhook, if there is one.
    webhook: Option<WebhookView>,
}

#[derive(Debug, Serialize)]
struct Queues {
    /// Updates that are taken and not yet handled.
    updates: usize,
    /// Messages that wait to be sent.
    outbox: usize,
    /// Messages that are being sent.
    under_way: usize,
    /// Chats that Telegram asked to leave alone for a while.
    paused_chats: usize,
}

/// A service of plugins', or the store of the cache.
#[derive(Debug, Serialize)]
struct Circuit {
    host: String,
    /// `closed`: it is asked. `open`: it is left alone. `half-open`: one request finds out.
    state: &'static str,
    running: usize,
}

#[derive(Debug, Serialize)]
struct Cache {
    /// The store that processes share, if there is one.
    shared: Option<Circuit>,
    namespaces: Vec<Namespace>,
}

#[derive(Debug, Serialize)]
struct Namespace {
    name: &'static str,
    entries: u64,
    bytes: u64,
    hits: u64,
    misses: u64,
}

#[derive(Debug, Serialize)]
struct Job {
    name: String,
    schedule: String,
    running: bool,
    /// Seconds since 1970.
    last_run: Option<u64>,
    next_run: Option<u64>,
    /// How the last run in this process ended.
    last_outcome: Option<String>,
}

impl View {
    pub(super) async fn of(status: &Status, begun: Begun) -> Self {
        let Overview { plugins, broken } = status.lookup.registry().overview().await;
        let outbox = status.bot.outbox.figures();
        Self {
            version: env!("CARGO_PKG_VERSION"),
            contract: CONTRACT,
            uptime_s: begun.0.elapsed().as_secs(),
            memory: Memory {
                resident_bytes: resident(),
            },
            readiness: Readiness::of(status).await,
            source: Source {
                mode: status.bot.mode.name(),
                webhook: status.bot.webhook.borrow().clone(),
            },
            queues: Queues {
                updates: status.bot.backlog(),
                outbox: outbox.waiting,
                under_way: outbox.under_way,
                paused_chats: outbox.paused,
            },
            plugins,
            broken,
            circuits: circuits(status),
            cache: cache(status),
            jobs: status
                .jobs
                .iter()
                .flat_map(crate::jobs::Jobs::list)
                .map(job)
                .collect(),
        }
    }
}

fn circuits(status: &Status) -> Vec<Circuit> {
    use vinbot_net::CircuitState;
    let hosts = status.lookup.registry().client().statistics().hosts;
    let circuits = hosts.into_iter().map(|one| Circuit {
        host: one.host,
        state: match one.circuit {
            CircuitState::Closed => "closed",
            CircuitState::Open => "open",
            CircuitState::HalfOpen => "half-open",
        },
        running: one.running,
    });
    circuits.collect()
}

fn cache(status: &Status) -> Cache {
    use vinbot_cache::CircuitState;
    let stats = status.lookup.cache().stats();
    let namespaces = stats.namespaces.iter().map(|one| Namespace {
        name: one.namespace,
        entries: one.memory.entries,
        bytes: one.memory.bytes,
        hits: one.memory.hits,
        misses: one.memory.misses,
    });
    Cache {
        namespaces: namespaces.collect(),
        shared: stats.store.map(|store| Circuit {
            host: store.name.to_owned(),
            state: match store.circuit {
                CircuitState::Closed => "closed",
                CircuitState::Open => "open",
                CircuitState::HalfOpen => "half-open",
            },
            running: 0,
        }),
    }
}

fn job(job: Listed) -> Job {
    let seconds = |at: Option<SystemTime>| {
        let since = at?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some(since.as_secs())
    };
    Job {
        last_run: seconds(job.last_run),
        next_run: seconds(job.next_run),
        name: job.name,
        schedule: job.schedule,
        running: job.running,
        last_outcome: job.last_outcome.map(|outcome| match outcome {
            Outcome::Done => "done".to_owned(),
            Outcome::Failed(reason) => format!("failed: {reason}"),
            Outcome::Panicked => "crashed".to_owned(),
            Outcome::CutShort => "cut short".to_owned(),
        }),
    }
}

/// The memory of this process, as Linux tells it.
fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1_024)
}
