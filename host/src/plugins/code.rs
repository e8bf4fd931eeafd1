//! Compiled code on disk, by content and engine, so that a component is compiled
//! once a machine and not once a start.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use wasmtime::Engine;
use wasmtime::component::Component;

use super::error::LoadError;
use super::load::first_line;

/// Compiled code that was not loaded for so long is deleted.
const UNUSED: Duration = Duration::from_hours(7 * 24);
const DAY: Duration = Duration::from_hours(24);

/// What marks code that was compiled in a hurry.
const HASTY: &str = ".hasty";

/// Identifies a component's bytes: blake3, in hex.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Digest(String);

impl Digest {
    /// The first characters, enough to tell versions apart.
    #[must_use]
    pub fn short(&self) -> &str {
        &self.0[..12]
    }

    /// All of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digest of these bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(blake3::hash(bytes).to_hex().to_string())
    }

    /// A digest that was written down before; none for what is no digest.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        (text.len() == 64 && text.bytes().all(hex)).then(|| Self(text.to_owned()))
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The folder of compiled code.
#[derive(Debug)]
pub(super) struct CodeCache {
    folder: PathBuf,
    /// Code that was compiled elsewhere and is only read.
    precompiled: Option<PathBuf>,
    /// Threads that compile when nobody else needs the cores.
    compiler: rayon::ThreadPool,
    /// One that does what nobody waits for.
    finisher: rayon::ThreadPool,
}

impl CodeCache {
    /// # Errors
    /// When there are no threads to be had.
    pub(super) fn new(
        folder: PathBuf,
        precompiled: Option<PathBuf>,
    ) -> Result<Self, rayon::ThreadPoolBuildError> {
        let threads = |name: &'static str, niceness| {
            rayon::ThreadPoolBuilder::new()
                .thread_name(move |i| format!("{name}-{i}"))
                .start_handler(move |_| give_way(niceness))
        };
        Ok(Self {
            folder,
            precompiled,
            compiler: threads("compile", 10).build()?,
            finisher: threads("finish", 19).num_threads(1).build()?,
        })
    }

    /// Does work that takes a while, on threads that give way to those who answer people.
    pub(super) fn aside<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.compiler.install(work)
    }

    /// The digest of a file. Files that have not changed since they were last
    /// hashed (same path, length, times and inode, as git's index has it) are not
    /// read again: the vPIC component has 85 MB.
    pub(super) fn digest(&self, path: &Path) -> io::Result<Digest> {
        let seen = self.folder.join("seen").join(stamp(path)?);
        if let Some(digest) = fs::read_to_string(&seen)
            .ok()
            .and_then(|text| Digest::parse(&text))
        {
            return Ok(digest);
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(File::open(path)?)?;
        let digest = hasher.finalize().to_hex().to_string();
        // Without a place to remember it, the file is hashed again next time.
        let _ = self.write(&seen, digest.as_bytes());
        Ok(Digest(digest))
    }

    /// The compiled component, from the cache or compiled now. Blocks. With an engine that
    /// compiles quicker, what is not in the cache is compiled by that; then it is to be
    /// [completed](Self::complete), and that is said.
    ///
    /// # Errors
    /// When the file is no valid component, or is no longer the one with this digest.
    pub(super) fn component(
        &self,
        engine: &Engine,
        quick: Option<&Engine>,
        path: &Path,
        digest: &Digest,
    ) -> Result<(Component, bool), LoadError> {
        let complete = self.path(engine, digest, "");
        if let Some(component) = self.kept(engine, &complete) {
            return Ok((component, false));
        }
        let brought = self.precompiled.as_deref().map(|it| shipped(it, digest));
        if let Some(component) = brought.and_then(|brought| self.kept(engine, &brought)) {
            return Ok((component, false));
        }
        let Some(quick) = quick else {
            let component = self.compiled(engine, engine, path, digest, &complete)?;
            return Ok((component, false));
        };
        let hasty = self.path(engine, digest, HASTY);
        let component = match self.kept(engine, &hasty) {
            Some(component) => component,
            None => self.compiled(engine, quick, path, digest, &hasty)?,
        };
        Ok((component, true))
    }

    /// Compiles with care what was compiled in a hurry: the next look at the cache finds
    /// that. Blocks, on a thread that gives way to all others.
    ///
    /// # Errors
    /// As [`Self::component`].
    pub(super) fn complete(
        &self,
        engine: &Engine,
        path: &Path,
        digest: &Digest,
    ) -> Result<(), LoadError> {
        let complete = self.path(engine, digest, "");
        self.finisher
            .install(|| self.compiled(engine, engine, path, digest, &complete))?;
        let hasty = self.path(engine, digest, HASTY);
        let _ = fs::remove_file(sum_of(&hasty));
        let _ = fs::remove_file(hasty);
        Ok(())
    }

    /// Compiled code that is there and whole.
    fn kept(&self, engine: &Engine, compiled: &Path) -> Option<Component> {
        if !(compiled.is_file() && trusted(compiled) && self.intact(compiled)) {
            return None;
        }
        Self::used(compiled);
        // SAFETY: the file is one that `write` left, or one that the operator named, in a folder
        // that nobody else may write to, and it is what was written there; wasmtime checks that it
        // was made by this version and for these settings of the engine.
        match unsafe { Component::deserialize_file(engine, compiled) } {
            Ok(component) => Some(component),
            Err(error) => {
                tracing::warn!(
                    file = %compiled.display(), %error, "compiled code is of no use: compiling anew"
                );
                None
            }
        }
    }

    /// Compiles, by one engine for another, and keeps what comes of it.
    fn compiled(
        &self,
        engine: &Engine,
        compiler: &Engine,
        path: &Path,
        digest: &Digest,
        compiled: &Path,
    ) -> Result<Component, LoadError> {
        let invalid = |error: wasmtime::Error| LoadError::Invalid(first_line(&error));
        let component = fs::read(path)?;
        // What is kept under a digest must be made of the bytes with that digest.
        if Digest::of(&component) != *digest {
            return Err(LoadError::Changing);
        }
        let bytes = compiler.precompile_component(&component).map_err(invalid)?;
        // The vPIC decoder has 85 MB, compiled 100: never both, nor the latter twice.
        drop(component);
        let sum = Digest::of(&bytes);
        let kept = self
            .write(&sum_of(compiled), sum.as_str().as_bytes())
            .and_then(|()| self.write(compiled, &bytes));
        if let Err(error) = kept {
            tracing::warn!(
                file = %compiled.display(), %error, "compiled code can't be kept: next start is slow"
            );
            // SAFETY: the bytes were compiled for this engine a moment ago.
            return unsafe { Component::deserialize(engine, &bytes) }.map_err(invalid);
        }
        drop(bytes);
        give_back();
        // SAFETY: as above. From the file, so that the memory image is mapped and
        // shared instead of copied.
        unsafe { Component::deserialize_file(engine, compiled) }.map_err(invalid)
    }

    /// True if the compiled code is what was written: running anything else would crash
    /// the program. Unchanged files are not read again.
    fn intact(&self, compiled: &Path) -> bool {
        let written = fs::read_to_string(sum_of(compiled)).unwrap_or_default();
        let intact = self.digest(compiled).is_ok_and(|found| found.0 == written);
        if !intact {
            tracing::warn!(file = %compiled.display(), "compiled code is damaged: compiling anew");
        }
        intact
    }

    /// Notes once a day that compiled code is in use, for `tidy`.
    fn used(compiled: &Path) {
        let now = SystemTime::now();
        for file in [compiled.to_owned(), sum_of(compiled)] {
            let stale = fs::metadata(&file)
                .and_then(|found| found.modified())
                .is_ok_and(|at| at.elapsed().is_ok_and(|age| age > DAY));
            if stale {
                let _ = File::options()
                    .append(true)
                    .open(&file)
                    .and_then(|file| file.set_modified(now));
            }
        }
    }

    fn path(&self, engine: &Engine, digest: &Digest, kind: &str) -> PathBuf {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        engine.precompile_compatibility_hash().hash(&mut hasher);
        self.folder
            .join(format!("{}-{:016x}{kind}.cwasm", digest.0, hasher.finish()))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        private_folder(path.parent().unwrap_or(&self.folder))?;
        write_whole(path, bytes)
    }

    /// Deletes compiled code that nobody has used for a week: one version of the vPIC
    /// decoder takes 100 MB. That of versions that can be rolled back to stays.
    pub(super) fn tidy(&self, kept: &HashSet<String>) {
        for folder in [self.folder.clone(), self.folder.join("seen")] {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let old = entry
                    .metadata()
                    .and_then(|metadata| metadata.modified())
                    .is_ok_and(|at| at.elapsed().is_ok_and(|age| age > UNUSED));
                let name = entry.file_name().into_string().unwrap_or_default();
                let kept = name
                    .split_once('-')
                    .is_some_and(|(digest, _)| kept.contains(digest));
                if old && !kept && entry.path().is_file() {
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
    }
}

/// A file that is whole or not there at all, and for this user alone.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut part = tempfile::NamedTempFile::new_in(folder)?;
    io::Write::write_all(&mut part, bytes)?;
    part.persist(path)?;
    Ok(())
}

/// From now on this thread computes when no other one wants to: a plugin that is compiled
/// must not slow down answers. (On Linux, priorities are each thread's own.)
fn give_way(niceness: i32) {
    #[cfg(target_os = "linux")]
    // SAFETY: it takes numbers and touches no memory; that it may fail does no harm.
    unsafe {
        libc::setpriority(libc::PRIO_PROCESS, 0, niceness);
    }
}

/// Gives memory back to the system that the compiler is done with: it works on several threads,
/// and each one's heap would be kept for a next time that seldom comes.
fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: it may be called at any time, from any thread.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Makes a folder, for this user alone.
pub(super) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Where code that was compiled beforehand lies in its folder. It is for no processor in
/// particular, so that wasmtime itself has to see whether it fits.
pub(super) fn shipped(folder: &Path, digest: &Digest) -> PathBuf {
    folder.join(format!("{digest}.cwasm"))
}

/// Where the sum of compiled code is kept.
pub(super) fn sum_of(compiled: &Path) -> PathBuf {
    compiled.with_extension("blake3")
}

/// True if nobody else may have put code there: neither the file nor its folder is
/// writable for others.
fn trusted(file: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let closed = |path: &Path| fs::metadata(path).is_ok_and(|found| found.mode() & 0o022 == 0);
        let trusted = closed(file) && file.parent().is_some_and(closed);
        if !trusted {
            tracing::warn!(
                file = %file.display(),
                "others may write to this compiled code: compiling anew; `chmod -R go-w` its folder"
            );
        }
        trusted
    }
    #[cfg(not(unix))]
    true
}

/// What stays the same as long as a file does.
fn stamp(path: &Path) -> io::Result<String> {
    let path = path.canonicalize()?;
    let metadata = fs::metadata(&path)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(path.as_os_str().as_encoded_bytes());
    hasher.update(&metadata.len().to_le_bytes());
    let modified = metadata
        .modified()?
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    hasher.update(&modified.as_nanos().to_le_bytes());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        for number in [
            metadata.dev(),
            metadata.ino(),
            metadata.ctime_nsec().cast_unsigned(),
        ] {
            hasher.update(&number.to_le_bytes());
        }
        hasher.update(&metadata.ctime().to_le_bytes());
    }
    Ok(hasher.finalize().to_hex().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_has_another_digest_and_an_unchanged_one_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CodeCache::new(folder.path().join("code"), None).unwrap();
        let file = folder.path().join("a.wasm");
        fs::write(&file, b"one").unwrap();
        let first = cache.digest(&file).unwrap();
        assert_eq!(first, cache.digest(&file).unwrap());
        assert_eq!(first.to_string(), blake3::hash(b"one").to_hex().to_string());
        fs::write(&file, b"two!").unwrap();
        assert_ne!(first, cache.digest(&file).unwrap());
    }

    #[test]
    fn a_remembered_digest_that_was_damaged_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CodeCache::new(folder.path().join("code"), None).unwrap();
        let file = folder.path().join("a.wasm");
        fs::write(&file, b"one").unwrap();
        let digest = cache.digest(&file).unwrap();
        for entry in fs::read_dir(folder.path().join("code/seen")).unwrap() {
            fs::write(entry.unwrap().path(), b"nonsense").unwrap();
        }
        assert_eq!(digest, cache.digest(&file).unwrap());
    }
}
