//! What an operator sets: `config.toml`, then `VINBOT_*` variables over it.
//!
//! Everything has a default, so the program runs with no file at all. An unknown
//! key is refused with its name and line: a typo must not switch a limit off.

mod admin;
mod check;
mod env;
mod files;
mod load;
mod secrets;
mod traces;
mod webhook;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use serde::Deserialize;
use vinbot_net::HostPattern;

pub use admin::{Admin, Network};
pub use files::{Files, Tesseract};
pub use load::ConfigError;
pub use traces::{Traces, TracesTo};
pub use webhook::{Mode, Webhook};

/// The whole configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// What the file says.
    pub settings: Settings,
    /// Where the file is, if there is one.
    pub file: Option<PathBuf>,
    /// `TELEGRAM_BOT_TOKEN`.
    pub token: Option<SecretString>,
    /// `TELEGRAM_WEBHOOK_SECRET`: by what Telegram shows that an update is from it.
    pub webhook_secret: Option<SecretString>,
    /// `ADMIN_IDS`: Telegram ids of those who may use `/admin`.
    pub admins: Admins,
    /// `VINBOT_ADMIN_TOKEN`: opens the admin page, its API and `/status`.
    pub admin_token: Option<SecretString>,
    /// `REDIS_URL`, `UPSTASH_REDIS_REST_URL`, `UPSTASH_REDIS_REST_TOKEN`.
    pub cache_secrets: vinbot_cache::Secrets,
    /// `TELEGRAM_API_URL`: the Bot API server.
    pub telegram_api: reqwest::Url,
    /// `VINBOT_HTTP_ADDR`: health, metrics, the admin page.
    pub http_addr: SocketAddr,
    /// Where traces are brought, if anywhere.
    pub traces: Option<TracesTo>,
    /// `VINBOT_STATE_DIR`: compiled code, what admins toggled, the store.
    pub state_dir: PathBuf,
    /// Where the store's file is: in the state folder, but a playground has one of its own.
    pub store_dir: PathBuf,
}

/// Who may use `/admin`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admins {
    /// Users with these Telegram ids.
    Only(Vec<u64>),
    /// Everybody: in a playground that only this machine reaches.
    Everybody,
}

impl Admins {
    /// True if this user may.
    #[must_use]
    pub fn include(&self, user: Option<u64>) -> bool {
        match self {
            Self::Only(ids) => user.is_some_and(|user| ids.contains(&user)),
            Self::Everybody => true,
        }
    }
}

/// The file `config.toml`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// `[runtime]`
    pub runtime: Runtime,
    /// `[limits]`: for every plugin that has none of its own.
    pub limits: Limits,
    /// `[health]`
    pub health: Health,
    /// `[http]`
    pub http: vinbot_net::Settings,
    /// `[signatures]`
    pub signatures: Signatures,
    /// `[lookup]`
    pub lookup: Lookup,
    /// `[cache]`
    pub cache: vinbot_cache::Settings,
    /// `[telegram]`
    pub telegram: Telegram,
    /// `[redis]`
    pub redis: Redis,
    /// `[admin]`
    pub admin: Admin,
    /// `[store]`
    pub store: Store,
    /// `[jobs]`
    pub jobs: Jobs,
    /// `[log]`
    pub log: Log,
    /// `[privacy]`
    pub privacy: Privacy,
    /// `[traces]`
    pub traces: Traces,
    /// `[plugins.NAME]`
    pub plugins: BTreeMap<String, Plugin>,
}

impl Settings {
    /// The largest of each limit, whichever plugin has it: what the engine reserves,
    /// and what a component may use until its name is known.
    #[must_use]
    pub fn largest_limits(&self) -> Limits {
        self.plugins
            .values()
            .map(|plugin| plugin.limits(self.limits))
            .fold(self.limits, |most, one| Limits {
                deadline_ms: most.deadline_ms.max(one.deadline_ms),
                memory_mb: most.memory_mb.max(one.memory_mb),
                table_elements: most.table_elements.max(one.table_elements),
                output_kb: most.output_kb.max(one.output_kb),
            })
    }
}

/// `[runtime]`: how components are found and run.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Runtime {
    /// Folder with the components; without, the folder beside the program.
    pub plugin_dir: Option<PathBuf>,
    /// Folder with code that `vinbot plugin precompile` made of them; it is only read.
    pub precompiled_dir: Option<PathBuf>,
    /// Sandboxes that may run at once; further calls wait.
    pub concurrency: u32,
    /// Largest component that is loaded, in MB.
    pub max_component_mb: u64,
    /// Stack of a sandbox, in kB. One size for all: it is the engine's.
    pub stack_kb: usize,
    /// How long compiling one component may take, in seconds.
    pub compile_timeout_s: u64,
    /// Whether only plugins that `plugins.lock` pins are served.
    pub require_lock: bool,
}

impl Default for Runtime {
    fn default() -> Self {
        Self {
            plugin_dir: None,
            precompiled_dir: None,
            concurrency: 64,
            max_component_mb: 256,
            stack_kb: 512,
            compile_timeout_s: 120,
            require_lock: false,
        }
    }
}

/// What one call of a plugin may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Time of one call, in milliseconds, whether computing or waiting.
    pub deadline_ms: u64,
    /// Linear memory, in MB.
    pub memory_mb: usize,
    /// Elements of all tables.
    pub table_elements: usize,
    /// What may pass from the plugin to the host in one go, in kB.
    pub output_kb: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            deadline_ms: 2_000,
            memory_mb: 256,
            table_elements: 50_000,
            output_kb: 8_192,
        }
    }
}

impl Limits {
    /// [`Limits::deadline_ms`] as a duration.
    #[must_use]
    pub fn deadline(&self) -> Duration {
        Duration::from_millis(self.deadline_ms)
    }
}

/// `[plugins.NAME]`: one plugin's flags and limits.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plugin {
    /// False keeps it from being loaded.
    pub enabled: bool,
    /// Lower is asked first; those with the same number by name.
    pub order: i32,
    /// Percent of users that it works for, always the same ones.
    #[serde(deserialize_with = "percent")]
    pub rollout: u8,
    /// Users that it works for.
    pub users: AccessList,
    /// Chats that it works in.
    pub chats: AccessList,
    /// Instead of the one in `[limits]`.
    pub deadline_ms: Option<u64>,
    /// Instead of the one in `[limits]`.
    pub memory_mb: Option<usize>,
    /// Instead of the one in `[limits]`.
    pub table_elements: Option<usize>,
    /// Instead of the one in `[limits]`.
    pub output_kb: Option<usize>,
    /// Where it may go, of what its manifest asks for.
    pub hosts: Vec<HostPattern>,
    /// Variables of the environment whose values are filled in for it, each with the
    /// hosts that it may go to.
    pub secrets: BTreeMap<String, Vec<HostPattern>>,
    /// Its cache, if it is granted one.
    pub cache: Option<CacheGrant>,
    /// What the plugin reads through its `settings` import.
    pub settings: BTreeMap<String, String>,
}

impl Default for Plugin {
    fn default() -> Self {
        Self {
            enabled: true,
            order: 50,
            rollout: 100,
            users: AccessList::default(),
            chats: AccessList::default(),
            deadline_ms: None,
            memory_mb: None,
            table_elements: None,
            output_kb: None,
            hosts: Vec::new(),
            secrets: BTreeMap::new(),
            cache: None,
            settings: BTreeMap::new(),
        }
    }
}

impl Plugin {
    /// Its limits, filled up from the general ones.
    #[must_use]
    pub fn limits(&self, general: Limits) -> Limits {
        Limits {
            deadline_ms: self.deadline_ms.unwrap_or(general.deadline_ms),
            memory_mb: self.memory_mb.unwrap_or(general.memory_mb),
            table_elements: self.table_elements.unwrap_or(general.table_elements),
            output_kb: self.output_kb.unwrap_or(general.output_kb),
        }
    }
}

/// Telegram ids of users or chats.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccessList {
    /// If there are any, these alone, whatever the rollout.
    pub allow: Vec<i64>,
    /// Never these.
    pub deny: Vec<i64>,
}

/// `[health]`: when a plugin that fails is set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Health {
    /// So many failures …
    pub failures: u32,
    /// … within so many seconds set a plugin aside.
    pub window_s: u64,
    /// After so many seconds it is tried again; twice as many after each failed try.
    pub retry_s: u64,
}

impl Default for Health {
    fn default() -> Self {
        Self {
            failures: 5,
            window_s: 60,
            retry_s: 30,
        }
    }
}

/// `cache` of a plugin: what it may keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CacheGrant {
    /// Keys and values together, in kB.
    pub max_kb: u64,
    /// Values.
    pub max_entries: u64,
    /// How long one is kept at most, in seconds.
    pub max_ttl_s: u32,
}

impl Default for CacheGrant {
    fn default() -> Self {
        Self {
            max_kb: 1_024,
            max_entries: 1_000,
            max_ttl_s: 86_400,
        }
    }
}

/// `[signatures]`: whose plugins are trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Signatures {
    /// Public keys of minisign's, `RW…`. With any, a signature that is not by one of them
    /// and over these bytes is refused.
    pub public_keys: Vec<String>,
    /// Whether a component without a signature is refused, too.
    pub require: bool,
}

/// `[lookup]`: from VIN to report.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lookup {
    /// From this confidence (0–100) on, no further decoder is asked.
    #[serde(deserialize_with = "percent")]
    pub enough: u8,
    /// VINs of one message that are answered.
    pub max_vins: usize,
    /// VINs that pass to a decoder in one call.
    pub batch: usize,
}

impl Default for Lookup {
    fn default() -> Self {
        Self {
            enough: 50,
            max_vins: 20,
            batch: 64,
        }
    }
}

/// `[telegram]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Telegram {
    /// How updates come.
    pub mode: Mode,
    /// For `mode = "webhook"`.
    pub webhook: Webhook,
    /// How long Telegram holds a poll open, in seconds (at most 50).
    pub poll_timeout_s: u32,
    /// Updates that are handled at once; further ones wait.
    pub concurrency: usize,
    /// How long running work is waited for when the bot stops, in seconds.
    pub drain_timeout_s: u64,
    /// How much a user, a chat and all together may ask.
    pub rates: vinbot_limits::Settings,
    /// How much is sent, and how fast.
    pub outbox: vinbot_outbox::Settings,
    /// Photos and documents.
    pub files: Files,
}

impl Default for Telegram {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            webhook: Webhook::default(),
            poll_timeout_s: 30,
            concurrency: 256,
            drain_timeout_s: 20,
            rates: vinbot_limits::Settings::default(),
            outbox: vinbot_outbox::Settings {
                // A card, its sections in two edits, and a button or two.
                chat_burst: 5,
                ..vinbot_outbox::Settings::default()
            },
            files: Files::default(),
        }
    }
}

/// `[store]`: where it is kept what users and chats chose, saved and looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// Where.
    pub place: StorePlace,
}

/// `[redis]`: the server of `REDIS_URL`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Redis {
    /// What the names of all that is of this bot alone begin with: bots that share a server
    /// have different ones.
    pub prefix: String,
}

impl Default for Redis {
    fn default() -> Self {
        Self {
            prefix: "vinbot".to_owned(),
        }
    }
}

/// Where the store is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StorePlace {
    /// A file in the state folder: for one process.
    #[default]
    File,
    /// The Redis of `REDIS_URL`: for several processes. It must not throw away what it keeps.
    Redis,
    /// Nowhere: all is forgotten when the program ends.
    Memory,
}

/// `[jobs]`: work at set times. A pattern that is empty or a time of 0 switches a job off.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Jobs {
    /// Whether there is any.
    pub enabled: bool,
    /// How much later than at its time a job at a time of day begins at most, in seconds.
    pub jitter_s: u64,
    /// When recalls of watched vehicles are looked up: a cron pattern, in UTC.
    pub recall_watch: String,
    /// When chats are forgotten that are gone for long: a cron pattern, in UTC.
    pub dead_chats: String,
    /// How often questions that nobody answered are removed, in seconds.
    pub cleanup_s: u64,
    /// How often counts go to the store, in seconds.
    pub statistics_s: u64,
    /// How often it is looked whether a broadcast is to go on, in seconds.
    pub broadcasts_s: u64,
    /// How often the most asked VINs are made ready, in seconds.
    pub warm_s: u64,
}

impl Default for Jobs {
    fn default() -> Self {
        Self {
            enabled: true,
            jitter_s: 600,
            recall_watch: "0 6 * * *".to_owned(),
            dead_chats: "30 4 * * *".to_owned(),
            cleanup_s: 3_600,
            statistics_s: 60,
            broadcasts_s: 60,
            warm_s: 3_600,
        }
    }
}

/// `[log]`; levels come from `RUST_LOG`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// How a line looks.
    pub format: LogFormat,
}

/// `[privacy]`: what is told of people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Privacy {
    /// Whether the log has hashes in the place of Telegram's ids of users.
    pub hash_ids: bool,
}

/// How a log line looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Pretty on a terminal, JSON elsewhere.
    #[default]
    Auto,
    /// For people.
    Pretty,
    /// One JSON object a line.
    Json,
}

/// A number from 0 to 100; what no byte holds is refused in those words, and not a byte's.
fn percent<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u8, D::Error> {
    let number = i64::deserialize(from)?;
    u8::try_from(number)
        .map_err(|_| serde::de::Error::custom(format!("it is {number}, and must be from 0 to 100")))
}
