//! `vinbot plugin build`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use vinbot_build::{Effort, Project, cache};

use super::super::Failure;

/// Builds a project's component.
pub(super) async fn run(folder: PathBuf, out: Option<PathBuf>) -> Result<ExitCode, Failure> {
    let began = Instant::now();
    // Compilers take seconds.
    let work = tokio::task::spawn_blocking(move || {
        let project = Project::open(&folder)?;
        let bytes = vinbot_build::build(&project, Effort::Full)?;
        let out = std::path::absolute(out.unwrap_or_else(|| project.folder.join("plugin.wasm")))?;
        cache::write_whole(&out, &bytes)?;
        Ok((out, bytes.len()))
    });
    let built: Result<_, anyhow::Error> = work.await.map_err(std::io::Error::other)?;
    let (out, bytes) = built.map_err(|error| Failure::Build(format!("{error:#}")))?;
    say!(
        "{}: {} kB in {:.1} s",
        out.display(),
        bytes.div_ceil(1_000),
        began.elapsed().as_secs_f64()
    );
    Ok(ExitCode::SUCCESS)
}
