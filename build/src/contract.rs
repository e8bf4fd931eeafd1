//! The contract and the SDK, as this program was built with them.

use std::path::Path;

use anyhow::{Context, Result};
use toml::{Table, Value};

/// A file that is embedded in the program.
#[derive(Debug, Clone, Copy)]
pub struct File {
    /// Its path in the checkout.
    pub path: &'static str,
    /// What it holds.
    pub text: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Writes files below a folder, at the paths that they have in the checkout.
///
/// # Errors
/// When the folder can't be written to.
pub fn write(files: &[File], folder: &Path) -> Result<()> {
    for file in files {
        let path = folder.join(file.path);
        let parent = path.parent().context("a file has a folder")?;
        std::fs::create_dir_all(parent)
            .and_then(|()| std::fs::write(&path, file.text))
            .with_context(|| format!("can't write {}", path.display()))?;
    }
    Ok(())
}

/// The SDK's manifest as it stands by itself, without the workspace that it inherits
/// versions from.
///
/// # Errors
/// When the two manifests don't fit together: a mistake in this checkout.
pub fn sdk_manifest() -> Result<String> {
    let workspace: Table = include_str!("../../Cargo.toml").parse()?;
    let workspace = workspace.get("workspace").context("no [workspace]")?;
    let mut sdk: Table = include_str!("../../sdk/Cargo.toml").parse()?;
    // They concern who works on the SDK.
    sdk.remove("lints");
    sdk.remove("dev-dependencies");
    inherit(&mut sdk, workspace)?;
    toml::to_string(&sdk).context("the SDK's manifest can't be written")
}

/// Puts the workspace's values where a table says `workspace = true`; what else such a
/// table says (that a dependency is optional, further features) stays.
fn inherit(table: &mut Table, workspace: &Value) -> Result<()> {
    for (key, value) in table.iter_mut() {
        let Value::Table(inner) = value else {
            continue;
        };
        if inner.remove("workspace") != Some(Value::Boolean(true)) {
            inherit(inner, workspace)?;
            continue;
        }
        let found = ["package", "dependencies"]
            .iter()
            .find_map(|section| workspace.get(*section)?.get(key));
        let found = found.with_context(|| format!("the workspace has no `{key}`"))?;
        *value = if inner.is_empty() {
            found.clone()
        } else {
            with(found, std::mem::take(inner))
        };
    }
    Ok(())
}

/// A dependency of the workspace with what a member says of it.
fn with(dependency: &Value, more: Table) -> Value {
    let mut whole = match dependency {
        Value::Table(table) => table.clone(),
        version => Table::from_iter([("version".to_owned(), version.clone())]),
    };
    for (key, value) in more {
        match (whole.get_mut(&key), value) {
            (Some(Value::Array(features)), Value::Array(more)) => features.extend(more),
            (_, value) => {
                whole.insert(key, value);
            }
        }
    }
    whole.into()
}

/// The version of the contract, from its package: `0.1.0`.
#[must_use]
pub fn version() -> &'static str {
    let package = CONTRACT.iter().find_map(|file| {
        let line = file
            .text
            .lines()
            .find(|line| line.starts_with("package "))?;
        line.split_once('@')
    });
    package.map_or("", |(_, version)| version.trim_end_matches(';'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_the_contract_and_the_sdk_is_embedded() {
        let has = |files: &[File], path: &str| files.iter().any(|file| file.path == path);
        assert!(has(CONTRACT, "wit/worlds.wit") && has(CONTRACT, "wit/decoder.wit"));
        assert!(has(SDK, "sdk/src/lib.rs") && has(SDK, "sdk/src/heap.rs"));
        assert_eq!(version().split('.').count(), 3);
        // One version of it alone.
        assert!(
            CONTRACT
                .iter()
                .all(|file| file.path.matches('/').count() == 1)
        );
    }

    #[test]
    fn the_sdk_stands_by_itself_with_exact_versions() {
        let text = sdk_manifest().unwrap();
        let manifest: Table = text.parse().unwrap();
        assert!(!text.contains("workspace"), "{text}");
        let bindgen = &manifest["dependencies"]["wit-bindgen"]["version"];
        assert!(bindgen.as_str().unwrap().starts_with('='));
        assert_eq!(manifest["package"]["edition"].as_str(), Some("2024"));
    }

    #[test]
    fn what_a_member_says_of_a_dependency_stays() {
        let workspace = "[dependencies]\na = \"=1\"\nb = { version = \"=2\", features = [\"x\"] }";
        let workspace = Value::Table(workspace.parse().unwrap());
        let text = "[dependencies]\na = { workspace = true, optional = true }\n\
                    b = { workspace = true, features = [\"y\"] }";
        let mut table: Table = text.parse().unwrap();
        inherit(&mut table, &workspace).unwrap();
        let of = |name: &str| table["dependencies"][name].clone();
        assert_eq!(of("a")["version"].as_str(), Some("=1"));
        assert_eq!(of("a")["optional"].as_bool(), Some(true));
        assert_eq!(of("b")["features"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn what_the_workspace_does_not_have_is_named() {
        let mut table: Table = "[dependencies]\nx.workspace = true".parse().unwrap();
        let workspace = Value::Table(Table::new());
        let said = inherit(&mut table, &workspace).unwrap_err().to_string();
        assert!(said.contains("`x`"), "{said}");
    }
}
