//! Looking at the files: what is new is loaded beside what serves.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures::StreamExt;

use super::error::LoadError;
use super::folder::Stamp;
use super::load::{Source, load};
use super::registry::{File, Registry, State};
use super::steer::unpin;
use super::version::Version;

/// A file that can't be loaded may be half written if it was touched so recently.
const SETTLES: Duration = Duration::from_millis(500);

impl Registry {
    /// Loads the files that are new or have changed, and forgets those that are gone.
    /// Says whether anything is other than before, and whether all is settled: a patient
    /// look leaves alone what may be half written.
    pub(super) async fn look_at(&self, files: Vec<PathBuf>, patient: bool) -> (bool, bool) {
        let (fresh, settings, mut changed) = {
            let mut state = self.state.lock().await;
            let before = state.files.len();
            state.files.retain(|path, _| {
                let there = files.contains(path);
                if !there {
                    tracing::info!(file = %path.display(), "this plugin is gone");
                }
                there
            });
            let fresh: Vec<(PathBuf, Stamp)> = files
                .into_iter()
                .filter_map(|file| {
                    let stamp = Stamp::of(&file);
                    let known = state.files.get(&file);
                    let known = known.is_some_and(|known| known.stamp.as_ref() == Some(&stamp));
                    (!known).then_some((file, stamp))
                })
                .collect();
            let changed = state.files.len() != before;
            (fresh, Arc::clone(&state.settings), changed)
        };
        let mut settled = true;
        // Side by side: compiling takes seconds the first time.
        let mut loaded = futures::stream::iter(fresh)
            .map(|(file, stamp)| {
                let (runtime, settings) = (&self.runtime, &settings);
                async move {
                    let source = Source::File {
                        folder: &self.folder,
                        file: &file,
                        manifest: stamp.has_manifest(),
                    };
                    let result = load(runtime, source, settings).await;
                    (file, stamp, result)
                }
            })
            .buffered(4);
        while let Some((file, stamp, result)) = loaded.next().await {
            // What was read may be of before, of after, or of both.
            let moved = Stamp::of(&file) != stamp;
            let vanished = result
                .as_ref()
                .is_err_and(|error| is_vanished(error, &stamp));
            if patient && (moved || vanished || (result.is_err() && is_young(&stamp))) {
                // Perhaps half written: it is looked at again in a moment.
                settled = false;
                continue;
            }
            // Without a stamp, the next look takes it for new.
            let stamp = (!moved && !vanished).then_some(stamp);
            self.take(&mut *self.state.lock().await, file, stamp, result);
            changed = true;
        }
        (changed, settled)
    }

    /// Takes note of what loading a file came to.
    fn take(
        &self,
        state: &mut State,
        path: PathBuf,
        stamp: Option<Stamp>,
        result: Result<Version, LoadError>,
    ) {
        let before = state.files.get(&path).and_then(|file| file.version.clone());
        let metrics = &self.runtime.metrics;
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
                    metrics.reloaded(&version.name, "served");
                }
                // Another file than before ends a rollback.
                if before.is_some() && !same {
                    unpin(state, &version.name);
                }
                (Some(Arc::new(version)), None)
            }
            Err(error) => {
                let name = before.as_ref().map_or("(unknown)", |old| &old.name);
                let serves_on = before.as_ref().map(|old| old.digest.short());
                let waits = error.is_waiting();
                if waits {
                    tracing::info!(file = %path.display(), plugin = name, %error, serves_on, "not served");
                } else {
                    tracing::warn!(
                        file = %path.display(), plugin = name, %error, serves_on,
                        "this file is not served"
                    );
                }
                metrics.reloaded(name, if waits { "waiting" } else { "refused" });
                (before, Some(Arc::new(error)))
            }
        };
        let file = File {
            stamp,
            version,
            error,
        };
        state.files.insert(path, file);
    }

    /// Lets versions of before serve for files that can't be loaded when the program
    /// starts: as if it had never stopped.
    pub(super) async fn serve_instead(&self) {
        let (broken, settings) = {
            let state = self.state.lock().await;
            let broken = |(path, file): (&PathBuf, &File)| {
                let error = file.error.as_ref()?;
                (file.version.is_none() && !error.is_unwanted()).then(|| path.clone())
            };
            let broken: Vec<PathBuf> = state.files.iter().filter_map(broken).collect();
            (broken, Arc::clone(&state.settings))
        };
        for path in broken {
            let Some((name, digest)) = self.history.last_of(&path) else {
                continue;
            };
            match self.kept(&name, digest, &settings).await {
                Ok(version) => {
                    tracing::warn!(
                        file = %path.display(), plugin = name, version = version.number,
                        "the version before it serves on"
                    );
                    if let Some(file) = self.state.lock().await.files.get_mut(&path) {
                        file.version = Some(version);
                    }
                }
                Err(error) => tracing::warn!(plugin = name, %error, "nor does the one before it"),
            }
        }
    }
}

/// True if what was there a moment before was not when it was read: its folder is being
/// moved, say.
fn is_vanished(error: &LoadError, stamp: &Stamp) -> bool {
    match error {
        LoadError::Changing => true,
        LoadError::Unreadable(error) => {
            error.kind() == std::io::ErrorKind::NotFound && stamp.has_component()
        }
        _ => false,
    }
}

fn is_young(stamp: &Stamp) -> bool {
    let age = stamp
        .modified()
        .and_then(|at| SystemTime::now().duration_since(at).ok());
    age.is_some_and(|age| age < SETTLES)
}
