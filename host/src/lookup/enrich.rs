//! Enrichers: what is known of a vehicle beyond its VIN.

use std::sync::Arc;

use futures::future::join_all;

use super::visit::Visit;
use crate::plugins::{CallError, Role};
use crate::report::Report;

/// Asks all enrichers at once and adds what they say in the operator's order. False if
/// there are none.
pub(super) async fn all(visit: &Visit, report: &mut Report) -> bool {
    let asked: Vec<_> = visit.with_role(Role::Enricher).collect();
    let answers = join_all(asked.iter().map(|enricher| enricher.enrich(report))).await;
    for (enricher, answer) in asked.iter().zip(answers) {
        match answer {
            Ok(section) => report.sections.push(section),
            // It has nothing to say of this vehicle.
            Err(CallError::NotCovered) => {}
            Err(error) => {
                report.missing.push(Arc::clone(&enricher.name));
                if !matches!(error, CallError::SetAside(_)) {
                    tracing::warn!(
                        plugin = %enricher.name, vin = %report.vin, kind = error.kind(), %error,
                        "an enricher failed: its section is missing"
                    );
                }
            }
        }
    }
    !asked.is_empty()
}
