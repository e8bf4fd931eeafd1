//! What a plugin says about itself.

pub use crate::bindings::about::exports::vinbot::plugin::about::Info;

/// Every plugin implements this.
pub trait Plugin {
    /// Read once, when the plugin is loaded.
    fn about() -> Info;
}

impl Info {
    /// The three things that every plugin must say; `homepage` and `data` are
    /// public fields for those that have more.
    pub fn new(name: &str, version: &str, summary: &str) -> Self {
        Self {
            name: name.into(),
            version: version.into(),
            summary: summary.into(),
            homepage: None,
            data: None,
        }
    }
}
