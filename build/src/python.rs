//! Python: componentize-py, which puts `CPython` and the plugin's modules into one
//! component.

use std::path::{Path, PathBuf};
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
    // The tool's own frames are of no use to an author.
    python.env("RUST_BACKTRACE", "0");
    python.env("RUST_LIB_BACKTRACE", "0");
    if let Err(error) = progress::run(&format!("making {} a component", project.name), &mut python)
    {
        let said = format!("{error:#}");
        bail!("{}{}", said.trim_end(), advice(&said, &entry));
    }
    std::fs::read(&out).context("componentize-py left no component")
}

/// What to do, where that is known.
fn advice(said: &str, entry: &Path) -> String {
    // A class of the plugin, or a method of one.
    if !said.contains("has no attribute") {
        return String::new();
    }
    format!(
        "\n{} must have a class `About` and, for each role in plugin.toml, a class of its name \
         (`Decoder` for decoder), with every method that the contract in wit/ has for it.",
        entry.display()
    )
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_that_is_missing_is_told_with_what_must_be_there() {
        let entry = Path::new("src/plugin.py");
        let said = "AttributeError: module 'plugin' has no attribute 'Decoder'";
        let advice = advice(said, entry);
        assert!(
            advice.contains("src/plugin.py must have a class `About`"),
            "{advice}"
        );
        assert_eq!(super::advice("SyntaxError: invalid syntax", entry), "");
    }
}
