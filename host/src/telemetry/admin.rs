//! Who tried to get in at `/admin`, as Prometheus reads it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use prometheus_client::metrics::MetricType;

use super::cache::counter;

const WAYS: [&str; 2] = ["page", "api"];
const OUTCOMES: [&str; 3] = ["ok", "wrong", "throttled"];

/// How often the admin token was said, by which way, and whether it was the right one. Clones
/// are the same counts.
#[derive(Debug, Clone, Default)]
pub struct Logins(Arc<[[AtomicU64; OUTCOMES.len()]; WAYS.len()]>);

impl Logins {
    /// It was said by `page` or `api`; `outcome` is `ok`, `wrong` or `throttled`.
    pub fn count(&self, way: &str, outcome: &str) {
        let way = WAYS.iter().position(|known| *known == way);
        let outcome = OUTCOMES.iter().position(|known| *known == outcome);
        if let Some((way, outcome)) = way.zip(outcome) {
            self.0[way][outcome].fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Collector for Logins {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut logins = encoder.encode_descriptor(
            "admin_logins",
            "Times that the admin token was said, at the page or with a request of the API",
            None,
            MetricType::Counter,
        )?;
        for (way, counts) in WAYS.iter().zip(&*self.0) {
            for (outcome, count) in OUTCOMES.iter().zip(counts) {
                let labels = [("way", *way), ("outcome", *outcome)];
                let count = count.load(Ordering::Relaxed);
                counter(count, &mut logins.encode_family(&labels)?)?;
            }
        }
        Ok(())
    }
}
