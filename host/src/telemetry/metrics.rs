//! Counters and gauges, as Prometheus reads them at `/metrics`.
//!
//! Names follow Prometheus's conventions; labels have few values: names of plugins that
//! are loaded, and words of ours.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use vinbot_cache::Backend;
use vinbot_jobs::Scheduler;

use super::admin::Logins;
use super::cache::CacheFigures;
use super::jobs::JobFigures;
use super::sending::{LimitFigures, OutboxFigures};
use super::services::ServiceFigures;
use super::tally::{Tally, TallyFigures};

/// Seconds: from a call in a warm sandbox to one that ends at its deadline.
const CALL_SECONDS: [f64; 12] = [
    0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0, 10.0,
];

/// All metrics of the program. Made once and handed down.
pub struct Metrics {
    registry: Mutex<Registry>,
    calls: Family<CallLabels, Counter>,
    call_seconds: Family<PluginLabels, Histogram, fn() -> Histogram>,
    reloads: Family<ReloadLabels, Counter>,
    aside: Family<PluginLabels, Counter>,
    loaded: Gauge,
    broken: Gauge,
    config_reloads: Family<OutcomeLabels, Counter>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallLabels {
    plugin: String,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct PluginLabels {
    plugin: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ReloadLabels {
    plugin: String,
    outcome: &'static str,
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
        let metrics = Self {
            calls: Family::default(),
            call_seconds: Family::new_with_constructor(call_seconds),
            reloads: Family::default(),
            aside: Family::default(),
            loaded: Gauge::default(),
            broken: Gauge::default(),
            config_reloads: Family::default(),
            registry: Mutex::new(Registry::default()),
        };
        registry.register("plugin_calls", "Calls of plugins", metrics.calls.clone());
        registry.register_with_unit(
            "plugin_call_duration",
            "Time of calls of plugins",
            Unit::Seconds,
            metrics.call_seconds.clone(),
        );
        registry.register(
            "plugin_reloads",
            "Files of plugins that were served, or refused",
            metrics.reloads.clone(),
        );
        registry.register(
            "plugin_set_aside",
            "Times that a plugin was set aside after failing again and again",
            metrics.aside.clone(),
        );
        registry.register(
            "plugins_loaded",
            "Plugins that are loaded",
            metrics.loaded.clone(),
        );
        registry.register(
            "plugins_broken",
            "Files in the plugin folder that are not served",
            metrics.broken.clone(),
        );
        registry.register(
            "config_reloads",
            "Changes of the configuration that were applied, or refused",
            metrics.config_reloads.clone(),
        );
        Self {
            registry: Mutex::new(registry),
            ..metrics
        }
    }
}

impl Metrics {
    /// A plugin was called; `outcome` is `ok` or the kind of the failure.
    pub fn called(&self, plugin: &str, outcome: &'static str, took: Duration) {
        let plugin = plugin.to_owned();
        let labels = CallLabels {
            plugin: plugin.clone(),
            outcome,
        };
        self.calls.get_or_create(&labels).inc();
        let seconds = self.call_seconds.get_or_create(&PluginLabels { plugin });
        seconds.observe(took.as_secs_f64());
    }

    /// A file of a plugin was looked at; `outcome` is `served` or `refused`.
    pub fn reloaded(&self, plugin: &str, outcome: &'static str) {
        let labels = ReloadLabels {
            plugin: plugin.to_owned(),
            outcome,
        };
        self.reloads.get_or_create(&labels).inc();
    }

    /// A plugin was set aside.
    pub fn set_aside(&self, plugin: &str) {
        let plugin = plugin.to_owned();
        self.aside.get_or_create(&PluginLabels { plugin }).inc();
    }

    /// So many plugins are loaded, and so many files are not served.
    pub fn plugins(&self, loaded: usize, broken: usize) {
        self.loaded.set(i64::try_from(loaded).unwrap_or(i64::MAX));
        self.broken.set(i64::try_from(broken).unwrap_or(i64::MAX));
    }

    /// The configuration changed; `outcome` is `applied` or `refused`.
    pub fn config_reloaded(&self, outcome: &'static str) {
        self.config_reloads
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
        let _ = encode(&mut text, &registry);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_told_in_the_format_of_open_metrics() {
        let metrics = Metrics::default();
        metrics.called("vpic", "ok", Duration::from_micros(300));
        metrics.reloaded("vpic", "refused");
        metrics.plugins(4, 1);
        let text = metrics.text();
        for line in [
            r#"vinbot_plugin_calls_total{plugin="vpic",outcome="ok"} 1"#,
            r#"vinbot_plugin_call_duration_seconds_bucket{le="0.0005",plugin="vpic"} 1"#,
            r#"vinbot_plugin_reloads_total{plugin="vpic",outcome="refused"} 1"#,
            "vinbot_plugins_loaded 4",
            "vinbot_plugins_broken 1",
            "# EOF",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
