//! `vinbot plugin push`.

use std::path::Path;
use std::process::ExitCode;

use super::super::Failure;
use super::pack;
use crate::config::Config;
use crate::distribution::{DistributionError, Logins, Registry, Source};

/// Pushes a plugin to a registry.
pub(super) async fn run(config: &Config, path: &Path, to: &str) -> Result<ExitCode, Failure> {
    let Source::Oci(reference) = to.parse()? else {
        let why = "a plugin is pushed to oci://registry/repository:tag";
        return Err(DistributionError::Source(to.to_owned(), why).into());
    };
    if reference.digest().is_some() {
        let why = "it is pushed under a :tag; its digest comes of itself";
        return Err(DistributionError::Source(to.to_owned(), why).into());
    }
    let logins = Logins::from_environment()?;
    let (plugin, packed) = pack::packed(config, path).await?;
    let digest = Registry::new(&reference, &logins)?.push(&packed).await?;
    let (registry, repository) = (reference.registry(), reference.repository());
    say!("{} {} is pushed", plugin.name, plugin.number);
    say!("  to       {to}");
    say!("  pinned   oci://{registry}/{repository}@{digest}");
    Ok(ExitCode::SUCCESS)
}
