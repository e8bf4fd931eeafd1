//! The plugin's own settings.

use super::plugin::settings::Host;
use crate::plugins::sandbox::Sandbox;

impl Host for Sandbox {
    fn get(&mut self, key: String) -> Option<String> {
        self.profile.settings.get(&key).cloned()
    }
}
