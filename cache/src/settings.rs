//! What an operator sets: the section `[cache]`.

use std::time::Duration;

use serde::Deserialize;

use crate::policy::Policy;

/// `[cache]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Where answers are kept beside this process's memory.
    pub store: StoreKind,
    /// Memory for all that is kept in this process, in MB.
    pub max_mb: u64,
    /// The largest value that is kept, in kB of JSON.
    pub max_value_kb: u64,
    /// How long one round trip to Redis or Upstash may take, in milliseconds.
    pub timeout_ms: u64,
    /// With Redis or Upstash: how long this process trusts its own copy before it looks there
    /// again, in seconds. So much later it may notice what another process invalidated.
    pub local_s: u64,
    /// With Redis or Upstash: how long the lock of one who loads holds, in milliseconds. If he
    /// dies, others wait no longer.
    pub lock_ttl_ms: u64,
    /// How long others wait for him before they load by themselves, in milliseconds.
    pub lock_wait_ms: u64,
    /// Refreshes behind stale answers that may run at once, in each namespace.
    pub refreshes: usize,
    /// How many of the most asked VINs are brought into memory at the start.
    pub warm: u64,
    /// `[cache.circuit]`
    pub circuit: CircuitSettings,
    /// `[cache.ttl]`
    pub ttl: Ttl,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            store: StoreKind::Memory,
            max_mb: 64,
            max_value_kb: 1024,
            timeout_ms: 100,
            local_s: 300,
            lock_ttl_ms: 15_000,
            lock_wait_ms: 13_000,
            refreshes: 16,
            warm: 500,
            circuit: CircuitSettings::default(),
            ttl: Ttl::default(),
        }
    }
}

/// Where answers are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StoreKind {
    /// In this process alone.
    #[default]
    Memory,
    /// In Redis too: `REDIS_URL`.
    Redis,
    /// In Upstash too: `UPSTASH_REDIS_REST_URL` and `UPSTASH_REDIS_REST_TOKEN`.
    Upstash,
}

/// `[cache.circuit]`: when Redis or Upstash is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CircuitSettings {
    /// Failures in a row that open the circuit.
    pub failures: u32,
    /// How long it stays open before one operation tries again, in seconds.
    pub open_s: u64,
}

impl Default for CircuitSettings {
    fn default() -> Self {
        Self {
            failures: 5,
            open_s: 5,
        }
    }
}

/// `[cache.ttl]`: how long answers are good, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ttl {
    /// What a VIN means: it changes only with the data.
    pub decode_s: u64,
    /// Recalls.
    pub recalls_s: u64,
    /// Market values.
    pub market_value_s: u64,
    /// All other sections.
    pub section_s: u64,
    /// "There is none", of whatever.
    pub negative_s: u64,
    /// For so long after that an answer is still given at once, and renewed behind it.
    pub stale_s: u64,
    /// For so long after that an answer is still given if a new one can't be had.
    pub stale_if_error_s: u64,
    /// After a new one could not be had: so long until the next try.
    pub retry_s: u64,
    /// By how much, up or down, each time differs by chance, in percent: what was written
    /// together does not expire together.
    pub jitter_percent: u8,
}

impl Default for Ttl {
    fn default() -> Self {
        Self {
            decode_s: 30 * 86_400,
            recalls_s: 12 * 3_600,
            market_value_s: 24 * 3_600,
            section_s: 30 * 86_400,
            negative_s: 600,
            stale_s: 3_600,
            stale_if_error_s: 7 * 86_400,
            retry_s: 10,
            jitter_percent: 10,
        }
    }
}

/// How soon an answer grows old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Volatility {
    /// What a VIN means.
    Decode,
    /// Recalls.
    Recalls,
    /// Market values.
    MarketValue,
    /// Any other section.
    Section,
}

impl Settings {
    /// How long answers of this kind are kept.
    #[must_use]
    pub fn policy(&self, volatility: Volatility) -> Policy {
        let ttl = &self.ttl;
        let fresh = match volatility {
            Volatility::Decode => ttl.decode_s,
            Volatility::Recalls => ttl.recalls_s,
            Volatility::MarketValue => ttl.market_value_s,
            Volatility::Section => ttl.section_s,
        };
        Policy {
            fresh: Duration::from_secs(fresh),
            negative: Duration::from_secs(ttl.negative_s),
            stale: Duration::from_secs(ttl.stale_s),
            stale_if_error: Duration::from_secs(ttl.stale_if_error_s),
            retry: Duration::from_secs(ttl.retry_s),
            jitter_percent: ttl.jitter_percent,
            lock: true,
        }
    }

    /// What is wrong with these figures, in words for the operator.
    pub fn problem(&self) -> Option<String> {
        let bounds = [
            ("max_mb", self.max_mb, 1, 1 << 20),
            ("max_value_kb", self.max_value_kb, 1, 16 << 10),
            ("timeout_ms", self.timeout_ms, 1, 60_000),
            ("local_s", self.local_s, 1, 86_400),
            ("lock_ttl_ms", self.lock_ttl_ms, 100, 600_000),
            ("lock_wait_ms", self.lock_wait_ms, 0, 600_000),
            ("refreshes", self.refreshes as u64, 0, 10_000),
            ("warm", self.warm, 0, 100_000),
            ("circuit.failures", self.circuit.failures.into(), 1, 1_000),
            ("circuit.open_s", self.circuit.open_s, 1, 3_600),
            ("ttl.jitter_percent", self.ttl.jitter_percent.into(), 0, 50),
        ];
        let year = 366 * 86_400;
        let ttl = &self.ttl;
        let times = [
            ("ttl.decode_s", ttl.decode_s, 1, year),
            ("ttl.recalls_s", ttl.recalls_s, 1, year),
            ("ttl.market_value_s", ttl.market_value_s, 1, year),
            ("ttl.section_s", ttl.section_s, 1, year),
            ("ttl.negative_s", ttl.negative_s, 1, year),
            ("ttl.stale_s", ttl.stale_s, 0, year),
            ("ttl.stale_if_error_s", ttl.stale_if_error_s, 0, year),
            ("ttl.retry_s", ttl.retry_s, 0, 3_600),
        ];
        bounds
            .iter()
            .chain(&times)
            .find(|(_, value, least, most)| !(least..=most).contains(&value))
            .map(|(name, value, least, most)| {
                format!("cache.{name} is {value}: it must be from {least} to {most}")
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_section_means_the_defaults_and_they_are_within_bounds() {
        let settings: Settings = toml::from_str("").unwrap();
        assert_eq!(settings, Settings::default());
        assert_eq!(settings.problem(), None);
    }

    #[test]
    fn a_misspelt_key_is_an_error_that_names_it() {
        let error = toml::from_str::<Settings>("[ttl]\ndecode = 3").unwrap_err();
        assert!(error.to_string().contains("`decode`"), "{error}");
    }

    #[test]
    fn a_figure_out_of_bounds_is_told_with_its_bounds() {
        let settings: Settings = toml::from_str("[ttl]\njitter_percent = 90").unwrap();
        let problem = settings.problem().unwrap();
        assert!(problem.contains("from 0 to 50"), "{problem}");
    }

    #[test]
    fn recalls_grow_old_sooner_than_what_a_vin_means() {
        let settings = Settings::default();
        assert!(
            settings.policy(Volatility::Recalls).fresh < settings.policy(Volatility::Decode).fresh
        );
    }
}
