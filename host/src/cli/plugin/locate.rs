//! Which component is meant.

use std::io;
use std::path::{Path, PathBuf};

use vinbot_build::Language;

use super::super::{Failure, complain};
use super::dev;
use crate::config::Config;
use crate::plugins;

const COMPONENT: &str = "plugin.wasm";

/// The component of a path: the file itself, `plugin.wasm` in the folder, or, for the
/// folder of a project, what was built of it into the plugin folder.
pub(super) fn component(config: &Config, path: &Path) -> Result<PathBuf, Failure> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let inside = path.join(COMPONENT);
    if inside.is_file() {
        if let Some(newer) = newer_source(path, &inside) {
            complain(&format!(
                "{} is newer than {}: `vinbot plugin build` makes it anew",
                newer.display(),
                inside.display()
            ));
        }
        return Ok(inside);
    }
    let built = name_of(path)?.and_then(|name| {
        let folder = plugins::find_folder(&config.settings.runtime).ok()?;
        let built = folder.join(name).join(COMPONENT);
        built.is_file().then_some(built)
    });
    built.ok_or_else(|| {
        let words = format!(
            "no component in {}: build it first, so that there is a plugin.wasm, or name the file",
            path.display()
        );
        io::Error::new(io::ErrorKind::NotFound, words).into()
    })
}

/// A source of a project that was saved after its component was built; what fails to build
/// leaves the component before.
fn newer_source(project: &Path, component: &Path) -> Option<PathBuf> {
    let is_project = |language: &Language| project.join(language.manifest()).is_file();
    if !Language::ALL.iter().any(is_project) {
        return None;
    }
    let built = std::fs::metadata(component).and_then(|found| found.modified());
    let built = built.ok()?;
    // The host reads the manifest itself, and nobody compiles words about the project.
    let is_compiled = |path: &Path| {
        let is = |name: &str| path.ends_with(name);
        !is("plugin.toml") && path.extension().is_none_or(|extension| extension != "md")
    };
    dev::sources(project)
        .into_iter()
        .filter(|(path, _)| is_compiled(path))
        .find(|(_, (_, saved))| saved.is_some_and(|saved| saved > built))
        .map(|(path, _)| path)
}

/// The name that the project's `plugin.toml` has.
fn name_of(folder: &Path) -> Result<Option<String>, Failure> {
    let file = folder.join("plugin.toml");
    let text = match std::fs::read_to_string(&file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        read => read?,
    };
    let table: toml::Table = toml::from_str(&text)
        .map_err(|error| io::Error::other(format!("{} is not valid:\n{error}", file.display())))?;
    Ok(table
        .get("name")
        .and_then(toml::Value::as_str)
        .map(str::to_owned))
}
