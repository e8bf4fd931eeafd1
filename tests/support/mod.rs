//! What the test programs share.

#![allow(dead_code, reason = "each test program uses its own part")]

pub(crate) mod logged;
pub(crate) mod redis;
pub(crate) mod rogue;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use vinbot::config::Settings;
use vinbot::plugins::{Registry, Runtime, Services};
use vinbot::telemetry::Metrics;

/// Names of plugins as reports have them.
pub(crate) fn names(names: &[&str]) -> Vec<Arc<str>> {
    names.iter().map(|&name| name.into()).collect()
}

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

/// Puts a built plugin into a folder of plugins, asking for this host instead of its own.
pub(crate) fn put_for(folder: &Path, name: &str, host: &str) {
    let (built, own) = (plugin_folder().join(name), folder.join(name));
    std::fs::create_dir(&own).unwrap();
    let component = built.join("plugin.wasm");
    std::os::unix::fs::symlink(component, own.join("plugin.wasm")).unwrap();
    let manifest = std::fs::read_to_string(built.join("plugin.toml")).unwrap();
    let lines = manifest.lines().map(|line| match line {
        line if line.starts_with("hosts") => format!("hosts = [{host:?}]"),
        line => line.to_owned(),
    });
    let manifest: Vec<String> = lines.collect();
    std::fs::write(own.join("plugin.toml"), manifest.join("\n")).unwrap();
}

/// Puts the plugin that does what a test says (`tests/guests/prober`) into a folder of plugins,
/// with this manifest.
pub(crate) fn prober(folder: &Path, manifest: &str) {
    let built = plugin_folder()
        .with_file_name("test-plugins")
        .join("prober/plugin.wasm");
    assert!(
        built.is_file(),
        "no {}: run `make test-plugins` first",
        built.display()
    );
    let own = folder.join("prober");
    std::fs::create_dir_all(&own).unwrap();
    std::os::unix::fs::symlink(built, own.join("plugin.wasm")).unwrap();
    let manifest = format!("name = \"prober\"\n{manifest}");
    std::fs::write(own.join("plugin.toml"), manifest).unwrap();
}

/// Puts a file in the place of another as a whole, as builds do.
pub(crate) fn replace(file: &Path, bytes: &[u8]) {
    let part = file.with_extension("part");
    std::fs::write(&part, bytes).unwrap();
    std::fs::rename(part, file).unwrap();
}

/// A state folder that all tests share, so that code is compiled once.
pub(crate) fn state_dir() -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("state");
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// The plugins of a folder, as the program has them with these settings.
pub(crate) async fn registry(folder: &Path, settings: &Settings) -> Registry {
    registry_in(&state_dir(), folder, settings).await
}

/// The same with a state folder of one's own.
pub(crate) async fn registry_in(state: &Path, folder: &Path, settings: &Settings) -> Registry {
    let services = Services::new(&settings.http).unwrap();
    made(state, folder, settings, &Arc::default(), services).await
}

/// The same with metrics to look at.
pub(crate) async fn counted(
    folder: &Path,
    settings: &Settings,
    metrics: &Arc<Metrics>,
) -> Registry {
    let services = Services::new(&settings.http).unwrap();
    made(&state_dir(), folder, settings, metrics, services).await
}

/// The same over what plugins see of the world.
pub(crate) async fn made(
    state: &Path,
    folder: &Path,
    settings: &Settings,
    metrics: &Arc<Metrics>,
    services: Services,
) -> Registry {
    let limits = settings.largest_limits();
    let metrics = Arc::clone(metrics);
    let runtime = Runtime::new(&settings.runtime, limits, state, metrics, services).unwrap();
    Registry::open(runtime, folder, settings, state)
        .await
        .unwrap()
}

/// The plugins of a folder as a program has them that stays, with a state folder of its own.
pub(crate) async fn in_tiers(state: &Path, folder: &Path, settings: &Settings) -> Registry {
    let services = Services::new(&settings.http).unwrap();
    let limits = settings.largest_limits();
    let runtime = Runtime::new(&settings.runtime, limits, state, Arc::default(), services);
    let runtime = runtime
        .unwrap()
        .in_tiers(&settings.runtime, limits)
        .unwrap();
    Registry::open(runtime, folder, settings, state)
        .await
        .unwrap()
}

/// A state folder of one's own, with the compiled code that all tests share.
pub(crate) fn own_state() -> tempfile::TempDir {
    let code = state_dir().join("code");
    std::fs::create_dir_all(&code).unwrap();
    let state = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(code, state.path().join("code")).unwrap();
    state
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
