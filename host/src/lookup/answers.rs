//! What was answered before and is still good: reports by VIN, sections by vehicle.
//!
//! A key holds all that an answer depends on, so that nothing has to be thrown away when a
//! plugin, a setting or an asker is another one: the answers of before are no longer asked
//! for, and run out.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use blake3::Hasher;
use vinbot_cache::{Backend, Cache, Key, Loaded, Policy, Ttl, Volatility};

use super::asked::Asked;
use super::visit::Visit;
use super::{LookupError, decode};
use crate::plugins::{CallError, Plugin, Role};
use crate::report::{Report, Section};
use crate::vin::Vin;

/// Shares of `cache.max_mb`, in percent.
const REPORTS: u8 = 45;
const SECTIONS: u8 = 30;

/// Characters of a hash in a key: two that differ are alike once in 2^64.
const HASH: usize = 16;

/// The key of a section with recalls, whoever makes it. Its items are campaigns.
pub const RECALLS: &str = "recalls";
/// Another that grows old in a time of its own.
const MARKET_VALUE: &str = "market-value";

/// The answers that are kept.
#[derive(Debug, Clone)]
pub(super) struct Answers {
    backend: Backend,
    reports: Cache<Report, LookupError>,
    sections: Cache<Section, CallError>,
    asked: Arc<Asked>,
}

impl Answers {
    pub(super) fn new(backend: &Backend) -> Self {
        Self {
            backend: backend.clone(),
            reports: backend.cache("vin", REPORTS),
            sections: backend.cache("enrich", SECTIONS),
            asked: Arc::new(Asked::new(backend.store())),
        }
    }

    pub(super) fn asked(&self) -> &Asked {
        &self.asked
    }

    pub(super) fn backend(&self) -> &Backend {
        &self.backend
    }

    /// What these VINs mean: one answer a VIN, in order. Decoders are asked about what is
    /// not kept, once for all who ask meanwhile.
    pub(super) async fn reports(
        &self,
        visit: &Visit,
        vins: &[Vin],
    ) -> Vec<Result<Report, LookupError>> {
        let keys = keys(visit, vins);
        let policy = self.policy(Volatility::Decode);
        let asked: HashMap<Key, Vin> = keys.iter().cloned().zip(vins.iter().copied()).collect();
        let (visit, asked) = (visit.share(), Arc::new(asked));
        let load = move |keys: Vec<Key>| {
            let (visit, asked) = (visit.share(), Arc::clone(&asked));
            async move {
                let vins: Vec<Vin> = keys
                    .iter()
                    .filter_map(|key| asked.get(key).copied())
                    .collect();
                let answers = decode::all(&visit, &vins).await.into_iter();
                answers.map(kept_report).collect()
            }
        };
        let found = self.reports.get_many_or_load(&keys, &policy, load).await;
        found
            .into_iter()
            .map(|found| match found?.value {
                Some(report) => Ok(Report::clone(&report)),
                None => Err(LookupError::Unknown),
            })
            .collect()
    }

    /// How many of these are kept already: what other processes know is brought into memory,
    /// and nobody is asked.
    pub(super) async fn kept(&self, visit: &Visit, vins: &[Vin]) -> usize {
        let found = self.reports.get_many(&keys(visit, vins)).await;
        found.iter().flatten().count()
    }

    /// What an enricher says of a vehicle; none if it has nothing to say.
    ///
    /// # Errors
    /// See [`CallError`]; not when an older answer may stand in.
    pub(super) async fn section(
        &self,
        enricher: &Arc<Plugin>,
        report: &Arc<Report>,
    ) -> Result<Option<Arc<Section>>, CallError> {
        let (plugin, about) = (Arc::clone(enricher), Arc::clone(report));
        let ttl = self.backend.settings().ttl;
        let load = move || async move {
            match plugin.enrich(&about).await {
                Ok(section) => Ok(kept_section(section, &ttl)),
                Err(CallError::NotCovered) => Ok(Loaded::Negative),
                Err(error) => Err(error),
            }
        };
        let policy = self.policy(Volatility::Section);
        let key = section_key(enricher, report);
        let found = self.sections.get_or_load(&key, &policy, load).await?;
        Ok(found.value)
    }

    /// The section of a vehicle that is kept, if there is one: none in it if the enricher had
    /// nothing to say. Nobody is asked.
    pub(super) async fn known_section(
        &self,
        enricher: &Plugin,
        report: &Report,
    ) -> Option<Option<Arc<Section>>> {
        let found = self.sections.get(&section_key(enricher, report)).await?;
        Some(found.value)
    }

    /// What an enricher says of a vehicle now, whatever is kept; and that is kept then.
    ///
    /// # Errors
    /// See [`CallError`].
    pub(super) async fn section_now(
        &self,
        enricher: &Plugin,
        report: &Report,
    ) -> Result<Section, CallError> {
        let section = enricher.enrich(report).await?;
        let kept = kept_section(section.clone(), &self.backend.settings().ttl);
        let entry = [(section_key(enricher, report), kept)];
        let policy = self.policy(Volatility::Section);
        self.sections.warm(entry, &policy).await;
        Ok(section)
    }

    /// The longest that anything of a kind is kept; a loaded value may say less.
    fn policy(&self, volatility: Volatility) -> Policy {
        let mut policy = self.backend.settings().policy(volatility);
        if volatility == Volatility::Section {
            let ttl = self.backend.settings().ttl;
            let most = ttl.section_s.max(ttl.recalls_s).max(ttl.market_value_s);
            policy.fresh = Duration::from_secs(most);
        }
        policy
    }
}

/// A report in which a part is missing is for those who wait for it, and not kept.
fn kept_report(answer: Result<Report, LookupError>) -> Result<Loaded<Report>, LookupError> {
    match answer {
        Ok(report) if report.missing.is_empty() => Ok(Loaded::value(report)),
        Ok(report) => Ok(Loaded::passing(report)),
        Err(LookupError::Unknown) => Ok(Loaded::Negative),
        Err(error) => Err(error),
    }
}

/// A section for as long as its enricher and the operator say.
fn kept_section(section: Section, ttl: &Ttl) -> Loaded<Section> {
    let most = match section.key.as_str() {
        RECALLS => ttl.recalls_s,
        MARKET_VALUE => ttl.market_value_s,
        _ => ttl.section_s,
    };
    let fresh = Duration::from_secs(most.min(section.ttl.into()));
    Loaded::value_for(section, fresh)
}

fn section_key(enricher: &Plugin, report: &Report) -> Key {
    let digest = &enricher.version.digest;
    let vehicle = format!("{}.{}", report.vin, vehicle(enricher, report));
    Key::enrich(&enricher.name, digest.short(), &vehicle)
}

fn keys(visit: &Visit, vins: &[Vin]) -> Vec<Key> {
    let decoders = decoders(visit);
    let key = |vin: &Vin| Key::vin(&format!("{vin}.{decoders}"));
    vins.iter().map(key).collect()
}

/// What a report depends on beside its VIN: the decoders that this asker has, in order, and
/// how much of an explanation is enough.
fn decoders(visit: &Visit) -> String {
    let mut hasher = Hasher::new();
    hasher.update(&[visit.settings().lookup.enough]);
    for decoder in visit.with_role(Role::Decoder) {
        hasher.update(decoder.stamp());
    }
    short(&hasher)
}

/// What a section depends on beside the VIN: the enricher's settings, and all that it is
/// told of the vehicle.
fn vehicle(enricher: &Plugin, report: &Report) -> String {
    let mut hasher = Hasher::new();
    hasher.update(enricher.stamp());
    // With its length before it, no text passes for the end of another.
    let mut part = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    for name in [&report.make, &report.model] {
        part(name.as_deref().unwrap_or_default());
    }
    for attribute in &report.attributes {
        part(&attribute.term.id);
        part(&attribute.value);
        part(if attribute.is_default { "default" } else { "" });
    }
    part("");
    for finding in &report.findings {
        part(&finding.code);
        part(&finding.text);
    }
    hasher.update(&report.model_year.unwrap_or_default().to_le_bytes());
    hasher.update(&[report.confidence]);
    short(&hasher)
}

fn short(hasher: &Hasher) -> String {
    let mut hex = hasher.finalize().to_hex().to_string();
    hex.truncate(HASH);
    hex
}
