//! Guessing at the token is slow: after some wrong ones an address has to wait, with the
//! right one, too.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Wrong tokens …
const FAILURES: u32 = 5;
/// … within this time shut an address out for as long.
const WINDOW: Duration = Duration::from_mins(5);
/// Addresses that are remembered; the one that failed longest ago makes room.
const ADDRESSES: usize = 1_000;

/// Who failed how often of late.
#[derive(Debug, Default)]
pub(super) struct Throttle(Mutex<HashMap<IpAddr, Failures>>);

#[derive(Debug)]
struct Failures {
    count: u32,
    last: Instant,
}

impl Throttle {
    /// How long an address has to wait; none if it may try.
    pub(super) fn wait(&self, address: IpAddr) -> Option<Duration> {
        let known = self.lock();
        let failures = known.get(&neighbours(address))?;
        let left = WINDOW.checked_sub(failures.last.elapsed())?;
        (failures.count >= FAILURES && !left.is_zero()).then_some(left)
    }

    /// Takes note of a wrong token.
    pub(super) fn failed(&self, address: IpAddr) {
        let (now, mut known) = (Instant::now(), self.lock());
        known.retain(|_, failures| now - failures.last < WINDOW);
        let address = neighbours(address);
        if known.len() >= ADDRESSES && !known.contains_key(&address) {
            let oldest = known.iter().min_by_key(|(_, failures)| failures.last);
            if let Some(oldest) = oldest.map(|(address, _)| *address) {
                known.remove(&oldest);
            }
        }
        let failures = known.entry(address).or_insert(Failures {
            count: 0,
            last: now,
        });
        failures.count += 1;
        failures.last = now;
    }

    /// Takes note of the right one.
    pub(super) fn succeeded(&self, address: IpAddr) {
        self.lock().remove(&neighbours(address));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Failures>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who has one address of IPv6 has 2^64 of them.
fn neighbours(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => Ipv6Addr::from_bits(six.to_bits() >> 64 << 64).into(),
        four @ IpAddr::V4(_) => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(number: u32) -> IpAddr {
        IpAddr::V4(number.into())
    }

    #[tokio::test(start_paused = true)]
    async fn after_some_failures_an_address_waits_and_no_other_does() {
        let throttle = Throttle::default();
        for _ in 0..FAILURES {
            assert_eq!(throttle.wait(address(1)), None);
            throttle.failed(address(1));
        }
        assert_eq!(throttle.wait(address(1)), Some(WINDOW));
        assert_eq!(throttle.wait(address(2)), None);
        tokio::time::advance(WINDOW).await;
        assert_eq!(throttle.wait(address(1)), None);
        throttle.failed(address(1));
        assert_eq!(throttle.wait(address(1)), None, "it begins anew");
    }

    #[tokio::test(start_paused = true)]
    async fn who_had_the_right_one_begins_anew() {
        let throttle = Throttle::default();
        for _ in 0..3 {
            for _ in 1..FAILURES {
                throttle.failed(address(1));
            }
            throttle.succeeded(address(1));
        }
        assert_eq!(throttle.wait(address(1)), None);
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one() {
        let throttle = Throttle::default();
        for last in 1..=5_u128 {
            throttle.failed(Ipv6Addr::from_bits((7 << 64) + last).into());
        }
        assert!(throttle.wait(Ipv6Addr::from_bits(7 << 64).into()).is_some());
        assert!(throttle.wait(Ipv6Addr::from_bits(8 << 64).into()).is_none());
    }

    #[test]
    fn so_many_addresses_are_remembered_and_no_more() {
        let throttle = Throttle::default();
        for number in 0..2_000 {
            throttle.failed(address(number));
        }
        assert_eq!(throttle.lock().len(), ADDRESSES);
    }
}
