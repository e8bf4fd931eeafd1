//! `vinbot plugin check`.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use super::super::{Failure, complain};
use super::roles;
use crate::config::Config;
use crate::plugins::{self, Runtime, Services, StartError};

/// Checks one file as if it were to be served.
pub(super) async fn run(config: &Config, file: &Path) -> Result<ExitCode, Failure> {
    let settings = &config.settings;
    let runtime = Runtime::new(
        &settings.runtime,
        settings.largest_limits(),
        &config.state_dir,
        Arc::default(),
        Services::new(&settings.http).map_err(StartError::Client)?,
    )
    .map_err(|error| StartError::Engine(format!("{error:#}")))?;
    match plugins::check(&runtime, file, settings).await {
        Ok(plugin) => {
            say!("{} {} is fine", plugin.name, plugin.number);
            say!("  summary  {}", plugin.summary);
            say!("  roles    {}", roles(&plugin));
            if let Some(data) = &plugin.data {
                say!("  data     {data}");
            }
            if !plugin.views().is_empty() {
                say!("  views    {}", plugin.views().join(", "));
            }
            for command in plugin.commands() {
                say!("  command  {} – {}", command.usage, command.description);
            }
            for ask in &plugin.asks {
                say!("  {}", ask.line());
            }
            say!("  digest   {}", plugin.digest);
            for warning in &plugin.warnings {
                say!("  warning  {warning}");
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            complain(&format!("{}: {error}", file.display()));
            Ok(ExitCode::from(2))
        }
    }
}
