//! From what is known to a snapshot that serves.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::engine::Runtime;
use super::error::LoadError;
use super::health::Health;
use super::overrides::{Override, Overrides};
use super::plugin::Plugin;
use super::registry::{Registry, Snapshot, State};
use super::set::{Broken, Plugins};
use super::version::Version;
use crate::config::Settings;

impl Registry {
    /// Lets what is known now serve.
    pub(super) fn publish(&self, state: &mut State) {
        let mut served: Vec<Arc<Plugin>> = Vec::new();
        let mut broken = Vec::new();
        // Those that serve a name already come first.
        let mut files: Vec<_> = state.files.iter().collect();
        files.sort_by_key(|(path, file)| {
            let name = file.version.as_ref().map(|version| &version.name);
            name.and_then(|name| state.owners.get(name)) != Some(*path)
        });
        let mut owners = HashMap::new();
        for (path, file) in files {
            let instead = file.version.as_ref().filter(|_| file.error.is_some());
            if let Some(error) = &file.error {
                broken.push(Broken {
                    file: path.clone(),
                    error: Arc::clone(error),
                    instead: instead.map(|version| version.number.clone()),
                });
            }
            let Some(version) = &file.version else {
                continue;
            };
            if served.iter().any(|other| other.name == version.name) {
                let error = LoadError::Duplicate(version.name.to_string());
                tracing::warn!(file = %path.display(), %error, "this file is not served");
                broken.push(Broken {
                    file: path.clone(),
                    error: Arc::new(error),
                    instead: None,
                });
                continue;
            }
            owners.insert(Arc::clone(&version.name), path.clone());
            let version = pinned(&state.overrides, &state.pinned, version);
            let health = state.health.entry(version.digest.clone()).or_default();
            let over = state.overrides.of(&version.name);
            let plugin = plugin(&self.runtime, &state.settings, &over, &version, health);
            // It was granted what it needs when it was loaded; perhaps it no longer is.
            if let Some(missing) = plugin.profile.grants.refusal() {
                if file.error.is_none() {
                    broken.push(Broken {
                        file: path.clone(),
                        error: Arc::new(LoadError::NotGranted(missing)),
                        instead: None,
                    });
                }
                continue;
            }
            served.push(Arc::new(plugin));
        }
        state.owners = owners;
        state
            .health
            .retain(|digest, _| served.iter().any(|plugin| plugin.version.digest == *digest));
        let waiting = broken.iter().filter(|one| one.error.is_waiting()).count();
        let refused = broken.len() - waiting;
        self.runtime.metrics.plugins(served.len(), refused, waiting);
        self.current.store(Arc::new(Snapshot {
            plugins: Plugins::new(served, broken),
            settings: Arc::clone(&state.settings),
        }));
        self.changes.send_modify(|count| *count += 1);
    }

    /// Keeps what serves, if that is wanted. Without it, there is no rollback.
    pub(super) async fn keep(&self) {
        if !self.remembers.load(Ordering::Relaxed) {
            return;
        }
        let (history, code) = (self.history.clone(), Arc::clone(&self.runtime.code));
        let snapshot = self.snapshot();
        let work = tokio::task::spawn_blocking(move || {
            for plugin in snapshot.plugins.all() {
                if let Err(error) = history.serves(&plugin.version, &code) {
                    tracing::warn!(
                        plugin = %plugin.name, %error,
                        "this version can't be kept: there will be no way back to it"
                    );
                }
            }
        });
        let _ = work.await;
    }
}

/// The version that serves for a file: itself, or the one it was rolled back to.
fn pinned(
    overrides: &Overrides,
    pinned: &HashMap<Arc<str>, Arc<Version>>,
    of_file: &Arc<Version>,
) -> Arc<Version> {
    let pin = overrides.of(&of_file.name).pinned;
    let earlier = pin
        .filter(|pin| pin.instead_of == of_file.digest.as_str())
        .and_then(|pin| {
            pinned
                .get(&of_file.name)
                .filter(|version| version.digest.as_str() == pin.digest)
        });
    Arc::clone(earlier.unwrap_or(of_file))
}

fn plugin(
    runtime: &Runtime,
    settings: &Settings,
    over: &Override,
    version: &Arc<Version>,
    health: &Arc<Health>,
) -> Plugin {
    let own = settings
        .plugins
        .get(&*version.name)
        .cloned()
        .unwrap_or_default();
    let own = over.over(&own);
    Plugin::new(runtime, version, &own, settings, Arc::clone(health))
}
