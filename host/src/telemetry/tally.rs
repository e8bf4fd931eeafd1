//! What happened how often, for the operator: totals alone, of no person.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use prometheus_client::metrics::MetricType;

use super::cache::counter;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A message that asked for something.
    Message,
    /// A button was pressed.
    Press,
    /// A VIN was looked up.
    Vin,
    /// A card or list was shown.
    Card,
    /// Somebody asked too much and was told to wait.
    Limit,
    /// A warning was logged.
    Warning,
    /// An error was logged.
    Error,
}

impl Event {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Message,
        Self::Press,
        Self::Vin,
        Self::Card,
        Self::Limit,
        Self::Warning,
        Self::Error,
    ];

    /// Its name in the store and in metrics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Message => "messages",
            Self::Press => "presses",
            Self::Vin => "vins",
            Self::Card => "cards",
            Self::Limit => "limits",
            Self::Warning => "warnings",
            Self::Error => "errors",
        }
    }
}

/// Counts since the start, and those of them that are not yet in the store. Clones are the
/// same counts.
#[derive(Debug, Clone, Default)]
pub struct Tally(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    all: [AtomicU64; Event::ALL.len()],
    new: [AtomicU64; Event::ALL.len()],
}

impl Tally {
    /// It happened so often.
    pub fn count(&self, event: Event, times: usize) {
        let times = times as u64;
        self.0.all[event as usize].fetch_add(times, Ordering::Relaxed);
        self.0.new[event as usize].fetch_add(times, Ordering::Relaxed);
    }

    /// What happened since it was last taken, without what did not.
    #[must_use]
    pub fn take(&self) -> Vec<(Event, u64)> {
        let taken = Event::ALL.map(|event| {
            let count = self.0.new[event as usize].swap(0, Ordering::Relaxed);
            (event, count)
        });
        taken.into_iter().filter(|(_, count)| *count > 0).collect()
    }

    /// Puts back what was taken and could not be kept.
    pub fn put_back(&self, event: Event, count: u64) {
        self.0.new[event as usize].fetch_add(count, Ordering::Relaxed);
    }

    /// What happened since the start.
    #[must_use]
    pub fn since_start(&self, event: Event) -> u64 {
        self.0.all[event as usize].load(Ordering::Relaxed)
    }
}

/// Reads the counts when it is asked for them.
#[derive(Debug)]
pub(super) struct TallyFigures(pub(super) Tally);

impl Collector for TallyFigures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut events = encoder.encode_descriptor(
            "events",
            "What people asked for and what the bot ran into, since the start",
            None,
            MetricType::Counter,
        )?;
        for event in Event::ALL {
            let labels = [("event", event.name())];
            counter(
                self.0.since_start(event),
                &mut events.encode_family(&labels)?,
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_taken_once_and_what_is_put_back_again() {
        let tally = Tally::default();
        tally.count(Event::Vin, 3);
        tally.count(Event::Press, 1);
        assert_eq!(tally.take(), [(Event::Press, 1), (Event::Vin, 3)]);
        assert!(tally.take().is_empty());
        tally.put_back(Event::Vin, 3);
        assert_eq!(tally.take(), [(Event::Vin, 3)]);
        assert_eq!(tally.since_start(Event::Vin), 3);
    }
}
