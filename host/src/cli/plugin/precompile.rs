//! `vinbot plugin precompile`.

use std::path::Path;
use std::process::ExitCode;

use super::super::Failure;
use crate::config::Config;
use crate::plugins;

pub(super) fn run(config: &Config, out: &Path) -> Result<ExitCode, Failure> {
    let mut all = true;
    for one in plugins::precompile(config, out)? {
        let file = one.file.display();
        match one.outcome {
            Ok(bytes) => say!("{:>9} kB  {file}", bytes >> 10),
            Err(error) => {
                all = false;
                super::super::complain(&format!("{file}: {error}"));
            }
        }
    }
    Ok(if all {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}
