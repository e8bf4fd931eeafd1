//! `/admin services`: how requests of plugins to services outside fare.

use vinbot_net::{HostStatistics, Statistics};

use super::button;
use crate::operator::services;
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
    let state = services::state(host);
    let (failed, mean) = (services::failed(figures), services::mean(figures));
    format!(
        "{state}, {} requests, {} made again, {failed} attempts without success, {mean} each",
        figures.requests, figures.retries
    )
}
