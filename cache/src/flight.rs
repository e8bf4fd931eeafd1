//! One load of a key at a time, whoever asks.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::key::{Key, Prefix};

/// The loads under way.
pub(crate) struct Flights<T> {
    by_key: Mutex<HashMap<Key, Arc<Flight<T>>>>,
}

struct Flight<T> {
    outcome: watch::Sender<Option<T>>,
    forgotten: AtomicBool,
}

/// What a caller does about a key.
pub(crate) enum Seat<T> {
    /// Load it.
    Lead(Lead<T>, Wait<T>),
    /// Wait for whoever does.
    Wait(Wait<T>),
}

/// The duty to load a key. Dropped without an outcome, it leaves the waiting to themselves:
/// one of them takes over.
pub(crate) struct Lead<T> {
    flights: Arc<Flights<T>>,
    key: Key,
    flight: Arc<Flight<T>>,
}

/// Waits for an outcome.
pub(crate) struct Wait<T>(watch::Receiver<Option<T>>);

impl<T> Flights<T> {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            by_key: Mutex::default(),
        })
    }

    pub(crate) fn join(self: &Arc<Self>, key: &Key) -> Seat<T> {
        let mut by_key = self.lock();
        if let Some(flight) = by_key.get(key) {
            return Seat::Wait(Wait(flight.outcome.subscribe()));
        }
        let flight = Arc::new(Flight {
            outcome: watch::Sender::new(None),
            forgotten: AtomicBool::new(false),
        });
        by_key.insert(key.clone(), Arc::clone(&flight));
        let wait = Wait(flight.outcome.subscribe());
        let lead = Lead {
            flights: Arc::clone(self),
            key: key.clone(),
            flight,
        };
        Seat::Lead(lead, wait)
    }

    /// The loads under way of these keys are not to be kept, and whoever asks from now on
    /// begins anew: the key was invalidated.
    pub(crate) fn forget(&self, key: &Key) {
        if let Some(flight) = self.lock().remove(key) {
            flight.forgotten.store(true, Ordering::SeqCst);
        }
    }

    /// The same for all keys below a prefix.
    pub(crate) fn forget_prefix(&self, prefix: &Prefix) {
        let mut by_key = self.lock();
        for (_, flight) in by_key.extract_if(|key, _| prefix.holds(key.as_str())) {
            flight.forgotten.store(true, Ordering::SeqCst);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Arc<Flight<T>>>> {
        self.by_key.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Lead<T> {
    pub(crate) fn key(&self) -> &Key {
        &self.key
    }

    /// Tells all who wait.
    pub(crate) fn land(&self, outcome: T) {
        self.flight.outcome.send_replace(Some(outcome));
    }

    /// True if what is loaded is not to be kept.
    pub(crate) fn is_forgotten(&self) -> bool {
        self.flight.forgotten.load(Ordering::SeqCst)
    }
}

impl<T> Drop for Lead<T> {
    fn drop(&mut self) {
        let mut by_key = self.flights.lock();
        if by_key
            .get(&self.key)
            .is_some_and(|flight| Arc::ptr_eq(flight, &self.flight))
        {
            by_key.remove(&self.key);
        }
    }
}

impl<T: Clone> Wait<T> {
    /// The outcome; `None` if whoever led is gone without one.
    pub(crate) async fn outcome(mut self) -> Option<T> {
        let landed = self.0.wait_for(Option::is_some).await.ok()?;
        landed.clone()
    }
}

impl<T> fmt::Debug for Flights<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flights")
            .field("under_way", &self.lock().len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn all_who_wait_get_the_outcome_and_the_next_leads_anew() {
        let flights = Flights::new();
        let key = Key::asked();
        let Seat::Lead(lead, mine) = flights.join(&key) else {
            panic!("nobody leads");
        };
        let Seat::Wait(other) = flights.join(&key) else {
            panic!("two lead");
        };
        lead.land(7);
        drop(lead);
        assert_eq!(mine.outcome().await, Some(7));
        assert_eq!(other.outcome().await, Some(7));
        assert!(matches!(flights.join(&key), Seat::Lead(..)));
    }

    #[tokio::test]
    async fn those_who_wait_for_one_who_is_gone_are_told() {
        let flights = Flights::<u8>::new();
        let Seat::Lead(lead, _) = flights.join(&Key::asked()) else {
            panic!("nobody leads");
        };
        let Seat::Wait(wait) = flights.join(&Key::asked()) else {
            panic!("two lead");
        };
        drop(lead);
        assert_eq!(wait.outcome().await, None);
    }

    #[tokio::test]
    async fn a_load_begun_before_an_invalidation_is_not_joined_after_it() {
        let flights = Flights::<u8>::new();
        let Seat::Lead(old, _) = flights.join(&Key::user(1)) else {
            panic!("nobody leads");
        };
        flights.forget_prefix(&Prefix::user(1));
        assert!(old.is_forgotten());
        let Seat::Lead(new, _) = flights.join(&Key::user(1)) else {
            panic!("the old one is joined");
        };
        drop(old);
        assert!(!new.is_forgotten());
        assert!(matches!(flights.join(&Key::user(1)), Seat::Wait(_)));
    }
}
