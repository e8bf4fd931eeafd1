//! A plugin's own test, which the host runs before a new file serves.

use crate::Plugin;
use crate::bindings::self_test::exports::vinbot::plugin::self_test as wit;
use crate::export::{Exported, tell_panics};

/// A plugin that tries itself out: once for each new file, in a sandbox like that of any
/// call. If it fails, the file is not served, and the version before it stays.
///
/// ```
/// # use vinbot_plugin::prelude::*;
/// # struct Country;
/// # impl Plugin for Country {
/// #     fn about() -> Info { Info::new("country", "0.1.0", "") }
/// # }
/// impl SelfTest for Country {
///     fn run() -> Result<(), String> {
///         let codes = "1 US\n2 CA\n".lines().count();
///         if codes == 2 { Ok(()) } else { Err(format!("{codes} codes in the table")) }
///     }
/// }
/// # assert!(Country::run().is_ok());
/// ```
pub trait SelfTest: Plugin {
    /// Tries what matters: that the data is there, that a known VIN decodes.
    ///
    /// # Errors
    /// What is wrong, for the plugin's author and the operator.
    fn run() -> Result<(), String>;
}

impl<T: SelfTest> wit::Guest for Exported<T> {
    fn run() -> Result<(), String> {
        tell_panics();
        T::run()
    }
}
