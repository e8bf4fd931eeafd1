//! The live plugins: loaded, looked after, and swapped while calls run.
//!
//! [`Registry::snapshot`] is what calls are made with. Whoever took one keeps it until
//! his work is done, so that a change never reaches into running work. All changes
//! (files, configuration, toggles) come here, one after the other, and each ends with a
//! new snapshot that takes the place of the old one as a whole.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use arc_swap::ArcSwap;
use futures::StreamExt;
use tokio::sync::{Mutex, watch};

use super::code::Digest;
use super::engine::Runtime;
use super::error::{LoadError, StartError, SteerError};
use super::flags::Flags;
use super::folder::{self, Stamp};
use super::health::Health;
use super::history::{History, Served};
use super::load::{Source, load};
use super::overrides::{Override, Overrides, Pin};
use super::plugin::Plugin;
use super::sandbox::Profile;
use super::services::Services;
use super::set::{Broken, Plugins};
use super::version::Version;
use crate::config::{Config, Settings};
use crate::telemetry::Metrics;

/// A file that can't be loaded may be half written if it was touched so recently.
const SETTLES: Duration = Duration::from_millis(500);

/// What calls are made with: plugins and settings that belong together.
#[derive(Debug)]
pub struct Snapshot {
    /// The plugins.
    pub plugins: Plugins,
    /// What the operator set.
    pub settings: Arc<Settings>,
}

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

/// The live plugins.
#[derive(Debug)]
pub struct Registry {
    runtime: Runtime,
    folder: PathBuf,
    history: History,
    state: Mutex<State>,
    current: ArcSwap<Snapshot>,
    changes: watch::Sender<u64>,
}

#[derive(Debug)]
struct State {
    settings: Arc<Settings>,
    overrides: Overrides,
    /// What became of each file.
    files: BTreeMap<PathBuf, File>,
    /// Earlier versions that serve in the place of a file, by plugin.
    pinned: HashMap<Arc<str>, Arc<Version>>,
    /// How each version fares, by its digest: it survives a change of the settings.
    health: HashMap<Digest, Arc<Health>>,
    /// Whether versions that serve are kept.
    remembers: bool,
}

#[derive(Debug)]
struct File {
    /// As it was then; without, it is to be looked at again.
    stamp: Option<Stamp>,
    /// The last version that could be loaded.
    version: Option<Arc<Version>>,
    /// Why what is there now can't be.
    error: Option<Arc<LoadError>>,
}

impl Registry {
    /// Loads every plugin of the configured folder. Files that can't be loaded are kept
    /// as [`Broken`] and logged; the rest is served.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn start(config: &Config, metrics: Arc<Metrics>) -> Result<Self, StartError> {
        let settings = &config.settings;
        let folder = folder::find(&settings.runtime).map_err(StartError::NoFolder)?;
        let limits = settings.largest_limits();
        let services = Services::new(&settings.http)?;
        let state_dir = &config.state_dir;
        let runtime = Runtime::new(&settings.runtime, limits, state_dir, metrics, services)
            .map_err(|error| StartError::Engine(format!("{error:#}")))?;
        Self::open(runtime, &folder, settings, &config.state_dir).await
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
            state: Mutex::new(State {
                settings: Arc::clone(&settings),
                overrides: Overrides::read(state_dir),
                files: BTreeMap::new(),
                pinned: HashMap::new(),
                health: HashMap::new(),
                remembers: false,
            }),
            current: ArcSwap::from_pointee(Snapshot {
                plugins: Plugins::default(),
                settings,
            }),
            changes,
            runtime,
        };
        let mut state = registry.state.lock().await;
        registry.look_at(&mut state, files, false).await;
        registry.pin_again(&mut state).await;
        registry.publish(&mut state);
        registry.runtime.code.tidy();
        let plugins = &registry.snapshot().plugins;
        for name in state.settings.plugins.keys() {
            if plugins.named(name).is_none() {
                tracing::info!(
                    plugin = name,
                    "the configuration names a plugin that is not here"
                );
            }
        }
        drop(state);
        Ok(registry)
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
    pub fn folders(&self) -> Vec<PathBuf> {
        folder::watched(&self.folder)
    }

    /// From now on keeps every version that serves, so that it can serve again.
    pub async fn remember(&self) {
        let mut state = self.state.lock().await;
        state.remembers = true;
        self.keep(&state).await;
    }

    /// Looks at the folder and swaps what has changed: a file that is new or other than
    /// before is loaded beside what serves, and takes its place if it is fine. False if
    /// something is not settled yet, so that it should be looked at again soon.
    pub async fn refresh(&self) -> bool {
        let mut state = self.state.lock().await;
        let files = match folder::components(&self.folder) {
            Ok(files) => files,
            Err(error) => {
                tracing::warn!(
                    folder = %self.folder.display(), %error,
                    "the plugin folder can't be read: what serves, serves on"
                );
                return true;
            }
        };
        let (changed, settled) = self.look_at(&mut state, files, true).await;
        if changed {
            self.publish(&mut state);
            self.keep(&state).await;
        }
        settled
    }

    /// Lets other settings hold. Those of the engine, which can't be changed while it
    /// runs, are left as they are.
    pub async fn apply(&self, settings: &Settings) {
        let mut state = self.state.lock().await;
        let mut settings = settings.clone();
        settings.runtime = state.settings.runtime.clone();
        settings.http = state.settings.http.clone();
        let old = std::mem::replace(&mut state.settings, Arc::new(settings));
        // What a plugin says of itself may depend on what it was told, and whether it is
        // served at all on what it is granted.
        let new = Arc::clone(&state.settings);
        let told = |settings: &Settings, name: &str| {
            let own = settings.plugins.get(name).cloned().unwrap_or_default();
            (own.settings, own.hosts, own.secrets, own.cache)
        };
        // Who is trusted no more has nothing left that serves, not even an old version.
        let trusted = old.signatures == new.signatures;
        state.files.retain(|_, file| {
            let same =
                |version: &Arc<Version>| told(&old, &version.name) == told(&new, &version.name);
            trusted && file.version.as_ref().is_none_or(same)
        });
        for file in state.files.values_mut().filter(|file| file.error.is_some()) {
            file.stamp = None;
        }
        let files = folder::components(&self.folder).unwrap_or_default();
        self.look_at(&mut state, files, false).await;
        if !trusted {
            state.pinned.clear();
            self.pin_again(&mut state).await;
        }
        self.publish(&mut state);
    }

    /// Does what an admin wants of a plugin, and remembers it.
    ///
    /// # Errors
    /// See [`SteerError`]; nothing has changed then.
    pub async fn steer(&self, name: &str, steer: &Steer) -> Result<(), SteerError> {
        let mut state = self.state.lock().await;
        let unknown = || SteerError::Unknown(name.to_owned());
        let plugin = self
            .snapshot()
            .plugins
            .named(name)
            .cloned()
            .ok_or_else(unknown)?;
        let mut new = state.overrides.of(name);
        let mut pinned = None;
        match steer {
            Steer::Enable(enabled) => new.enabled = Some(*enabled),
            Steer::Rollout(percent @ 0..=100) => new.rollout = Some(*percent),
            Steer::Rollout(percent) => return Err(SteerError::Percent(*percent)),
            Steer::Rollback(digest) => {
                let (version, pin) = self.earlier(&state, &plugin, digest.as_deref()).await?;
                new.pinned = pin;
                pinned = version;
            }
            Steer::Reset => new = Override::default(),
        }
        state.overrides.set(name, new.clone())?;
        match (pinned, &new.pinned) {
            (Some(version), _) => {
                state.pinned.insert(Arc::clone(&plugin.name), version);
            }
            (None, None) => {
                state.pinned.remove(name);
            }
            (None, Some(_)) => {}
        }
        self.publish(&mut state);
        self.keep(&state).await;
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
        state: &State,
        plugin: &Plugin,
        wanted: Option<&str>,
    ) -> Result<(Option<Arc<Version>>, Option<Pin>), SteerError> {
        let served = self.history.of(&plugin.name);
        let now = plugin.version.digest.as_str();
        let found = served.iter().find(|served| match wanted {
            Some(start) => served.digest.starts_with(start),
            None => served.digest != now,
        });
        let none = || SteerError::NoVersion {
            plugin: plugin.name.to_string(),
            wanted: wanted.map(str::to_owned),
        };
        let digest = found.and_then(|served| Digest::parse(&served.digest));
        let digest = digest.ok_or_else(none)?;
        let of_file = state
            .files
            .values()
            .filter_map(|file| file.version.as_ref())
            .find(|version| version.name == plugin.name);
        if of_file.is_some_and(|version| version.digest == digest) {
            return Ok((None, None));
        }
        let pin = Pin {
            digest: digest.to_string(),
            instead_of: of_file
                .map(|version| version.digest.to_string())
                .unwrap_or_default(),
        };
        let version = self.kept(&plugin.name, digest, &state.settings).await?;
        Ok((Some(version), Some(pin)))
    }

    async fn kept(
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
    async fn pin_again(&self, state: &mut State) {
        let names: Vec<Arc<str>> = state
            .files
            .values()
            .filter_map(|file| Some(Arc::clone(&file.version.as_ref()?.name)))
            .collect();
        for name in names {
            let pin = state.overrides.of(&name).pinned;
            let Some(digest) = pin.and_then(|pin| Digest::parse(&pin.digest)) else {
                continue;
            };
            match self.kept(&name, digest, &state.settings).await {
                Ok(version) => {
                    state.pinned.insert(name, version);
                }
                Err(error) => tracing::error!(
                    plugin = %name, %error,
                    "the version that it was rolled back to can't be loaded: the file serves"
                ),
            }
        }
    }

    /// Loads the files that are new or have changed, and forgets those that are gone.
    /// Says whether anything is other than before, and whether all is settled: a patient
    /// look leaves alone what may be half written.
    async fn look_at(&self, state: &mut State, files: Vec<PathBuf>, patient: bool) -> (bool, bool) {
        let gone: Vec<PathBuf> = state
            .files
            .keys()
            .filter(|file| !files.contains(file))
            .cloned()
            .collect();
        for file in &gone {
            tracing::info!(file = %file.display(), "this plugin is gone");
            state.files.remove(file);
        }
        let fresh: Vec<(PathBuf, Stamp)> = files
            .into_iter()
            .filter_map(|file| {
                let stamp = Stamp::of(&file)?;
                let known = state
                    .files
                    .get(&file)
                    .is_some_and(|known| known.stamp.as_ref() == Some(&stamp));
                (!known).then_some((file, stamp))
            })
            .collect();
        let mut changed = !gone.is_empty();
        let mut settled = true;
        let settings = Arc::clone(&state.settings);
        // Side by side: compiling takes seconds the first time.
        let mut loaded = futures::stream::iter(fresh)
            .map(|(file, stamp)| {
                let (runtime, settings) = (&self.runtime, &settings);
                async move {
                    let source = Source::File {
                        folder: &self.folder,
                        file: &file,
                    };
                    let result = load(runtime, source, settings).await;
                    (file, stamp, result)
                }
            })
            .buffered(4);
        while let Some((file, stamp, result)) = loaded.next().await {
            let moved = || Stamp::of(&file).as_ref() != Some(&stamp);
            if patient && result.is_err() && (is_young(&stamp) || moved()) {
                // Perhaps half written: it is looked at again in a moment.
                settled = false;
                continue;
            }
            changed |= self.take(&mut state.files, file, stamp, result);
        }
        (changed, settled)
    }

    /// Takes note of what loading a file came to; true if that changes what serves.
    fn take(
        &self,
        files: &mut BTreeMap<PathBuf, File>,
        path: PathBuf,
        stamp: Stamp,
        result: Result<Version, LoadError>,
    ) -> bool {
        let before = files.get(&path).and_then(|file| file.version.clone());
        let reloads = &self.runtime.metrics;
        let (version, error) = match result {
            Ok(version) => {
                let same = before
                    .as_ref()
                    .is_some_and(|old| old.digest == version.digest);
                if !same {
                    tracing::info!(
                        plugin = %version.name, version = version.number,
                        digest = version.digest.short(), "loaded"
                    );
                    reloads.reloaded(&version.name, "served");
                }
                (Some(Arc::new(version)), None)
            }
            Err(error) => {
                let name = before.as_ref().map_or("(unknown)", |old| &old.name);
                tracing::warn!(
                    file = %path.display(), plugin = name, %error,
                    serves_on = before.as_ref().map(|old| old.digest.short()),
                    "this file is not served"
                );
                reloads.reloaded(name, "refused");
                (before, Some(Arc::new(error)))
            }
        };
        let file = File {
            stamp: Some(stamp),
            version,
            error,
        };
        files.insert(path, file);
        true
    }

    /// Lets what is known now serve.
    fn publish(&self, state: &mut State) {
        let mut served: Vec<Arc<Plugin>> = Vec::new();
        let mut broken = Vec::new();
        for (path, file) in &state.files {
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
            let version = pinned(&state.overrides, &state.pinned, version);
            let health = state.health.entry(version.digest.clone()).or_default();
            let over = state.overrides.of(&version.name);
            served.push(Arc::new(plugin(
                &self.runtime,
                &state.settings,
                &over,
                version,
                health,
            )));
        }
        state
            .health
            .retain(|digest, _| served.iter().any(|plugin| plugin.version.digest == *digest));
        self.runtime.metrics.plugins(served.len(), broken.len());
        self.current.store(Arc::new(Snapshot {
            plugins: Plugins::new(served, broken),
            settings: Arc::clone(&state.settings),
        }));
        self.changes.send_modify(|count| *count += 1);
    }

    /// Keeps what serves, if that is wanted. Without it, there is no rollback.
    async fn keep(&self, state: &State) {
        if !state.remembers {
            return;
        }
        let history = self.history.clone();
        let snapshot = self.snapshot();
        let work = tokio::task::spawn_blocking(move || {
            for plugin in snapshot.plugins.all() {
                if let Err(error) = history.serves(&plugin.version) {
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
    version: Arc<Version>,
    health: &Arc<Health>,
) -> Plugin {
    let own = settings
        .plugins
        .get(&*version.name)
        .cloned()
        .unwrap_or_default();
    let own = over.over(&own);
    Plugin {
        name: Arc::clone(&version.name),
        order: own.order,
        flags: Flags::new(&own),
        profile: Arc::new(Profile::new(
            &version.name,
            &version.digest,
            &version.manifest,
            &own,
            settings,
            &runtime.services,
        )),
        runtime: runtime.clone(),
        health: Arc::clone(health),
        patience: settings.health,
        version,
    }
}

fn is_young(stamp: &Stamp) -> bool {
    let age = stamp
        .modified()
        .and_then(|at| SystemTime::now().duration_since(at).ok());
    age.is_some_and(|age| age < SETTLES)
}
