//! Builds the Rust plugins under `plugins/` into components.
//!
//! A component is kept in the cache under the hash of its sources, so a plugin that
//! has not changed costs nothing, in any checkout.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use vinbot_build::toolchain::{Choice, TARGET, Toolchain};
use vinbot_build::{cache, component, progress, rust};

use crate::{data, sources};

/// Components of one plugin that the cache keeps: of the last changes, and of
/// other checkouts.
const KEPT: usize = 4;

/// Beside an installed component: which one it is, so that it is not copied again.
const MARK: &str = ".built";

/// Where plugins are that only tests load.
const GUESTS: &str = "tests/guests";

/// One plugin of this checkout.
pub(crate) struct Plugin {
    pub(crate) name: String,
    /// Its sources.
    pub(crate) source: PathBuf,
    /// The folder of components that it goes into.
    pub(crate) out: PathBuf,
    /// Its component in the cache, there or not.
    pub(crate) file: PathBuf,
}

/// Builds the named plugins, or all, into `out` or `TARGET/plugins`; those of the tests,
/// if they are wanted, into `test-plugins` beside it.
///
/// # Errors
/// With the compiler's words when a plugin doesn't build.
pub(crate) fn build(names: &[String], out: Option<PathBuf>, tests: bool) -> Result<()> {
    let root = workspace_root()?;
    let out = out.map_or_else(
        || Ok(target_dir(&root).join("plugins")),
        std::path::absolute,
    )?;
    let choice = Choice::from_env()?;
    let mut folders = vec![(root.join("plugins"), out.clone(), chosen(&root, names)?)];
    if tests {
        let guests = root.join(GUESTS);
        let names = crates(&guests)?;
        folders.push((guests, out.with_file_name("test-plugins"), names));
    }
    let plugins = plugins(&root, folders, choice)?;
    let missing = |plugin: &&Plugin| !plugin.file.is_file();
    let mut built = 0;
    if plugins.iter().any(|plugin| missing(&plugin)) {
        let _lock = cache::lock()?;
        // While this run waited, another may have built them.
        let missing: Vec<&Plugin> = plugins.iter().filter(missing).collect();
        built = missing.len();
        if !missing.is_empty() {
            compile(&root, &missing, choice)?;
        }
        forget_old(&plugins);
    }
    install_all(&out, &plugins, names.is_empty(), built)
}

/// Installs components and says what was done; `all` says that what is in the folder and
/// not among them is gone.
pub(crate) fn install_all(out: &Path, plugins: &[Plugin], all: bool, built: usize) -> Result<()> {
    let mut changed = 0;
    for plugin in plugins {
        changed += usize::from(install(plugin)?);
    }
    if all {
        remove_gone(out, plugins)?;
    }
    let count = plugins.len();
    let what = match (built, changed) {
        (0, 0) => "nothing changed".to_owned(),
        (0, _) => format!("{changed} taken from the cache"),
        _ => format!("{built} built"),
    };
    progress::say(&format!("{count} plugins in {}: {what}", out.display()));
    Ok(())
}

/// The plugins of some folders: where their crates are, where their components go, and
/// which are wanted.
fn plugins(
    root: &Path,
    folders: Vec<(PathBuf, PathBuf, Vec<String>)>,
    choice: Choice,
) -> Result<Vec<Plugin>> {
    let shared = sources::shared(root, choice.name())?;
    let components = cache::dir()?.join("components");
    let mut plugins = Vec::new();
    for (sources, out, names) in folders {
        for name in names {
            let source = sources.join(&name);
            let key = sources::key(&shared, &source)?;
            let file = components.join(format!("{name}-{key}.wasm"));
            let out = out.clone();
            plugins.push(Plugin {
                name,
                source,
                out,
                file,
            });
        }
    }
    Ok(plugins)
}

/// Puts a component and its manifest into the folder that the host reads; says
/// whether that changed anything. A copy, not a link: whoever writes over the
/// installed file must not change the one in the cache.
fn install(plugin: &Plugin) -> Result<bool> {
    let folder = plugin.out.join(&plugin.name);
    let target = folder.join("plugin.wasm");
    let source = plugin.source.join("plugin.toml");
    let manifest =
        std::fs::read(&source).with_context(|| format!("can't read {}", source.display()))?;
    let mark = |target: &Path| {
        let file = plugin
            .file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        stamp(target).map(|stamp| format!("{file} {stamp}"))
    };
    let is_there = mark(&target).is_some_and(|mark| {
        std::fs::read_to_string(folder.join(MARK)).is_ok_and(|text| text == mark)
    });
    if !is_there {
        cache::copy_whole(&plugin.file, &target)?;
        let mark = mark(&target).context("the component was just written")?;
        cache::write_whole(&folder.join(MARK), mark.as_bytes())?;
    }
    let installed = folder.join("plugin.toml");
    let same = std::fs::read(&installed).is_ok_and(|bytes| bytes == manifest);
    if !same {
        cache::write_whole(&installed, &manifest)?;
    }
    Ok(!is_there || !same)
}

/// Length and time: what changes when somebody writes to a file.
fn stamp(path: &Path) -> Option<String> {
    let metadata = std::fs::metadata(path).ok()?;
    let modified = metadata
        .modified()
        .ok()?
        .duration_since(SystemTime::UNIX_EPOCH)
        .ok()?;
    Some(format!("{} {}", metadata.len(), modified.as_nanos()))
}

/// Removes what was installed from plugins that this checkout no longer has. Only
/// folders with our mark: an operator's own components stay.
fn remove_gone(out: &Path, plugins: &[Plugin]) -> Result<()> {
    for entry in std::fs::read_dir(out)? {
        let path = entry?.path();
        let known = plugins.iter().any(|plugin| path.ends_with(&plugin.name));
        if !known && path.join(MARK).is_file() {
            std::fs::remove_dir_all(&path)
                .with_context(|| format!("can't remove {}", path.display()))?;
        }
    }
    Ok(())
}

/// Keeps the cache from growing with every change.
pub(crate) fn forget_old(plugins: &[Plugin]) {
    let Some(folder) = plugins.first().and_then(|plugin| plugin.file.parent()) else {
        return;
    };
    for plugin in plugins {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return;
        };
        let mut files: Vec<(SystemTime, PathBuf)> = entries
            .filter_map(Result::ok)
            .filter(|entry| is_of(&entry.file_name().to_string_lossy(), &plugin.name))
            .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
            .collect();
        files.sort();
        for (_, path) in files
            .iter()
            .rev()
            .skip(KEPT)
            .filter(|(_, path)| *path != plugin.file)
        {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Whether a file of the cache is a component of this plugin: `NAME-KEY.wasm`.
fn is_of(file: &str, plugin: &str) -> bool {
    let name = file
        .strip_suffix(".wasm")
        .and_then(|stem| stem.rsplit_once('-'));
    name.is_some_and(|(name, _)| name == plugin)
}

fn compile(root: &Path, missing: &[&Plugin], choice: Choice) -> Result<()> {
    let toolchain = Toolchain::choose(choice)?;
    let target_dir = cache::dir()?.join(format!("guest-{}", toolchain.name()));
    let mut cargo = rust::cargo(&toolchain, root, &target_dir, "guest");
    let module = |plugin: &Plugin| {
        let file = format!("vinbot_{}.wasm", plugin.name.replace('-', "_"));
        target_dir.join(TARGET).join("guest").join(file)
    };
    for plugin in missing {
        cargo.args(["--package", &format!("vinbot-{}", plugin.name)]);
        // What an earlier build left must not pass for what this one makes.
        let _ = std::fs::remove_file(module(plugin));
    }
    if missing.iter().any(|plugin| plugin.name == "vpic") {
        cargo.env("ULTRAVIN_DATA", data::ensure()?);
    }
    let names: Vec<&str> = missing.iter().map(|plugin| plugin.name.as_str()).collect();
    progress::run(
        &format!("compiling the plugins {}", names.join(", ")),
        &mut cargo,
    )?;
    for plugin in missing {
        let bar = progress::spinner(&format!("making {} a component", plugin.name));
        let module = module(plugin);
        let module = std::fs::read(&module).with_context(|| {
            format!(
                "the compiler left no {}: {}/Cargo.toml must say \
                 `[lib] crate-type = [\"cdylib\", \"rlib\"]`",
                module.display(),
                plugin.source.display()
            )
        })?;
        let bytes = component::from_core_module(module)
            .with_context(|| format!("plugin {}", plugin.name))?;
        cache::write_whole(&plugin.file, &bytes)?;
        bar.finish_and_clear();
    }
    Ok(())
}

fn chosen(root: &Path, names: &[String]) -> Result<Vec<String>> {
    let mut all = crates(&root.join("plugins"))?;
    if let Some(unknown) = names.iter().find(|name| !all.contains(name)) {
        bail!(
            "there is no plugin `{unknown}` under plugins/: there are {}",
            all.join(", ")
        );
    }
    if !names.is_empty() {
        all.retain(|name| names.contains(name));
    }
    Ok(all)
}

/// The crates of a folder, by name.
fn crates(folder: &Path) -> Result<Vec<String>> {
    let mut all = Vec::new();
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("can't read {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        if entry.path().join("Cargo.toml").is_file() {
            all.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    all.sort();
    Ok(all)
}

pub(crate) fn workspace_root() -> Result<PathBuf> {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(std::env::current_dir, |xtask| Ok(PathBuf::from(xtask)))?;
    here.ancestors()
        .find(|folder| folder.join("wit").is_dir() && folder.join("Cargo.lock").is_file())
        .map(Path::to_owned)
        .context("run this inside the checkout")
}

/// Where cargo put this program, and so the host: `TARGET/release/xtask`.
pub(crate) fn target_dir(root: &Path) -> PathBuf {
    let program = std::env::current_exe().ok();
    let profile = program.as_deref().and_then(Path::parent);
    match (
        profile.and_then(Path::parent),
        std::env::var_os("CARGO_TARGET_DIR"),
    ) {
        (Some(target), _) if profile.is_some_and(|folder| folder.ends_with("release")) => {
            target.to_owned()
        }
        (_, Some(dir)) if !dir.is_empty() => root.join(dir),
        _ => root.join("target"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn checkout() -> (tempfile::TempDir, Plugin) {
        let root = tempfile::tempdir().unwrap();
        let source = root.path().join("plugins/one");
        std::fs::create_dir_all(&source).unwrap();
        std::fs::write(source.join("plugin.toml"), "name = \"one\"").unwrap();
        let file = root.path().join("one-0123.wasm");
        std::fs::write(&file, b"component").unwrap();
        let plugin = Plugin {
            name: "one".to_owned(),
            source,
            out: root.path().join("out"),
            file,
        };
        (root, plugin)
    }

    #[test]
    fn an_installed_component_is_left_alone_until_something_changes() {
        let (root, plugin) = checkout();
        assert!(install(&plugin).unwrap());
        assert!(!install(&plugin).unwrap());
        std::fs::write(
            root.path().join("plugins/one/plugin.toml"),
            "name = \"two\"",
        )
        .unwrap();
        assert!(install(&plugin).unwrap());
    }

    #[test]
    fn what_is_written_over_an_installed_component_is_undone_and_spares_the_cache() {
        let (root, plugin) = checkout();
        let out = root.path().join("out");
        install(&plugin).unwrap();
        let target = out.join("one/plugin.wasm");
        std::fs::write(&target, b"an experiment").unwrap();
        assert_eq!(std::fs::read(&plugin.file).unwrap(), b"component");
        assert!(install(&plugin).unwrap());
        assert_eq!(std::fs::read(&target).unwrap(), b"component");
    }

    #[test]
    fn a_plugin_that_is_gone_is_removed_and_an_operators_own_stays() {
        let (root, plugin) = checkout();
        let out = root.path().join("out");
        install(&plugin).unwrap();
        std::fs::create_dir_all(out.join("own")).unwrap();
        std::fs::write(out.join("own/plugin.wasm"), b"mine").unwrap();
        remove_gone(&out, &[]).unwrap();
        assert!(!out.join("one").exists());
        assert!(out.join("own/plugin.wasm").exists());
    }

    #[test]
    fn the_cache_keeps_the_last_components_of_each_plugin() {
        let (root, plugin) = checkout();
        for number in 0..10 {
            std::fs::write(root.path().join(format!("one-{number}.wasm")), b"old").unwrap();
        }
        std::fs::write(root.path().join("one-more-1.wasm"), b"another plugin").unwrap();
        forget_old(std::slice::from_ref(&plugin));
        let left = std::fs::read_dir(root.path())
            .unwrap()
            .filter_map(Result::ok);
        let left: Vec<_> = left
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        let of_one = left.iter().filter(|name| is_of(name, "one")).count();
        assert!(of_one <= KEPT + 1, "{left:?}");
        assert!(plugin.file.exists() && left.iter().any(|name| name == "one-more-1.wasm"));
    }

    #[rstest]
    #[case("vpic-0123456789abcdef.wasm", "vpic", true)]
    #[case("vpic-extra-0123456789abcdef.wasm", "vpic", false)]
    #[case("vpic-extra-0123456789abcdef.wasm", "vpic-extra", true)]
    #[case("vpic.wasm", "vpic", false)]
    fn a_file_of_the_cache_belongs_to_one_plugin(
        #[case] file: &str,
        #[case] plugin: &str,
        #[case] is: bool,
    ) {
        assert_eq!(is_of(file, plugin), is);
    }

    #[test]
    fn a_plugin_that_does_not_exist_is_named_with_those_that_do() {
        let (root, _) = checkout();
        std::fs::write(root.path().join("plugins/one/Cargo.toml"), "").unwrap();
        let said = chosen(root.path(), &["oen".to_owned()])
            .unwrap_err()
            .to_string();
        assert!(
            said.contains("`oen`") && said.contains("there are one"),
            "{said}"
        );
    }
}
