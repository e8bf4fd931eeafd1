//! The cache's own figures, as Prometheus reads them.

use std::fmt::{self, Debug};
use std::iter;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Unit;
use vinbot_cache::{BUCKETS, Backend, CircuitState, HistogramSnapshot, TierStats};

/// Reads the figures when it is asked for them.
#[derive(Debug)]
pub(super) struct CacheFigures(pub(super) Backend);

impl Collector for CacheFigures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let stats = self.0.stats();
        let tiers = || {
            stats.namespaces.iter().flat_map(|one| {
                let shared = one
                    .remote
                    .as_ref()
                    .map(|tier| (one.namespace, "shared", tier));
                iter::once((one.namespace, "memory", &one.memory)).chain(shared)
            })
        };
        let mut requests = encoder.encode_descriptor(
            "cache_requests",
            "Keys that were asked for, by what was found",
            None,
            MetricType::Counter,
        )?;
        for (namespace, tier, figures) in tiers() {
            for (outcome, count) in outcomes(figures) {
                let labels = [
                    ("namespace", namespace),
                    ("tier", tier),
                    ("outcome", outcome),
                ];
                counter(count, &mut requests.encode_family(&labels)?)?;
            }
        }
        let mut seconds = encoder.encode_descriptor(
            "cache_request_duration",
            "Time of asking a tier, a batch counting once",
            Some(&Unit::Seconds),
            MetricType::Histogram,
        )?;
        for (namespace, tier, figures) in tiers() {
            let labels = [("namespace", namespace), ("tier", tier)];
            histogram(&figures.seconds, &mut seconds.encode_family(&labels)?)?;
        }
        let mut bytes = encoder.encode_descriptor(
            "cache_memory",
            "Memory that is held now",
            Some(&Unit::Bytes),
            MetricType::Gauge,
        )?;
        for one in &stats.namespaces {
            bytes
                .encode_family(&[("namespace", one.namespace)])?
                .encode_gauge(&one.memory.bytes)?;
        }
        let mut loads = encoder.encode_descriptor(
            "cache_loads",
            "Answers that were not kept and had to be made, or waited for",
            None,
            MetricType::Counter,
        )?;
        for one in &stats.namespaces {
            for (outcome, count) in [
                ("made", one.loads),
                ("failed", one.load_errors),
                ("stale", one.stale_on_error),
                ("waited", one.coalesced),
                ("elsewhere", one.loaded_elsewhere),
                ("renewed", one.refreshes),
            ] {
                let labels = [("namespace", one.namespace), ("outcome", outcome)];
                counter(count, &mut loads.encode_family(&labels)?)?;
            }
        }
        let Some(store) = &stats.store else {
            return Ok(());
        };
        let mut operations = encoder.encode_descriptor(
            "cache_store_operations",
            "Operations of the store that processes share",
            None,
            MetricType::Counter,
        )?;
        for (outcome, count) in [
            ("ok", store.operations.saturating_sub(store.errors)),
            ("failed", store.errors),
            ("suspended", store.suspended),
        ] {
            let labels = [("store", store.name), ("outcome", outcome)];
            counter(count, &mut operations.encode_family(&labels)?)?;
        }
        encoder
            .encode_descriptor(
                "cache_store_circuit_open",
                "1 while the shared store is left alone",
                None,
                MetricType::Gauge,
            )?
            .encode_family(&[("store", store.name)])?
            .encode_gauge(&u32::from(store.circuit != CircuitState::Closed))
    }
}

/// What was found, each key counted once.
fn outcomes(tier: &TierStats) -> [(&'static str, u64); 5] {
    let plain = tier.hits.saturating_sub(tier.stale + tier.negative);
    [
        ("hit", plain),
        ("stale", tier.stale),
        ("negative", tier.negative),
        ("miss", tier.misses),
        ("error", tier.errors),
    ]
}

pub(super) fn counter(count: u64, encoder: &mut MetricEncoder<'_>) -> fmt::Result {
    encoder.encode_counter::<NoLabelSet, _, u64>(&count, None)
}

fn histogram(snapshot: &HistogramSnapshot, encoder: &mut MetricEncoder<'_>) -> fmt::Result {
    let bounds = BUCKETS.into_iter().chain(iter::once(f64::INFINITY));
    let buckets: Vec<(f64, u64)> = bounds.zip(snapshot.counts).collect();
    encoder.encode_histogram::<NoLabelSet>(snapshot.sum, snapshot.count(), &buckets, None)
}
