//! What was toggled while the bot ran: remembered over a restart, in a file of our own,
//! so that the operator's is never edited.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::code::{private_folder, write_whole};
use crate::config;

const HEAD: &str = "# Written by vinbot: what was toggled while it ran. It goes over config.toml.\n\
                    # `vinbot plugin reset NAME` takes a plugin's part out again.\n\n";

/// What goes over the configuration of each plugin.
#[derive(Debug)]
pub(super) struct Overrides {
    file: PathBuf,
    plugins: BTreeMap<String, Override>,
    /// What is there could not be read, so it must not be written over.
    unread: bool,
}

/// What goes over the configuration of one plugin.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Instead of `enabled`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Instead of `rollout`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rollout: Option<u8>,
    /// An earlier version that serves in the place of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<Pin>,
}

/// Which version serves in the place of which file. Another file ends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// What serves.
    pub digest: String,
    /// What does not serve for that.
    pub instead_of: String,
}

impl Overrides {
    /// Reads what was remembered. A file that is damaged is set aside, not obeyed and
    /// not lost.
    pub(super) fn read(state_dir: &Path) -> Self {
        let file = state_dir.join("plugins.toml");
        let mut unread = false;
        let plugins = match std::fs::read_to_string(&file) {
            Ok(text) => toml::from_str(&text).unwrap_or_else(|error| {
                let kept = file.with_extension("toml.damaged");
                let _ = std::fs::rename(&file, &kept);
                tracing::error!(
                    file = %kept.display(), %error,
                    "what was toggled can't be read: set aside, and config.toml holds"
                );
                BTreeMap::new()
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => {
                tracing::error!(file = %file.display(), %error, "what was toggled can't be read");
                unread = true;
                BTreeMap::new()
            }
        };
        Self {
            file,
            plugins,
            unread,
        }
    }

    /// What goes over the configuration of this plugin.
    pub(super) fn of(&self, plugin: &str) -> Override {
        self.plugins.get(plugin).cloned().unwrap_or_default()
    }

    /// Changes what is remembered about a plugin; nothing changes if it can't be kept.
    pub(super) fn set(&mut self, plugin: &str, new: Override) -> io::Result<()> {
        if self.unread {
            let words = format!("{} could not be read", self.file.display());
            return Err(io::Error::other(words));
        }
        let mut plugins = self.plugins.clone();
        if new == Override::default() {
            plugins.remove(plugin);
        } else {
            plugins.insert(plugin.to_owned(), new);
        }
        let text = toml::to_string(&plugins).map_err(io::Error::other)?;
        private_folder(self.file.parent().unwrap_or(Path::new(".")))?;
        write_whole(&self.file, format!("{HEAD}{text}").as_bytes())?;
        self.plugins = plugins;
        Ok(())
    }
}

impl Override {
    /// The operator's settings with this over them.
    pub(super) fn over(&self, own: &config::Plugin) -> config::Plugin {
        config::Plugin {
            enabled: self.enabled.unwrap_or(own.enabled),
            rollout: self.rollout.unwrap_or(own.rollout),
            ..own.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn off() -> Override {
        Override {
            enabled: Some(false),
            ..Override::default()
        }
    }

    #[test]
    fn what_was_toggled_is_remembered_and_can_be_forgotten() {
        let state = tempfile::tempdir().unwrap();
        let mut overrides = Overrides::read(state.path());
        overrides.set("vpic", off()).unwrap();
        let mut again = Overrides::read(state.path());
        assert_eq!(again.of("vpic"), off());
        assert_eq!(again.of("wmi"), Override::default());
        again.set("vpic", Override::default()).unwrap();
        assert_eq!(Overrides::read(state.path()).plugins, BTreeMap::new());
    }

    #[test]
    fn what_is_not_toggled_stays_as_the_operator_says() {
        let own = config::Plugin {
            rollout: 20,
            order: 3,
            ..config::Plugin::default()
        };
        let both = off().over(&own);
        assert!(!both.enabled && both.rollout == 20 && both.order == 3);
    }

    #[test]
    fn a_damaged_file_is_set_aside() {
        let state = tempfile::tempdir().unwrap();
        let file = state.path().join("plugins.toml");
        std::fs::write(&file, "[vpic\nenabled = maybe").unwrap();
        assert_eq!(Overrides::read(state.path()).plugins, BTreeMap::new());
        assert!(!file.exists() && state.path().join("plugins.toml.damaged").exists());
    }

    #[test]
    fn what_cannot_be_kept_changes_nothing() {
        let state = tempfile::tempdir().unwrap();
        let mut overrides = Overrides::read(&state.path().join("plugins.toml/inside"));
        std::fs::write(state.path().join("plugins.toml"), "").unwrap();
        assert!(overrides.set("vpic", off()).is_err());
        assert_eq!(overrides.of("vpic"), Override::default());
    }
}
