//! Choosing among the VINs that something mistyped may have been meant to be.

use std::time::Duration;

use super::visit::Visit;
use crate::report::Report;
use crate::vin::Vin;

/// Buttons that are offered.
const OFFERED: usize = 3;
/// Candidates that are worth decoding.
const TRIED: usize = 64;
/// A suggestion that takes longer is not worth waiting for.
const PATIENCE: Duration = Duration::from_secs(1);

/// Decodes the candidates and keeps those that decode best. Where several decode
/// alike, the earlier candidate is the likelier mistake.
pub(super) async fn best(visit: &Visit, candidates: &[Vin]) -> Vec<Vin> {
    let tried = &candidates[..candidates.len().min(TRIED)];
    let inside = visit.inside();
    let decoded = tokio::time::timeout(PATIENCE, inside.decode(tried)).await;
    let reports: Vec<Report> = decoded
        .unwrap_or_default()
        .into_iter()
        .filter_map(Result::ok)
        .collect();
    let most = reports.iter().map(score).max().unwrap_or_default();
    let best: Vec<Vin> = reports
        .iter()
        .filter(|report| score(report) == most)
        .map(|report| report.vin)
        .take(OFFERED)
        .collect();
    // Nothing decodes: what was tried first is still the best guess.
    if best.is_empty() {
        tried.iter().copied().take(1).collect()
    } else {
        best
    }
}

/// A clean decode counts before a rich one.
fn score(report: &Report) -> (u8, bool) {
    (report.confidence, report.findings.is_empty())
}
