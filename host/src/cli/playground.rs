use std::process::ExitCode;
use super::Failure;
use crate::config::Config;
pub(super) async fn run(_config: Config, _l: std::net::SocketAddr) -> Result<ExitCode, Failure> { Ok(ExitCode::SUCCESS) }
