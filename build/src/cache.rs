//! The user's cache directory, shared by every checkout on the machine.

use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// `VINBOT_CACHE_DIR`, else `vinbot` in the platform's cache directory.
pub fn dir() -> Result<PathBuf> {
    if let Some(dir) = std::env::var_os("VINBOT_CACHE_DIR").filter(|dir| !dir.is_empty()) {
        return std::path::absolute(dir).context("VINBOT_CACHE_DIR is no path");
    }
    let dirs = directories::ProjectDirs::from("", "", "vinbot")
        .context("no home directory: set VINBOT_CACHE_DIR to a folder that may be written")?;
    Ok(dirs.cache_dir().to_owned())
}

/// Keeps other runs from writing to the cache; the system lets go of it when this
/// process ends, however it ends.
///
/// # Errors
/// When the cache can't be written.
pub fn lock() -> Result<File> {
    lock_in(&dir()?)
}

fn lock_in(dir: &Path) -> Result<File> {
    let path = dir.join("lock");
    let open = || {
        std::fs::create_dir_all(dir)?;
        File::options().create(true).append(true).open(&path)
    };
    let file = open().with_context(|| {
        format!(
            "can't write to the cache {}: set VINBOT_CACHE_DIR to another folder",
            dir.display()
        )
    })?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            eprintln!(
                "{} is filling the cache {}: waiting for it …",
                holder(&path),
                dir.display()
            );
            file.lock()?;
        }
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("can't lock {}", path.display()));
        }
    }
    // For whoever has to wait. Words that can't be written keep nobody from working.
    let _ = file
        .set_len(0)
        .and_then(|()| (&file).write_all(myself().as_bytes()));
    Ok(file)
}

/// This process, in words: `process 4711 (vinbot plugin build)`.
fn myself() -> String {
    let mut arguments = std::env::args_os();
    let program = arguments.next().map(PathBuf::from).unwrap_or_default();
    let program = program.file_name().unwrap_or_default().to_string_lossy();
    // What it does, without its paths and values.
    let words = arguments
        .map(|word| word.to_string_lossy().into_owned())
        .take_while(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
        .take(3);
    let words: Vec<String> = std::iter::once(program.into_owned()).chain(words).collect();
    format!("process {} ({})", std::process::id(), words.join(" "))
}

/// Who holds the lock, by what it wrote there.
fn holder(path: &Path) -> String {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(200).read_to_string(&mut text));
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    match read {
        Ok(_) if text.starts_with("process ") => text,
        _ => "another run".to_owned(),
    }
}

/// Fills a folder unless it is there: whole, or not at all.
///
/// # Errors
/// When it can't be filled; nothing of it stays then.
pub fn folder_once(folder: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let _lock = lock()?;
    // While this run waited, another may have filled it.
    if folder.is_dir() {
        return Ok(());
    }
    let part = folder.with_extension("part");
    // What an earlier run left behind when it was stopped.
    let _ = std::fs::remove_dir_all(&part);
    let result = std::fs::create_dir_all(&part)
        .map_err(Into::into)
        .and_then(|()| fill(&part))
        .and_then(|()| std::fs::rename(&part, folder).map_err(Into::into));
    if result.is_err() {
        let _ = std::fs::remove_dir_all(&part);
    }
    result.with_context(|| format!("can't fill {}", folder.display()))
}

/// Writes a file so that nobody ever sees half of it.
///
/// # Errors
/// When it can't be written; the old file stays then.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    replace(path, |part| std::fs::write(part, bytes))
}

/// Copies a file so that nobody ever sees half of it.
///
/// # Errors
/// When it can't be written; the old file stays then.
pub fn copy_whole(from: &Path, path: &Path) -> Result<()> {
    replace(path, |part| std::fs::copy(from, part).map(|_| ()))
}

fn replace(path: &Path, write: impl FnOnce(&Path) -> std::io::Result<()>) -> Result<()> {
    let folder = path.parent().context("a file path has a parent")?;
    let name = path
        .file_name()
        .context("a file path has a name")?
        .to_string_lossy();
    // Hidden, so that nobody who lists the folder takes it for the file.
    let part = folder.join(format!(".{name}.part-{}", std::process::id()));
    let result = std::fs::create_dir_all(folder)
        .and_then(|()| write(&part))
        .and_then(|()| std::fs::rename(&part, path));
    if result.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    result.with_context(|| format!("can't write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_no_rubbish() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        write_whole(&path, b"old").unwrap();
        let failed = replace(&path, |part| {
            std::fs::write(part, b"half")?;
            Err(std::io::Error::other("the disk is full"))
        });
        assert!(format!("{:#}", failed.unwrap_err()).contains("the disk is full"));
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn only_one_run_holds_the_cache() {
        let folder = tempfile::tempdir().unwrap();
        let held = lock_in(folder.path()).unwrap();
        let holder = holder(&folder.path().join("lock"));
        assert!(holder.contains(&std::process::id().to_string()), "{holder}");
        let second = File::options()
            .append(true)
            .open(folder.path().join("lock"))
            .unwrap();
        assert!(matches!(second.try_lock(), Err(TryLockError::WouldBlock)));
        drop(held);
        second.lock().unwrap();
    }
}
