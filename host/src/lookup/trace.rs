//! Who says what of a VIN, in how long: for admins who look for a fault.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::future::join_all;

use super::merge;
use super::visit::Visit;
use crate::plugins::{Plugin, Role, ViewContext};
use crate::report::Report;
use crate::vin::Vin;

/// What was asked of one plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub plugin: Arc<str>,
    /// As what.
    pub role: Role,
    /// How long it took; `None`: it was not asked.
    pub took: Option<Duration>,
    /// What came of it, in words for admins.
    pub outcome: String,
    /// Whether the answer was kept; `None`: such answers are not.
    pub kept: Option<bool>,
}

/// All that was asked about one VIN.
#[derive(Debug, Clone)]
pub struct Trace {
    /// Decoders, enrichers, formatters, each in the operator's order.
    pub steps: Vec<Step>,
    /// Whether a report for this asker was kept.
    pub kept: bool,
    /// What came of it.
    pub report: Report,
}

impl Visit {
    /// Asks every plugin about a VIN, whatever is kept, and nothing of it is kept.
    pub async fn trace(&self, vin: Vin) -> Trace {
        let kept = self.answers().kept(self, &[vin]).await > 0;
        let mut steps = Vec::new();
        let mut report = self.decoded(vin, &mut steps).await;
        self.enriched(&mut report, &mut steps).await;
        for formatter in self.with_role(Role::Formatter) {
            if formatter.version.views().iter().any(|view| view == "card") {
                steps.push(formatted(formatter, &report).await);
            }
        }
        Trace {
            steps,
            kept,
            report,
        }
    }

    async fn decoded(&self, vin: Vin, steps: &mut Vec<Step>) -> Report {
        let mut report = Report::empty(vin);
        let enough = self.settings().lookup.enough;
        for decoder in self.with_role(Role::Decoder) {
            if report.confidence >= enough {
                let outcome = "not asked: enough is known".to_owned();
                steps.push(step(decoder, Role::Decoder, None, outcome));
                continue;
            }
            let began = Instant::now();
            let answer = decoder.decode(&[vin], None).await;
            let took = began.elapsed();
            let answer = answer.and_then(|mut answers| answers.pop().transpose());
            let outcome = match answer {
                Ok(Some(decoded)) => {
                    let (before, facts) = (report.confidence, decoded.attributes.len());
                    merge::into(&mut report, &decoder.name, decoded);
                    format!("{facts} facts, confidence {before} → {}", report.confidence)
                }
                Ok(None) => "no answer".to_owned(),
                Err(error) => format!("{}: {error}", error.label()),
            };
            steps.push(step(decoder, Role::Decoder, Some(took), outcome));
        }
        report
    }

    /// Side by side, as always.
    async fn enriched(&self, report: &mut Report, steps: &mut Vec<Step>) {
        let about: &Report = report;
        let asked = self.with_role(Role::Enricher).map(|enricher| async move {
            let kept = self.answers().known_section(enricher, about).await;
            let began = Instant::now();
            let answer = enricher.enrich(about).await;
            let took = began.elapsed();
            let outcome = match &answer {
                Ok(section) => format!("{}, {} items", section.key, section.items.len()),
                Err(error) => format!("{}: {error}", error.label()),
            };
            let step = Step {
                kept: Some(kept.is_some()),
                ..step(enricher, Role::Enricher, Some(took), outcome)
            };
            (step, answer)
        });
        for (step, answer) in join_all(asked).await {
            steps.push(step);
            report.sections.extend(answer);
        }
    }
}

async fn formatted(formatter: &Plugin, report: &Report) -> Step {
    let context = ViewContext {
        locale: "en",
        metric: true,
        view: "card",
        page: 0,
    };
    let began = Instant::now();
    let answer = formatter.format(&[report], context).await;
    let took = began.elapsed();
    let outcome = match answer {
        Ok(message) => format!("a card of {} characters", message.to_plain_text().len()),
        Err(error) => format!("{}: {error}", error.label()),
    };
    step(formatter, Role::Formatter, Some(took), outcome)
}

fn step(plugin: &Plugin, role: Role, took: Option<Duration>, outcome: String) -> Step {
    Step {
        plugin: Arc::clone(&plugin.name),
        role,
        took,
        outcome,
        kept: None,
    }
}
