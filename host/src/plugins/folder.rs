//! The folder with the components: which files are there, and which have changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::watch::{Watched, folders_of, real};
use crate::{config, trust};

/// What changes when a file does, or what decides about it: manifest, signature, lock. Symbolic links are followed, so that
/// leading one elsewhere is a change too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    /// None where there is no file: a folder, or a link that leads nowhere.
    component: Option<FileStamp>,
    manifest: Option<FileStamp>,
    signature: Option<FileStamp>,
    lock: Option<FileStamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct FileStamp {
    path: PathBuf,
    length: u64,
    modified: Option<SystemTime>,
    #[cfg(unix)]
    inode: (u64, u64, i64, i64),
}

impl Stamp {
    /// The stamp of a component.
    pub(super) fn of(file: &Path) -> Self {
        Self {
            component: FileStamp::of(file),
            manifest: FileStamp::of(&file.with_extension("toml")),
            signature: FileStamp::of(&trust::signature_of(file)),
            lock: FileStamp::of(&trust::lock_of(file)),
        }
    }

    /// True if there was a component.
    pub(super) fn has_component(&self) -> bool {
        self.component.is_some()
    }

    /// True if there was a manifest beside it.
    pub(super) fn has_manifest(&self) -> bool {
        self.manifest.is_some()
    }

    /// When it was last written to.
    pub(super) fn modified(&self) -> Option<SystemTime> {
        let all = [&self.component, &self.manifest, &self.signature, &self.lock];
        let all = all.into_iter().flatten().map(|stamp| stamp.modified);
        all.max().flatten()
    }
}

impl FileStamp {
    fn of(file: &Path) -> Option<Self> {
        let path = file.canonicalize().ok()?;
        let found = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
        Some(Self {
            path,
            length: found.len(),
            modified: found.modified().ok(),
            #[cfg(unix)]
            inode: {
                use std::os::unix::fs::MetadataExt;
                (found.dev(), found.ino(), found.ctime(), found.ctime_nsec())
            },
        })
    }
}

/// The components of a folder: `NAME.wasm` and `NAME/plugin.wasm`, in order.
pub(super) fn components(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if hidden {
            continue;
        }
        // What goes by the name of a component and is no file is a mistake to be told of.
        let is_named = path
            .extension()
            .is_some_and(|extension| extension == "wasm");
        let inside = path.join("plugin.wasm");
        if fs::symlink_metadata(&inside).is_ok() {
            files.push(inside);
        } else if is_named {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The folder of the configuration, else the one beside the program: `plugins`
/// next to `release/` in a checkout, or next to `bin/` where it is installed.
///
/// # Errors
/// The folders that are not there.
pub fn find(settings: &config::Runtime) -> Result<PathBuf, Vec<PathBuf>> {
    if let Some(folder) = &settings.plugin_dir {
        return if folder.is_dir() {
            Ok(folder.clone())
        } else {
            Err(vec![folder.clone()])
        };
    }
    let program = std::env::current_exe()
        .and_then(|path| path.canonicalize())
        .unwrap_or_default();
    let beside = program
        .parent()
        .and_then(Path::parent)
        .map(|folder| folder.join("plugins"));
    // Test binaries stand one folder deeper than the program.
    let deeper = program
        .ancestors()
        .nth(3)
        .map(|folder| folder.join("plugins"));
    let folders: Vec<PathBuf> = beside.into_iter().chain(deeper).collect();
    let found = folders.iter().find(|folder| folder.is_dir()).cloned();
    found.ok_or(folders)
}

/// The folders whose changes concern the components: the folder itself, those in it,
/// where symbolic links lead, and what stands on the way to the folder, which may be moved.
pub(super) fn watched(folder: &Path) -> Vec<Watched> {
    let mut folders = folders_of(folder);
    let mut all = vec![Watched::all(folder.to_owned())];
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.push(Watched::all(path));
        }
    }
    folders.extend(real(all));
    for file in components(folder).unwrap_or_default() {
        for file in [file.with_extension("toml"), file] {
            folders.extend(folders_of(&file));
        }
    }
    folders
}
