//! What fails again and again is said once a minute, with how often: a service that is down
//! must not fill the log with a line a VIN.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So long after it was said, the same is only counted.
const AGAIN: Duration = Duration::from_mins(1);
/// Plugins and kinds of failures that are told apart; what is beyond is always said.
const KINDS: usize = 1_000;

/// What was said of which plugin, and how often it would have been said since.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    said: Mutex<HashMap<(Arc<str>, &'static str), Said>>,
}

#[derive(Debug)]
struct Said {
    at: Instant,
    more: u64,
}

impl Complaints {
    /// Calls `say` for a failure of this kind, unless the same was said a moment ago: then it
    /// is counted, and the count is told with the next one that is said.
    pub(super) fn of(&self, plugin: &Arc<str>, kind: &'static str, say: impl FnOnce()) {
        match self.heard(plugin, kind, Instant::now()) {
            None => {
                tracing::debug!(%plugin, kind, "the same again");
            }
            Some(more) => {
                told(plugin, kind, more);
                say();
            }
        }
    }

    /// How often it was only counted, if it is to be said.
    fn heard(&self, plugin: &Arc<str>, kind: &'static str, now: Instant) -> Option<u64> {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (Arc::clone(plugin), kind);
        if let Some(before) = said.get_mut(&key) {
            if now.saturating_duration_since(before.at) < AGAIN {
                before.more += 1;
                return None;
            }
            before.at = now;
            return Some(std::mem::take(&mut before.more));
        }
        if said.len() < KINDS {
            said.insert(key, Said { at: now, more: 0 });
        }
        Some(0)
    }

    /// Tells what was counted more than a minute ago and did not happen again since.
    pub(super) fn sum_up(&self) {
        self.rest(|said| said.at.elapsed() >= AGAIN);
    }

    /// Tells all that was counted: nothing more will come.
    pub(super) fn end(&self) {
        self.rest(|_| true);
    }

    fn rest(&self, is_over: impl Fn(&Said) -> bool) {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.retain(|(plugin, kind), said| {
            let over = is_over(said);
            if over {
                told(plugin, kind, said.more);
            }
            !over
        });
    }
}

fn told(plugin: &str, kind: &str, times: u64) {
    if times > 0 {
        tracing::warn!(plugin, kind, times, "the same happened so many times more");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_said_once_a_minute_and_counted_meanwhile() {
        let complaints = Complaints::default();
        let (plugin, start) = (Arc::from("nhtsa"), Instant::now());
        let after = |seconds| start + Duration::from_secs(seconds);
        let open = "upstream-circuit-open";
        assert_eq!(complaints.heard(&plugin, open, start), Some(0));
        for _ in 0..10_000 {
            assert_eq!(complaints.heard(&plugin, open, after(59)), None);
        }
        assert_eq!(complaints.heard(&plugin, open, after(60)), Some(10_000));
        assert_eq!(complaints.heard(&plugin, open, after(119)), None);
    }

    #[test]
    fn another_kind_and_another_plugin_are_said_by_themselves() {
        let complaints = Complaints::default();
        let now = Instant::now();
        for (plugin, kind) in [("a", "trap"), ("a", "timeout"), ("b", "trap")] {
            assert_eq!(complaints.heard(&Arc::from(plugin), kind, now), Some(0));
        }
    }
}
