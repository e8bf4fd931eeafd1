//! How long texts may be; what makes them harmless is the SDK's.

pub(crate) use vinbot_plugin::clean::{acts_unseen, cut, line};

/// The longest a value is shown, in characters.
pub(crate) const VALUE: usize = 300;
