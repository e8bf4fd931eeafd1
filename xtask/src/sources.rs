//! What a plugin is built from, as a hash: the same sources, the same component.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Raise it when the way from crate to component changes.
const RECIPE: &str = "3";

/// A hash over what a plugin depends on that is not written in Rust: the contract, and
/// the tools of its language.
pub(crate) fn foreign(root: &Path, tools: &str) -> Result<blake3::Hasher> {
    let mut hasher = blake3::Hasher::new();
    field(&mut hasher, RECIPE.as_bytes());
    field(&mut hasher, tools.as_bytes());
    hash_folder(&mut hasher, &root.join("wit"))?;
    Ok(hasher)
}

/// A hash over what every plugin in Rust depends on: contract, SDK, lock file, recipe.
pub(crate) fn shared(root: &Path, toolchain: Option<&str>) -> Result<blake3::Hasher> {
    let mut hasher = blake3::Hasher::new();
    field(&mut hasher, RECIPE.as_bytes());
    // Only where it was chosen by hand: the compiler makes no difference to what a
    // component does, and finding out which there is takes time.
    field(&mut hasher, toolchain.unwrap_or_default().as_bytes());
    for file in ["Cargo.lock", "Cargo.toml", "sdk/Cargo.toml"] {
        let path = root.join(file);
        let bytes = std::fs::read(&path).with_context(|| format!("can't read {file}"))?;
        field(&mut hasher, &bytes);
    }
    for folder in ["wit", "sdk/src", "sdk/words/src"] {
        hash_folder(&mut hasher, &root.join(folder))?;
    }
    Ok(hasher)
}

/// The key of one plugin's component.
pub(crate) fn key(shared: &blake3::Hasher, plugin: &Path) -> Result<String> {
    let mut hasher = shared.clone();
    hash_folder(&mut hasher, plugin)?;
    Ok(hasher.finalize().to_hex()[..16].to_owned())
}

fn hash_folder(hasher: &mut blake3::Hasher, folder: &Path) -> Result<()> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("can't read {}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if is_no_source(&name) {
            continue;
        }
        field(hasher, name.as_bytes());
        if path.is_dir() {
            hasher.update(b"(");
            hash_folder(hasher, &path)?;
            hasher.update(b")");
        } else {
            let bytes =
                std::fs::read(&path).with_context(|| format!("can't read {}", path.display()))?;
            field(hasher, &bytes);
        }
    }
    Ok(())
}

/// Tests, fixtures and what editors leave don't end up in a component.
fn is_no_source(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || matches!(
            name,
            "tests" | "benches" | "snapshots" | "proptest-regressions"
        )
        || matches!(name, "target" | "node_modules" | "__pycache__")
}

/// With its length, so that what belongs to one field can't pass to the next.
fn field(hasher: &mut blake3::Hasher, bytes: &[u8]) {
    hasher.update(&(bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn checkout() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("Cargo.toml", "[workspace]"),
            ("Cargo.lock", "# lock"),
            ("sdk/Cargo.toml", "[package]"),
            ("sdk/src/lib.rs", "// sdk"),
            ("sdk/words/src/lib.rs", "// words"),
            ("wit/worlds.wit", "package a:b;"),
            ("plugins/one/Cargo.toml", "[package]"),
            ("plugins/one/src/lib.rs", "// one"),
            ("plugins/two/src/lib.rs", "// two"),
        ] {
            write(root.path(), path, text);
        }
        root
    }

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn key_of_one(root: &Path) -> String {
        key(&shared(root, None).unwrap(), &root.join("plugins/one")).unwrap()
    }

    #[rstest]
    #[case::its_code("plugins/one/src/lib.rs")]
    #[case::a_new_file("plugins/one/data/table.tsv")]
    #[case::the_sdk("sdk/src/lib.rs")]
    #[case::what_makes_tables_of_words("sdk/words/src/lib.rs")]
    #[case::the_features_of_the_sdk("sdk/Cargo.toml")]
    #[case::the_contract("wit/worlds.wit")]
    #[case::a_dependency("Cargo.lock")]
    #[case::the_profile("Cargo.toml")]
    fn a_change_that_matters_makes_another_key(#[case] path: &str) {
        let root = checkout();
        let before = key_of_one(root.path());
        write(root.path(), path, "changed");
        assert_ne!(before, key_of_one(root.path()));
    }

    #[rstest]
    #[case::another_plugin("plugins/two/src/lib.rs")]
    #[case::its_tests("plugins/one/tests/card.rs")]
    #[case::its_snapshots("plugins/one/src/snapshots/a.snap")]
    #[case::what_an_editor_leaves("plugins/one/src/.lib.rs.swp")]
    #[case::the_host("host/src/lib.rs")]
    fn a_change_that_does_not_matter_leaves_the_key(#[case] path: &str) {
        let root = checkout();
        let before = key_of_one(root.path());
        write(root.path(), path, "changed");
        assert_eq!(before, key_of_one(root.path()));
    }

    #[test]
    fn a_plugin_in_another_language_depends_on_the_contract_and_its_tools_alone() {
        let root = checkout();
        let plugin = root.path().join("plugins/two");
        let of = |tools| key(&foreign(root.path(), tools).unwrap(), &plugin).unwrap();
        let before = of("tools 1");
        assert_ne!(before, of("tools 2"));
        write(root.path(), "Cargo.lock", "changed");
        assert_eq!(before, of("tools 1"));
        write(root.path(), "wit/worlds.wit", "changed");
        assert_ne!(before, of("tools 1"));
    }

    #[test]
    fn text_that_moves_from_one_file_to_the_next_makes_another_key() {
        let root = checkout();
        write(root.path(), "plugins/one/src/a.rs", "xy");
        write(root.path(), "plugins/one/src/b.rs", "z");
        let before = key_of_one(root.path());
        write(root.path(), "plugins/one/src/a.rs", "x");
        write(root.path(), "plugins/one/src/b.rs", "yz");
        assert_ne!(before, key_of_one(root.path()));
    }

    #[test]
    fn a_toolchain_that_was_chosen_by_hand_makes_another_key() {
        let root = checkout();
        let plugin = root.path().join("plugins/one");
        let of = |choice| key(&shared(root.path(), choice).unwrap(), &plugin).unwrap();
        assert_ne!(of(Some("debian")), of(Some("rustup")));
        assert_ne!(of(Some("debian")), of(None));
    }
}
