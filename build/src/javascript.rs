//! JavaScript: componentize-js, which puts a JavaScript engine and the plugin's modules
//! into one component.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::{Project, cache, progress, world};

/// Every package that takes part, by exact version and hash.
const LOCK: &str = include_str!("../js/package-lock.json");
/// All that makes a component of the same sources another one.
pub(crate) const TOOLS: &str = concat!(
    include_str!("../js/package-lock.json"),
    include_str!("../js/componentize.mjs")
);
const PACKAGE: &str = include_str!("../js/package.json");
/// What is run: it calls componentize-js for one file.
const SCRIPT: &str = include_str!("../js/componentize.mjs");

/// What the packages need.
const NODE: u32 = 18;

pub(crate) fn build(project: &Project) -> Result<Vec<u8>> {
    let entry = project.folder.join(entry(&project.folder)?);
    let tests_itself = std::fs::read_to_string(&entry)?.contains("export const selfTest");
    let script = script(&tools()?)?;
    let work = tempfile::tempdir().context("no temporary folder")?;
    let (wit, out) = (work.path().join("wit"), work.path().join("plugin.wasm"));
    std::fs::create_dir(&wit)?;
    world::write(project, &wit, tests_itself)?;
    let mut node = Command::new("node");
    // Modules are found from where it runs.
    node.current_dir(&project.folder)
        .arg(script)
        .args([&entry, &wit])
        .arg(world::WORLD)
        .arg(&out);
    progress::run(&format!("making {} a component", project.name), &mut node)?;
    std::fs::read(&out).context("componentize-js left no component")
}

/// The module that exports the roles.
fn entry(folder: &Path) -> Result<PathBuf> {
    #[derive(Deserialize)]
    struct Package {
        main: Option<PathBuf>,
    }
    let path = folder.join("package.json");
    let text = std::fs::read_to_string(&path)?;
    let package: Package =
        serde_json::from_str(&text).with_context(|| format!("{} is not valid", path.display()))?;
    let main = package.main.unwrap_or_else(|| "src/plugin.js".into());
    ensure!(
        folder.join(&main).is_file(),
        "there is no {}: `main` in package.json names the module that exports `about` and the roles",
        folder.join(&main).display()
    );
    Ok(main)
}

/// The folder with componentize-js, installed on first use.
fn tools() -> Result<PathBuf> {
    check_node()?;
    let key = &blake3::hash(LOCK.as_bytes()).to_hex()[..16];
    let folder = cache::dir()?.join(format!("javascript-{key}"));
    cache::folder_once(&folder, |part| {
        std::fs::write(part.join("package.json"), PACKAGE)?;
        std::fs::write(part.join("package-lock.json"), LOCK)?;
        let mut npm = Command::new("npm");
        npm.current_dir(part)
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        progress::run("installing componentize-js with npm (once)", &mut npm)
            .context("componentize-js can't be had: npm must reach its registry once")?;
        Ok(())
    })?;
    Ok(folder)
}

/// The script, beside the packages that it imports, under a name of its own: another
/// vinbot with the same packages may have another one.
fn script(tools: &Path) -> Result<PathBuf> {
    let key = &blake3::hash(SCRIPT.as_bytes()).to_hex()[..16];
    let path = tools.join(format!("componentize-{key}.mjs"));
    if !path.is_file() {
        cache::write_whole(&path, SCRIPT.as_bytes())?;
    }
    Ok(path)
}

fn check_node() -> Result<()> {
    let asked = Command::new("node").arg("--version").output();
    let version = asked.ok().filter(|output| output.status.success());
    let version = version.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    match version.as_deref().map(major) {
        Some(Some(major)) if major >= NODE => Ok(()),
        Some(_) => bail!(
            "node is {}: building a JavaScript plugin needs {NODE} or later",
            version.unwrap_or_default()
        ),
        None => bail!(
            "there is no node: building a JavaScript plugin needs Node.js {NODE} or later with npm"
        ),
    }
}

/// 20 of `v20.1.2`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("node"), None);
    }

    #[test]
    fn a_missing_module_is_named() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("package.json"), r#"{"main": "a.js"}"#).unwrap();
        let said = entry(folder.path()).unwrap_err().to_string();
        assert!(said.contains("a.js") && said.contains("`main`"), "{said}");
    }

    #[test]
    fn the_lock_file_pins_by_hash_and_names_no_place() {
        let packages = LOCK.matches("\"version\"").count();
        assert!(packages > 100 && LOCK.matches("\"integrity\"").count() >= packages - 1);
        assert!(!LOCK.contains("\"resolved\""));
    }
}
