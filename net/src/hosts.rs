//! The hosts that are remembered. A grant such as `*.example.com` stands for any number of
//! them, so only so many are.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::circuit::CircuitState;
use crate::clock;
use crate::host::Host;
use crate::settings::Settings;
use crate::statistics::{Figures, Statistics};

/// Hosts that are remembered at once.
pub(crate) const MOST: usize = 256;

#[derive(Debug, Default)]
pub(crate) struct Hosts {
    all: Mutex<Remembered>,
    /// Requests that reached none.
    pub(crate) refused: AtomicU64,
}

#[derive(Debug, Default)]
struct Remembered {
    hosts: HashMap<String, Known>,
    /// Counts every use, which tells the order of the last ones.
    uses: u64,
    forgotten: Figures,
}

#[derive(Debug)]
struct Known {
    host: Arc<Host>,
    used: u64,
}

impl Hosts {
    fn all(&self) -> MutexGuard<'_, Remembered> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The host of this name, from now on remembered.
    pub(crate) fn named(&self, name: &str, settings: &Settings) -> Arc<Host> {
        let mut all = self.all();
        all.uses += 1;
        let used = all.uses;
        if let Some(known) = all.hosts.get_mut(name) {
            known.used = used;
            return Arc::clone(&known.host);
        }
        if all.hosts.len() >= MOST {
            all.forget_one();
        }
        let host = Arc::new(Host::new(name, settings));
        let known = Known {
            host: Arc::clone(&host),
            used,
        };
        all.hosts.insert(name.to_owned(), known);
        host
    }

    pub(crate) fn statistics(&self) -> Statistics {
        let all = self.all();
        let mut hosts: Vec<_> = all
            .hosts
            .values()
            .map(|known| known.host.statistics())
            .collect();
        hosts.sort_by(|one, other| one.host.cmp(&other.host));
        Statistics {
            hosts,
            forgotten: all.forgotten.clone(),
            refused: self.refused.load(Relaxed),
        }
    }
}

impl Remembered {
    /// The one whose loss matters least: not in use, in no trouble (or asking many others
    /// would bring one that is left alone back), and of those the one unused for longest.
    fn forget_one(&mut self) {
        let now = clock::now();
        let found = self.hosts.iter().min_by_key(|(_, known)| {
            let host = &known.host;
            let in_use = Arc::strong_count(host) > 1;
            let in_trouble =
                host.circuit.shown(now) != CircuitState::Closed || host.quota.paused(now).is_some();
            (in_use, in_trouble, known.used)
        });
        if let Some(name) = found.map(|(name, _)| name.clone())
            && let Some(known) = self.hosts.remove(&name)
        {
            self.forgotten.add(&known.host.counters.figures());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::{Entry, Verdict};

    #[test]
    fn the_longest_unused_is_forgotten_but_none_that_is_in_use_or_in_trouble() {
        let settings = Settings::default();
        let hosts = Hosts::default();
        let troubled = hosts.named("troubled", &settings);
        for _ in 0..settings.circuit_failures {
            let now = clock::now();
            troubled
                .circuit
                .leave(Entry::Ordinary, Verdict::Failed, now);
        }
        drop(troubled);
        let used = hosts.named("used", &settings);
        hosts.named("oldest", &settings).counters.request();
        for index in 0..MOST - 2 {
            hosts.named(&format!("{index}.example"), &settings);
        }
        let statistics = hosts.statistics();
        assert_eq!(statistics.hosts.len(), MOST);
        let has = |name: &str| statistics.hosts.iter().any(|host| host.host == name);
        assert!(has("troubled") && has("used") && has("0.example") && !has("oldest"));
        assert_eq!(statistics.forgotten.requests, 1);
        drop(used);
    }
}
