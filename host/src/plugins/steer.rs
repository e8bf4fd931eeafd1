//! What admins want of plugins: switched, rolled out, rolled back.

use std::sync::Arc;

use super::code::Digest;
use super::error::{LoadError, SteerError};
use super::history::Served;
use super::load::{Source, load};
use super::overrides::{Override, Pin};
use super::plugin::Plugin;
use super::registry::{Registry, State};
use super::version::Version;
use crate::config::Settings;

/// What is wanted of a plugin; remembered over a restart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Steer {
    /// Switch it on or off.
    Enable(bool),
    /// Let it work for so many percent of the users.
    Rollout(u8),
    /// Let an earlier version serve: the one before, or the one whose digest begins so.
    Rollback(Option<String>),
    /// Forget all of that: what the configuration says holds, and the file serves.
    Reset,
}

impl Steer {
    /// It in words, as `/admin` in the chat has it: `rollout vpic 30`.
    #[must_use]
    pub fn words(&self, plugin: &str) -> String {
        match self {
            Self::Enable(true) => format!("enable {plugin}"),
            Self::Enable(false) => format!("disable {plugin}"),
            Self::Rollout(percent) => format!("rollout {plugin} {percent}"),
            Self::Rollback(None) => format!("rollback {plugin}"),
            Self::Rollback(Some(digest)) => {
                let short: String = digest.chars().take(12).collect();
                format!("rollback {plugin} {short}")
            }
            Self::Reset => format!("reset {plugin}"),
        }
    }
}

impl Registry {
    /// Does what an admin wants of a plugin, and remembers it.
    ///
    /// # Errors
    /// See [`SteerError`]; nothing has changed then.
    pub async fn steer(&self, name: &str, steer: &Steer) -> Result<(), SteerError> {
        let unknown = || SteerError::Unknown(name.to_owned());
        let plugin = self.snapshot().plugins.named(name).cloned();
        let plugin = plugin.ok_or_else(unknown)?;
        // Loading an earlier version takes a while: before anything is held.
        let back = match steer {
            Steer::Rollback(wanted) => Some(self.earlier(&plugin, wanted.as_deref()).await?),
            _ => None,
        };
        let mut state = self.state.lock().await;
        let mut new = state.overrides.of(name);
        match steer {
            Steer::Enable(enabled) => new.enabled = Some(*enabled),
            Steer::Rollout(percent @ 0..=100) => new.rollout = Some(*percent),
            Steer::Rollout(percent) => return Err(SteerError::Percent(*percent)),
            Steer::Rollback(_) => new.pinned = back.as_ref().and_then(|(_, pin)| pin.clone()),
            Steer::Reset => new = Override::default(),
        }
        let pinned = new.pinned.is_some();
        state.overrides.set(name, new)?;
        if let Some((Some(version), _)) = back {
            state.pinned.insert(Arc::clone(&plugin.name), version);
        } else if !pinned {
            state.pinned.remove(name);
        }
        self.publish(&mut state);
        drop(state);
        self.keep().await;
        Ok(())
    }

    /// The versions of a plugin that have served, the newest first.
    #[must_use]
    pub fn served(&self, plugin: &str) -> Vec<Served> {
        self.history.of(plugin)
    }

    /// What was toggled of a plugin while the program ran.
    pub async fn toggled(&self, plugin: &str) -> Override {
        self.state.lock().await.overrides.of(plugin)
    }

    /// The version that a rollback is to, and what is to be remembered; neither when
    /// that is the version of the file itself.
    async fn earlier(
        &self,
        plugin: &Plugin,
        wanted: Option<&str>,
    ) -> Result<(Option<Arc<Version>>, Option<Pin>), SteerError> {
        let (of_file, settings, pin) = {
            let state = self.state.lock().await;
            let mut versions = state
                .files
                .values()
                .filter_map(|file| file.version.as_ref());
            let of_file = versions
                .find(|version| version.name == plugin.name)
                .cloned();
            let pin = state.overrides.of(&plugin.name).pinned;
            (of_file, Arc::clone(&state.settings), pin)
        };
        let now = plugin.version.digest.as_str();
        let served = self.history.of(&plugin.name);
        let none = || SteerError::NoVersion {
            plugin: plugin.name.to_string(),
            wanted: wanted.map(str::to_owned),
        };
        let found: Vec<&Served> = if let Some(start) = wanted {
            let of = |served: &&Served| !start.is_empty() && served.digest.starts_with(start);
            served.iter().filter(of).collect()
        } else {
            // Neither what serves, nor what was rolled back from already.
            let from = pin.map(|pin| pin.instead_of);
            let of =
                |served: &&Served| served.digest != now && Some(&served.digest) != from.as_ref();
            served.iter().find(of).into_iter().collect()
        };
        let digest = match found.as_slice() {
            [one] => Digest::parse(&one.digest).ok_or_else(none)?,
            [] => return Err(none()),
            _ => return Err(SteerError::Ambiguous(wanted.unwrap_or_default().to_owned())),
        };
        if of_file
            .as_ref()
            .is_some_and(|version| version.digest == digest)
        {
            return Ok((None, None));
        }
        let pin = Pin {
            digest: digest.to_string(),
            instead_of: of_file
                .map(|version| version.digest.to_string())
                .unwrap_or_default(),
        };
        let version = self.kept(&plugin.name, digest, &settings).await?;
        Ok((Some(version), Some(pin)))
    }

    pub(super) async fn kept(
        &self,
        name: &str,
        digest: Digest,
        settings: &Settings,
    ) -> Result<Arc<Version>, LoadError> {
        let file = self.history.component(name, &digest);
        let source = Source::Kept(&file, digest);
        load(&self.runtime, source, settings).await.map(Arc::new)
    }

    /// Loads what was rolled back to before the program was restarted.
    pub(super) async fn pin_again(&self) {
        let (pins, settings) = {
            let state = self.state.lock().await;
            let versions = state
                .files
                .values()
                .filter_map(|file| file.version.as_ref());
            let pins: Vec<(Arc<str>, Digest)> = versions
                .filter_map(|version| {
                    let pin = state.overrides.of(&version.name).pinned?;
                    Some((Arc::clone(&version.name), Digest::parse(&pin.digest)?))
                })
                .collect();
            (pins, Arc::clone(&state.settings))
        };
        for (name, digest) in pins {
            match self.kept(&name, digest, &settings).await {
                Ok(version) => {
                    self.state.lock().await.pinned.insert(name, version);
                }
                Err(error) => tracing::error!(
                    plugin = %name, %error,
                    "the version that it was rolled back to can't be loaded: the file serves"
                ),
            }
        }
    }
}

/// Forgets that a plugin was rolled back.
pub(super) fn unpin(state: &mut State, plugin: &str) {
    state.pinned.remove(plugin);
    let mut over = state.overrides.of(plugin);
    if over.pinned.take().is_some()
        && let Err(error) = state.overrides.set(plugin, over)
    {
        tracing::warn!(plugin, %error, "that it is no longer rolled back can't be remembered");
    }
}
