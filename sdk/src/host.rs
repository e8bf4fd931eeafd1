//! What a plugin may ask of the host.
//!
//! Natively, in a plugin's own tests, the answers come from [`crate::testing`].

pub mod cache;
pub mod http;

pub use level::Level;

/// Seconds since 1970-01-01 UTC by the host's clock.
pub fn unix_seconds() -> u64 {
    imp::unix_seconds()
}

/// The value of `[plugins.NAME.settings]` under this key.
pub fn setting(key: &str) -> Option<String> {
    imp::setting(key)
}

/// Writes a log line; the host adds the plugin's name and the correlation id.
///
/// ```
/// use vinbot_plugin::host::{Level, log};
/// log(Level::Info, "table loaded", &[("rows", "12013")]);
/// ```
pub fn log(level: Level, message: &str, fields: &[(&str, &str)]) {
    imp::log(level, message, fields);
}

mod level {
    pub use crate::bindings::host::vinbot::plugin::log::Level;
}

#[cfg(target_family = "wasm")]
mod imp {
    use super::Level;
    use crate::bindings::host::vinbot::plugin::{clock, log, settings};

    pub(super) fn unix_seconds() -> u64 {
        clock::unix_seconds()
    }

    pub(super) fn setting(key: &str) -> Option<String> {
        settings::get(key)
    }

    pub(super) fn log(level: Level, message: &str, fields: &[(&str, &str)]) {
        let fields: Vec<_> = fields
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        log::write(level, message, &fields);
    }
}

#[cfg(not(target_family = "wasm"))]
use crate::testing as imp;
