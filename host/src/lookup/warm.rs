//! Having ready what is asked about most.

use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use super::Lookup;
use crate::plugins::Role;

/// How often counts of questions go to the store.
const REPORT: Duration = Duration::from_secs(10);
/// How often the most asked VINs are looked at again.
const AGAIN: Duration = Duration::from_hours(1);

impl Lookup {
    /// Keeps the most asked VINs decoded, from now on until it is stopped; then reports
    /// the last counts. Sections are not asked for, and where a decoder may cost money, only
    /// what is kept already is brought into memory.
    pub async fn keep_warm(&self, stop: CancellationToken) {
        let mut report = tokio::time::interval(REPORT);
        let mut again = tokio::time::interval(AGAIN);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = report.tick() => {
                    self.answers.asked().report().await;
                    self.answers.complaints().sum_up();
                }
                _ = again.tick() => {
                    // Hours of decoding may be cut short at any VIN.
                    if stop.run_until_cancelled(self.warm_up()).await.is_none() {
                        break;
                    }
                }
            }
        }
        self.answers.asked().report().await;
        self.sum_up();
    }

    /// One round of it: how many VINs are ready now.
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
