//! A folder with a plugin in it.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// What plugins are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// A crate with the SDK.
    Rust,
    /// ES modules, from `src/plugin.js` or what package.json names as `main`.
    JavaScript,
    /// The module `src/plugin.py`.
    Python,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rust, Self::JavaScript, Self::Python];

    /// The file by which a project of this language is told.
    #[must_use]
    pub fn manifest(self) -> &'static str {
        match self {
            Self::Rust => "Cargo.toml",
            Self::JavaScript => "package.json",
            Self::Python => "pyproject.toml",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rust => "Rust",
            Self::JavaScript => "JavaScript",
            Self::Python => "Python",
        })
    }
}

/// A plugin's sources.
#[derive(Debug, Clone)]
pub struct Project {
    /// Where they are; absolute.
    pub folder: PathBuf,
    /// What they are written in.
    pub language: Language,
    /// The plugin's name, from its manifest.
    pub name: String,
    /// `decoder`, `enricher`, `formatter`, `command`.
    pub roles: Vec<String>,
    /// Interfaces that it asks for beyond those that every plugin has.
    pub(crate) asks: Vec<&'static str>,
}

/// What is read here of plugin.toml; the host reads, and judges, all of it.
#[derive(Debug, Deserialize)]
struct Manifest {
    name: String,
    roles: Vec<String>,
    #[serde(default)]
    needs: Asks,
    #[serde(default)]
    wants: Asks,
}

#[derive(Debug, Default, Deserialize)]
struct Asks {
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    cache: bool,
}

/// What a plugin may be.
pub(crate) const ROLES: [&str; 4] = ["decoder", "enricher", "formatter", "command"];

impl Project {
    /// Finds out what a folder holds.
    ///
    /// # Errors
    /// When it is no plugin, with what is missing.
    pub fn open(folder: &Path) -> Result<Self> {
        let folder = folder
            .canonicalize()
            .with_context(|| format!("there is no folder {}", folder.display()))?;
        let path = folder.join("plugin.toml");
        let text = std::fs::read_to_string(&path).with_context(|| {
            format!(
                "{} is no plugin: it has no plugin.toml. `vinbot plugin new NAME` makes a \
                 project with one",
                folder.display()
            )
        })?;
        let manifest: Manifest =
            toml::from_str(&text).with_context(|| format!("{} is not valid", path.display()))?;
        check_roles(&manifest.roles).with_context(|| format!("in {}", path.display()))?;
        let language = language(&folder)?;
        Ok(Self {
            folder,
            language,
            name: manifest.name,
            roles: manifest.roles,
            asks: asks(&[manifest.needs, manifest.wants]),
        })
    }
}

fn check_roles(roles: &[String]) -> Result<()> {
    if roles.is_empty() {
        bail!(
            "`roles` is empty: a plugin has at least one of {}",
            ROLES.join(", ")
        );
    }
    if let Some(unknown) = roles.iter().find(|role| !ROLES.contains(&role.as_str())) {
        bail!(
            "there is no role `{unknown}`: there are {}",
            ROLES.join(", ")
        );
    }
    Ok(())
}

fn language(folder: &Path) -> Result<Language> {
    let found: Vec<Language> = Language::ALL
        .into_iter()
        .filter(|language| folder.join(language.manifest()).is_file())
        .collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => bail!(
            "no language is known for {}: it needs Cargo.toml (Rust), package.json (JavaScript) \
             or pyproject.toml (Python)",
            folder.display()
        ),
        several => bail!(
            "{} has {}: a project has one of them",
            folder.display(),
            several
                .iter()
                .map(|language| language.manifest())
                .collect::<Vec<_>>()
                .join(" and ")
        ),
    }
}

/// A component of JavaScript or Python imports all that its world names, used or not, so
/// that is not to name what the plugin does not ask for.
fn asks(parts: &[Asks]) -> Vec<&'static str> {
    let http = parts.iter().any(|asks| !asks.hosts.is_empty());
    let cache = parts.iter().any(|asks| asks.cache);
    let asks = [(http, "http"), (cache, "cache")];
    asks.into_iter()
        .filter_map(|(asks, interface)| asks.then_some(interface))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    const PLUGIN: (&str, &str) = ("plugin.toml", "name = \"a\"\nroles = [\"decoder\"]");

    #[rstest]
    #[case("Cargo.toml", Language::Rust)]
    #[case("package.json", Language::JavaScript)]
    #[case("pyproject.toml", Language::Python)]
    fn the_language_is_told_by_its_manifest(#[case] file: &str, #[case] language: Language) {
        let folder = folder(&[PLUGIN, (file, "")]);
        let project = Project::open(folder.path()).unwrap();
        assert_eq!((project.language, project.name.as_str()), (language, "a"));
    }

    #[rstest]
    #[case::nothing("", &[])]
    #[case::empty("[needs]\nhosts = []", &[])]
    #[case::needs_hosts("[needs]\nhosts = [\"api.example.org\"]", &["http"])]
    #[case::wants_to_keep("[wants]\ncache = true", &["cache"])]
    fn of_the_host_it_gets_what_its_manifest_asks_for(#[case] more: &str, #[case] asks: &[&str]) {
        let text = format!("{}\n{more}", PLUGIN.1);
        let folder = folder(&[("plugin.toml", &text), ("package.json", "")]);
        assert_eq!(Project::open(folder.path()).unwrap().asks, asks);
    }

    #[rstest]
    #[case::empty(&[], "`vinbot plugin new NAME`")]
    #[case::no_language(&[PLUGIN], "it needs Cargo.toml (Rust)")]
    #[case::two(&[PLUGIN, ("Cargo.toml", ""), ("package.json", "")], "Cargo.toml and package.json")]
    #[case::no_role(&[("plugin.toml", "name = \"a\"\nroles = []")], "`roles` is empty")]
    #[case::odd_role(&[("plugin.toml", "name = \"a\"\nroles = [\"cook\"]")], "no role `cook`")]
    #[case::no_name(&[("plugin.toml", "roles = [\"decoder\"]")], "missing field `name`")]
    fn what_is_no_project_is_told_what_it_lacks(
        #[case] files: &[(&str, &str)],
        #[case] words: &str,
    ) {
        let folder = folder(files);
        let said = format!("{:#}", Project::open(folder.path()).unwrap_err());
        assert!(said.contains(words), "{said}");
    }
}
