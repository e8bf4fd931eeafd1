//! Which component is meant.

use std::io;
use std::path::{Path, PathBuf};

use super::super::Failure;
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
