//! Formatters: how a report looks.

use crate::bindings::formatter::exports::vinbot::plugin::formatter as wit;
use crate::{Error, Message, Plugin, Report};

pub use wit::{Context, Units};

/// A plugin that shows reports.
pub trait Formatter: Plugin {
    /// Names of the views that it offers: `card`, `details`, `csv`, …
    fn views() -> Vec<String>;

    /// Shows one report or several in one of its views.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a view or page that it does not have.
    fn format(reports: Vec<Report>, context: Context) -> Result<Message, Error>;
}

impl<T: Formatter> wit::Guest for crate::export::Exported<T> {
    fn views() -> Vec<String> {
        T::views()
    }

    fn format(reports: Vec<Report>, context: Context) -> Result<Message, Error> {
        crate::export::tell_panics();
        T::format(reports, context)
    }
}
