//! `/admin cache`: what is kept, and how often that helps.

use std::fmt::Write as _;

use vinbot_cache::{BackendStats, CircuitState, Stats, TierStats};

use super::button;
use crate::operator::figures::{bytes, mean};
use crate::rich::{Message, Style};

pub(super) fn screen(stats: &BackendStats) -> Message {
    let mut message = Message::default().text("Cache\n", Style::BOLD);
    message = match &stats.store {
        None => message.plain("In the memory of this process alone\n"),
        Some(store) => message.plain(format!(
            "{} – {}, {} operations, {} failed, {} not sent, {} each\n",
            store.name,
            match store.circuit {
                CircuitState::Closed => "fine",
                CircuitState::HalfOpen => "tried again",
                CircuitState::Open => "left alone for a while",
            },
            store.operations,
            store.errors,
            store.suspended,
            mean(&store.seconds),
        )),
    };
    for namespace in &stats.namespaces {
        message = message
            .plain("\n")
            .text(namespace.namespace, Style::BOLD)
            .plain(lines(namespace));
    }
    message
        .plain(format!(
            "\nPlugins and users have {} in memory",
            bytes(stats.byte_store_bytes)
        ))
        .row(vec![button("Again", "cache"), button("Plugins", "plugins")])
}

fn lines(stats: &Stats) -> String {
    let mut text = String::new();
    let tiers = [
        ("memory", Some(&stats.memory)),
        ("shared", stats.remote.as_ref()),
    ];
    for (name, tier) in tiers {
        let Some(tier) = tier else { continue };
        // Writing into a string can't fail.
        let _ = write!(text, "\n{name}: {}", line(tier));
    }
    let _ = write!(
        text,
        "\n{} loaded ({} failed, {} waited with others), {} each\n",
        stats.loads,
        stats.load_errors,
        stats.coalesced,
        mean(&stats.load_seconds)
    );
    text
}

fn line(tier: &TierStats) -> String {
    let asked = tier.hits + tier.misses;
    let share = (tier.hits * 100).checked_div(asked).unwrap_or_default();
    let mut text = format!(
        "{share} % of {asked} found, {} each, {}",
        mean(&tier.seconds),
        bytes(tier.bytes)
    );
    for (count, what) in [
        (tier.stale, "stale"),
        (tier.negative, "that there is none"),
        (tier.errors, "failed"),
    ] {
        if count > 0 {
            let _ = write!(text, ", {count} {what}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use vinbot_cache::{Backend, Cache, Key, Loaded, Volatility};

    #[tokio::test]
    async fn hits_and_loads_are_told_in_words() {
        let backend = Backend::in_memory();
        let cache: Cache<String, ()> = backend.cache("vin", 50);
        let policy = backend.settings().policy(Volatility::Decode);
        for _ in 0..4 {
            let load = || async { Ok(Loaded::value("Honda".to_owned())) };
            let key = Key::vin("1HGCM82633A004352");
            cache.get_or_load(&key, &policy, load).await.unwrap();
        }
        let text = screen(&backend.stats()).to_plain_text();
        assert!(
            text.contains("In the memory of this process alone"),
            "{text}"
        );
        assert!(text.contains("memory: 75 % of 4 found"), "{text}");
        assert!(text.contains("1 loaded (0 failed"), "{text}");
    }
}
