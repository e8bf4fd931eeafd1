//! Updates and failures made by hand.

use serde_json::Value;

use crate::{Playground, error::ControlError, world::faults::Inject};

impl Playground {
    /// Sends the bot an update as it is; with an `update_id` even one that was sent before.
    pub fn inject_update(&self, update: Value) -> Result<i64, ControlError> {
        self.change(|world| world.updates.inject(update))
    }

    /// Makes the next calls of a method fail.
    pub fn inject_fault(&self, inject: Inject) -> Result<(), ControlError> {
        self.change(|world| world.faults.inject(inject))
    }

    /// Lets every hanging call go on; returns how many there were.
    pub fn release_faults(&self) -> u32 {
        self.change(|world| world.faults.release())
    }

    /// Forgets the faults that no call has met.
    pub fn clear_faults(&self) {
        self.change(|world| world.faults.clear());
    }
}
