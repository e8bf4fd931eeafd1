//! How many retries a host gets: a share of its requests, so that an outage, in which every
//! request fails, is not answered with a multiple of them.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Hundredths of a retry that one costs; a request brings as many as the percentage is.
const ONE: u64 = 100;
/// Retries that a host has without any request: a quiet one would have none else.
pub(crate) const FLOOR: u64 = 10;
/// In this time one of them comes back.
const REFILL: Duration = Duration::from_secs(6);
/// More are not saved up: quiet days don't pay for a storm.
const MOST: u64 = 100;

/// A bucket of retries.
#[derive(Debug)]
pub(crate) struct Budget {
    percent: u64,
    bucket: Mutex<Bucket>,
}

#[derive(Debug)]
struct Bucket {
    hundredths: u64,
    refilled: Instant,
}

impl Budget {
    pub(crate) fn new(percent: u32, now: Instant) -> Self {
        let bucket = Mutex::new(Bucket {
            hundredths: FLOOR * ONE,
            refilled: now,
        });
        Self {
            percent: percent.into(),
            bucket,
        }
    }

    /// A request is made.
    pub(crate) fn earn(&self) {
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        bucket.hundredths = (bucket.hundredths + self.percent).min(MOST * ONE);
    }

    /// True if it may be made again.
    pub(crate) fn spend(&self, now: Instant) -> bool {
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        while now.saturating_duration_since(bucket.refilled) >= REFILL {
            if bucket.hundredths >= FLOOR * ONE {
                bucket.refilled = now;
                break;
            }
            bucket.hundredths += ONE;
            bucket.refilled += REFILL;
        }
        match bucket.hundredths.checked_sub(ONE) {
            Some(rest) => {
                bucket.hundredths = rest;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(20, 210)]
    #[case(0, 10)]
    #[case(100, 1_010)]
    fn an_outage_of_a_thousand_requests_gets_its_share_and_the_floor(
        #[case] percent: u32,
        #[case] retries: usize,
    ) {
        let now = Instant::now();
        let budget = Budget::new(percent, now);
        let made = (0..1_000).map(|_| {
            budget.earn();
            (0..2).filter(|_| budget.spend(now)).count()
        });
        assert_eq!(made.sum::<usize>(), retries);
    }

    #[test]
    fn the_floor_comes_back_with_time_and_no_higher() {
        let now = Instant::now();
        let budget = &Budget::new(20, now);
        let spent = |now| std::iter::repeat_with(move || budget.spend(now)).take_while(|ok| *ok);
        assert_eq!(spent(now).count(), 10);
        assert_eq!(spent(now + REFILL * 3).count(), 3);
        assert_eq!(spent(now + REFILL * 1_000).count(), 10);
    }

    #[test]
    fn what_is_saved_up_is_limited() {
        let now = Instant::now();
        let budget = Budget::new(20, now);
        (0..100_000).for_each(|_| budget.earn());
        let spent = (0..100_000).filter(|_| budget.spend(now)).count();
        assert_eq!(spent, 100);
    }
}
