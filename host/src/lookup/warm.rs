//! Having ready what is asked about most.

use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::Lookup;
use crate::plugins::Role;

/// How often counts of questions go to the store.
const REPORT: Duration = Duration::from_secs(10);

impl Lookup {
    /// Counts what is asked, from now on until it is stopped; then reports the last counts. By
    /// them [`Lookup::warm_up`] knows what is asked most.
    pub async fn keep_counting(&self, stop: CancellationToken) {
        let mut report = tokio::time::interval(REPORT);
        while stop.run_until_cancelled(report.tick()).await.is_some() {
            self.answers.asked().report().await;
            self.answers.complaints().sum_up();
        }
        self.answers.asked().report().await;
        self.sum_up();
    }

    /// Decodes the most asked VINs, so that they are kept: how many are ready now. Sections are
    /// not asked for, and where a decoder may cost money, only what is kept already is brought
    /// into memory.
    pub async fn warm_up(&self) -> usize {
        let began = Instant::now();
        let most = self.cache().settings().warm;
        let vins = self.answers.asked().most(most).await;
        if vins.is_empty() {
            return 0;
        }
        let visit = self.anyone();
        // Nobody asked just now: what may cost money is left for whoever does.
        let costs = visit.with_role(Role::Decoder).any(|one| one.may_cost());
        let mut ready = 0;
        for vins in vins.chunks(visit.settings().lookup.batch) {
            ready += if costs {
                self.answers.kept(&visit, vins).await
            } else {
                visit.decode(vins).await.iter().flatten().count()
            };
        }
        let ms = began.elapsed().as_millis();
        tracing::info!(ready, ms, "the most asked VINs are ready");
        ready
    }
}
