//! What was answered before and is still good: reports by VIN, sections by vehicle.
//!
//! A key holds all that an answer depends on, so that nothing has to be thrown away when a
//! plugin, a setting or an asker is another one: the answers of before are no longer asked
//! for, and run out.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use blake3::Hasher;

use vinbot_cache::{Backend, Cache, Key, Loaded, Policy, Prefix, StoreError, Ttl, Volatility};

use super::asked::Asked;
use super::complaints::Complaints;
use super::visit::Visit;
use super::{LookupError, decode};
use crate::plugins::{CallError, Plugin, Role};
use crate::report::{Report, Section};
use crate::telemetry::Metrics;
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
    reports: Cache<Report, NotWhole>,
    sections: Cache<Section, CallError>,
    asked: Arc<Asked>,
    complaints: Arc<Complaints>,
    metrics: Arc<Metrics>,
}

/// Why there is no whole report to be kept. To the cache it is an error, so that one that is
/// kept from before goes before half of a new one.
#[derive(Debug, Clone)]
enum NotWhole {
    None(LookupError),
    /// Some decoder failed: this is what the others said.
    Partial(Arc<Report>),
}

impl Answers {
    pub(super) fn new(backend: &Backend, metrics: &Arc<Metrics>) -> Self {
        Self {
            metrics: Arc::clone(metrics),
            backend: backend.clone(),
            reports: backend.cache("vin", REPORTS),
            sections: backend.cache("enrich", SECTIONS),
            asked: Arc::new(Asked::new(backend.store())),
            complaints: Arc::default(),
        }
    }

    pub(super) fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    pub(super) fn complaints(&self) -> &Arc<Complaints> {
        &self.complaints
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
            .map(|found| match found.map(|found| found.value) {
                Ok(Some(report)) | Err(NotWhole::Partial(report)) => Ok(Report::clone(&report)),
                Ok(None) => Err(LookupError::Unknown),
                Err(NotWhole::None(error)) => Err(error),
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

    /// Forgets what is kept of a VIN: its reports, and what these enrichers said of it.
    pub(super) async fn purge(
        &self,
        vin: Vin,
        enrichers: &[Arc<Plugin>],
    ) -> Result<(), StoreError> {
        let of_vin = Prefix::vin(vin.as_str());
        let mut done = self.reports.invalidate_prefix(&of_vin).await;
        for enricher in enrichers {
            let digest = enricher.version.digest.short();
            let sections = Prefix::enrich_vin(&enricher.name, digest, vin.as_str());
            done = done.and(self.sections.invalidate_prefix(&sections).await);
        }
        done
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
fn kept_report(answer: Result<Report, LookupError>) -> Result<Loaded<Report>, NotWhole> {
    match answer {
        Ok(report) if report.missing.is_empty() => Ok(Loaded::value(report)),
        Ok(report) => Err(NotWhole::Partial(Arc::new(report))),
        Err(LookupError::Unknown) => Ok(Loaded::Negative),
        Err(error) => Err(NotWhole::None(error)),
    }
}

/// A section for as long as its enricher and the operator say.
fn kept_section(section: Section, ttl: &Ttl) -> Loaded<Section> {
    let fresh = Duration::from_secs(longest(&section, ttl).min(section.ttl.into()));
    Loaded::value_for(section, fresh)
}

fn section_key(enricher: &Plugin, report: &Report) -> Key {
    let digest = &enricher.version.digest;
    let vehicle = format!("{}.{}", report.vin, vehicle(enricher, report));
    Key::enrich(&enricher.name, digest.short(), &vehicle)
}

/// How long a section may be kept, in seconds: the shortest of the kinds of what is in it.
/// Its key tells its kind, and so does the group of an attribute (`Market value`): a plugin
/// whose one section has several parts is held to each of them.
fn longest(section: &Section, ttl: &Ttl) -> u64 {
    let of = |key: &str| match key {
        RECALLS => ttl.recalls_s,
        MARKET_VALUE => ttl.market_value_s,
        _ => ttl.section_s,
    };
    let groups = section.attributes.iter().map(|one| {
        let group = one.term.group.to_lowercase().replace(' ', "-");
        of(&group)
    });
    groups.fold(of(&section.key), u64::min)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Attribute, Term};
    use rstest::rstest;

    fn report() -> Report {
        Report::empty("1HGCM82633A004352".parse().unwrap())
    }

    #[test]
    fn half_a_report_does_not_take_the_place_of_a_whole_one_that_is_kept() {
        let half = Report {
            missing: vec!["nhtsa".into()],
            ..report()
        };
        // To the cache it is a failure: see `stale_if_error`.
        let kept = kept_report(Ok(half.clone()));
        assert!(matches!(kept, Err(NotWhole::Partial(report)) if *report == half));
        let kept = kept_report(Ok(report()));
        assert!(matches!(kept, Ok(Loaded::Value(_))));
        let kept = kept_report(Err(LookupError::Unavailable));
        assert!(matches!(
            kept,
            Err(NotWhole::None(LookupError::Unavailable))
        ));
    }

    #[rstest]
    #[case::by_its_key("market-value", "", 60)]
    #[case::by_a_part_of_it("carsxe", "Market value", 60)]
    #[case::the_shortest("recalls", "Market value", 30)]
    #[case::of_no_kind("ratings", "Safety", 90)]
    fn a_section_is_kept_as_long_as_the_shortest_of_its_kinds(
        #[case] key: &str,
        #[case] group: &str,
        #[case] seconds: u64,
    ) {
        let term = Term {
            id: "a:b".into(),
            key: "b".into(),
            label: "B".into(),
            unit: None,
            group: group.into(),
        };
        let section = Section {
            key: key.into(),
            title: String::new(),
            summary: String::new(),
            attributes: vec![Attribute {
                term: Arc::new(term),
                value: "1".into(),
                is_default: false,
            }],
            items: Vec::new(),
            ttl: 0,
        };
        let ttl = Ttl {
            recalls_s: 30,
            market_value_s: 60,
            section_s: 90,
            ..Ttl::default()
        };
        assert_eq!(longest(&section, &ttl), seconds);
    }
}
