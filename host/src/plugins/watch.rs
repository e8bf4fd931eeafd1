//! Noticing that files have changed.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;
use tokio::time::Instant;

/// So long nothing must happen before changes are looked at: an editor writes a file
/// in several steps.
const QUIET: Duration = Duration::from_millis(40);
/// But a folder that never rests is looked at as often as this.
const PATIENCE: Duration = Duration::from_millis(400);
/// And one that seems to rest is looked at as well: on some file systems (those of a
/// network, say) nobody tells of changes.
const ANYWAY: Duration = Duration::from_secs(15);

/// A folder, and what of it matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// The folder.
    pub folder: PathBuf,
    /// These names in it alone; without, all.
    pub names: Option<BTreeSet<OsString>>,
}

impl Watched {
    /// All that is in a folder.
    #[must_use]
    pub fn all(folder: PathBuf) -> Self {
        Self {
            folder,
            names: None,
        }
    }

    /// One name in a folder: what else is written there, a log say, is of no interest.
    #[must_use]
    pub fn one(folder: PathBuf, name: impl Into<OsString>) -> Self {
        Self {
            folder,
            names: Some(BTreeSet::from([name.into()])),
        }
    }
}

/// What matters of each folder that is watched.
type Wanted = BTreeMap<PathBuf, Option<BTreeSet<OsString>>>;

/// Tells when something changed in any of some folders.
#[derive(Debug)]
pub struct Watch {
    /// None where the system can't watch: then it is looked at from time to time.
    watcher: Option<RecommendedWatcher>,
    wanted: Arc<Mutex<Wanted>>,
    events: mpsc::Receiver<()>,
}

impl Watch {
    /// Watches nothing yet.
    #[must_use]
    pub fn new() -> Self {
        // One event is as good as many.
        let (sender, events) = mpsc::channel(1);
        let wanted: Arc<Mutex<Wanted>> = Arc::default();
        let matter = Arc::clone(&wanted);
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let matter = matter.lock().unwrap_or_else(PoisonError::into_inner);
            if event.map_or(true, |event| matters(&matter, &event)) {
                let _ = sender.try_send(());
            }
        });
        if let Err(error) = &watcher {
            tracing::warn!(%error, "changes of files are noticed within {} s only", ANYWAY.as_secs());
        }
        Self {
            watcher: watcher.ok(),
            wanted,
            events,
        }
    }

    /// Watches these folders from now on, and no others. A folder that is named several
    /// times is watched for all that matters of it.
    pub fn look_at(&mut self, folders: impl IntoIterator<Item = Watched>) {
        let Some(watcher) = &mut self.watcher else {
            return;
        };
        let mut wanted = Wanted::new();
        for Watched { folder, names } in folders {
            let known = wanted
                .entry(folder)
                .or_insert_with(|| Some(BTreeSet::new()));
            match (known.as_mut(), names) {
                (Some(known), Some(names)) => known.extend(names),
                _ => *known = None,
            }
        }
        let before = {
            let mut now = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *now, wanted.clone())
        };
        for gone in before.keys().filter(|folder| !wanted.contains_key(*folder)) {
            // Folders that were deleted are no longer watched anyway.
            let _ = watcher.unwatch(gone);
        }
        for folder in wanted.keys() {
            // Also those that are watched: a folder may have been replaced by another
            // one of the same name.
            if let Err(error) = watcher.watch(folder, RecursiveMode::NonRecursive) {
                tracing::debug!(folder = %folder.display(), %error, "not watched");
            }
        }
    }

    /// Waits until something has changed and things have calmed down, or until it is
    /// time to look anyway.
    pub async fn changed(&mut self) {
        let first = tokio::time::timeout(ANYWAY, self.events.recv()).await;
        if !matches!(first, Ok(Some(()))) {
            if first.is_ok() {
                // No watcher: there will never be an event.
                tokio::time::sleep(ANYWAY).await;
            }
            return;
        }
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            match tokio::time::timeout(QUIET, self.events.recv()).await {
                Ok(Some(())) => {}
                Ok(None) | Err(_) => return,
            }
        }
    }
}

/// True for a change of something that is wanted, and where it can't be told.
fn matters(wanted: &Wanted, event: &notify::Event) -> bool {
    // Reading a file, as we do ourselves, changes nothing.
    if event.kind.is_access() {
        return false;
    }
    let of_interest = |path: &PathBuf| {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return true;
        };
        // What happens to a folder that is watched itself matters in any case.
        wanted.contains_key(path)
            || match wanted.get(folder) {
                Some(Some(names)) => names.contains(name),
                Some(None) | None => true,
            }
    };
    event.paths.is_empty() || event.need_rescan() || event.paths.iter().any(of_interest)
}

impl Default for Watch {
    fn default() -> Self {
        Self::new()
    }
}

/// Links that are followed at most: as many as Linux follows.
const LINKS: usize = 40;

/// Where changes concern a file: itself in its own folder, for editors replace files, and
/// each link on the way to it, for it may be led elsewhere.
#[must_use]
pub fn folders_of(file: &Path) -> Vec<Watched> {
    let mut watched = Vec::new();
    let Ok(mut path) = std::path::absolute(file) else {
        return watched;
    };
    let mut add = |path: &Path| {
        if let (Some(folder), Some(name)) = (path.parent(), path.file_name()) {
            watched.push(Watched::one(folder.to_owned(), name));
        }
    };
    for _ in 0..LINKS {
        add(&path);
        let Some((link, target, rest)) = first_link(&path) else {
            break;
        };
        add(&link);
        let folder = link.parent().unwrap_or(Path::new("/"));
        // Without a part after it, a path must not end like a folder's.
        path = folder.join(target);
        if !rest.as_os_str().is_empty() {
            path.push(rest);
        }
    }
    real(watched)
}

/// Those whose folder is there, by its real name.
pub(super) fn real(watched: Vec<Watched>) -> Vec<Watched> {
    let watched = watched.into_iter();
    watched
        .filter_map(|one| {
            let folder = one.folder.canonicalize().ok()?;
            Some(Watched { folder, ..one })
        })
        .collect()
}

/// The first part of a path that is a link: the link, where it leads, and what comes
/// after it.
fn first_link(path: &Path) -> Option<(PathBuf, PathBuf, PathBuf)> {
    let mut before = PathBuf::new();
    let mut parts = path.components();
    while let Some(part) = parts.next() {
        let here = before.join(part);
        if let Ok(target) = std::fs::read_link(&here) {
            return Some((here, target, parts.as_path().to_owned()));
        }
        before = here;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn all_folders_on_the_way_to_a_file_are_watched() {
        let base = tempfile::tempdir().unwrap();
        let base = base.path().canonicalize().unwrap();
        for folder in ["etc", "data", "data/1"] {
            std::fs::create_dir(base.join(folder)).unwrap();
        }
        symlink("1", base.join("data/now")).unwrap();
        symlink("../data/now/config.toml", base.join("etc/config.toml")).unwrap();
        let watched: BTreeSet<(PathBuf, OsString)> = folders_of(&base.join("etc/config.toml"))
            .into_iter()
            .flat_map(|one| {
                let names = one.names.unwrap().into_iter();
                names.map(move |name| (one.folder.clone(), name))
            })
            .collect();
        let expected = [
            ("data", "now"),
            ("data/1", "config.toml"),
            ("etc", "config.toml"),
        ];
        let expected = expected.map(|(folder, name)| (base.join(folder), OsString::from(name)));
        assert_eq!(watched, BTreeSet::from(expected));
    }

    #[test]
    fn what_is_written_beside_a_file_is_no_change_of_it() {
        let wanted = Wanted::from([
            (
                PathBuf::from("/etc/bot"),
                Some(BTreeSet::from([OsString::from("config.toml")])),
            ),
            (PathBuf::from("/plugins"), None),
        ]);
        let changed = |paths: &[&str]| {
            let kind = notify::EventKind::Modify(notify::event::ModifyKind::Any);
            let event = paths.iter().fold(notify::Event::new(kind), |event, path| {
                event.add_path(PathBuf::from(path))
            });
            matters(&wanted, &event)
        };
        assert!(!changed(&["/etc/bot/bot.log"]));
        assert!(changed(&["/etc/bot/config.toml"]));
        assert!(changed(&[
            "/etc/bot/config.toml.new",
            "/etc/bot/config.toml"
        ]));
        assert!(changed(&["/etc/bot"]), "the folder itself");
        assert!(changed(&["/plugins/any.wasm"]) && changed(&[]));
        let read = notify::EventKind::Access(notify::event::AccessKind::Read);
        assert!(!matters(&wanted, &notify::Event::new(read)));
    }

    #[test]
    fn links_that_lead_in_a_circle_come_to_an_end() {
        let base = tempfile::tempdir().unwrap();
        symlink("b", base.path().join("a")).unwrap();
        symlink("a", base.path().join("b")).unwrap();
        let folders: BTreeSet<PathBuf> = folders_of(&base.path().join("a"))
            .into_iter()
            .map(|one| one.folder)
            .collect();
        assert_eq!(folders.len(), 1);
    }
}
