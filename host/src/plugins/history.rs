//! The versions of each plugin that have served, so that one can serve again.
//!
//! A version's component is kept under its digest, as a hard link where that is
//! possible: that costs no room while the file is there. Whoever writes into the
//! served file instead of replacing it damages the link as well; that is noticed by
//! the digest, and the compiled code, which is kept apart, still serves.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::code::{CodeCache, Digest, private_folder, write_whole};
use super::version::Version;
use crate::clock;
use crate::trust::signature_of;

/// Versions of a plugin that are kept.
const KEPT: usize = 10;

/// The folder of versions.
#[derive(Debug, Clone)]
pub(super) struct History {
    folder: PathBuf,
}

/// One that has served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Served {
    /// Of its component, in hex.
    pub digest: String,
    /// As the plugin counts its versions.
    pub number: String,
    /// Since when, in seconds since 1970.
    pub since: u64,
    /// The file that it came from.
    #[serde(default)]
    pub file: PathBuf,
}

#[derive(Default, Serialize, Deserialize)]
struct Log {
    #[serde(default)]
    version: Vec<Served>,
}

/// The versions of a plugin that have served with this state folder, the newest first.
#[must_use]
pub fn served(state_dir: &Path, plugin: &str) -> Vec<Served> {
    History::new(state_dir).of(plugin)
}

impl History {
    pub(super) fn new(state_dir: &Path) -> Self {
        Self {
            folder: state_dir.join("versions"),
        }
    }

    /// The versions of a plugin that have served, the newest first.
    pub(super) fn of(&self, plugin: &str) -> Vec<Served> {
        let mut log = self.log(plugin).version;
        log.reverse();
        log
    }

    /// Takes note that a version serves from now on, and keeps its component. Blocks.
    pub(super) fn serves(&self, version: &Version, code: &CodeCache) -> io::Result<()> {
        let mut log = self.log(&version.name);
        let digest = version.digest.as_str();
        if log.version.last().is_some_and(|last| last.digest == digest) {
            return Ok(());
        }
        private_folder(&self.of_plugin(&version.name))?;
        let kept = self.component(&version.name, &version.digest);
        // By now the file may be another one: then its compiled code is all that is kept.
        let is_it = code
            .digest(&version.file)
            .is_ok_and(|found| found == version.digest);
        if is_it && !kept.exists() && fs::hard_link(&version.file, &kept).is_err() {
            // Another file system.
            let part = kept.with_extension("part");
            fs::copy(&version.file, &part)?;
            fs::rename(&part, &kept)?;
        }
        // What it asked for, with it.
        let manifest = version.file.with_extension("toml");
        if manifest.is_file() {
            fs::copy(manifest, kept.with_extension("toml"))?;
        }
        let signature = signature_of(&version.file);
        if signature.is_file() {
            fs::copy(signature, signature_of(&kept))?;
        }
        log.version.retain(|served| served.digest != digest);
        log.version.push(Served {
            digest: digest.to_owned(),
            number: version.number.clone(),
            since: clock::unix_seconds(),
            file: version.file.clone(),
        });
        while log.version.len() > KEPT {
            let oldest = log.version.remove(0);
            if let Some(digest) = Digest::parse(&oldest.digest) {
                let oldest = self.component(&version.name, &digest);
                let _ = fs::remove_file(oldest.with_extension("toml"));
                let _ = fs::remove_file(signature_of(&oldest));
                let _ = fs::remove_file(oldest);
            }
        }
        let text = toml::to_string(&log).map_err(io::Error::other)?;
        write_whole(&self.file(&version.name), text.as_bytes())
    }

    /// The plugin that a file was the last time that it served, and its version.
    pub(super) fn last_of(&self, file: &Path) -> Option<(String, Digest)> {
        let plugins = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        plugins
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let last = self.log(&name).version.pop()?;
                Some((name, last))
            })
            .filter(|(_, last)| last.file == file)
            .max_by_key(|(_, last)| last.since)
            .and_then(|(name, last)| Some((name, Digest::parse(&last.digest)?)))
    }

    /// The digests of all versions that are kept.
    pub(super) fn digests(&self) -> HashSet<String> {
        let plugins = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        plugins
            .filter_map(|entry| entry.file_name().into_string().ok())
            .flat_map(|name| self.log(&name).version)
            .map(|served| served.digest)
            .collect()
    }

    /// Where the component of a version is kept.
    pub(super) fn component(&self, plugin: &str, digest: &Digest) -> PathBuf {
        self.of_plugin(plugin).join(format!("{digest}.wasm"))
    }

    fn log(&self, plugin: &str) -> Log {
        fs::read_to_string(self.file(plugin))
            .ok()
            .and_then(|text| toml::from_str(&text).ok())
            .unwrap_or_default()
    }

    fn file(&self, plugin: &str) -> PathBuf {
        self.of_plugin(plugin).join("history.toml")
    }

    fn of_plugin(&self, plugin: &str) -> PathBuf {
        self.folder.join(plugin)
    }
}
