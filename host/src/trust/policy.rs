//! What the operator wants of a component before it serves.

use std::io;
use std::path::{Path, PathBuf};

use super::lock::{Lock, LockError};
use super::signature::{KeyRing, SignatureError, signature_of};
use crate::config::Settings;

/// The name of a component in a folder of its own.
const COMPONENT: &str = "plugin.wasm";

/// Why a component may not serve.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// Its signature.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// The lock can't be read, so nobody knows what is pinned.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// It is not what was installed.
    #[error(
        "not what was installed: plugins.lock pins {file} to blake3:{pinned}, and this is \
         blake3:{found}; `vinbot plugin install` restores it, `vinbot plugin uninstall {name}` \
         lets go of it"
    )]
    Differs {
        /// The plugin.
        name: String,
        /// `plugin.wasm` or `plugin.toml`.
        file: &'static str,
        /// What the lock says.
        pinned: String,
        /// What is there.
        found: String,
    },
    /// It is not in the lock, and the operator wants it to be.
    #[error(
        "`{0}` is not in plugins.lock, and runtime.require_lock is set: `vinbot plugin install` \
         puts it there"
    )]
    Unlocked(String),
    /// Something can't be read.
    #[error("can't read {}: {reason}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// The system's words.
        reason: io::Error,
    },
}

/// What is asked about a component.
#[derive(Debug, Clone)]
pub struct Policy {
    keys: KeyRing,
    require_signature: bool,
    require_lock: bool,
    /// Whose lock is looked at.
    folder: Option<PathBuf>,
}

impl Policy {
    /// The operator's, for a component that stands anywhere: no lock is looked at.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self {
            // That they are keys was checked when the configuration was read.
            keys: KeyRing::new(&settings.signatures.public_keys).unwrap_or_default(),
            require_signature: settings.signatures.require,
            require_lock: settings.runtime.require_lock,
            folder: None,
        }
    }

    /// The same for the components of a plugin folder.
    #[must_use]
    pub fn within(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    /// Before anything of it runs: is it pinned to these bytes, and who signed it? Gives
    /// the id of the key. Blocks.
    ///
    /// # Errors
    /// See [`TrustError`].
    pub fn check(&self, file: &Path, digest: &str) -> Result<Option<String>, TrustError> {
        if let Some(folder) = &self.folder
            && let Some(name) = installed_as(folder, file)
        {
            pinned(&Lock::read(folder)?, &name, file, digest)?;
        }
        self.signature(file, digest)
    }

    /// When its name is known: a file elsewhere can't take the name of a plugin that is
    /// pinned. Blocks.
    ///
    /// # Errors
    /// See [`TrustError`].
    pub fn check_name(&self, file: &Path, digest: &str, name: &str) -> Result<(), TrustError> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        let lock = Lock::read(folder)?;
        pinned(&lock, name, file, digest)?;
        if self.require_lock && lock.pin(name).is_none() {
            return Err(TrustError::Unlocked(name.to_owned()));
        }
        Ok(())
    }

    fn signature(&self, file: &Path, digest: &str) -> Result<Option<String>, TrustError> {
        if self.keys.is_empty() && !self.require_signature {
            return Ok(None);
        }
        let signer = self.keys.verify(file, digest)?;
        if signer.is_none() && self.require_signature {
            return Err(SignatureError::Missing(signature_of(file)).into());
        }
        Ok(signer)
    }
}

fn pinned(lock: &Lock, name: &str, file: &Path, digest: &str) -> Result<(), TrustError> {
    let Some(pin) = lock.pin(name) else {
        return Ok(());
    };
    let differs = |file, pinned: &str, found: &str| TrustError::Differs {
        name: name.to_owned(),
        file,
        pinned: pinned.to_owned(),
        found: found.to_owned(),
    };
    if pin.component != digest {
        return Err(differs("plugin.wasm", &pin.component, digest));
    }
    let manifest = file.with_extension("toml");
    let found = match std::fs::read(&manifest) {
        Ok(bytes) => Some(blake3::hash(&bytes).to_hex().to_string()),
        Err(reason) if reason.kind() == io::ErrorKind::NotFound => None,
        Err(reason) => {
            return Err(TrustError::Io {
                file: manifest,
                reason,
            });
        }
    };
    if found == pin.manifest {
        return Ok(());
    }
    let or_none = |digest: &Option<String>| digest.as_deref().unwrap_or("(none)").to_owned();
    Err(differs(
        "plugin.toml",
        &or_none(&pin.manifest),
        &or_none(&found),
    ))
}

/// The name by which a component was installed: `FOLDER/NAME/plugin.wasm`. Nobody
/// installs others.
fn installed_as(folder: &Path, file: &Path) -> Option<String> {
    let own = file.parent().filter(|own| *own != folder)?;
    file.ends_with(COMPONENT).then(|| {
        own.file_name()
            .map(|name| name.to_string_lossy().into_owned())
    })?
}

/// The lock that may pin a component.
#[must_use]
pub fn lock_of(component: &Path) -> PathBuf {
    let own = component.parent().unwrap_or(Path::new("."));
    let folder = own
        .parent()
        .filter(|_| component.ends_with(COMPONENT))
        .unwrap_or(own);
    Lock::file(folder)
}

#[cfg(test)]
mod tests {
    use super::super::lock::Pin;
    use super::*;
    use std::fs;

    fn digest(bytes: &[u8]) -> String {
        blake3::hash(bytes).to_hex().to_string()
    }

    /// A plugin folder where `wmi` is installed and pinned.
    fn installed() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("wmi/plugin.wasm");
        fs::create_dir(folder.path().join("wmi")).unwrap();
        fs::write(&file, b"component").unwrap();
        fs::write(file.with_extension("toml"), b"name = \"wmi\"").unwrap();
        let mut lock = Lock::default();
        lock.set(Pin {
            name: "wmi".into(),
            version: "0.1.0".into(),
            source: "wmi.wasm".into(),
            artifact: None,
            component: digest(b"component"),
            manifest: Some(digest(b"name = \"wmi\"")),
            signed_by: None,
            installed: "2026-01-01T00:00:00Z".into(),
        });
        lock.write(folder.path()).unwrap();
        (folder, file)
    }

    #[test]
    fn what_is_pinned_serves_with_its_own_bytes_alone_and_both_digests_are_named() {
        let (folder, file) = installed();
        let policy = Policy::new(&Settings::default()).within(folder.path());
        policy.check(&file, &digest(b"component")).unwrap();
        policy
            .check_name(&file, &digest(b"component"), "wmi")
            .unwrap();
        let told = policy.check(&file, &digest(b"other")).unwrap_err();
        let told = told.to_string();
        assert!(told.contains(&digest(b"component")), "{told}");
        assert!(told.contains(&digest(b"other")), "{told}");
    }

    #[test]
    fn a_manifest_that_asks_for_something_else_is_not_what_was_installed() {
        let (folder, file) = installed();
        let policy = Policy::new(&Settings::default()).within(folder.path());
        let component = digest(b"component");
        fs::write(file.with_extension("toml"), b"name = \"wmi\"\nmore = 1").unwrap();
        let told = policy.check(&file, &component).unwrap_err().to_string();
        assert!(told.contains("pins plugin.toml"), "{told}");
        fs::remove_file(file.with_extension("toml")).unwrap();
        let told = policy.check(&file, &component).unwrap_err().to_string();
        assert!(told.contains("blake3:(none)"), "{told}");
    }

    #[test]
    fn another_file_cannot_take_the_name_of_a_pinned_plugin() {
        let (folder, _) = installed();
        let policy = Policy::new(&Settings::default()).within(folder.path());
        for name in ["aaa.wasm", "plugin.wasm"] {
            let file = folder.path().join(name);
            fs::write(&file, b"other").unwrap();
            policy.check(&file, &digest(b"other")).unwrap();
            let told = policy.check_name(&file, &digest(b"other"), "wmi");
            assert!(matches!(told.unwrap_err(), TrustError::Differs { .. }));
            policy.check_name(&file, &digest(b"other"), "mine").unwrap();
        }
    }

    #[test]
    fn what_was_built_here_serves_unless_the_operator_wants_all_to_be_locked() {
        let (folder, _) = installed();
        let file = folder.path().join("mine.wasm");
        let mut settings = Settings::default();
        let name = |settings: &Settings| {
            let policy = Policy::new(settings).within(folder.path());
            policy.check_name(&file, &digest(b"mine"), "mine")
        };
        name(&settings).unwrap();
        settings.runtime.require_lock = true;
        assert!(matches!(
            name(&settings).unwrap_err(),
            TrustError::Unlocked(_)
        ));
    }

    #[test]
    fn with_a_damaged_lock_nothing_is_served() {
        let (folder, file) = installed();
        fs::write(Lock::file(folder.path()), "nonsense").unwrap();
        let policy = Policy::new(&Settings::default()).within(folder.path());
        let told = policy.check(&file, &digest(b"component")).unwrap_err();
        assert!(matches!(told, TrustError::Lock(_)), "{told}");
        // Elsewhere nobody asks for it.
        let loose = Policy::new(&Settings::default());
        loose.check(&file, &digest(b"component")).unwrap();
    }
}
