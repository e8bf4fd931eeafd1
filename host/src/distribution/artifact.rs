//! A plugin as it travels, and its form in registries: the Wasm OCI artifact of the
//! CNCF's working group, as `wkg` and others write and read it.
//!
//! Such an artifact has exactly one layer, the component, or those tools refuse it. So
//! `plugin.toml` and the signature, a few hundred bytes each, are annotations of the
//! manifest; the manifest's digest covers them like the layer.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use oci_client::annotations as keys;
use oci_client::client::{Config, ImageLayer};
use oci_client::manifest::{OCI_IMAGE_MEDIA_TYPE, OciImageManifest};
use serde::Serialize;
use wasmparser::{Parser, Payload};

use super::error::DistributionError;
use crate::trust::signature_of;

/// Of the manifest's `config`.
pub(super) const CONFIG_TYPE: &str = "application/vnd.wasm.config.v0+json";
/// Of the one layer.
pub(super) const LAYER_TYPE: &str = "application/wasm";
/// Where `plugin.toml` stands.
const MANIFEST: &str = "vinbot.plugin.manifest";
/// Where the signature stands.
const SIGNATURE: &str = "vinbot.plugin.signature";
/// Larger ones are no `plugin.toml` and no signature.
pub(super) const MOST: usize = 64 << 10;

/// A component and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// `plugin.wasm`.
    pub component: Vec<u8>,
    /// `plugin.toml`.
    pub manifest: Option<String>,
    /// `plugin.wasm.minisig`.
    pub signature: Option<String>,
}

/// What registries show of a plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// One sentence.
    pub summary: String,
    /// Where more is to be read.
    pub homepage: Option<String>,
}

/// A plugin in the form that registries hold. The same plugin has the same digest,
/// whenever and wherever it is packed.
pub struct Packed {
    /// The one layer: the component.
    pub(super) layer: ImageLayer,
    pub(super) config: Config,
    /// The manifest's bytes.
    pub(super) manifest: Vec<u8>,
    /// Of the manifest: `sha256:…`.
    pub digest: String,
    pub(super) version: String,
}

impl std::fmt::Debug for Packed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Packed").field(&self.digest).finish()
    }
}

/// What the manifest's `config` holds.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WasmConfig {
    created: &'static str,
    architecture: &'static str,
    os: &'static str,
    layer_digests: Vec<String>,
    component: Interfaces,
}

#[derive(Debug, Default, PartialEq, Serialize)]
struct Interfaces {
    exports: Vec<String>,
    imports: Vec<String>,
}

impl Artifact {
    /// A component with the manifest and the signature that stand beside it.
    ///
    /// # Errors
    /// When something that is there can't be read, or is too large.
    pub fn beside(component: &Path, max_mb: u64) -> Result<Self, DistributionError> {
        Ok(Self {
            component: read(component, max_mb)?,
            manifest: text(&component.with_extension("toml"))?,
            signature: text(&signature_of(component))?,
        })
    }

    /// Packs it.
    ///
    /// # Errors
    /// When the bytes are no component.
    pub fn pack(&self, about: &About) -> Result<Packed, DistributionError> {
        let not = |reason: String| DistributionError::NotAPlugin {
            what: about.name.clone(),
            reason,
        };
        let interfaces = interfaces(&self.component).map_err(|error| not(error.to_string()))?;
        let layer = ImageLayer::new(self.component.clone(), LAYER_TYPE.to_owned(), None);
        let config = WasmConfig {
            // Any fixed time: the digest must not depend on when it was packed.
            created: "1970-01-01T00:00:00Z",
            architecture: "wasm",
            os: "wasip2",
            layer_digests: vec![layer.sha256_digest()],
            component: interfaces,
        };
        let config = serde_json::to_vec(&config).map_err(|error| not(error.to_string()))?;
        let config = Config::new(config, CONFIG_TYPE.to_owned(), None);
        let annotations = self.annotations(about);
        let layers = std::slice::from_ref(&layer);
        let mut manifest = OciImageManifest::build(layers, &config, Some(annotations));
        manifest.media_type = Some(OCI_IMAGE_MEDIA_TYPE.to_owned());
        let manifest = serde_json::to_vec(&manifest).map_err(|error| not(error.to_string()))?;
        Ok(Packed {
            digest: sha256(&manifest),
            layer,
            config,
            manifest,
            version: about.version.clone(),
        })
    }

    fn annotations(&self, about: &About) -> BTreeMap<String, String> {
        let pairs = [
            (keys::ORG_OPENCONTAINERS_IMAGE_TITLE, Some(&about.name)),
            (keys::ORG_OPENCONTAINERS_IMAGE_VERSION, Some(&about.version)),
            (
                keys::ORG_OPENCONTAINERS_IMAGE_DESCRIPTION,
                Some(&about.summary),
            ),
            (keys::ORG_OPENCONTAINERS_IMAGE_URL, about.homepage.as_ref()),
            (MANIFEST, self.manifest.as_ref()),
            (SIGNATURE, self.signature.as_ref()),
        ];
        pairs
            .into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), value?.clone())))
            .collect()
    }
}

/// What a manifest says of the plugin that it describes.
pub(super) struct Described {
    /// The digest of the component.
    pub(super) layer: String,
    /// Its length in bytes.
    pub(super) length: u64,
    pub(super) manifest: Option<String>,
    pub(super) signature: Option<String>,
}

/// Reads a manifest, which must be one of a plugin.
pub(super) fn described(
    bytes: &[u8],
    what: &str,
    max_mb: u64,
) -> Result<Described, DistributionError> {
    let not = |reason: String| DistributionError::NotAPlugin {
        what: what.to_owned(),
        reason,
    };
    let manifest: OciImageManifest = serde_json::from_slice(bytes)
        .map_err(|error| not(format!("its manifest can't be read: {error}")))?;
    if manifest.config.media_type != CONFIG_TYPE {
        let found = &manifest.config.media_type;
        return Err(not(format!("it is `{found}`, and not `{CONFIG_TYPE}`")));
    }
    let [layer] = manifest.layers.as_slice() else {
        let found = manifest.layers.len();
        return Err(not(format!("it has {found} layers, and not one")));
    };
    if layer.media_type != LAYER_TYPE {
        let found = &layer.media_type;
        return Err(not(format!(
            "its layer is `{found}`, and not `{LAYER_TYPE}`"
        )));
    }
    let length =
        u64::try_from(layer.size).map_err(|_| not("its layer has no length".to_owned()))?;
    if length > max_mb << 20 {
        return Err(DistributionError::TooLarge {
            what: what.to_owned(),
            most: max_mb,
        });
    }
    let mut annotations = manifest.annotations.unwrap_or_default();
    let mut take = |key: &str| match annotations.remove(key) {
        Some(text) if text.len() > MOST => Err(not(format!("its `{key}` is too long"))),
        text => Ok(text),
    };
    Ok(Described {
        layer: layer.digest.clone(),
        length,
        manifest: take(MANIFEST)?,
        signature: take(SIGNATURE)?,
    })
}

/// The digest of bytes as registries write it.
pub(super) fn sha256(bytes: &[u8]) -> String {
    // The library hashes layers, and nothing else that is public.
    ImageLayer::new(bytes.to_vec(), String::new(), None).sha256_digest()
}

/// A component's own imports and exports, not those of what is inside it.
fn interfaces(component: &[u8]) -> Result<Interfaces, wasmparser::BinaryReaderError> {
    let mut found = Interfaces::default();
    let mut depth = 0;
    for payload in Parser::new(0).parse_all(component) {
        match payload? {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentImportSection(section) if depth == 0 => {
                for import in section {
                    found.imports.push(import?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(section) if depth == 0 => {
                for export in section {
                    found.exports.push(export?.name.name.to_owned());
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

fn read(file: &Path, max_mb: u64) -> Result<Vec<u8>, DistributionError> {
    let io = |reason| io(file, reason);
    let open = std::fs::File::open(file).map_err(io)?;
    if open.metadata().map_err(io)?.len() > max_mb << 20 {
        return Err(DistributionError::TooLarge {
            what: file.display().to_string(),
            most: max_mb,
        });
    }
    let mut bytes = Vec::new();
    let mut bounded = std::io::Read::take(open, max_mb << 20);
    std::io::Read::read_to_end(&mut bounded, &mut bytes).map_err(io)?;
    Ok(bytes)
}

fn text(file: &Path) -> Result<Option<String>, DistributionError> {
    match std::fs::metadata(file) {
        Err(reason) if reason.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(reason) => return Err(io(file, reason)),
        Ok(found) if found.len() > MOST as u64 => {
            return Err(DistributionError::NotAPlugin {
                what: file.display().to_string(),
                reason: "it is far too long".to_owned(),
            });
        }
        Ok(_) => {}
    }
    let text = std::fs::read_to_string(file).map_err(|reason| io(file, reason))?;
    Ok(Some(text))
}

pub(super) fn io(file: &Path, reason: std::io::Error) -> DistributionError {
    DistributionError::Io {
        file: PathBuf::from(file),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::{Value, json};

    fn manifest() -> Value {
        json!({
            "schemaVersion": 2,
            "config": {"mediaType": CONFIG_TYPE, "digest": "sha256:1", "size": 1},
            "layers": [{"mediaType": LAYER_TYPE, "digest": "sha256:2", "size": 7}],
            "annotations": {"vinbot.plugin.manifest": "name = \"x\""},
        })
    }

    #[test]
    fn a_manifest_tells_where_the_component_is_and_what_belongs_to_it() {
        let bytes = serde_json::to_vec(&manifest()).unwrap();
        let described = described(&bytes, "x", 1).unwrap();
        assert_eq!((&*described.layer, described.length), ("sha256:2", 7));
        assert_eq!(described.manifest.as_deref(), Some("name = \"x\""));
        assert_eq!(described.signature, None);
    }

    #[rstest]
    #[case::image("/config/mediaType", json!("application/vnd.oci.image.config.v1+json"),
                  "and not `application/vnd.wasm.config.v0+json`")]
    #[case::other_layer("/layers/0/mediaType", json!("application/zip"), "it is `application/zip`")]
    #[case::two_layers("/layers", json!([]), "it has 0 layers")]
    #[case::no_length("/layers/0/size", json!(-1), "has no length")]
    #[case::too_large("/layers/0/size", json!((1 << 20) + 1), "more than 1 MB")]
    #[case::endless("/annotations/vinbot.plugin.manifest", json!("x".repeat(MOST + 1)),
                    "is too long")]
    #[case::no_manifest("/layers", json!(7), "can't be read")]
    fn an_artifact_of_another_kind_is_refused_with_the_reason(
        #[case] at: &str,
        #[case] other: Value,
        #[case] why: &str,
    ) {
        let mut manifest = manifest();
        *manifest.pointer_mut(at).unwrap() = other;
        let bytes = serde_json::to_vec(&manifest).unwrap();
        let told = described(&bytes, "x", 1).err().unwrap().to_string();
        assert!(told.contains(why.trim_start_matches("it is ")), "{told}");
    }
}
