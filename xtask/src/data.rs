//! The vPIC data: `vpic.rkyv`, which the crate `ultravin` reads.
//!
//! It is made from NHTSA's monthly dump by the authors of `ultravin` and attached
//! to each release. Where that host can't be reached, the same file is cut out of
//! the Python wheel of the same version, in whose shared library it stands byte
//! for byte. Either way its blake3 must be the one that the crate pins.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::{cache, progress};

/// The version of `ultravin` in Cargo.toml.
const VERSION: &str = "3.0.2";
/// From the crate's data/manifest.json.
const BLAKE3: &str = "6630690d9e1a3158121382362936ed73442fcc401c5fc15326267dadbbc41ca6";
const BYTES: usize = 84_124_480;
/// The file's first bytes: its magic and the version of its format.
const MAGIC: &[u8] = b"ULTRAVIN\x01\0";
const HEADER: usize = 64;

/// The data's path in the cache, fetched and checked if it is not there yet.
///
/// # Errors
/// When no source has it, with what each of them said.
pub(crate) fn ensure() -> Result<PathBuf> {
    let path = cache::dir()?.join(format!("vpic-{VERSION}.rkyv"));
    if path.is_file() {
        if std::fs::read(&path).is_ok_and(|bytes| check(&bytes).is_ok()) {
            return Ok(path);
        }
        eprintln!("{} is damaged: fetching it again", path.display());
    }
    let bytes = match from_release() {
        Ok(bytes) => bytes,
        Err(release) => from_wheel().map_err(|wheel| {
            anyhow::anyhow!(
                "the vPIC data could not be had.\n  from the release: {release:#}\n  from the \
                 wheel: {wheel:#}\n  Put vpic.rkyv of ultravin {VERSION} at {} by hand.",
                path.display()
            )
        })?,
    };
    cache::write_whole(&path, &bytes)?;
    Ok(path)
}

fn check(bytes: &[u8]) -> Result<()> {
    ensure!(
        bytes.len() == BYTES,
        "it has {} bytes instead of {BYTES}",
        bytes.len()
    );
    // The crate's own scheme: the body, then the builder's version in the header.
    let mut hasher = blake3::Hasher::new();
    hasher.update(&bytes[HEADER..]);
    hasher.update(&bytes[10..14]);
    let found = hasher.finalize().to_hex();
    ensure!(
        found.as_str() == BLAKE3,
        "its blake3 is {found} instead of {BLAKE3}"
    );
    Ok(())
}

fn from_release() -> Result<Vec<u8>> {
    let url = format!(
        "https://github.com/blackthorn-interstellar/ultravin/releases/download/v{VERSION}/vpic.rkyv"
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let bytes = runtime.block_on(async {
        let client = reqwest::Client::builder()
            .connect_timeout(std::time::Duration::from_secs(10))
            .build()?;
        let mut answer = client.get(&url).send().await?.error_for_status()?;
        let total = answer.content_length().unwrap_or(BYTES as u64);
        let bar = progress::bytes("fetching the vPIC data", total);
        let mut bytes = Vec::with_capacity(BYTES);
        while let Some(chunk) = answer.chunk().await? {
            ensure!(
                bytes.len() + chunk.len() <= BYTES,
                "it is longer than {BYTES} bytes"
            );
            bytes.extend_from_slice(&chunk);
            bar.set_position(bytes.len() as u64);
        }
        bar.finish_and_clear();
        Ok(bytes)
    })?;
    check(&bytes)?;
    Ok(bytes)
}

fn from_wheel() -> Result<Vec<u8>> {
    let folder = cache::dir()?.join(format!("wheel-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let bytes = wheel_into(&folder);
    std::fs::remove_dir_all(&folder)?;
    bytes
}

fn wheel_into(folder: &Path) -> Result<Vec<u8>> {
    progress::run(
        "fetching the vPIC data, out of the Python wheel",
        Command::new("python3")
            .args([
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                "--only-binary=:all:",
                "--dest",
            ])
            .arg(folder)
            .arg(format!("ultravin=={VERSION}")),
    )?;
    let wheel = std::fs::read_dir(folder)?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .context("pip downloaded no wheel")?;
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&wheel)?)?;
    let library = archive
        .file_names()
        .filter_map(Result::ok)
        .find(|name| name.starts_with("ultravin/_ultravin"))
        .context("the wheel holds no native library")?
        .into_owned();
    let mut bytes = Vec::new();
    std::io::copy(&mut archive.by_name(&library)?, &mut bytes)?;
    cut(&bytes)
}

/// Finds the data in a library that embeds it.
fn cut(library: &[u8]) -> Result<Vec<u8>> {
    let mut from = 0;
    while let Some(found) = find(&library[from..], MAGIC) {
        let start = from + found;
        if let Some(slice) = library.get(start..start + BYTES) {
            if check(slice).is_ok() {
                return Ok(slice.to_vec());
            }
        }
        from = start + 1;
    }
    bail!("the data that this version pins is not in the library")
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}
