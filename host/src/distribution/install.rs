//! Into the plugin folder, and out of it.
//!
//! A plugin is fetched into a hidden folder beside its place, checked there as if it
//! were to serve, and moved over by renaming. The lock is written before the component
//! arrives, so that a running bot never finds bytes that the lock does not know; a
//! component that is still the old one serves on meanwhile.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::artifact::{About, Artifact, io as io_error};
use super::download;
use super::error::DistributionError;
use super::layout;
use super::login::Logins;
use super::place::{self, COMPONENT, readable};
use super::registry::Registry;
use super::source::Source;
use crate::config::Settings;
use crate::plugins::{self, Runtime, Version};
use crate::trust::{Pin, Policy, signature_of};

/// Puts plugins into a plugin folder.
#[derive(Debug)]
pub struct Installer<'a> {
    /// The plugin folder.
    pub folder: PathBuf,
    /// The engine that checks.
    pub runtime: &'a Runtime,
    /// What the operator wants.
    pub settings: &'a Settings,
    /// Who one is at registries.
    pub logins: &'a Logins,
}

/// What was installed.
#[derive(Debug)]
pub struct Installed {
    /// As it stands in the lock.
    pub pin: Pin,
    /// What it said of itself.
    pub plugin: Version,
    /// The version that was installed before.
    pub before: Option<String>,
    /// Its `plugin.toml`.
    pub manifest: Option<String>,
}

impl Installer<'_> {
    /// Installs a plugin. With `replace`, also in the place of one that was not installed
    /// but put there otherwise.
    ///
    /// # Errors
    /// See [`DistributionError`]; what was there before then still is.
    pub async fn install(
        &self,
        source: &Source,
        replace: bool,
    ) -> Result<Installed, DistributionError> {
        let source = match source {
            Source::File(file) => Source::File(std::path::absolute(file).unwrap_or(file.clone())),
            other => other.clone(),
        };
        let (artifact, digest) = self.fetch(&source).await?;
        let staged = self.stage(&source.to_string(), &artifact).await?;
        let pin = Pin {
            name: staged.plugin.name.to_string(),
            version: staged.plugin.number.clone(),
            source: source.to_string(),
            artifact: digest,
            component: staged.plugin.digest.as_str().to_owned(),
            manifest: artifact.manifest.as_deref().map(digest_of),
            signed_by: staged.signed_by.clone(),
            installed: now(),
        };
        let before = place::put(&self.folder, staged.folder.path(), &pin, replace)?;
        Ok(Installed {
            pin,
            plugin: staged.plugin,
            before,
            manifest: artifact.manifest,
        })
    }

    /// Puts back what the lock pins; false if it is there already.
    ///
    /// # Errors
    /// See [`DistributionError`]; above all when its source has other bytes by now.
    pub async fn restore(&self, pin: &Pin) -> Result<bool, DistributionError> {
        let component = self.folder.join(&pin.name).join(COMPONENT);
        if digest_of_file(&component)?.as_ref() == Some(&pin.component)
            && digest_of_file(&component.with_extension("toml"))? == pin.manifest
        {
            return Ok(false);
        }
        let source = match (pin.source.parse()?, &pin.artifact) {
            (Source::Oci(reference), Some(digest)) => {
                Source::Oci(reference.clone_with_digest(digest.clone()))
            }
            (other, _) => other,
        };
        let (artifact, _) = self.fetch(&source).await?;
        let or_none = |digest: Option<String>| digest.unwrap_or_else(|| "(none)".to_owned());
        let manifest = artifact.manifest.as_deref().map(digest_of);
        for (what, pinned, found) in [
            (
                COMPONENT,
                pin.component.clone(),
                digest_of(&artifact.component),
            ),
            (
                "plugin.toml",
                or_none(pin.manifest.clone()),
                or_none(manifest),
            ),
        ] {
            if pinned != found {
                return Err(DistributionError::NotAsLocked {
                    name: pin.name.clone(),
                    what,
                    from: pin.source.clone(),
                    pinned,
                    found,
                });
            }
        }
        let staged = self.stage(&source.to_string(), &artifact).await?;
        // What stands there is not what was installed, whoever put it there.
        place::put(&self.folder, staged.folder.path(), pin, true)?;
        Ok(true)
    }

    async fn fetch(
        &self,
        source: &Source,
    ) -> Result<(Artifact, Option<String>), DistributionError> {
        let most = self.settings.runtime.max_component_mb;
        match source {
            Source::Oci(reference) => {
                let registry = Registry::new(reference, self.logins)?;
                let (artifact, digest) = registry.pull(most).await?;
                Ok((artifact, Some(digest)))
            }
            Source::Url(url) => download::fetch(url, most).await,
            Source::File(file) => {
                let file = if file.is_dir() {
                    file.join(COMPONENT)
                } else {
                    file.clone()
                };
                let bytes = layout::bytes_of(&file, most)?;
                if layout::is_archive(&bytes) {
                    let (artifact, digest) = layout::read(&bytes, &source.to_string(), most)?;
                    return Ok((artifact, Some(digest)));
                }
                drop(bytes);
                Ok((Artifact::beside(&file, most)?, None))
            }
        }
    }

    /// Writes a plugin into a hidden folder, and checks it there.
    async fn stage(&self, from: &str, artifact: &Artifact) -> Result<Staged, DistributionError> {
        let io = |reason| io_error(&self.folder, reason);
        let folder = tempfile::Builder::new()
            .prefix(".install-")
            .tempdir_in(&self.folder)
            .map_err(io)?;
        let file = folder.path().join(COMPONENT);
        let write = || {
            fs::write(&file, &artifact.component)?;
            if let Some(text) = &artifact.manifest {
                fs::write(file.with_extension("toml"), text)?;
            }
            if let Some(text) = &artifact.signature {
                fs::write(signature_of(&file), text)?;
            }
            readable(folder.path())
        };
        write().map_err(io)?;
        let refused = |error| DistributionError::Load {
            what: from.to_owned(),
            error,
        };
        let plugin = plugins::check(self.runtime, &file, self.settings)
            .await
            .map_err(refused)?;
        let signed_by = Policy::new(self.settings)
            .check(&file, plugin.digest.as_str())
            .map_err(|error| refused(error.into()))?;
        Ok(Staged {
            folder,
            plugin,
            signed_by,
        })
    }
}

/// A plugin that is fetched and checked.
struct Staged {
    folder: tempfile::TempDir,
    plugin: Version,
    signed_by: Option<String>,
}

impl From<&Version> for About {
    fn from(version: &Version) -> Self {
        Self {
            name: version.name.to_string(),
            version: version.number.clone(),
            summary: version.summary.clone(),
            homepage: version.homepage.clone(),
        }
    }
}

fn digest_of(bytes: impl AsRef<[u8]>) -> String {
    blake3::hash(bytes.as_ref()).to_hex().to_string()
}

/// Of a file; none if it is not there.
fn digest_of_file(file: &Path) -> Result<Option<String>, DistributionError> {
    let hash = || {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(File::open(file)?)?;
        Ok(hasher.finalize().to_hex().to_string())
    };
    match hash() {
        Ok(digest) => Ok(Some(digest)),
        Err(reason) if io::Error::kind(&reason) == io::ErrorKind::NotFound => Ok(None),
        Err(reason) => Err(io_error(file, reason)),
    }
}

fn now() -> String {
    chrono::DateTime::<chrono::Utc>::from(SystemTime::now())
        .to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
