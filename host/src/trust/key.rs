//! Keys that sign: as minisign has them, with or without a password.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use minisign::{KeyPair, PublicKey, SecretKey, SecretKeyBox};
use secrecy::{ExposeSecret, SecretString};

use super::signature::signature_of;

/// Why a key is of no use, or can't be made.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A file can't be read or written.
    #[error("{}: {reason}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// The system's words.
        reason: io::Error,
    },
    /// There is a key already.
    #[error("{} is there already: a key is never written over", .0.display())]
    Exists(PathBuf),
    /// Others may read the secret key.
    #[error(
        "others may read the secret key {}: `chmod 600` it, and make a new one if it was seen",
        .0.display()
    )]
    Open(PathBuf),
    /// It is no key.
    #[error("{} is no secret key of minisign's: {reason}", file.display())]
    Malformed {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The key has a password, and the one that was given is not it.
    #[error("the key {} has {}", file.display(), if *.given {
        "another password than VINBOT_KEY_PASSWORD says"
    } else {
        "a password: VINBOT_KEY_PASSWORD names it"
    })]
    Password {
        /// The key.
        file: PathBuf,
        /// There was one.
        given: bool,
    },
    /// The machine can't make keys or signatures.
    #[error("can't do that here: {0}")]
    Machine(String),
}

/// A new pair of keys.
pub struct Keypair {
    pair: KeyPair,
    /// The secret key as it can be used; in the pair it is locked by the password.
    plain: SecretKey,
}

/// A key that can sign.
pub struct SigningKey {
    secret: SecretKey,
}

/// As minisign prints it: sixteen hexadecimal digits.
pub(super) fn key_id(number: &[u8]) -> String {
    let mut bytes = [0; 8];
    let length = number.len().min(8);
    bytes[..length].copy_from_slice(&number[..length]);
    format!("{:016X}", u64::from_le_bytes(bytes))
}

impl std::fmt::Debug for Keypair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Keypair").field(&self.id()).finish()
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SigningKey").field(&self.id()).finish()
    }
}

impl Keypair {
    /// Makes a pair of keys; with a password, the file of the secret one is encrypted.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn new(password: Option<&SecretString>) -> Result<Self, KeyError> {
        let machine = |error: minisign::PError| KeyError::Machine(error.to_string());
        let pair = match password {
            Some(password) => {
                let password = Some(password.expose_secret().to_owned());
                KeyPair::generate_encrypted_keypair(password.clone()).and_then(|pair| {
                    let plain = pair.sk.to_box(None)?.into_secret_key(password)?;
                    Ok((pair, plain))
                })
            }
            None => KeyPair::generate_unencrypted_keypair().and_then(|pair| {
                let plain = pair.sk.to_box(None)?.into_unencrypted_secret_key()?;
                Ok((pair, plain))
            }),
        };
        let (pair, plain) = pair.map_err(machine)?;
        Ok(Self { pair, plain })
    }

    /// The public key: a line, as `signatures.public_keys` has it.
    #[must_use]
    pub fn public(&self) -> String {
        self.pair.pk.to_base64()
    }

    /// Sixteen hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> String {
        key_id(self.pair.pk.keynum())
    }

    /// The secret one, ready to sign.
    #[must_use]
    pub fn signing_key(&self) -> SigningKey {
        SigningKey {
            secret: self.plain.clone(),
        }
    }

    /// Writes the secret key, for this user alone, and the public one beside it, whose
    /// name ends in `.pub`. Gives the name of the latter.
    ///
    /// # Errors
    /// When one of them is there already, or can't be written.
    pub fn write(&self, secret: &Path) -> Result<PathBuf, KeyError> {
        let machine = |error: minisign::PError| KeyError::Machine(error.to_string());
        let public = secret.with_extension("pub");
        let comment = Some("secret key that signs plugins of vinbot");
        let key = self.pair.sk.to_box(comment).map_err(machine)?.into_string();
        let shared = self.pair.pk.to_box().map_err(machine)?.into_string();
        if public.exists() {
            return Err(KeyError::Exists(public));
        }
        create(secret, &key, 0o600)?;
        create(&public, &shared, 0o644)?;
        Ok(public)
    }
}

fn create(file: &Path, text: &str, mode: u32) -> Result<(), KeyError> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let written = options
        .open(file)
        .and_then(|mut open| open.write_all(text.as_bytes()));
    written.map_err(|reason| {
        let file = file.to_owned();
        if reason.kind() == io::ErrorKind::AlreadyExists {
            KeyError::Exists(file)
        } else {
            KeyError::Io { file, reason }
        }
    })
}

impl SigningKey {
    /// Reads a secret key from its file.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn read(file: &Path, password: Option<&SecretString>) -> Result<Self, KeyError> {
        let io = |reason| KeyError::Io {
            file: file.to_owned(),
            reason,
        };
        let malformed = |reason: String| KeyError::Malformed {
            file: file.to_owned(),
            reason,
        };
        let text = SecretString::from(fs::read_to_string(file).map_err(io)?);
        let first = text.expose_secret().lines().next().unwrap_or_default();
        if first.contains("public key") {
            let reason =
                "it is the public one: what signs is the secret key beside it, without .pub";
            return Err(malformed(reason.to_owned()));
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            if fs::metadata(file).map_err(io)?.mode() & 0o077 != 0 {
                return Err(KeyError::Open(file.to_owned()));
            }
        }
        let boxed = |text: &SecretString| {
            SecretKeyBox::from_string(text.expose_secret())
                .map_err(|error| malformed(error.to_string()))
        };
        let plain = boxed(&text)?.into_unencrypted_secret_key();
        let secret = match (plain, password) {
            (Ok(key), _) => key,
            (Err(error), _) if !error.to_string().contains("encrypted") => {
                return Err(malformed(error.to_string()));
            }
            (Err(_), password) => {
                let wrong = || KeyError::Password {
                    file: file.to_owned(),
                    given: password.is_some(),
                };
                let password = password.ok_or_else(wrong)?.expose_secret().to_owned();
                let opened = boxed(&text)?.into_secret_key(Some(password));
                opened.map_err(|_| wrong())?
            }
        };
        Ok(Self { secret })
    }

    /// Sixteen hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> String {
        key_id(self.secret.keynum())
    }

    /// Signs a file and puts the signature beside it. Gives the name of the latter.
    ///
    /// # Errors
    /// When the file can't be read or the signature can't be written.
    pub fn sign(&self, file: &Path) -> Result<PathBuf, KeyError> {
        let io = |file: &Path| {
            let file = file.to_owned();
            move |reason| KeyError::Io { file, reason }
        };
        let machine = |error: minisign::PError| KeyError::Machine(error.to_string());
        let open = File::open(file).map_err(io(file))?;
        let public = PublicKey::from_secret_key(&self.secret).map_err(machine)?;
        let comment = Some("signature of a plugin of vinbot");
        let signature = minisign::sign(Some(&public), &self.secret, open, None, comment);
        let text = signature.map_err(machine)?.into_string();
        let beside = signature_of(file);
        let folder = beside
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let write = || {
            let mut part = tempfile::NamedTempFile::new_in(folder)?;
            part.write_all(text.as_bytes())?;
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                fs::set_permissions(part.path(), fs::Permissions::from_mode(0o644))?;
            }
            part.persist(&beside)?;
            Ok(())
        };
        write().map_err(io(&beside))?;
        Ok(beside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_with_a_password_signs_with_that_password_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        let password = SecretString::from("correct horse");
        let pair = Keypair::new(Some(&password)).unwrap();
        pair.write(&file).unwrap();
        let read = SigningKey::read(&file, Some(&password)).unwrap();
        assert_eq!(read.id(), pair.id());
        let told = SigningKey::read(&file, None).unwrap_err().to_string();
        assert!(told.contains("VINBOT_KEY_PASSWORD names it"), "{told}");
        let other = SecretString::from("battery staple");
        let told = SigningKey::read(&file, Some(&other)).unwrap_err();
        assert!(told.to_string().contains("another password"), "{told}");
        assert!(!told.to_string().contains("battery"), "{told}");
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_key_is_for_its_owner_alone_and_never_written_over() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("vinbot.key");
        let pair = Keypair::new(None).unwrap();
        let public = pair.write(&file).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
        assert!(
            fs::read_to_string(public)
                .unwrap()
                .ends_with(&(pair.public() + "\n"))
        );
        let before = fs::read(&file).unwrap();
        let told = Keypair::new(None).unwrap().write(&file).unwrap_err();
        assert!(matches!(told, KeyError::Exists(_)), "{told}");
        assert_eq!(fs::read(&file).unwrap(), before);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        let told = SigningKey::read(&file, None).unwrap_err();
        assert!(matches!(told, KeyError::Open(_)), "{told}");
    }

    #[test]
    fn what_is_no_key_is_said_to_be_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        for text in [
            "",
            "untrusted comment: x\n",
            "untrusted comment: x\nAAAA\n",
            "x\n!!\n",
        ] {
            let _ = fs::remove_file(&file);
            create(&file, text, 0o600).unwrap();
            let told = SigningKey::read(&file, None).unwrap_err();
            assert!(matches!(told, KeyError::Malformed { .. }), "{told}");
        }
    }
}
