//! Counts of this process.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio::time::Instant;

use crate::gcra::{Demand, Excess, Key};

/// Below so many keys there is nothing to tidy up.
const FEW: usize = 1_024;

/// When everything is paid off, by key, in microseconds since the start.
#[derive(Debug)]
pub(crate) struct Memory {
    start: Instant,
    most: usize,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    paid_off: HashMap<Key, u64>,
    /// How many there may be before those are looked for that are over.
    tidy_at: usize,
}

impl Memory {
    pub(crate) fn new(most: u32) -> Self {
        Self {
            start: Instant::now(),
            most: most.max(16) as usize,
            counts: Mutex::default(),
        }
    }

    /// Lets a request through if all its demands are met; otherwise takes nothing, and says which
    /// one takes the longest.
    pub(crate) fn decide(&self, demands: &[Demand]) -> Result<(), Excess> {
        self.count(demands, true)
    }

    /// Counts what was let through elsewhere.
    pub(crate) fn note(&self, demands: &[Demand]) {
        let _ = self.count(demands, false);
    }

    fn count(&self, demands: &[Demand], may_refuse: bool) -> Result<(), Excess> {
        let now = u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX / 2);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let paid_off = |counts: &Counts, demand: &Demand| {
            let kept = counts.paid_off.get(&demand.key).copied();
            demand.paid_off(kept, now)
        };
        let mut worst: Option<Excess> = None;
        for demand in demands {
            let wait = demand.excess(paid_off(&counts, demand), now);
            if !wait.is_zero() && worst.is_none_or(|worst| wait > worst.wait) {
                let key = demand.key;
                worst = Some(Excess { key, wait });
            }
        }
        if let Some(worst) = worst.filter(|_| may_refuse) {
            return Err(worst);
        }
        for demand in demands {
            let next = paid_off(&counts, demand);
            counts.paid_off.insert(demand.key, next);
        }
        counts.tidy(self.most, now);
        Ok(())
    }

    pub(crate) fn keys(&self) -> usize {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.paid_off.len()
    }
}

impl Counts {
    /// Forgets who owes nothing, each time that there are twice as many as were left the last
    /// time. If too many owe something, forgets the half that owe least.
    fn tidy(&mut self, most: usize, now: u64) {
        if self.paid_off.len() <= self.tidy_at.max(FEW).min(most) {
            return;
        }
        self.paid_off.retain(|_, paid_off| *paid_off > now);
        if self.paid_off.len() > most {
            let mut all: Vec<u64> = self.paid_off.values().copied().collect();
            let half = all.len() / 2;
            let (_, &mut middle, _) = all.select_nth_unstable(half);
            // Equal ones go as well, but never the count of all.
            self.paid_off
                .retain(|key, paid_off| *paid_off > middle || *key == Key::All);
        }
        self.tidy_at = self.paid_off.len() * 2;
        self.paid_off.shrink_to(self.tidy_at);
    }
}
