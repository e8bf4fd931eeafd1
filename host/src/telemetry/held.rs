//! A gauge of what is there at the moment.

use prometheus_client::metrics::gauge::Gauge;

/// One more, until it is dropped: also when the work is given up half-way.
#[derive(Debug)]
#[must_use]
pub struct Held(Gauge);

impl Held {
    pub(super) fn one(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.dec();
    }
}
