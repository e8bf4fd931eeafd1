//! Counters and gauges, as Prometheus reads them at `/metrics`.
//!
//! Names follow Prometheus's conventions; labels have few values: names of plugins that
//! are loaded, and words of ours.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use vinbot_cache::Backend;
use vinbot_jobs::Scheduler;

use super::admin::Logins;
use super::bounded::Bounded;
use super::cache::CacheFigures;
use super::held::Held;
use super::jobs::JobFigures;
use super::process::ProcessFigures;
use super::sending::{LimitFigures, OutboxFigures};
use super::services::ServiceFigures;
use super::tally::{Tally, TallyFigures};
use super::traffic::Traffic;

/// Seconds: from a call in a warm sandbox to one that ends at its deadline.
const CALL_SECONDS: [f64; 15] = [
    0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0,
    10.0,
];

/// Seconds of a lookup: from one that is kept in memory to one that waits for services.
const LOOKUP_SECONDS: [f64; 14] = [
    0.000_01, 0.000_1, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0,
];

/// Plugins that are told apart.
const PLUGINS: usize = 64;

/// All metrics of the program. Made once and handed down.
pub struct Metrics {
    registry: Mutex<Registry>,
    /// What has names of its own, that all programs share.
    process: Registry,
    /// Names come out of files that somebody else made.
    names: Bounded,
    traffic: Traffic,
    lookups: Family<OutcomeLabels, Counter>,
    lookup_seconds: Histogram,
    decoded: Family<DecoderLabels, Counter>,
    calls_waiting: Gauge,
    calls_running: Gauge,
    memory: Family<PluginLabels, Gauge>,
    calls: Family<PluginOutcome, Counter>,
    call_seconds: Family<PluginLabels, Histogram, fn() -> Histogram>,
    reloads: Family<PluginOutcome, Counter>,
    aside: Family<PluginLabels, Counter>,
    loaded: Gauge,
    broken: Gauge,
    waiting: Gauge,
    config_reloads: Family<OutcomeLabels, Counter>,
    webhook_requests: Family<OutcomeLabels, Counter>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct DecoderLabels {
    decoder: String,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PluginOutcome {
    plugin: String,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PluginLabels {
    plugin: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    outcome: &'static str,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

fn call_seconds() -> Histogram {
    Histogram::new(CALL_SECONDS)
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("vinbot");
        let mut process = Registry::default();
        process.register_collector(Box::new(ProcessFigures));
        let metrics = Self {
            traffic: Traffic::registered(&mut registry),
            process,
            names: Bounded::to(PLUGINS),
            lookups: Family::default(),
            lookup_seconds: Histogram::new(LOOKUP_SECONDS),
            decoded: Family::default(),
            calls_waiting: Gauge::default(),
            calls_running: Gauge::default(),
            memory: Family::default(),
            calls: Family::default(),
            call_seconds: Family::new_with_constructor(call_seconds),
            reloads: Family::default(),
            aside: Family::default(),
            loaded: Gauge::default(),
            broken: Gauge::default(),
            waiting: Gauge::default(),
            config_reloads: Family::default(),
            webhook_requests: Family::default(),
            registry: Mutex::new(Registry::default()),
        };
        metrics.register_lookups(&mut registry);
        metrics.register_plugins(&mut registry);
        registry.register(
            "config_reloads",
            "Changes of the configuration that were applied, or refused",
            metrics.config_reloads.clone(),
        );
        registry.register(
            "webhook_requests",
            "Requests at the address for updates, by what came of them",
            metrics.webhook_requests.clone(),
        );
        Self {
            registry: Mutex::new(registry),
            ..metrics
        }
    }
}

impl Metrics {
    fn register_lookups(&self, registry: &mut Registry) {
        registry.register(
            "lookups",
            "VINs that were looked up, kept answers included, by what came of them",
            self.lookups.clone(),
        );
        registry.register_with_unit(
            "lookup_duration",
            "Time of looking VINs up, all those of one question counting once",
            Unit::Seconds,
            self.lookup_seconds.clone(),
        );
        registry.register(
            "vins_decoded",
            "VINs that a decoder was asked about, by what it said",
            self.decoded.clone(),
        );
    }

    fn register_plugins(&self, registry: &mut Registry) {
        registry.register("plugin_calls", "Calls of plugins", self.calls.clone());
        registry.register_with_unit(
            "plugin_call_duration",
            "Time of calls of plugins",
            Unit::Seconds,
            self.call_seconds.clone(),
        );
        registry.register(
            "plugin_calls_waiting",
            "Calls of plugins that wait for leave to run",
            self.calls_waiting.clone(),
        );
        registry.register(
            "plugin_calls_running",
            "Calls of plugins that run, or wait for what they asked for",
            self.calls_running.clone(),
        );
        registry.register_with_unit(
            "plugin_memory_peak",
            "The most linear memory that a call has used since the plugin was loaded",
            Unit::Bytes,
            self.memory.clone(),
        );
        registry.register(
            "plugin_reloads",
            "Files of plugins that were served, or refused",
            self.reloads.clone(),
        );
        registry.register(
            "plugin_set_aside",
            "Times that a plugin was set aside after failing again and again",
            self.aside.clone(),
        );
        registry.register(
            "plugins_loaded",
            "Plugins that are loaded",
            self.loaded.clone(),
        );
        registry.register(
            "plugins_broken",
            "Files in the plugin folder that are refused",
            self.broken.clone(),
        );
        registry.register(
            "plugins_waiting",
            "Files in the plugin folder that wait for a grant or a key: nothing is wrong with them",
            self.waiting.clone(),
        );
    }

    /// An update came; it waits as long as this is held.
    pub(super) fn update_came(&self) -> Held {
        self.traffic.update_came()
    }

    /// Work on an update begins; it is under way as long as this is held.
    pub(super) fn update_begins(&self) -> Held {
        self.traffic.update_begins()
    }

    /// An update is done with; `took` is the time to its first answer.
    pub(super) fn update_ended(&self, kind: &'static str, outcome: &'static str, took: Duration) {
        self.traffic.update_ended(kind, outcome, took);
    }

    /// Telegram answered a poll.
    pub fn polled(&self) {
        self.traffic.polled();
    }

    /// The Bot API was called; without a time where the call waits on purpose.
    pub fn requested(&self, method: &'static str, outcome: &'static str, took: Option<Duration>) {
        self.traffic.requested(method, outcome, took);
    }

    /// VINs were looked up: what came of each, and how long all of them took.
    pub fn looked_up(&self, outcomes: impl IntoIterator<Item = &'static str>, took: Duration) {
        for outcome in outcomes {
            self.lookups.get_or_create(&OutcomeLabels { outcome }).inc();
        }
        self.lookup_seconds.observe(took.as_secs_f64());
    }

    /// A decoder was asked about a VIN; `outcome` is `ok` or the kind of the failure.
    pub fn decoded(&self, decoder: &str, outcome: &'static str) {
        let decoder = self.names.label(decoder);
        let labels = DecoderLabels { decoder, outcome };
        self.decoded.get_or_create(&labels).inc();
    }

    /// A call of a plugin waits to run, as long as this is held.
    pub fn call_waits(&self) -> Held {
        Held::one(&self.calls_waiting)
    }

    /// A call of a plugin runs, as long as this is held.
    pub fn call_runs(&self) -> Held {
        Held::one(&self.calls_running)
    }

    /// A plugin was called; `outcome` is `ok` or the kind of the failure, `peak` the most memory
    /// that a call of it has used, in bytes.
    pub fn called(&self, plugin: &str, outcome: &'static str, took: Duration, peak: usize) {
        let plugin = self.names.label(plugin);
        let labels = PluginOutcome {
            plugin: plugin.clone(),
            outcome,
        };
        self.calls.get_or_create(&labels).inc();
        let plugin = PluginLabels { plugin };
        let seconds = self.call_seconds.get_or_create(&plugin);
        seconds.observe(took.as_secs_f64());
        let memory = self.memory.get_or_create(&plugin);
        memory.set(i64::try_from(peak).unwrap_or(i64::MAX));
    }

    /// A file of a plugin was looked at; `outcome` is `served`, `refused` or `waiting`.
    pub fn reloaded(&self, plugin: &str, outcome: &'static str) {
        let labels = PluginOutcome {
            plugin: self.names.label(plugin),
            outcome,
        };
        self.reloads.get_or_create(&labels).inc();
    }

    /// A plugin was set aside.
    pub fn set_aside(&self, plugin: &str) {
        let plugin = self.names.label(plugin);
        self.aside.get_or_create(&PluginLabels { plugin }).inc();
    }

    /// So many plugins are loaded; so many files are refused, and so many wait for a grant.
    pub fn plugins(&self, loaded: usize, broken: usize, waiting: usize) {
        for (gauge, count) in [
            (&self.loaded, loaded),
            (&self.broken, broken),
            (&self.waiting, waiting),
        ] {
            gauge.set(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }

    /// The configuration changed; `outcome` is `applied` or `refused`.
    pub fn config_reloaded(&self, outcome: &'static str) {
        self.config_reloads
            .get_or_create(&OutcomeLabels { outcome })
            .inc();
    }

    /// A request at the webhook's address was answered; `outcome` is `taken` or why it was not.
    pub fn webhook_answered(&self, outcome: &'static str) {
        self.webhook_requests
            .get_or_create(&OutcomeLabels { outcome })
            .inc();
    }

    /// Tells of this cache from now on.
    pub fn watch_cache(&self, cache: &Backend) {
        self.watch(CacheFigures(cache.clone()));
    }

    /// Tells of this client's requests from now on.
    pub fn watch_services(&self, client: &vinbot_net::Client) {
        self.watch(ServiceFigures(client.clone()));
    }

    /// Tells of what is sent through this outbox from now on.
    pub fn watch_outbox(&self, outbox: &vinbot_outbox::Outbox) {
        self.watch(OutboxFigures(outbox.clone()));
    }

    /// Tells of whom these limits let through from now on.
    pub fn watch_limits(&self, limits: &vinbot_limits::Limits) {
        self.watch(LimitFigures(limits.clone()));
    }

    /// Tells of the jobs of these schedulers from now on.
    pub fn watch_jobs(&self, schedulers: impl IntoIterator<Item = Arc<Scheduler>>) {
        self.watch(JobFigures(schedulers.into_iter().collect()));
    }

    /// Tells of these logins from now on.
    pub fn watch_logins(&self, logins: &Logins) {
        self.watch(logins.clone());
    }

    /// Tells of these counts from now on.
    pub fn watch_tally(&self, tally: &Tally) {
        self.watch(TallyFigures(tally.clone()));
    }

    fn watch(&self, figures: impl Collector) {
        let mut registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        registry.register_collector(Box::new(figures));
    }

    /// All of it, in the text format of `OpenMetrics`.
    #[must_use]
    pub fn text(&self) -> String {
        let registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        // Writing into a string can't fail.
        let _ = encode_registry(&mut text, &registry)
            .and_then(|()| encode_registry(&mut text, &self.process))
            .and_then(|()| encode_eof(&mut text));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_told_in_the_format_of_open_metrics() {
        let metrics = Metrics::default();
        metrics.called("vpic", "ok", Duration::from_micros(300), 0);
        metrics.reloaded("vpic", "refused");
        metrics.plugins(4, 1, 2);
        let text = metrics.text();
        for line in [
            r#"vinbot_plugin_calls_total{plugin="vpic",outcome="ok"} 1"#,
            r#"vinbot_plugin_call_duration_seconds_bucket{le="0.0005",plugin="vpic"} 1"#,
            r#"vinbot_plugin_reloads_total{plugin="vpic",outcome="refused"} 1"#,
            "vinbot_plugins_loaded 4",
            "vinbot_plugins_broken 1",
            "vinbot_plugins_waiting 2",
            "process_resident_memory_bytes ",
            "process_cpu_seconds_total ",
            "# EOF",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
