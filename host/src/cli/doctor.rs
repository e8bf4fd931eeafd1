//! `vinbot doctor`: what is configured, reachable, loaded.
use std::process::ExitCode;
use super::Failure;
use crate::config::Config;
pub(super) async fn run(_config: &Config) -> Result<ExitCode, Failure> { Ok(ExitCode::SUCCESS) }
