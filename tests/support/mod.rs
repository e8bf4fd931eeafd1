//! What the test programs share.

#![allow(dead_code, reason = "each test program uses its own part")]

use std::path::{Path, PathBuf};

/// The plugins that `cargo xtask plugins` built.
pub(crate) fn plugin_folder() -> PathBuf {
    let named = std::env::var_os("VINBOT_RUNTIME__PLUGIN_DIR").map(PathBuf::from);
    let program = std::env::current_exe().unwrap();
    // A test program stands in target/release/deps.
    let built = program.ancestors().nth(3).unwrap().join("plugins");
    let folder = named.unwrap_or(built);
    assert!(
        folder.join("vpic/plugin.wasm").is_file(),
        "no plugins in {}: run `make plugins` first",
        folder.display()
    );
    folder
}

/// A folder with some of the built plugins in it.
pub(crate) fn only(plugins: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in plugins {
        put(folder.path(), name);
    }
    folder
}

/// Puts a built plugin into a folder of plugins.
pub(crate) fn put(folder: &Path, name: &str) {
    std::os::unix::fs::symlink(plugin_folder().join(name), folder.join(name)).unwrap();
}

/// A state folder that all tests share, so that code is compiled once.
pub(crate) fn state_dir() -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("state");
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// vPIC's data as the `vpic` plugin carries it, for the same decoder without a sandbox.
pub(crate) fn vpic_data() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let asked = std::process::Command::new(cargo)
        .args(["xtask", "data"])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(
        asked.status.success(),
        "{}",
        String::from_utf8_lossy(&asked.stderr)
    );
    PathBuf::from(String::from_utf8(asked.stdout).unwrap().trim())
}
