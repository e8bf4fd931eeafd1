//! How requests of plugins to services outside fare, as Prometheus reads it.

use std::fmt;
use std::iter;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Unit;
use vinbot_net::{CircuitState, Client, Figures, LATENCY_MS, OUTCOMES};

use super::cache::counter;

/// Hosts that are remembered no longer, all together.
const FORGOTTEN: &str = "(others)";

/// Reads the figures when it is asked for them. Hosts are those that the operator granted,
/// and bounded in number.
#[derive(Debug)]
pub(super) struct ServiceFigures(pub(super) Client);

impl Collector for ServiceFigures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let statistics = self.0.statistics();
        let hosts = || {
            let known = statistics.hosts.iter();
            let known = known.map(|one| (one.host.as_str(), &one.figures));
            known.chain(iter::once((FORGOTTEN, &statistics.forgotten)))
        };
        let mut requests = encoder.encode_descriptor(
            "service_requests",
            "Attempts at requests of plugins, by what came of them",
            None,
            MetricType::Counter,
        )?;
        for (host, figures) in hosts() {
            for outcome in OUTCOMES {
                let count = figures.ended(outcome);
                // Most hosts know most outcomes only from hearsay.
                if count > 0 {
                    let labels = [("host", host), ("outcome", outcome)];
                    counter(count, &mut requests.encode_family(&labels)?)?;
                }
            }
        }
        let mut retries = encoder.encode_descriptor(
            "service_retries",
            "Further attempts at requests of plugins",
            None,
            MetricType::Counter,
        )?;
        for (host, figures) in hosts() {
            counter(
                figures.retries,
                &mut retries.encode_family(&[("host", host)])?,
            )?;
        }
        let mut seconds = encoder.encode_descriptor(
            "service_request_duration",
            "Time of attempts that were sent",
            Some(&Unit::Seconds),
            MetricType::Histogram,
        )?;
        for (host, figures) in hosts() {
            let (sum, count, buckets) = histogram(figures);
            seconds
                .encode_family(&[("host", host)])?
                .encode_histogram::<NoLabelSet>(sum, count, &buckets, None)?;
        }
        let mut open = encoder.encode_descriptor(
            "service_circuit_open",
            "1 while a host is left alone",
            None,
            MetricType::Gauge,
        )?;
        for one in &statistics.hosts {
            open.encode_family(&[("host", one.host.as_str())])?
                .encode_gauge(&u32::from(one.circuit != CircuitState::Closed))?;
        }
        Ok(())
    }
}

/// Sum and buckets in seconds, and how many there are.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of years fit")]
fn histogram(figures: &Figures) -> (f64, u64, Vec<(f64, u64)>) {
    let bounds = LATENCY_MS.iter().map(|&ms| ms as f64 / 1e3);
    let buckets = bounds.chain(iter::once(f64::INFINITY)).zip(figures.latency);
    let sum = figures.latency_sum_ms as f64 / 1e3;
    (sum, figures.latency.iter().sum(), buckets.collect())
}
