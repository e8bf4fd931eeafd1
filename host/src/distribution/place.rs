//! The place of an installed plugin: its folder in the plugin folder, and its entry in
//! the lock.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::artifact::io as io_error;
use super::error::DistributionError;
use crate::trust::{Lock, Pin, signature_of};

/// The name of a component in its folder.
pub(super) const COMPONENT: &str = "plugin.wasm";

/// Moves what is staged to its place; gives the version that was pinned before.
pub(super) fn put(
    folder: &Path,
    staged: &Path,
    pin: &Pin,
    replace: bool,
) -> Result<Option<String>, DistributionError> {
    let _guard = guard(folder)?;
    let old = Lock::read(folder)?;
    let before = old.pin(&pin.name).map(|pin| pin.version.clone());
    let own = folder.join(&pin.name);
    refuse_link(&own)?;
    let flat = own.with_added_extension("wasm");
    if flat.exists() {
        return Err(DistributionError::InTheWay {
            place: flat,
            reason: "this file serves as that plugin: remove it first",
        });
    }
    if own.join(COMPONENT).exists() && before.is_none() && !replace {
        return Err(DistributionError::InTheWay {
            place: own,
            reason: "a plugin that was not installed stands there: --replace puts this one \
                     in its place",
        });
    }
    let mut lock = old.clone();
    lock.set(pin.clone());
    lock.write(folder)?;
    if let Err(reason) = move_over(staged, &own) {
        old.write(folder)?;
        return Err(io_error(&own, reason));
    }
    Ok(before)
}

/// Takes a plugin out again.
///
/// # Errors
/// When it was not installed, or can't be removed.
pub fn uninstall(folder: &Path, name: &str) -> Result<Pin, DistributionError> {
    let _guard = guard(folder)?;
    let mut lock = Lock::read(folder)?;
    let pin = lock.pin(name).cloned();
    let pin = pin.ok_or_else(|| DistributionError::NotInstalled(name.to_owned()))?;
    let own = folder.join(&pin.name);
    refuse_link(&own)?;
    let component = own.join(COMPONENT);
    // The component first: what is pinned no more is not to serve for a moment.
    for file in [
        component.clone(),
        component.with_extension("toml"),
        signature_of(&component),
    ] {
        remove(&file)?;
    }
    // What else somebody put there stays, and the folder with it.
    let _ = fs::remove_dir(&own);
    lock.remove(name);
    lock.write(folder)?;
    Ok(pin)
}

/// The component comes last: with it the plugin is whole.
fn move_over(staged: &Path, own: &Path) -> io::Result<()> {
    if !own.exists() {
        fs::create_dir(own)?;
        readable(own)?;
    }
    let (from, to) = (staged.join(COMPONENT), own.join(COMPONENT));
    for (from, to) in [
        (from.with_extension("toml"), to.with_extension("toml")),
        (signature_of(&from), signature_of(&to)),
        (from, to),
    ] {
        match fs::rename(&from, &to) {
            Err(reason) if reason.kind() == io::ErrorKind::NotFound && !from.exists() => {
                // This version has none.
                match fs::remove_file(&to) {
                    Err(reason) if reason.kind() != io::ErrorKind::NotFound => {
                        return Err(reason);
                    }
                    _ => {}
                }
            }
            other => other?,
        }
    }
    Ok(())
}

/// One at a time. Held until the end of what it guards.
fn guard(folder: &Path) -> Result<File, DistributionError> {
    let open = || {
        let folder = File::open(folder)?;
        folder.lock()?;
        Ok(folder)
    };
    open().map_err(|reason| io_error(folder, reason))
}

fn refuse_link(own: &Path) -> Result<(), DistributionError> {
    if own.is_symlink() {
        return Err(DistributionError::InTheWay {
            place: own.to_owned(),
            reason: "this is a link to somewhere else, perhaps to where the plugin is built: \
                     remove it first",
        });
    }
    Ok(())
}

fn remove(file: &Path) -> Result<(), DistributionError> {
    match fs::remove_file(file) {
        Err(reason) if reason.kind() != io::ErrorKind::NotFound => Err(io_error(file, reason)),
        _ => Ok(()),
    }
}

/// The bot may run as another user than the one who installs.
pub(super) fn readable(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}
