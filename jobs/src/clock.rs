//! The time of day, by which jobs are due.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::time::{Instant, sleep};

/// How long is slept at most before the time of day is looked at again: while a machine is
/// suspended, tokio's time stands still.
const LOOK: Duration = Duration::from_mins(1);

/// Tells the time of day. The system's by default; a test's own goes with tokio's, which can be
/// paused.
#[derive(Debug, Clone, Default)]
pub struct Clock(Option<Arc<Following>>);

#[derive(Debug)]
struct Following {
    since: Instant,
    /// The time of day at `since`.
    at: Mutex<SystemTime>,
}

impl Clock {
    /// A clock that shows `at` now and goes on as tokio's time does.
    pub fn following_tokio(at: SystemTime) -> Self {
        Self(Some(Arc::new(Following {
            since: Instant::now(),
            at: Mutex::new(at),
        })))
    }

    /// Sets such a clock, and all its clones, forward, as after a machine's sleep; does nothing
    /// to the system's.
    pub fn jump(&self, by: Duration) {
        if let Some(following) = &self.0 {
            *following.at.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }

    /// The time of day.
    pub fn now(&self) -> SystemTime {
        match &self.0 {
            Some(following) => {
                let at = *following.at.lock().unwrap_or_else(PoisonError::into_inner);
                at + following.since.elapsed()
            }
            None => SystemTime::now(),
        }
    }

    /// Waits until it is so late; `None`: for ever.
    pub(crate) async fn wait_until(&self, time: Option<SystemTime>) {
        let Some(time) = time else {
            return std::future::pending().await;
        };
        while let Ok(left) = time.duration_since(self.now())
            && !left.is_zero()
        {
            sleep(left.min(LOOK)).await;
        }
    }
}
