//! Values of labels that come from outside: only so many are told apart.

use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};

/// What stands for all names beyond those that are told apart.
const OTHERS: &str = "(others)";

/// Names that were seen, up to a number. Each costs a series a metric, for as long as the
/// program runs, so that a folder whose plugins are called otherwise every day must not fill
/// the memory, nor Prometheus's.
#[derive(Debug)]
pub(super) struct Bounded {
    most: usize,
    known: RwLock<HashSet<String>>,
}

impl Bounded {
    pub(super) fn to(most: usize) -> Self {
        Self {
            most,
            known: RwLock::default(),
        }
    }

    /// The name, or what stands for those that came too late.
    pub(super) fn label(&self, name: &str) -> String {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if known.contains(name) {
            return name.to_owned();
        }
        let full = known.len() >= self.most;
        drop(known);
        if full {
            return OTHERS.to_owned();
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        // Another may have taken the last place meanwhile.
        if known.len() >= self.most && !known.contains(name) {
            return OTHERS.to_owned();
        }
        known.insert(name.to_owned());
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_names_are_told_apart_and_all_later_ones_are_others() {
        let names = Bounded::to(2);
        assert_eq!(names.label("vpic"), "vpic");
        assert_eq!(names.label("wmi"), "wmi");
        assert_eq!(names.label("late"), OTHERS);
        assert_eq!(names.label("later"), OTHERS);
        assert_eq!(names.label("vpic"), "vpic");
    }
}
