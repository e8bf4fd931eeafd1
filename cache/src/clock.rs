//! The time of day, by which entries grow old.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Tells the time. The system's by default; a test's own stands still until it is moved.
///
/// It is the time of day and not a monotonic one, since entries are shared by machines, and
/// since a machine that was suspended must find its entries older.
#[derive(Debug, Clone, Default)]
pub struct Clock(Option<Arc<AtomicU64>>);

impl Clock {
    /// A clock that stands still until it is [moved](Clock::advance).
    pub fn manual() -> Self {
        Self(Some(Arc::new(AtomicU64::new(system_millis()))))
    }

    /// Moves a manual clock, and all its clones, on; does nothing to the system's.
    pub fn advance(&self, by: Duration) {
        if let Some(now) = &self.0 {
            now.fetch_add(millis(by), Ordering::SeqCst);
        }
    }

    /// Milliseconds since 1970.
    pub(crate) fn now(&self) -> u64 {
        match &self.0 {
            Some(now) => now.load(Ordering::SeqCst),
            None => system_millis(),
        }
    }
}

fn system_millis() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map(millis)
        .unwrap_or_default()
}

/// A duration in milliseconds; one beyond all reason becomes the largest number.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
