//! Which VINs are asked about most: what is worth having ready.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use vinbot_cache::Key;
use vinbot_cache::store::Store;

use crate::vin::Vin;

/// VINs that are counted between two reports to the store; others are not counted.
const COUNTED: usize = 10_000;
/// VINs that the ranking has.
const RANKED: u64 = 10_000;

/// Counts questions, here until [`Asked::report`] adds them to the ranking that all
/// processes share. VINs alone: who asked is not kept.
#[derive(Debug)]
pub(super) struct Asked {
    store: Arc<dyn Store>,
    counts: Mutex<HashMap<Vin, u64>>,
}

impl Asked {
    pub(super) fn new(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            counts: Mutex::default(),
        }
    }

    /// Somebody asked about these.
    pub(super) fn note(&self, vins: &[Vin]) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        for vin in vins {
            if counts.len() < COUNTED || counts.contains_key(vin) {
                *counts.entry(*vin).or_default() += 1;
            }
        }
    }

    /// Adds what was counted to the ranking. A store that fails loses some counts.
    pub(super) async fn report(&self) {
        let counts =
            std::mem::take(&mut *self.counts.lock().unwrap_or_else(PoisonError::into_inner));
        let counts: Vec<(String, u64)> = counts
            .into_iter()
            .map(|(vin, count)| (vin.to_string(), count))
            .collect();
        // It tells of a failure itself.
        let _ = self
            .store
            .rank_add_many(&Key::asked(), &counts, RANKED)
            .await;
    }

    /// The most asked ones, the first one first.
    pub(super) async fn most(&self, count: u64) -> Vec<Vin> {
        let ranked = self.store.rank_top(&Key::asked(), count).await;
        let ranked = ranked.unwrap_or_default().into_iter();
        ranked.filter_map(|(vin, _)| vin.parse().ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vinbot_cache::Backend;

    #[tokio::test]
    async fn the_most_asked_one_comes_first() {
        let asked = Asked::new(Backend::in_memory().store());
        let [honda, audi]: [Vin; 2] =
            ["1HGCM82633A004352", "WAUZZZ8K9BA123456"].map(|vin| vin.parse().unwrap());
        asked.note(&[honda, audi]);
        asked.note(&[audi]);
        assert!(asked.most(9).await.is_empty(), "not reported yet");
        asked.report().await;
        assert_eq!(asked.most(9).await, [audi, honda]);
        asked.note(&[honda, honda]);
        asked.report().await;
        assert_eq!(asked.most(1).await, [honda]);
    }
}
