//! The user's cache directory, shared by every checkout on the machine.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// `VINBOT_CACHE_DIR`, else `vinbot` in the platform's cache directory.
pub(crate) fn dir() -> Result<PathBuf> {
    if let Some(dir) = std::env::var_os("VINBOT_CACHE_DIR").filter(|dir| !dir.is_empty()) {
        return Ok(PathBuf::from(dir));
    }
    let dirs = directories::ProjectDirs::from("", "", "vinbot")
        .context("no home directory: set VINBOT_CACHE_DIR to a folder that may be written")?;
    Ok(dirs.cache_dir().to_owned())
}

/// Writes a file so that nobody ever sees half of it.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().context("a file path has a parent")?;
    std::fs::create_dir_all(folder)?;
    let mut part = path.as_os_str().to_owned();
    part.push(format!(".part-{}", std::process::id()));
    let part = PathBuf::from(part);
    std::fs::write(&part, bytes).with_context(|| format!("can't write {}", part.display()))?;
    std::fs::rename(&part, path).with_context(|| format!("can't write {}", path.display()))
}
