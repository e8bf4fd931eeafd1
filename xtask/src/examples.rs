//! Builds the projects under `examples/`, each with what its language takes: as
//! `vinbot plugin build` does, but kept in the cache.

use std::path::{Path, PathBuf};

use anyhow::Result;
use vinbot_build::toolchain::Choice;
use vinbot_build::{Effort, Language, Project, cache};

use crate::plugins::{self, Plugin};
use crate::sources;

/// Builds all examples into `out` or `TARGET/examples-plugins`.
///
/// # Errors
/// With the compiler's words when one doesn't build.
pub(crate) fn build(out: Option<PathBuf>) -> Result<()> {
    let root = plugins::workspace_root()?;
    let out = out.map_or_else(
        || Ok(plugins::target_dir(&root).join("examples-plugins")),
        std::path::absolute,
    )?;
    let shared = sources::shared(&root, Choice::from_env()?.name())?;
    let components = cache::dir()?.join("components");
    let mut examples = Vec::new();
    let mut built = 0;
    for project in projects(&root.join("examples"))? {
        let depends_on = match project.language {
            Language::Rust => shared.clone(),
            other => sources::foreign(&root, vinbot_build::tools(other))?,
        };
        let key = sources::key(&depends_on, &project.folder)?;
        let file = components.join(format!("{}-{key}.wasm", project.name));
        if !file.is_file() {
            cache::write_whole(&file, &vinbot_build::build(&project, Effort::Full)?)?;
            built += 1;
        }
        examples.push(Plugin {
            name: project.name,
            source: project.folder,
            out: out.clone(),
            file,
        });
    }
    plugins::forget_old(&examples);
    plugins::install_all(&out, &examples, true, built)
}

fn projects(folder: &Path) -> Result<Vec<Project>> {
    let mut projects = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.join("plugin.toml").is_file() {
            projects.push(Project::open(&path)?);
        }
    }
    projects.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(projects)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_of_this_checkout_is_found_under_the_name_of_its_folder() {
        let root = plugins::workspace_root().unwrap();
        let found = projects(&root.join("examples")).unwrap();
        assert!(found.len() >= 3);
        for project in found {
            assert!(project.folder.ends_with(&project.name), "{}", project.name);
        }
    }
}
