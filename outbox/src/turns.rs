//! Whose turn it is, among the priorities.

use crate::job::Priority;

/// For each priority, from the most urgent: is it so?
pub(crate) type Each = [bool; 4];

/// The most urgent first, but nobody is passed over for ever.
///
/// It counts turns and not time: of a broadcast to thousands, all jobs would soon have waited
/// long enough to be as urgent as answers.
#[derive(Debug)]
pub(crate) struct Turns {
    patience: u32,
    /// How often each priority waited while a more urgent one had its turn.
    passed: [u32; 4],
}

impl Turns {
    pub(crate) fn new(patience: u32) -> Self {
        Self {
            patience: patience.max(1),
            passed: [0; 4],
        }
    }

    /// Who is next among those who wait: one who was passed over too often, else the most urgent
    /// of those who `may`.
    pub(crate) fn next(&self, waiting: Each, may: Each) -> Option<Priority> {
        self.due(waiting).or_else(|| {
            let mut all = Priority::ALL.into_iter();
            all.find(|it| waiting[it.index()] && may[it.index()])
        })
    }

    /// Who was passed over too often, if anybody.
    pub(crate) fn due(&self, waiting: Each) -> Option<Priority> {
        Priority::ALL
            .into_iter()
            .filter(|it| waiting[it.index()] && self.passed[it.index()] >= self.patience)
            .max_by_key(|it| self.passed[it.index()])
    }

    /// `turn` had its turn while these were waiting.
    pub(crate) fn had(&mut self, turn: Priority, waiting: Each) {
        for priority in Priority::ALL {
            let passed = &mut self.passed[priority.index()];
            if priority == turn || !waiting[priority.index()] {
                *passed = 0;
            } else if priority > turn {
                *passed += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_has_one_turn_after_so_many_of_the_first() {
        use Priority::{Answer as A, Broadcast as B};
        let mut turns = Turns::new(3);
        let waiting = [true, false, false, true];
        let order: Vec<_> = (0..8)
            .map(|_| {
                let turn = turns.next(waiting, [true; 4]).unwrap();
                turns.had(turn, waiting);
                turn
            })
            .collect();
        assert_eq!(order, [A, A, A, B, A, A, A, B]);
    }

    #[test]
    fn who_may_not_waits_until_it_was_passed_over_often_enough() {
        let mut turns = Turns::new(1);
        let both = [true, false, false, true];
        let answers_may = [true, true, false, false];
        let alone = [false, false, false, true];
        assert_eq!(turns.next(alone, answers_may), None);
        turns.had(Priority::Answer, both);
        assert_eq!(turns.next(alone, answers_may), Some(Priority::Broadcast));
    }
}
