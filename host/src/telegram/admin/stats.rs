//! `/admin stats`: how much the bot is used, and how it fares.

use std::fmt::Write as _;

use vinbot_store::Counts;

use super::super::conversation::Conversation;
use super::super::moment;
use super::{Told, button, failed};
use crate::jobs;
use crate::operator::time;
use crate::rich::{Message, Style};
use crate::telemetry::Event;

const DAY: u64 = 86_400;

pub(super) async fn screen(here: &Conversation<'_>) -> Told {
    let services = here.services;
    // What was counted until now.
    if let Err(reason) = jobs::flush(&services.store, &services.tally).await {
        tracing::warn!(reason, "the last counts are not in the store");
    }
    let today = u32::try_from(moment::now() / DAY).unwrap_or_default();
    let from = today.saturating_sub(29);
    let counts = services.store.counts(from, today).await.map_err(failed)?;
    let reach = jobs::reach(&services.store).await.map_err(failed)?;
    let outbox = services.client.outbox().figures();
    let limits = services.limits.figures();
    let stats = services.lookup.cache().stats();
    let mut lines = String::new();
    for event in Event::ALL {
        let name = event.name();
        let sum = |days: u32| total(&counts, name, today.saturating_sub(days - 1));
        // Writing into a string can't fail.
        let _ = writeln!(lines, "{name}: {} – {} – {}", sum(1), sum(7), sum(30));
    }
    let (mut hits, mut asked) = (0, 0);
    for namespace in &stats.namespaces {
        hits += namespace.memory.hits;
        asked += namespace.memory.hits + namespace.memory.misses;
    }
    let share = (hits * 100).checked_div(asked).unwrap_or_default();
    let redis = match limits.redis_up {
        None => "",
        Some(true) => ", counted in Redis",
        Some(false) => ", Redis does not answer",
    };
    let maintenance = if services.maintenance.is_on(&services.store).await {
        "Maintenance: everybody else is sent away\n"
    } else {
        ""
    };
    let mut message = Message::default()
        .text("Today – 7 days – 30 days", Style::BOLD)
        .plain(format!("\n{lines}\n"));
    if !maintenance.is_empty() {
        message = message.text(maintenance, Style::BOLD);
    }
    Ok(message
        .plain(format!(
            "Chats: {} known, {} gone\n\
             Outbox: {} waiting, {} under way, {} sent, {} failed, {} retried{}\n\
             Limits: {} let through, {} refused{redis}\n\
             Cache: {share} % of {asked} found in memory\n\
             Up for {}, vinbot {}",
            reach.alive,
            reach.dead,
            outbox.waiting,
            outbox.under_way,
            outbox.sent,
            outbox.failed,
            outbox.retried,
            if outbox.all_paused {
                ", all paused"
            } else {
                ""
            },
            limits.allowed,
            limits.refused_user + limits.refused_chat + limits.refused_all,
            time::span(services.began.elapsed()),
            env!("CARGO_PKG_VERSION"),
        ))
        .row(vec![
            button("Again", "stats"),
            button("Errors", "errors"),
            button("Jobs", "jobs"),
        ]))
}

/// How often it happened from this day on.
fn total(counts: &Counts, name: &str, from: u32) -> u64 {
    let days = counts.range(from..);
    days.filter_map(|(_, names)| names.get(name)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_add_up() {
        let day = |count| [("vins".to_owned(), count)].into();
        let counts: Counts = [(1, day(1)), (2, day(10)), (3, day(100))].into();
        assert_eq!(total(&counts, "vins", 2), 110);
        assert_eq!(total(&counts, "cards", 0), 0);
    }
}
