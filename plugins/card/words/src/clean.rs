//! How long texts may be; what makes them harmless is the SDK's.

pub use vinbot_plugin::clean::{acts_unseen, cut, line};

/// The longest a value is shown, in characters.
pub const VALUE: usize = 300;
/// The longest a heading is, in characters.
pub const HEADING: usize = 60;
/// The longest a unit is, in characters.
pub const UNIT: usize = 12;
