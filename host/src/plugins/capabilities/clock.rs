//! The clock.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use wasmtime::component::LinkerInstance;

use crate::plugins::sandbox::Sandbox;

pub(super) fn link(clock: &mut LinkerInstance<'_, Sandbox>, version: &str) -> wasmtime::Result<()> {
    clock.func_wrap("unix-seconds", |store, ()| {
        Ok((store.data().unix_seconds(),))
    })?;
    // Since 0.2.0.
    if version != "0.1.0" {
        clock.func_wrap("millis-left", |store, ()| Ok((store.data().millis_left(),)))?;
    }
    Ok(())
}

impl Sandbox {
    fn unix_seconds(&self) -> u64 {
        // A clock before 1970 is a broken one; zero is as good an answer as any.
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs())
    }

    /// Until the running call must be over.
    fn millis_left(&self) -> u32 {
        let left = self.end.saturating_duration_since(Instant::now());
        u32::try_from(left.as_millis()).unwrap_or(u32::MAX)
    }
}
