//! `vinbot plugin check`.

use std::path::Path;
use std::process::ExitCode;

use super::super::{Failure, complain};
use super::{engine, roles};
use crate::config::Config;
use crate::plugins;

/// Checks one file as if it were to be served.
pub(super) async fn run(config: &Config, file: &Path) -> Result<ExitCode, Failure> {
    match plugins::check(&engine(config)?, file, &config.settings).await {
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
