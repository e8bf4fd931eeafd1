//! What happened how often, by day: numbers alone, of no person.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::backend::MOST_A_PAGE;
use crate::error::StoreError;
use crate::key;
use crate::store::Store;
use crate::table::STATISTICS;

/// What happened how often, by day (days since 1970) and by name.
pub type Counts = BTreeMap<u32, BTreeMap<String, u64>>;

#[derive(Serialize, Deserialize)]
struct Count {
    n: u64,
}

impl Store {
    /// Counts for a name on a day (days since 1970). The names are the caller's own words, never
    /// a user's.
    pub async fn count(&self, day: u32, name: &str, by: u64) -> Result<(), StoreError> {
        let key = format!("{day:010}/{}", key::part(name)?);
        let more = |count: Option<Count>| {
            let n = count.map_or(0, |count| count.n).saturating_add(by);
            Some(Count { n })
        };
        // Who counts at once, would else get in one another's way.
        let turn = name.bytes().map(u64::from).sum();
        let _turn = self.turn_at(turn).await;
        self.update(&STATISTICS, &key, more).await?;
        Ok(())
    }

    /// Removes the counts of all days before this one, and says how many they were.
    pub async fn sweep_counts(&self, before: u32) -> Result<u64, StoreError> {
        let (backend, table) = (&self.backend, STATISTICS.name());
        let first = format!("{before:010}/");
        let mut swept = 0;
        loop {
            let page = backend.page(table, "", None, MOST_A_PAGE).await?;
            let old = page.iter().filter(|(key, _)| *key < first);
            let mut gone = 0;
            for (key, _) in old {
                gone += u64::from(backend.delete(table, key).await?);
            }
            if gone == 0 {
                return Ok(swept);
            }
            swept += gone;
        }
    }

    /// What happened from one day to another, both included.
    pub async fn counts(&self, from: u32, to: u32) -> Result<Counts, StoreError> {
        let mut counts = Counts::new();
        // Before all names of that day.
        let mut after = format!("{from:010}/");
        let step = 500;
        loop {
            let list: Vec<(String, Count)> = self.list(&STATISTICS, "", Some(&after), step).await?;
            let all = list.len() < step;
            for (key, count) in list {
                after.clone_from(&key);
                let parts = key.split_once('/');
                let Some((Ok(day), name)) = parts.map(|(day, name)| (day.parse(), name)) else {
                    continue;
                };
                if day > to {
                    return Ok(counts);
                }
                let names = counts.entry(day).or_default();
                names.insert(name.to_owned(), count.n);
            }
            if all {
                return Ok(counts);
            }
        }
    }
}
