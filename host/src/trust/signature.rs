//! Signatures as minisign makes them: `plugin.wasm.minisig` beside `plugin.wasm`.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use minisign::{PublicKey, SignatureBox};

use super::key::key_id;

/// What a signature's file name has at its end.
pub const SIGNATURE: &str = "minisig";
/// A larger file is no signature.
const MOST: u64 = 4_096;
/// Characters of 64 bytes in base64: of the signature over the comment.
const ENCODED: usize = 88;

/// The public keys of those whose plugins are trusted.
#[derive(Clone, Default)]
pub struct KeyRing(Vec<PublicKey>);

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|key| key_id(key.keynum())))
            .finish()
    }
}

/// What is wrong with a signature.
#[derive(Debug, thiserror::Error)]
pub enum SignatureError {
    /// It is no signature.
    #[error("{} is no signature of minisign's: {reason}", file.display())]
    Malformed {
        /// The signature.
        file: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Nobody knows who made it.
    #[error(
        "signed by the key {found}, which is not in signatures.public_keys ({})", known.join(", ")
    )]
    UnknownKey {
        /// Who signed.
        found: String,
        /// Who is trusted.
        known: Vec<String>,
    },
    /// It is for other bytes.
    #[error("the signature by the key {0} is not one of this file: other bytes were signed")]
    Wrong(String),
    /// There is none, and the operator wants one.
    #[error(
        "not signed, and signatures.require is set: `{}` is missing; `vinbot plugin sign` makes \
         one", .0.display()
    )]
    Missing(PathBuf),
    /// The file changed while it was read.
    #[error("the file changed while it was read")]
    Changing,
    /// It can't be read.
    #[error("can't read {}: {reason}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// The system's words.
        reason: io::Error,
    },
}

/// Where the signature of a file stands: the whole name, and `.minisig`.
#[must_use]
pub fn signature_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(SIGNATURE);
    name.into()
}

impl KeyRing {
    /// Reads public keys, each a line such as `RWQ…`.
    ///
    /// # Errors
    /// The first key that is none.
    pub fn new(keys: &[String]) -> Result<Self, String> {
        let parse = |text: &String| PublicKey::from_base64(text.trim()).map_err(|_| text.clone());
        keys.iter().map(parse).collect::<Result<_, _>>().map(Self)
    }

    /// True if there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Checks the signature beside a file, whose blake3 digest is known. Gives the id of
    /// the key that signed; none if there is no signature. Blocks.
    ///
    /// # Errors
    /// When there is a signature, and it is not one of a known key over these bytes.
    pub fn verify(&self, file: &Path, digest: &str) -> Result<Option<String>, SignatureError> {
        let beside = signature_of(file);
        let Some(signature) = read(&beside)? else {
            return Ok(None);
        };
        let found = key_id(signature.keynum());
        let key = self.0.iter().find(|key| key_id(key.keynum()) == found);
        let key = key.ok_or_else(|| SignatureError::UnknownKey {
            found: found.clone(),
            known: self.0.iter().map(|key| key_id(key.keynum())).collect(),
        })?;
        let open = File::open(file).map_err(|reason| SignatureError::Io {
            file: file.to_owned(),
            reason,
        })?;
        let mut bytes = Hashing {
            inner: BufReader::with_capacity(1 << 20, open),
            hasher: blake3::Hasher::new(),
        };
        minisign::verify(key, &signature, &mut bytes, true, false, false)
            .map_err(|_| SignatureError::Wrong(found.clone()))?;
        // The signature and the digest must be about the same bytes.
        if *bytes.hasher.finalize().to_hex() == *digest {
            Ok(Some(found))
        } else {
            Err(SignatureError::Changing)
        }
    }
}

fn read(file: &Path) -> Result<Option<SignatureBox>, SignatureError> {
    let mut text = String::new();
    match File::open(file).and_then(|open| open.take(MOST).read_to_string(&mut text)) {
        Err(reason) if reason.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(reason) if reason.kind() != io::ErrorKind::InvalidData => {
            let file = file.to_owned();
            return Err(SignatureError::Io { file, reason });
        }
        _ => {}
    }
    parse(&text)
        .map(Some)
        .map_err(|reason| SignatureError::Malformed {
            file: file.to_owned(),
            reason,
        })
}

/// Reads a signature.
pub(super) fn parse(text: &str) -> Result<SignatureBox, String> {
    // The library takes a shorter one, and then reads beyond its end.
    let global = text.lines().nth(3).unwrap_or_default().trim();
    if global.len() != ENCODED {
        return Err("its fourth line is not 88 characters long".to_owned());
    }
    SignatureBox::from_string(text).map_err(|error| error.to_string())
}

/// Hashes what is read through it.
struct Hashing<R> {
    inner: R,
    hasher: blake3::Hasher,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..length]);
        Ok(length)
    }
}

impl<R: Seek> Seek for Hashing<R> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.hasher.reset();
        self.inner.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::super::key::Keypair;
    use super::*;
    use rstest::rstest;

    fn signed(folder: &Path, bytes: &[u8], by: &Keypair) -> PathBuf {
        let file = folder.join("plugin.wasm");
        std::fs::write(&file, bytes).unwrap();
        by.signing_key().sign(&file).unwrap();
        file
    }

    fn digest(bytes: &[u8]) -> String {
        blake3::hash(bytes).to_hex().to_string()
    }

    #[test]
    fn a_signature_is_good_for_its_bytes_and_its_key_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (ours, other) = (Keypair::new(None).unwrap(), Keypair::new(None).unwrap());
        let ring = KeyRing::new(&[other.public(), ours.public()]).unwrap();
        let file = signed(folder.path(), b"good", &ours);
        let id = ring.verify(&file, &digest(b"good")).unwrap();
        assert_eq!(id, Some(ours.id()));

        let told = ring.verify(&file, &digest(b"else")).unwrap_err();
        assert!(matches!(told, SignatureError::Changing), "{told}");
        std::fs::write(&file, b"evil").unwrap();
        let told = ring.verify(&file, &digest(b"evil")).unwrap_err();
        assert!(matches!(told, SignatureError::Wrong(_)), "{told}");

        let others = KeyRing::new(&[other.public()]).unwrap();
        let told = others.verify(&file, &digest(b"evil")).unwrap_err();
        assert!(matches!(told, SignatureError::UnknownKey { .. }), "{told}");
    }

    #[rstest]
    #[case::empty("")]
    #[case::text("hello\nworld\nand\nmore\n")]
    #[case::short_global(
        "untrusted comment: x\nRUQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n\
         trusted comment: y\nAAAA\n"
    )]
    #[case::no_base64("untrusted comment: x\n!!\ntrusted comment: y\n!!\n")]
    fn what_is_no_signature_is_refused_and_never_a_crash(#[case] text: &str) {
        let folder = tempfile::tempdir().unwrap();
        let ours = Keypair::new(None).unwrap();
        let file = signed(folder.path(), b"good", &ours);
        std::fs::write(signature_of(&file), text).unwrap();
        let ring = KeyRing::new(&[ours.public()]).unwrap();
        let told = ring.verify(&file, &digest(b"good")).unwrap_err();
        assert!(matches!(told, SignatureError::Malformed { .. }), "{told}");
    }

    #[test]
    fn a_signature_that_was_changed_anywhere_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let ours = Keypair::new(None).unwrap();
        let file = signed(folder.path(), b"good", &ours);
        let ring = KeyRing::new(&[ours.public()]).unwrap();
        let beside = signature_of(&file);
        let text = std::fs::read_to_string(&beside).unwrap();
        // The first comment is not signed, and says so.
        let from = text.find('\n').unwrap() + 1;
        for at in (from..text.len()).step_by(7) {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            std::fs::write(&beside, &bytes).unwrap();
            let verified = ring.verify(&file, &digest(b"good"));
            assert!(verified.is_err(), "byte {at} of\n{text}");
        }
    }
}
