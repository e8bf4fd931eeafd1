//! Python: componentize-py, which puts `CPython` and the plugin's modules into one
//! component.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::{Project, cache, progress, world};

/// By exact version.
pub(crate) const REQUIREMENT: &str = "componentize-py==0.25.1";

/// The module that holds the classes of the roles.
const MODULE: &str = "plugin";

/// Runs the tool out of the folder in the first argument.
const RUN: &str = "import sys; sys.path.insert(0, sys.argv.pop(1)); \
                   from componentize_py import script; sys.exit(script())";

pub(crate) fn build(project: &Project) -> Result<Vec<u8>> {
    let sources = project.folder.join("src");
    let entry = sources.join(format!("{MODULE}.py"));
    ensure!(
        entry.is_file(),
        "there is no {}: that is the module with the classes `About` and of the roles",
        entry.display()
    );
    let tests_itself = std::fs::read_to_string(&entry)?.contains("class SelfTest(");
    let tools = tools()?;
    let work = tempfile::tempdir().context("no temporary folder")?;
    let (wit, out) = (work.path().join("wit"), work.path().join("plugin.wasm"));
    std::fs::create_dir(&wit)?;
    world::write(project, &wit, tests_itself)?;
    let mut python = Command::new("python3");
    python
        .args(["-c", RUN])
        .arg(&tools)
        .args(["--quiet", "--wit-path"])
        .arg(&wit)
        .args(["--world", world::WORLD, "componentize", MODULE])
        .arg("--python-path")
        .arg(&sources);
    // Pure Python packages that the plugin brings along.
    let vendor = project.folder.join("vendor");
    if vendor.is_dir() {
        python.arg("--python-path").arg(vendor);
    }
    python.arg("--output").arg(&out);
    // What the author's shell sets must not get into the component.
    python.env_remove("PYTHONPATH").env_remove("PYTHONHOME");
    python.env("PYTHONDONTWRITEBYTECODE", "1");
    progress::run(&format!("making {} a component", project.name), &mut python)?;
    std::fs::read(&out).context("componentize-py left no component")
}

/// The folder with componentize-py, installed on first use. `--target` needs neither a
/// virtual environment nor leave to write to the system's Python.
fn tools() -> Result<PathBuf> {
    let asked = Command::new("python3")
        .args(["-m", "pip", "--version"])
        .output();
    if !asked.is_ok_and(|output| output.status.success()) {
        bail!("there is no python3 with pip: building a Python plugin needs Python 3.10 or later");
    }
    let folder = cache::dir()?.join(format!("python-{}", REQUIREMENT.replace("==", "-")));
    cache::folder_once(&folder, |part| {
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--no-deps"])
            .args(["--only-binary=:all:", "--target"])
            .arg(part)
            .arg(REQUIREMENT);
        progress::run("installing componentize-py with pip (once)", &mut pip)
            .context("componentize-py can't be had: pip must reach its registry once")?;
        Ok(())
    })?;
    Ok(folder)
}
