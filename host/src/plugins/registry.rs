//! The live plugins: loaded, looked after, and swapped while calls run.
//!
//! [`Registry::snapshot`] is what calls are made with. Whoever took one keeps it until
//! his work is done, so that a change never reaches into running work. All changes
//! (files, configuration, toggles) come here, one after the other, and each ends with a
//! new snapshot that takes the place of the old one as a whole.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use tokio::sync::{Mutex, watch};
use vinbot_cache::Backend;

use super::code::Digest;
use super::engine::Runtime;
use super::error::{LoadError, StartError};
use super::folder::{self, Stamp};
use super::health::Health;
use super::history::History;
use super::overrides::Overrides;
use super::services::Services;
use super::set::Plugins;
use super::version::Version;
use super::watch::Watched;
use crate::config::{Config, Settings};
use crate::telemetry::Metrics;

/// What calls are made with: plugins and settings that belong together.
#[derive(Debug)]
pub struct Snapshot {
    /// The plugins.
    pub plugins: Plugins,
    /// What the operator set.
    pub settings: Arc<Settings>,
}

/// The live plugins.
#[derive(Debug)]
pub struct Registry {
    pub(super) runtime: Runtime,
    pub(super) folder: PathBuf,
    pub(super) history: History,
    /// Held by whoever loads files: one after the other.
    pub(super) changing: Mutex<()>,
    /// Held for moments only, so that plugins can be looked at and steered while others
    /// are compiled.
    pub(super) state: Mutex<State>,
    /// Whether versions that serve are kept.
    pub(super) remembers: AtomicBool,
    /// Whether the folder could not be read when it was last looked at, which was said then.
    unreadable: AtomicBool,
    pub(super) current: ArcSwap<Snapshot>,
    pub(super) changes: watch::Sender<u64>,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) settings: Arc<Settings>,
    pub(super) overrides: Overrides,
    /// What became of each file.
    pub(super) files: BTreeMap<PathBuf, File>,
    /// The file that serves each name: another one of the same name does not take it over.
    pub(super) owners: HashMap<Arc<str>, PathBuf>,
    /// Earlier versions that serve in the place of a file, by plugin.
    pub(super) pinned: HashMap<Arc<str>, Arc<Version>>,
    /// How each version fares, by its digest: it survives a change of the settings.
    pub(super) health: HashMap<Digest, Arc<Health>>,
}

#[derive(Debug)]
pub(super) struct File {
    /// As it was then; without, it is to be looked at again.
    pub(super) stamp: Option<Stamp>,
    /// The last version that could be loaded.
    pub(super) version: Option<Arc<Version>>,
    /// Why what is there now can't be.
    pub(super) error: Option<Arc<LoadError>>,
}

impl Registry {
    /// Loads every plugin of the configured folder. Files that can't be loaded are kept
    /// as [`Broken`] and logged; the rest is served.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn start(config: &Config, metrics: Arc<Metrics>) -> Result<Self, StartError> {
        let runtime = Self::runtime(config, metrics)?;
        let folder = folder::find(&config.settings.runtime).map_err(StartError::NoFolder)?;
        Self::open(runtime, &folder, &config.settings, &config.state_dir).await
    }

    /// The same for a program that stays: what is not compiled yet serves sooner
    /// ([`Runtime::in_tiers`]); [`Registry::keep_refining`] does the rest.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn start_to_stay(config: &Config, metrics: Arc<Metrics>) -> Result<Self, StartError> {
        let settings = &config.settings;
        let runtime = Self::runtime(config, metrics)?
            .in_tiers(&settings.runtime, settings.largest_limits())
            .map_err(no_engine)?;
        let folder = folder::find(&settings.runtime).map_err(StartError::NoFolder)?;
        Self::open(runtime, &folder, settings, &config.state_dir).await
    }

    fn runtime(config: &Config, metrics: Arc<Metrics>) -> Result<Runtime, StartError> {
        let settings = &config.settings;
        let limits = settings.largest_limits();
        let cache = vinbot_cache::connect(&settings.cache, &config.cache_secrets)?;
        let mut services = Services::new(&settings.http)?.with_cache(cache);
        if config.traces.is_some() && settings.traces.propagate {
            services = services.traced();
        }
        let state_dir = &config.state_dir;
        Runtime::new(&settings.runtime, limits, state_dir, metrics, services).map_err(no_engine)
    }

    /// The same over an engine that is there.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub async fn open(
        runtime: Runtime,
        folder: &Path,
        settings: &Settings,
        state_dir: &Path,
    ) -> Result<Self, StartError> {
        let files = folder::components(folder);
        let files = files.map_err(|reason| StartError::Folder {
            folder: folder.to_owned(),
            reason,
        })?;
        let settings = Arc::new(settings.clone());
        let (changes, _) = watch::channel(0);
        let registry = Self {
            folder: folder.to_owned(),
            history: History::new(state_dir),
            changing: Mutex::new(()),
            state: Mutex::new(State {
                settings: Arc::clone(&settings),
                overrides: Overrides::read(state_dir),
                files: BTreeMap::new(),
                owners: HashMap::new(),
                pinned: HashMap::new(),
                health: HashMap::new(),
            }),
            remembers: AtomicBool::new(false),
            unreadable: AtomicBool::new(false),
            current: ArcSwap::from_pointee(Snapshot {
                plugins: Plugins::default(),
                settings,
            }),
            changes,
            runtime,
        };
        registry.look_at(files, false).await;
        registry.serve_instead().await;
        registry.pin_again().await;
        let mut state = registry.state.lock().await;
        registry.publish(&mut state);
        registry.runtime.code.tidy(&registry.history.digests());
        drop(state);
        registry.tell_of_strangers(&Settings::default());
        Ok(registry)
    }

    /// What is kept between calls, of plugins and of others.
    #[must_use]
    pub fn cache(&self) -> &Backend {
        &self.runtime.services.cache
    }

    /// What makes the requests of plugins, and tells how they fare.
    #[must_use]
    pub fn client(&self) -> &vinbot_net::Client {
        &self.runtime.services.net
    }

    /// Where what happens is counted.
    #[must_use]
    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.runtime.metrics
    }

    /// What calls are to be made with from now on.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// Tells of every new snapshot.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// The folders whose changes call for [`Registry::refresh`].
    #[must_use]
    pub fn folders(&self) -> Vec<Watched> {
        folder::watched(&self.folder)
    }

    /// From now on keeps every version that serves, so that it can serve again.
    pub async fn remember(&self) {
        self.remembers.store(true, Ordering::Relaxed);
        self.keep().await;
    }

    /// Looks at the folder and swaps what has changed: a file that is new or other than
    /// before is loaded beside what serves, and takes its place if it is fine. False if
    /// something is not settled yet, so that it should be looked at again soon.
    pub async fn refresh(&self) -> bool {
        let _turn = self.changing.lock().await;
        let Some(files) = self.components() else {
            return true;
        };
        let (changed, settled) = self.look_at(files, true).await;
        if changed {
            self.publish(&mut *self.state.lock().await);
            self.keep().await;
        }
        settled
    }

    /// Compiles with care what was compiled in a hurry ([`Runtime::in_tiers`]), and lets
    /// that serve in its place; says of how many plugins. Takes seconds.
    pub async fn refine(&self) -> usize {
        let hasty = |(path, file): (&PathBuf, &File)| {
            let version = file.version.as_ref().filter(|version| version.hasty)?;
            Some((path.clone(), version.digest.clone()))
        };
        let hasty: Vec<_> = self
            .state
            .lock()
            .await
            .files
            .iter()
            .filter_map(hasty)
            .collect();
        let mut refined = Vec::new();
        for (path, digest) in hasty {
            let (code, engine) = (Arc::clone(&self.runtime.code), self.runtime.engine.clone());
            let (file, of) = (path.clone(), digest.clone());
            let work = tokio::task::spawn_blocking(move || code.complete(&engine, &file, &of));
            match work.await {
                Ok(Ok(())) => refined.push((path, digest)),
                // Another file is there by now, and is looked at anyway.
                Ok(Err(error)) => tracing::debug!(file = %path.display(), %error, "not refined"),
                Err(panic) => {
                    tracing::error!(file = %path.display(), %panic, "the compiler crashed");
                }
            }
        }
        if refined.is_empty() {
            return 0;
        }
        let _turn = self.changing.lock().await;
        for (path, digest) in &refined {
            if let Some(file) = self.state.lock().await.files.get_mut(path)
                && file
                    .version
                    .as_ref()
                    .is_some_and(|version| version.digest == *digest)
            {
                file.stamp = None;
            }
        }
        if let Some(files) = self.components() {
            self.look_at(files, true).await;
            self.publish(&mut *self.state.lock().await);
        }
        refined.len()
    }

    /// Refines whatever comes, for as long as it is let.
    pub async fn keep_refining(&self) {
        let mut changes = self.changes();
        loop {
            changes.mark_unchanged();
            self.refine().await;
            if changes.changed().await.is_err() {
                return;
            }
        }
    }

    /// Lets other settings hold. Those of the engine and of the way out, which can't be
    /// changed while they are in use, are left as they are.
    pub async fn apply(&self, settings: &Settings) {
        let _turn = self.changing.lock().await;
        let trusted = self.look_again_after(settings).await;
        if let Some(files) = self.components() {
            self.look_at(files, false).await;
        }
        if !trusted {
            self.state.lock().await.pinned.clear();
            self.pin_again().await;
        }
        let before = Arc::clone(&self.snapshot().settings);
        self.publish(&mut *self.state.lock().await);
        self.tell_of_strangers(&before);
        self.keep().await;
    }

    /// Tells which plugins the configuration names that are not here, but for those that
    /// it named before: the name may be mistyped.
    fn tell_of_strangers(&self, before: &Settings) {
        let Snapshot { plugins, settings } = &*self.snapshot();
        for name in settings.plugins.keys() {
            if !plugins.has(name) && !before.plugins.contains_key(name) {
                tracing::info!(
                    plugin = name,
                    "the configuration names a plugin that is not here"
                );
            }
        }
    }

    /// Takes over settings, and marks the files that they may concern to be looked at
    /// again. False if others are trusted than before.
    async fn look_again_after(&self, settings: &Settings) -> bool {
        let mut state = self.state.lock().await;
        let mut settings = settings.clone();
        settings.runtime = state.settings.runtime.clone();
        settings.http = state.settings.http.clone();
        let old = std::mem::replace(&mut state.settings, Arc::new(settings));
        let new = Arc::clone(&state.settings);
        // What a plugin says of itself may depend on what it was told, and whether it is
        // served at all on what it is granted.
        let told = |settings: &Settings, name: &str| {
            let own = settings.plugins.get(name).cloned().unwrap_or_default();
            (own.settings, own.hosts, own.secrets, own.cache)
        };
        let trusted = old.signatures == new.signatures;
        if !trusted {
            // Nothing is left that serves, not even an old version.
            state.files.clear();
        }
        for file in state.files.values_mut() {
            let same =
                |version: &Arc<Version>| told(&old, &version.name) == told(&new, &version.name);
            if file.error.is_some() || !file.version.as_ref().is_none_or(same) {
                file.stamp = None;
            }
        }
        trusted
    }

    /// The files of the folder; none if it can't be read, which is said once, not at every
    /// look: a log may be kept in a folder that is watched.
    fn components(&self) -> Option<Vec<PathBuf>> {
        let found = folder::components(&self.folder);
        let before = self.unreadable.swap(found.is_err(), Ordering::Relaxed);
        match (&found, before) {
            (Err(error), false) => tracing::warn!(
                folder = %self.folder.display(), %error,
                "the plugin folder can't be read: what serves, serves on"
            ),
            (Ok(_), true) => tracing::info!(
                folder = %self.folder.display(), "the plugin folder can be read again"
            ),
            (Err(_), true) | (Ok(_), false) => {}
        }
        found.ok()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn no_engine(error: wasmtime::Error) -> StartError {
    StartError::Engine(format!("{error:#}"))
}
