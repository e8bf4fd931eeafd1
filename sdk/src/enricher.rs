//! Enrichers: what is known beyond the VIN.

use crate::bindings::enricher::exports::vinbot::plugin::enricher as wit;
use crate::{Error, Plugin, Section, Vehicle};

/// A plugin that adds a section to a report.
pub trait Enricher: Plugin {
    /// # Errors
    /// [`Error::NotCovered`] when there is nothing to say about this vehicle.
    fn enrich(vehicle: Vehicle) -> Result<Section, Error>;
}

impl<T: Enricher> wit::Guest for crate::export::Exported<T> {
    fn enrich(vehicle: Vehicle) -> Result<Section, Error> {
        crate::export::tell_panics();
        T::enrich(vehicle)
    }
}
