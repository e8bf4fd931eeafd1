//! Noticing that files have changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
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

/// Tells when something changed in any of some folders.
#[derive(Debug)]
pub struct Watch {
    /// None where the system can't watch: then it is looked at from time to time.
    watcher: Option<RecommendedWatcher>,
    watched: BTreeSet<PathBuf>,
    events: mpsc::Receiver<()>,
}

impl Watch {
    /// Watches nothing yet.
    #[must_use]
    pub fn new() -> Self {
        // One event is as good as many.
        let (sender, events) = mpsc::channel(1);
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Reading a file, as we do ourselves, changes nothing.
            if !event.is_ok_and(|event| event.kind.is_access()) {
                let _ = sender.try_send(());
            }
        });
        if let Err(error) = &watcher {
            tracing::warn!(%error, "changes of files are noticed within {} s only", ANYWAY.as_secs());
        }
        Self {
            watcher: watcher.ok(),
            watched: BTreeSet::new(),
            events,
        }
    }

    /// Watches these folders from now on, and no others.
    pub fn look_at(&mut self, folders: impl IntoIterator<Item = PathBuf>) {
        let Some(watcher) = &mut self.watcher else {
            return;
        };
        let wanted: BTreeSet<PathBuf> = folders.into_iter().collect();
        for gone in self.watched.difference(&wanted) {
            // Folders that were deleted are no longer watched anyway.
            let _ = watcher.unwatch(gone);
        }
        for folder in &wanted {
            // Also those that are watched: a folder may have been replaced by another
            // one of the same name.
            if let Err(error) = watcher.watch(folder, RecursiveMode::NonRecursive) {
                tracing::debug!(folder = %folder.display(), %error, "not watched");
            }
        }
        self.watched = wanted;
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

impl Default for Watch {
    fn default() -> Self {
        Self::new()
    }
}

/// Links that are followed at most: as many as Linux follows.
const LINKS: usize = 40;

/// The folders whose changes concern a file: its own, for editors replace files, and those
/// of all links on the way to it, for they may be led elsewhere.
#[must_use]
pub fn folders_of(file: &Path) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    let Ok(mut path) = std::path::absolute(file) else {
        return folders;
    };
    for _ in 0..LINKS {
        folders.extend(path.parent().map(Path::to_owned));
        let Some((folder, target, rest)) = first_link(&path) else {
            break;
        };
        path = folder.join(target).join(rest);
        folders.push(folder);
    }
    real(folders)
}

/// Those of the folders that are there, each once.
pub(super) fn real(folders: Vec<PathBuf>) -> Vec<PathBuf> {
    let folders = folders.into_iter();
    let folders: BTreeSet<PathBuf> = folders
        .filter_map(|folder| folder.canonicalize().ok())
        .collect();
    folders.into_iter().collect()
}

/// The first part of a path that is a link: where it stands, where it leads, and what
/// comes after it.
fn first_link(path: &Path) -> Option<(PathBuf, PathBuf, PathBuf)> {
    let mut before = PathBuf::new();
    let mut parts = path.components();
    while let Some(part) = parts.next() {
        let here = before.join(part);
        if let Ok(target) = std::fs::read_link(&here) {
            return Some((before, target, parts.as_path().to_owned()));
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
        let watched = folders_of(&base.join("etc/config.toml"));
        let expected = ["data", "data/1", "etc"].map(|folder| base.join(folder));
        assert_eq!(watched, expected);
    }

    #[test]
    fn links_that_lead_in_a_circle_come_to_an_end() {
        let base = tempfile::tempdir().unwrap();
        symlink("b", base.path().join("a")).unwrap();
        symlink("a", base.path().join("b")).unwrap();
        assert_eq!(folders_of(&base.path().join("a")).len(), 1);
    }
}
