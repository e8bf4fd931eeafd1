//! Enrichers: what is known of a vehicle beyond its VIN.

use std::sync::Arc;

use futures::StreamExt;
use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;

use super::answers::Answers;
use super::visit::Visit;
use crate::plugins::{CallError, Plugin, Role};
use crate::report::{Report, Section};

/// Enrichers at work on one vehicle, side by side; each is done within its deadline.
///
/// Whoever drops it loses nothing: what is on its way arrives in the cache.
pub struct Enriching {
    report: Arc<Report>,
    /// In the operator's order.
    parts: Vec<Part>,
    pending: FuturesUnordered<BoxFuture<'static, (usize, State)>>,
}

struct Part {
    name: Arc<str>,
    state: State,
}

enum State {
    /// It has not answered yet.
    Late,
    Said(Arc<Section>),
    /// It knows nothing of this vehicle.
    Nothing,
    Failed,
}

impl std::fmt::Debug for Enriching {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Enriching")
            .field("vin", &self.report.vin)
            .field("pending", &self.pending.len())
            .finish_non_exhaustive()
    }
}

impl Enriching {
    pub(super) fn new(visit: &Visit, answers: &Answers, report: &Report) -> Self {
        let report = Arc::new(report.clone());
        let (mut parts, pending) = (Vec::new(), FuturesUnordered::new());
        for (at, enricher) in visit.with_role(Role::Enricher).enumerate() {
            parts.push(Part {
                name: Arc::clone(&enricher.name),
                state: State::Late,
            });
            let (answers, enricher) = (answers.clone(), Arc::clone(enricher));
            let report = Arc::clone(&report);
            let ask: BoxFuture<'static, _> =
                Box::pin(async move { (at, ask(&answers, &enricher, &report).await) });
            pending.push(ask);
        }
        Self {
            report,
            parts,
            pending,
        }
    }

    /// Waits until one more has answered; false when all have. May be dropped at any moment.
    pub async fn next(&mut self) -> bool {
        let Some((at, state)) = self.pending.next().await else {
            return false;
        };
        if let Some(part) = self.parts.get_mut(at) {
            part.state = state;
        }
        true
    }

    /// True if there is a section to show already.
    #[must_use]
    pub fn has_said(&self) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| matches!(part.state, State::Said(_)))
    }

    /// The report with what is there by now, in the operator's order; who failed or is late
    /// is named as missing.
    #[must_use]
    pub fn report(&self) -> Report {
        let mut report = Report::clone(&self.report);
        for part in &self.parts {
            match &part.state {
                State::Said(section) => report.sections.push(Section::clone(section)),
                State::Nothing => {}
                State::Late | State::Failed => report.missing.push(Arc::clone(&part.name)),
            }
        }
        report
    }
}

async fn ask(answers: &Answers, enricher: &Arc<Plugin>, report: &Arc<Report>) -> State {
    match answers.section(enricher, report).await {
        Ok(Some(section)) => State::Said(section),
        Ok(None) => State::Nothing,
        Err(error) => {
            // That one is set aside was said when it was.
            if !matches!(error, CallError::SetAside(_)) {
                let kind = error.label();
                answers.complaints().of(&enricher.name, kind, || {
                    tracing::warn!(
                        plugin = %enricher.name, vin = %report.vin, kind, %error,
                        "an enricher failed: its section is missing"
                    );
                });
            }
            State::Failed
        }
    }
}
