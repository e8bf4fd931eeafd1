//! A packed plugin in a file: an OCI image layout in a tar archive, as `oras`, `skopeo`
//! and others copy it to and from registries.

use std::collections::HashMap;
use std::io::{self, Read};
use std::path::Path;

use oci_client::manifest::{IMAGE_MANIFEST_MEDIA_TYPE, OCI_IMAGE_MEDIA_TYPE, OciImageIndex};
use serde_json::json;

use super::artifact::{Artifact, MOST, Packed, described, io as io_error, sha256};
use super::error::DistributionError;

const BLOBS: &str = "blobs/";
const INDEX: &str = "index.json";
/// Entries of an archive that are looked at: a plugin has five.
const ENTRIES: usize = 64;

/// Writes a packed plugin: whole, or not at all.
///
/// # Errors
/// When the file can't be written.
pub fn write(packed: &Packed, file: &Path) -> Result<(), DistributionError> {
    let write = || {
        let folder = file.parent().filter(|path| !path.as_os_str().is_empty());
        let mut part = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
        archive(packed, &mut part)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(part.path(), std::fs::Permissions::from_mode(0o644))?;
        }
        part.persist(file)?;
        Ok(())
    };
    write().map_err(|reason| io_error(file, reason))
}

fn archive(packed: &Packed, out: &mut impl io::Write) -> io::Result<()> {
    let index = json!({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [{
            "mediaType": OCI_IMAGE_MEDIA_TYPE,
            "digest": packed.digest,
            "size": packed.manifest.len(),
            "annotations": { "org.opencontainers.image.ref.name": packed.version },
        }],
    });
    let layout = json!({ "imageLayoutVersion": "1.0.0" });
    let mut tar = tar::Builder::new(out);
    let mut add = |path: &str, bytes: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        // Always the same: time, owner and mode.
        header.set_mode(0o644);
        tar.append_data(&mut header, path, bytes)
    };
    add("oci-layout", layout.to_string().as_bytes())?;
    add(INDEX, index.to_string().as_bytes())?;
    add(&blob(&packed.digest), &packed.manifest)?;
    add(&blob(&packed.config.sha256_digest()), &packed.config.data)?;
    add(&blob(&packed.layer.sha256_digest()), &packed.layer.data)?;
    tar.into_inner()?.flush()
}

/// `sha256:12…` is `blobs/sha256/12…`.
fn blob(digest: &str) -> String {
    format!("{BLOBS}{}", digest.replacen(':', "/", 1))
}

/// True for the bytes of an archive.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar")
}

/// Reads a packed plugin, and its digest. Nothing of it is written anywhere, so names
/// that lead out of the archive lead nowhere.
///
/// # Errors
/// When it is no archive of a plugin, or what is in it is not what its digests say.
pub fn read(
    bytes: &[u8],
    what: &str,
    max_mb: u64,
) -> Result<(Artifact, String), DistributionError> {
    let not = |reason: String| DistributionError::NotAPlugin {
        what: what.to_owned(),
        reason,
    };
    let files = entries(bytes).map_err(|error| not(format!("not a tar archive: {error}")))?;
    let file = |name: &str| {
        let found = files.get(name).copied();
        found.ok_or_else(|| not(format!("the archive has no `{name}`")))
    };
    let checked = |digest: &str| {
        let bytes = file(&blob(digest))?;
        let found = sha256(bytes);
        if found == digest {
            return Ok(bytes);
        }
        Err(DistributionError::Tampered {
            from: what.to_owned(),
            expected: digest.to_owned(),
            found,
        })
    };
    let index: OciImageIndex = serde_json::from_slice(file(INDEX)?)
        .map_err(|error| not(format!("its index can't be read: {error}")))?;
    let is_manifest =
        |kind: &str| kind == OCI_IMAGE_MEDIA_TYPE || kind == IMAGE_MANIFEST_MEDIA_TYPE;
    let entry = match index.manifests.as_slice() {
        [one] if is_manifest(&one.media_type) => one,
        others => {
            let found = others.len();
            return Err(not(format!(
                "its index names {found} things, and not one plugin"
            )));
        }
    };
    let manifest = checked(&entry.digest)?;
    let described = described(manifest, what, max_mb)?;
    let artifact = Artifact {
        component: checked(&described.layer)?.to_vec(),
        manifest: described.manifest,
        signature: described.signature,
    };
    Ok((artifact, entry.digest.clone()))
}

/// The files of an archive, by name, borrowed from its bytes.
fn entries(bytes: &[u8]) -> io::Result<HashMap<String, &[u8]>> {
    let mut archive = tar::Archive::new(bytes);
    let mut files = HashMap::new();
    for entry in archive.entries()?.take(ENTRIES) {
        let entry = entry?;
        let name = entry.path()?.to_string_lossy().into_owned();
        let range = usize::try_from(entry.raw_file_position())
            .ok()
            .zip(usize::try_from(entry.size()).ok())
            .and_then(|(from, length)| bytes.get(from..from.checked_add(length)?));
        let content = range.ok_or(io::ErrorKind::UnexpectedEof)?;
        files.insert(name.trim_start_matches("./").to_owned(), content);
    }
    Ok(files)
}

/// Reads a file that is an archive or a component; `MOST` is for what is around the
/// component.
pub(super) fn bytes_of(file: &Path, max_mb: u64) -> Result<Vec<u8>, DistributionError> {
    let open = std::fs::File::open(file).map_err(|reason| io_error(file, reason))?;
    let most = (max_mb << 20) + 4 * MOST as u64;
    let mut bytes = Vec::new();
    let read = open.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|reason| io_error(file, reason))?;
    if bytes.len() as u64 > most {
        return Err(DistributionError::TooLarge {
            what: file.display().to_string(),
            most: max_mb,
        });
    }
    Ok(bytes)
}
