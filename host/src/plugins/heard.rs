//! What a plugin that is tried out logs and prints, for its author to see beside its answer.

use std::sync::{Arc, Mutex, PoisonError};

/// Lines that are kept.
const LINES: usize = 200;

/// Lines of one plugin; the same for all who hold it.
#[derive(Debug, Clone, Default)]
pub struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    /// The lines, each with its level before it.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.lock().clone()
    }

    pub(super) fn take(&self, line: String) {
        let mut lines = self.lock();
        if lines.len() < LINES {
            lines.push(line);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
