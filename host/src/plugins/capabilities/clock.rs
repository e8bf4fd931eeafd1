//! The clock.

use std::time::{SystemTime, UNIX_EPOCH};

use super::plugin::clock::Host;
use crate::plugins::sandbox::Sandbox;

impl Host for Sandbox {
    fn unix_seconds(&mut self) -> u64 {
        // A clock before 1970 is a broken one; zero is as good an answer as any.
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs())
    }
}
