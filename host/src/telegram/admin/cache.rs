//! `/admin cache`: what is kept, and how often that helps.

use std::fmt::Write as _;

use vinbot_cache::{BackendStats, CircuitState, HistogramSnapshot, Stats, TierStats};

use super::button;
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

/// The mean time, with a unit that fits it.
fn mean(times: &HistogramSnapshot) -> String {
    let Ok(count) = u32::try_from(times.count()) else {
        return "?".to_owned();
    };
    if count == 0 {
        return "–".to_owned();
    }
    let seconds = times.sum / f64::from(count);
    if seconds < 0.001 {
        format!("{:.0} µs", seconds * 1e6)
    } else if seconds < 1.0 {
        format!("{:.1} ms", seconds * 1e3)
    } else {
        format!("{seconds:.1} s")
    }
}

fn bytes(bytes: u64) -> String {
    if bytes < 1 << 20 {
        format!("{} kB", bytes.div_ceil(1 << 10))
    } else {
        format!("{} MB", bytes >> 20)
    }
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

    #[test]
    fn a_time_has_a_unit_that_fits_it() {
        let mut times = HistogramSnapshot::default();
        assert_eq!(mean(&times), "–");
        times.counts[0] = 2;
        for (sum, text) in [(0.000_02, "10 µs"), (0.02, "10.0 ms"), (4.0, "2.0 s")] {
            times.sum = sum;
            assert_eq!(mean(&times), text);
        }
    }
}
