//! `vinbot plugin check`.

use std::path::Path;
use std::process::ExitCode;

use super::super::{Failure, complain};
use super::{NOT_CALLED, roles};
use crate::config::Config;
use crate::plugins::{Plugins, Runtime};

/// Checks one file as if it were to be served.
pub(super) async fn run(config: &Config, file: &Path) -> Result<ExitCode, Failure> {
    let settings = &config.settings;
    let runtime = Runtime::new(
        &settings.runtime,
        settings.largest_limits(),
        &config.state_dir,
    )
    .map_err(|error| crate::lookup::StartError::Engine(format!("{error:#}")))?;
    match Plugins::check(&runtime, file, settings).await {
        Ok(plugin) => {
            say!("{} {} is fine", plugin.name, plugin.version);
            say!("  summary  {}", plugin.summary);
            say!("  roles    {}", roles(&plugin));
            if plugin.roles().any(|role| !role.is_called()) {
                say!("           {NOT_CALLED}");
            }
            if let Some(data) = &plugin.data {
                say!("  data     {data}");
            }
            if !plugin.views().is_empty() {
                say!("  views    {}", plugin.views().join(", "));
            }
            say!("  digest   {}", plugin.digest);
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            complain(&format!("{}: {error}", file.display()));
            Ok(ExitCode::from(2))
        }
    }
}
