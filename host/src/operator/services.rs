//! How requests of plugins to services outside fare.

use vinbot_net::{CircuitState, Figures, HostStatistics};

/// Whether a host is asked, in a few words.
pub(crate) fn state(host: &HostStatistics) -> String {
    match host.circuit {
        _ if host.paused_s > 0 => format!("wants no more for {} s", host.paused_s),
        CircuitState::Closed => "fine".to_owned(),
        CircuitState::HalfOpen => "tried again".to_owned(),
        CircuitState::Open => "left alone for a while".to_owned(),
    }
}

/// Attempts that came to nothing.
pub(crate) fn failed(figures: &Figures) -> u64 {
    let attempts: u64 = figures.outcomes.iter().sum();
    attempts - figures.ended("answered")
}

/// What an attempt takes: `12 ms`.
pub(crate) fn mean(figures: &Figures) -> String {
    figures
        .latency_sum_ms
        .checked_div(figures.latency.iter().sum())
        .map_or_else(|| "–".to_owned(), |ms| format!("{ms} ms"))
}
