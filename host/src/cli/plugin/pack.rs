//! `vinbot plugin pack`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::super::Failure;
use super::{engine, locate, roles};
use crate::config::Config;
use crate::distribution::{About, Artifact, DistributionError, Packed, layout};
use crate::plugins::{self, Version};

/// Packs a plugin into a file, and says what is in it.
pub(super) async fn run(
    config: &Config,
    path: &Path,
    out: Option<PathBuf>,
) -> Result<ExitCode, Failure> {
    let (plugin, packed) = packed(config, path).await?;
    let out = out.unwrap_or_else(|| format!("{}-{}.tar", plugin.name, plugin.number).into());
    layout::write(&packed, &out)?;
    say!("{} {} is packed", plugin.name, plugin.number);
    say!("  roles    {}", roles(&plugin));
    say!("  digest   {}", packed.digest);
    say!("  file     {}", out.display());
    Ok(ExitCode::SUCCESS)
}

/// A plugin that would be served, in the form that registries hold.
pub(super) async fn packed(config: &Config, path: &Path) -> Result<(Version, Packed), Failure> {
    let settings = &config.settings;
    let file = locate::component(config, path)?;
    let plugin = plugins::check(&engine(config)?, &file, settings)
        .await
        .map_err(|error| DistributionError::Load {
            what: file.display().to_string(),
            error,
        })?;
    let mut artifact = Artifact::beside(&file, settings.runtime.max_component_mb)?;
    // A project's own manifest is newer than the one that was built along.
    let own = path.join("plugin.toml");
    if path.is_dir() && own.is_file() {
        artifact.manifest = Some(std::fs::read_to_string(own)?);
    }
    let packed = artifact.pack(&About::from(&plugin))?;
    Ok((plugin, packed))
}
