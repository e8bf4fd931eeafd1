//! Compiled beforehand, on another machine: an image brings code along, and its first start
//! compiles nothing.

use std::path::{Path, PathBuf};

use wasmtime::Engine;

use super::code::{Digest, shipped, write_whole};
use super::engine::engine_config;
use super::error::{LoadError, StartError};
use super::load::{check_file, first_line};
use super::{code, folder};
use crate::config::Config;

/// One component that was compiled.
#[derive(Debug)]
pub struct Precompiled {
    /// The component.
    pub file: PathBuf,
    /// Bytes of compiled code, or why there are none.
    pub outcome: Result<usize, LoadError>,
}

/// Compiles every component of the configured folder into `out`, for all processors of this
/// machine's kind, and for this version of the program with the same `[runtime]` and `[limits]`:
/// `runtime.precompiled_dir` is where the bot looks for it. Runs nothing of them. Blocks.
///
/// # Errors
/// When there is no folder or no engine. What a single component fails at is its outcome.
pub fn precompile(config: &Config, out: &Path) -> Result<Vec<Precompiled>, StartError> {
    let settings = &config.settings;
    let folder = folder::find(&settings.runtime).map_err(StartError::NoFolder)?;
    let files = folder::components(&folder).map_err(|reason| StartError::Folder {
        folder: folder.clone(),
        reason,
    })?;
    let engine = engine(config).map_err(|error| StartError::Engine(format!("{error:#}")))?;
    let one = |file: PathBuf| Precompiled {
        outcome: compile(&engine, &file, out, settings.runtime.max_component_mb),
        file,
    };
    Ok(files.into_iter().map(one).collect())
}

/// Naming the machine keeps the compiler from using what only this very processor can do.
fn engine(config: &Config) -> wasmtime::Result<Engine> {
    let settings = &config.settings;
    let runtime = crate::config::Runtime {
        // It runs nothing, so it needs no room for sandboxes.
        concurrency: 1,
        ..settings.runtime.clone()
    };
    let mut engine = engine_config(&runtime, settings.largest_limits());
    engine.target(machine())?;
    Engine::new(&engine)
}

fn machine() -> &'static str {
    if cfg!(target_arch = "aarch64") {
        "aarch64-unknown-linux-gnu"
    } else {
        "x86_64-unknown-linux-gnu"
    }
}

fn compile(engine: &Engine, file: &Path, out: &Path, max_mb: u64) -> Result<usize, LoadError> {
    check_file(file, max_mb)?;
    let component = std::fs::read(file)?;
    let digest = Digest::of(&component);
    let compiled = engine.precompile_component(&component);
    let compiled = compiled.map_err(|error| LoadError::Invalid(first_line(&error)))?;
    std::fs::create_dir_all(out)?;
    let place = shipped(out, &digest);
    let sum = Digest::of(&compiled);
    write(&code::sum_of(&place), sum.as_str().as_bytes())?;
    write(&place, &compiled)?;
    Ok(compiled.len())
}

/// A file that everybody may read, for the bot is another user than who compiled.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    write_whole(path, bytes)?;
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    Ok(())
}
