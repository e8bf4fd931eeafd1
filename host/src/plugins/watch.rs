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

/// The folder of a file, which is what is to be watched: editors replace files.
#[must_use]
pub fn folder_of(file: &Path) -> Option<PathBuf> {
    let file = std::path::absolute(file).ok()?;
    file.parent().map(Path::to_owned)
}
