//! Builds the Rust plugins under `plugins/` into components.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::toolchain::{TARGET, Toolchain};
use crate::{cache, component, data, progress};

/// Raise it when the way from crate to component changes.
const RECIPE: &str = "1";

/// Builds the named plugins, or all, into `out` or `TARGET/plugins`.
///
/// # Errors
/// With the compiler's words when a plugin doesn't build.
pub(crate) fn build(names: &[String], out: Option<PathBuf>) -> Result<()> {
    let root = workspace_root()?;
    let out = out.unwrap_or_else(|| target_dir(&root).join("plugins"));
    let plugins = chosen(&root, names)?;
    let built = cache::dir()?.join("components");
    let shared = shared_key(&root)?;
    let mut missing = Vec::new();
    for name in plugins {
        let key = key(&shared, &root.join("plugins").join(&name))?;
        let file = built.join(format!("{name}-{key}.wasm"));
        if !file.is_file() {
            missing.push((name.clone(), file.clone()));
        }
        install_later(&root, &out, &name, &file)?;
    }
    if !missing.is_empty() {
        compile(&root, &missing)?;
        for (name, file) in &missing {
            install_later(&root, &out, name, file)?;
        }
    }
    Ok(())
}

/// Puts a built component and its manifest into the folder that the host reads,
/// unless the file is still to be built.
fn install_later(root: &Path, out: &Path, name: &str, file: &Path) -> Result<()> {
    if !file.is_file() {
        return Ok(());
    }
    let folder = out.join(name);
    std::fs::create_dir_all(&folder)?;
    let target = folder.join("plugin.wasm");
    if !same_file(file, &target) {
        let part = folder.join(".plugin.part");
        let _ = std::fs::remove_file(&part);
        if std::fs::hard_link(file, &part).is_err() {
            std::fs::copy(file, &part)?;
        }
        std::fs::rename(&part, &target)?;
    }
    let manifest = root.join("plugins").join(name).join("plugin.toml");
    let bytes =
        std::fs::read(&manifest).with_context(|| format!("{} is missing", manifest.display()))?;
    cache::write_whole(&folder.join("plugin.toml"), &bytes)
}

#[cfg(unix)]
fn same_file(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (std::fs::metadata(a), std::fs::metadata(b)) {
        (Ok(a), Ok(b)) => (a.dev(), a.ino()) == (b.dev(), b.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn same_file(_: &Path, _: &Path) -> bool {
    false
}

fn compile(root: &Path, missing: &[(String, PathBuf)]) -> Result<()> {
    let toolchain = Toolchain::find()?;
    let target_dir = cache::dir()?.join("guest-target");
    let mut cargo = toolchain.cargo();
    cargo
        .current_dir(root)
        .args(["--profile", "guest", "--locked", "--target-dir"]);
    cargo.arg(&target_dir);
    for (name, _) in missing {
        cargo.args(["--package", &format!("vinbot-{name}")]);
    }
    if missing.iter().any(|(name, _)| name == "vpic") {
        cargo.env("ULTRAVIN_DATA", data::ensure()?);
    }
    // The host's flags (coverage, native CPU) mean nothing to a guest.
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "LLVM_PROFILE_FILE"] {
        cargo.env_remove(name);
    }
    cargo.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        guest_flags(root),
    );
    let names: Vec<&str> = missing.iter().map(|(name, _)| name.as_str()).collect();
    progress::run(
        &format!("compiling the plugins {}", names.join(", ")),
        &mut cargo,
    )?;
    for (name, file) in missing {
        let bar = progress::spinner(&format!("making {name} a component"));
        let module = target_dir
            .join(TARGET)
            .join("guest")
            .join(format!("vinbot_{name}.wasm"));
        let module = std::fs::read(&module)
            .with_context(|| format!("the compiler left no {}", module.display()))?;
        let bytes =
            component::from_core_module(module).with_context(|| format!("plugin {name}"))?;
        cache::write_whole(file, &bytes)?;
        bar.finish_and_clear();
    }
    Ok(())
}

/// No path of this machine in a component, so that it is the same everywhere.
fn guest_flags(root: &Path) -> String {
    let home = std::env::var("CARGO_HOME")
        .or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")))
        .unwrap_or_default();
    format!(
        "--remap-path-prefix={}=vinbot --remap-path-prefix={home}=cargo",
        root.display()
    )
}

fn chosen(root: &Path, names: &[String]) -> Result<Vec<String>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(root.join("plugins"))? {
        let entry = entry?;
        if entry.path().join("Cargo.toml").is_file() {
            all.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    all.sort();
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

/// A hash over what every plugin depends on: contract, SDK, lock file, recipe.
fn shared_key(root: &Path) -> Result<blake3::Hasher> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(RECIPE.as_bytes());
    hasher.update(&std::fs::read(root.join("Cargo.lock"))?);
    hasher.update(&std::fs::read(root.join("Cargo.toml"))?);
    for folder in ["wit", "sdk/src"] {
        hash_folder(&mut hasher, &root.join(folder))?;
    }
    Ok(hasher)
}

fn key(shared: &blake3::Hasher, plugin: &Path) -> Result<String> {
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
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        // Tests and their fixtures don't end up in a component.
        if name == "tests" || name == "snapshots" {
            continue;
        }
        hasher.update(name.as_bytes());
        if path.is_dir() {
            hash_folder(hasher, &path)?;
        } else {
            hasher.update(blake3::hash(&std::fs::read(&path)?).as_bytes());
        }
    }
    Ok(())
}

fn workspace_root() -> Result<PathBuf> {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(std::env::current_dir, |xtask| Ok(PathBuf::from(xtask)))?;
    here.ancestors()
        .find(|folder| folder.join("wit").is_dir() && folder.join("Cargo.lock").is_file())
        .map(Path::to_owned)
        .context("run this inside the checkout")
}

fn target_dir(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir))
}
