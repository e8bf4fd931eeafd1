//! Refuses values that are of the right type but of no use.

use vinbot_jobs::Schedule;

use super::load::ConfigError;
use super::{Files, Jobs, Limits, Mode, Settings, Signatures, Telegram};
use crate::trust::KeyRing;

/// # Errors
/// [`ConfigError::Value`], which names the setting.
pub(super) fn check(settings: &Settings) -> Result<(), ConfigError> {
    let Settings {
        runtime,
        limits,
        health,
        http,
        lookup,
        telegram,
        plugins,
        ..
    } = settings;
    range("runtime.concurrency", runtime.concurrency, 1, 1_000)?;
    range(
        "runtime.max_component_mb",
        runtime.max_component_mb,
        1,
        4_096,
    )?;
    range("runtime.stack_kb", runtime.stack_kb as u64, 1, 16_384)?;
    range(
        "runtime.compile_timeout_s",
        runtime.compile_timeout_s,
        1,
        3_600,
    )?;
    range("health.failures", health.failures, 1, 1_000)?;
    range("health.window_s", health.window_s, 1, 86_400)?;
    range("health.retry_s", health.retry_s, 1, 86_400)?;
    range(
        "http.connect_timeout_ms",
        http.connect_timeout_ms,
        1,
        600_000,
    )?;
    range("http.read_timeout_ms", http.read_timeout_ms, 1, 600_000)?;
    range("http.timeout_ms", http.timeout_ms, 1, 600_000)?;
    range("http.max_response_kb", http.max_response_kb, 1, 1 << 20)?;
    range("http.retries", http.retries, 0, 10)?;
    range("http.backoff_ms", http.backoff_ms, 1, 10_000)?;
    range(
        "http.retry_budget_percent",
        http.retry_budget_percent,
        0,
        100,
    )?;
    range("http.circuit_failures", http.circuit_failures, 0, 1_000)?;
    range("http.circuit_open_s", http.circuit_open_s, 1, 86_400)?;
    range("http.host_concurrency", http.host_concurrency, 1, 1_000)?;
    for (host, signing) in &http.signing {
        if let Err(reason) = signing.header() {
            let key = format!("http.signing.\"{host}\".header");
            return Err(ConfigError::Value { key, reason });
        }
    }
    if let Some(proxy) = &http.proxy
        && reqwest::Proxy::all(proxy).is_err()
    {
        return Err(ConfigError::Value {
            key: "http.proxy".to_owned(),
            reason: "it must be a URL such as http://proxy.example:3128".to_owned(),
        });
    }
    if !(0.0..=1.0).contains(&settings.traces.sample_ratio) {
        return Err(ConfigError::Value {
            key: "traces.sample_ratio".to_owned(),
            reason: "it must be from 0.0 to 1.0".to_owned(),
        });
    }
    range("lookup.enough", lookup.enough, 0, 100)?;
    range("lookup.max_vins", lookup.max_vins as u64, 1, 100)?;
    range("lookup.batch", lookup.batch as u64, 1, 10_000)?;
    if let Some(problem) = settings.cache.problem() {
        let (key, reason) = problem.split_once(' ').unwrap_or((&problem, ""));
        return Err(ConfigError::Value {
            key: key.to_owned(),
            reason: format!("it {reason}"),
        });
    }
    on_telegram(telegram)?;
    in_limits("limits", *limits)?;
    for (name, plugin) in plugins {
        let section = format!("plugins.{name}");
        in_limits(&section, plugin.limits(*limits))?;
        range(&format!("{section}.rollout"), plugin.rollout, 0, 100)?;
        if let Some(cache) = plugin.cache {
            let key = |name: &str| format!("{section}.cache.{name}");
            range(&key("max_kb"), cache.max_kb, 1, 1 << 20)?;
            range(&key("max_entries"), cache.max_entries, 1, 1_000_000)?;
            range(&key("max_ttl_s"), cache.max_ttl_s, 1, 365 * 86_400)?;
        }
    }
    prefix(&settings.redis.prefix)?;
    on_time(&settings.jobs)?;
    range("admin.session_s", settings.admin.session_s, 60, 2_592_000)?;
    if let Some((key, reason)) = settings.admin.problem() {
        let key = key.to_owned();
        return Err(ConfigError::Value { key, reason });
    }
    signed(&settings.signatures)
}

fn on_telegram(telegram: &Telegram) -> Result<(), ConfigError> {
    range("telegram.poll_timeout_s", telegram.poll_timeout_s, 0, 50)?;
    range(
        "telegram.concurrency",
        telegram.concurrency as u64,
        1,
        10_000,
    )?;
    range(
        "telegram.drain_timeout_s",
        telegram.drain_timeout_s,
        0,
        3_600,
    )?;
    let webhook = &telegram.webhook;
    let key = |name: &str| format!("telegram.webhook.{name}");
    range(&key("max_connections"), webhook.max_connections, 1, 100)?;
    range(&key("read_timeout_s"), webhook.read_timeout_s, 1, 60)?;
    range(&key("check_s"), webhook.check_s, 1, 3_600)?;
    if telegram.mode == Mode::Webhook {
        let wrong = |reason| ConfigError::Value {
            key: key("url"),
            reason,
        };
        webhook.address().map_err(wrong)?;
    }
    let outbox = &telegram.outbox;
    range(
        "telegram.outbox.per_second",
        outbox.per_second,
        1,
        1_000_000,
    )?;
    range(
        "telegram.outbox.chat_burst",
        outbox.chat_burst,
        1,
        1_000_000,
    )?;
    range("telegram.outbox.concurrency", outbox.concurrency, 1, 1_000)?;
    range("telegram.outbox.waiting", outbox.waiting, 100, 1_000_000)?;
    range(
        "telegram.outbox.reserved_percent",
        outbox.reserved_percent,
        0,
        90,
    )?;
    range("telegram.rates.keys", telegram.rates.keys, 100, 10_000_000)?;
    range(
        "telegram.rates.timeout_ms",
        telegram.rates.timeout_ms,
        1,
        10_000,
    )?;
    of_files(&telegram.files)
}

/// Of what stands in the names of keys.
fn prefix(prefix: &str) -> Result<(), ConfigError> {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    if (1..=64).contains(&prefix.len()) && prefix.bytes().all(fine) {
        return Ok(());
    }
    Err(ConfigError::Value {
        key: "redis.prefix".to_owned(),
        reason: "it is 1 to 64 letters, digits or -_.:".to_owned(),
    })
}

fn on_time(jobs: &Jobs) -> Result<(), ConfigError> {
    range("jobs.jitter_s", jobs.jitter_s, 0, 86_400)?;
    for (key, pattern) in [
        ("jobs.recall_watch", &jobs.recall_watch),
        ("jobs.dead_chats", &jobs.dead_chats),
    ] {
        if let (false, Err(error)) = (pattern.is_empty(), Schedule::cron(pattern)) {
            return Err(ConfigError::Value {
                key: key.to_owned(),
                reason: error.to_string(),
            });
        }
    }
    range("jobs.cleanup_s", jobs.cleanup_s, 0, 31_536_000)?;
    range("jobs.statistics_s", jobs.statistics_s, 0, 31_536_000)?;
    range("jobs.warm_s", jobs.warm_s, 0, 31_536_000)?;
    range("jobs.broadcasts_s", jobs.broadcasts_s, 0, 31_536_000)
}

fn of_files(files: &Files) -> Result<(), ConfigError> {
    range("telegram.files.max_mb", files.max_mb, 1, 50)?;
    range("telegram.files.max_rows", files.max_rows, 1, 100_000)?;
    range("telegram.files.tables", files.tables, 1, 16)?;
    range("telegram.files.photos", files.photos, 1, 64)?;
    let deadline = files.photo_deadline_s;
    range("telegram.files.photo_deadline_s", deadline, 1, 300)
}

fn signed(signatures: &Signatures) -> Result<(), ConfigError> {
    let wrong = |key: &str, reason: String| ConfigError::Value {
        key: key.to_owned(),
        reason,
    };
    let keys = KeyRing::new(&signatures.public_keys).map_err(|key| {
        let reason = format!("`{key}` is no public key of minisign's, such as `RWQ…`");
        wrong("signatures.public_keys", reason)
    })?;
    if signatures.require && keys.is_empty() {
        let reason = "it is set, and signatures.public_keys names nobody who could sign";
        return Err(wrong("signatures.require", reason.to_owned()));
    }
    Ok(())
}

fn in_limits(section: &str, limits: Limits) -> Result<(), ConfigError> {
    let key = |name: &str| format!("{section}.{name}");
    range(&key("deadline_ms"), limits.deadline_ms, 1, 600_000)?;
    range(&key("memory_mb"), limits.memory_mb as u64, 1, 4_096)?;
    range(
        &key("table_elements"),
        limits.table_elements as u64,
        1,
        10_000_000,
    )?;
    range(&key("output_kb"), limits.output_kb as u64, 1, 1 << 20)
}

fn range(key: &str, value: impl Into<u64>, least: u64, most: u64) -> Result<(), ConfigError> {
    let value = value.into();
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(ConfigError::Value {
        key: key.to_owned(),
        reason: format!("it is {value}, and must be from {least} to {most}"),
    })
}
