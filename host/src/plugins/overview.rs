//! How the plugins are: what admins are shown, and programs are told.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::grants::Ask;
use super::history::Served;
use super::overrides::Override;
use super::registry::Registry;

/// How all plugins are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// Those that are loaded, in the operator's order.
    pub plugins: Vec<PluginState>,
    /// The files that are not served.
    pub broken: Vec<BrokenFile>,
}

/// How one plugin is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PluginState {
    /// `vpic`.
    pub name: String,
    /// The version that serves, as the plugin counts: `0.1.0`.
    pub version: String,
    /// Of the component that serves, in hex.
    pub digest: String,
    /// `decoder`, …
    pub roles: Vec<String>,
    /// One sentence.
    pub summary: String,
    /// What it asks for, and what of that is granted.
    #[serde(default)]
    pub asks: Vec<Ask>,
    /// Lower is asked first.
    pub order: i32,
    /// Switched on.
    pub enabled: bool,
    /// Percent of users that it works for.
    pub rollout: u8,
    /// Set aside after failing again and again: tried again in so many seconds.
    pub aside_s: Option<u64>,
    /// What was toggled while the bot ran, and goes over the configuration.
    pub toggled: Override,
    /// Versions that have served, the newest first.
    pub served: Vec<Served>,
}

/// A file that is not served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenFile {
    /// The file.
    pub file: String,
    /// Why.
    pub reason: String,
    /// The version that serves on in its place.
    pub instead: Option<String>,
    /// True if nothing is wrong with it: it waits for a grant or a key.
    #[serde(default)]
    pub waits: bool,
}

impl Registry {
    /// How all plugins are just now.
    pub async fn overview(&self) -> Overview {
        let snapshot = self.snapshot();
        let mut plugins = Vec::new();
        for plugin in snapshot.plugins.all() {
            let version = Arc::clone(&plugin.version);
            plugins.push(PluginState {
                name: plugin.name.to_string(),
                version: version.number.clone(),
                digest: version.digest.to_string(),
                roles: version.roles().map(|role| role.name().to_owned()).collect(),
                summary: version.summary.clone(),
                asks: plugin.asks().to_vec(),
                order: plugin.order,
                enabled: plugin.flags.enabled,
                rollout: plugin.flags.rollout,
                aside_s: plugin.aside().map(|left| left.as_secs()),
                toggled: self.toggled(&plugin.name).await,
                served: self.served(&plugin.name),
            });
        }
        let broken = snapshot.plugins.broken().iter().map(|broken| BrokenFile {
            file: broken.file.display().to_string(),
            reason: broken.error.to_string(),
            instead: broken.instead.clone(),
            waits: broken.error.is_waiting(),
        });
        Overview {
            plugins,
            broken: broken.collect(),
        }
    }
}

impl PluginState {
    /// In a word or two: `on`, `off`, `30 %`, `set aside`.
    #[must_use]
    pub fn word(&self) -> String {
        match (self.enabled, self.aside_s, self.rollout) {
            (false, ..) => "off".to_owned(),
            (true, Some(_), _) => "set aside".to_owned(),
            (true, None, 100) => "on".to_owned(),
            (true, None, percent) => format!("{percent} %"),
        }
    }
}
