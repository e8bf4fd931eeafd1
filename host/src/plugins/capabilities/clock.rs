//! The clock.

use std::time::Instant;

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
    /// Until the running call must be over.
    fn millis_left(&self) -> u32 {
        let left = self.end.saturating_duration_since(Instant::now());
        u32::try_from(left.as_millis()).unwrap_or(u32::MAX)
    }
}
