//! `plugins.lock`: what is installed, from where, and which bytes exactly.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The file's name, in the plugin folder.
const NAME: &str = "plugins.lock";
/// The format that is written, and the only one that is read.
const FORMAT: u32 = 1;
/// A larger file is no lock.
const MOST: u64 = 1 << 20;
const HEAD: &str = "\
# Which plugins are installed, from where, and their exact bytes. Written by
# `vinbot plugin install` and `uninstall`; `vinbot plugin install` without a source
# restores what stands here. Other bytes are not served.

";

/// What is installed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    format: u32,
    /// By name.
    #[serde(default, rename = "plugin", skip_serializing_if = "Vec::is_empty")]
    pins: Vec<Pin>,
}

/// One installed plugin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Its name, which is that of its folder.
    pub name: String,
    /// Its version, as it counts them.
    pub version: String,
    /// Where it came from: `oci://…`, `https://…` or a file.
    pub source: String,
    /// The digest under which a registry has it: `sha256:…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub artifact: Option<String>,
    /// Of `plugin.wasm`: blake3, in hex. The digest by which vinbot knows components.
    pub component: String,
    /// Of `plugin.toml`, if it has one: blake3, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<String>,
    /// The key that signed it, if that was checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<String>,
    /// When, in UTC.
    pub installed: String,
}

/// Why the lock is of no use. As long as that is so, nothing of its folder is served.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// It can't be read or written.
    #[error("{}: {reason}", file.display())]
    Io {
        /// The lock.
        file: PathBuf,
        /// The system's words.
        reason: io::Error,
    },
    /// It is damaged.
    #[error(
        "{} is not valid: {reason}; put it back from a backup, or delete it and install the \
         plugins again", file.display()
    )]
    Invalid {
        /// The lock.
        file: PathBuf,
        /// The parser's words.
        reason: String,
    },
}

impl Default for Lock {
    fn default() -> Self {
        Self {
            format: FORMAT,
            pins: Vec::new(),
        }
    }
}

impl Lock {
    /// The lock of a plugin folder; empty if there is none.
    ///
    /// # Errors
    /// When it is there and of no use.
    pub fn read(folder: &Path) -> Result<Self, LockError> {
        let file = Self::file(folder);
        let mut text = String::new();
        let read = File::open(&file).and_then(|open| open.take(MOST).read_to_string(&mut text));
        match read {
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(reason) if reason.kind() != io::ErrorKind::InvalidData => {
                return Err(LockError::Io { file, reason });
            }
            _ => {}
        }
        let invalid = |reason: String| LockError::Invalid {
            file: Self::file(folder),
            reason,
        };
        let lock: Self = toml::from_str(&text).map_err(|error| invalid(error.to_string()))?;
        if lock.format != FORMAT {
            let said = format!("its format is {}, this vinbot knows {FORMAT}", lock.format);
            return Err(invalid(said));
        }
        // They are names of folders, too.
        match lock.pins.iter().find(|pin| !is_name(&pin.name)) {
            Some(pin) => Err(invalid(format!("`{}` is no name of a plugin", pin.name))),
            None => Ok(lock),
        }
    }

    /// Writes the lock: whole, or not at all.
    ///
    /// # Errors
    /// When the folder can't be written to.
    pub fn write(&self, folder: &Path) -> Result<(), LockError> {
        let file = Self::file(folder);
        let write = || {
            let text = toml::to_string(self).map_err(io::Error::other)?;
            let mut part = tempfile::NamedTempFile::new_in(folder)?;
            part.write_all(HEAD.as_bytes())?;
            part.write_all(text.as_bytes())?;
            // No secret: whoever may read the plugins may read what they are.
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                fs::set_permissions(part.path(), fs::Permissions::from_mode(0o644))?;
            }
            part.persist(&file)?;
            Ok(())
        };
        write().map_err(|reason| LockError::Io { file, reason })
    }

    /// Where the lock of a plugin folder is.
    #[must_use]
    pub fn file(folder: &Path) -> PathBuf {
        folder.join(NAME)
    }

    /// What is installed, by name.
    #[must_use]
    pub fn pins(&self) -> &[Pin] {
        &self.pins
    }

    /// What is pinned under a name.
    #[must_use]
    pub fn pin(&self, name: &str) -> Option<&Pin> {
        self.pins.iter().find(|pin| pin.name == name)
    }

    /// Pins a plugin, in the place of what was pinned under its name.
    pub fn set(&mut self, pin: Pin) {
        self.remove(&pin.name);
        self.pins.push(pin);
        self.pins.sort_by(|a, b| a.name.cmp(&b.name));
    }

    /// Forgets a plugin; false if there was none.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.pins.len();
        self.pins.retain(|pin| pin.name != name);
        self.pins.len() < before
    }
}

/// True for what may be a plugin's name: 1 to 32 lower-case letters, digits and dashes, as
/// many as a slash command of the bot has. `vinbot plugin new` is stricter about how they
/// stand together, since a name becomes one of a type, too.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let fits = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (1..=32).contains(&text.len()) && text.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(name: &str) -> Pin {
        Pin {
            name: name.into(),
            version: "0.1.0".into(),
            source: "oci://localhost:5000/plugins/wmi:0.1.0".into(),
            artifact: Some("sha256:00".into()),
            component: "ab".repeat(32),
            manifest: None,
            signed_by: None,
            installed: "2026-01-01T00:00:00Z".into(),
        }
    }

    #[test]
    fn what_is_written_is_read_again_in_order_of_names() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Lock::read(folder.path()).unwrap(), Lock::default());
        let mut lock = Lock::default();
        for name in ["wmi", "card", "wmi"] {
            lock.set(pin(name));
        }
        lock.write(folder.path()).unwrap();
        let read = Lock::read(folder.path()).unwrap();
        assert_eq!(read, lock);
        let names: Vec<_> = read.pins().iter().map(|pin| &*pin.name).collect();
        assert_eq!(names, ["card", "wmi"]);
    }

    #[test]
    fn a_lock_that_cannot_be_understood_is_no_empty_lock() {
        let folder = tempfile::tempdir().unwrap();
        for text in [
            "nonsense",
            "format = 2",
            "format = 1\nplugins = 1",
            "\u{0}",
            "",
        ] {
            fs::write(Lock::file(folder.path()), text).unwrap();
            let told = Lock::read(folder.path()).unwrap_err().to_string();
            assert!(told.contains("plugins.lock is not valid"), "{told}");
        }
        fs::write(Lock::file(folder.path()), [0xff, 0xfe]).unwrap();
        assert!(Lock::read(folder.path()).is_err());
    }

    #[test]
    fn a_name_that_leads_out_of_the_folder_is_no_name() {
        let folder = tempfile::tempdir().unwrap();
        let mut lock = Lock::default();
        lock.set(pin("../evil"));
        lock.write(folder.path()).unwrap();
        let told = Lock::read(folder.path()).unwrap_err().to_string();
        assert!(told.contains("`../evil` is no name"), "{told}");
    }

    #[test]
    fn a_plugin_that_is_removed_is_no_longer_pinned() {
        let mut lock = Lock::default();
        lock.set(pin("wmi"));
        assert!(lock.remove("wmi"));
        assert!(!lock.remove("wmi"));
        assert_eq!(lock.pin("wmi"), None);
    }
}
