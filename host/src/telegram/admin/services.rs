//! `/admin services`: how requests of plugins to services outside fare.

use vinbot_net::{CircuitState, HostStatistics, Statistics};

use super::button;
use crate::rich::{Message, Style};

pub(super) fn screen(statistics: &Statistics) -> Message {
    let mut message = Message::default().text("Services\n", Style::BOLD);
    if statistics.hosts.is_empty() {
        message = message.plain("No plugin has asked any yet\n");
    }
    for host in &statistics.hosts {
        message = message
            .text(host.host.as_str(), Style::CODE)
            .plain(format!(" – {}\n", line(host)));
    }
    if statistics.refused > 0 {
        let words = format!("\n{} requests were not allowed\n", statistics.refused);
        message = message.plain(words);
    }
    message.row(vec![button("Again", "services"), button("Cache", "cache")])
}

fn line(host: &HostStatistics) -> String {
    let figures = &host.figures;
    let state = match host.circuit {
        _ if host.paused_s > 0 => format!("wants no more for {} s", host.paused_s),
        CircuitState::Closed => "fine".to_owned(),
        CircuitState::HalfOpen => "tried again".to_owned(),
        CircuitState::Open => "left alone for a while".to_owned(),
    };
    let attempts: u64 = figures.outcomes.iter().sum();
    let failed = attempts - figures.ended("answered");
    let mean = figures
        .latency_sum_ms
        .checked_div(figures.latency.iter().sum())
        .map_or_else(|| "–".to_owned(), |ms| format!("{ms} ms"));
    format!(
        "{state}, {} requests, {} made again, {failed} attempts without success, {mean} each",
        figures.requests, figures.retries
    )
}
