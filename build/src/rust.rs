//! Rust: cargo, and what makes a component of a core module.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::toolchain::{TARGET, Toolchain};
use crate::{Effort, Project, cache, component, progress};

/// The profile `guest`, as the workspace has it. Projects elsewhere don't, and have no
/// need to: cargo is told of it.
pub(crate) const PROFILE: &str = r#"profile.guest.inherits = "release"
profile.guest.opt-level = 3
profile.guest.incremental = false
profile.guest.codegen-units = 1
profile.guest.lto = "fat"
profile.guest.panic = "abort"
profile.guest.strip = "debuginfo""#;

/// A few times larger, and there in a fraction of the time.
const QUICK: &str = r#"profile.guest-quick.inherits = "release"
profile.guest-quick.opt-level = 1
profile.guest-quick.incremental = true
profile.guest-quick.codegen-units = 16
profile.guest-quick.lto = "off"
profile.guest-quick.panic = "abort"
profile.guest-quick.strip = "debuginfo""#;

/// What wasmtime runs and the compilers leave out unless told: eight bytes compared or
/// copied at a time become sixteen.
const FEATURES: &str = "+simd128";

/// A cargo command that builds guests below a folder into a target folder, with nothing
/// in it that is meant for the host.
pub fn cargo(toolchain: &Toolchain, root: &Path, target_dir: &Path, profile: &str) -> Command {
    let mut cargo = toolchain.cargo();
    cargo
        .current_dir(root)
        .args(["--profile", profile, "--target-dir"])
        .arg(target_dir);
    if std::env::var_os("CI").is_some_and(|ci| !ci.is_empty()) && root.join("Cargo.lock").is_file()
    {
        cargo.arg("--locked");
    }
    // What is meant for the host (coverage, native CPU) is nothing for a guest.
    for name in [
        "CARGO_ENCODED_RUSTFLAGS",
        "CARGO_BUILD_TARGET",
        "CARGO_INCREMENTAL",
        "LLVM_PROFILE_FILE",
        "RUSTC_WORKSPACE_WRAPPER",
        "RUSTC_WRAPPER",
        "RUSTFLAGS",
    ] {
        cargo.env_remove(name);
    }
    let flags = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";
    cargo.env(flags, guest_flags(root));
    cargo
}

/// The features; and no path of this machine in a component, so that it is the same
/// everywhere.
fn guest_flags(root: &Path) -> String {
    let home = std::env::var("CARGO_HOME")
        .or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")))
        .unwrap_or_default();
    // A flag with a space in it would be taken for two.
    [(root.display().to_string(), "vinbot"), (home, "cargo")]
        .iter()
        .filter(|(path, _)| !path.contains(char::is_whitespace))
        .map(|(path, name)| format!(" --remap-path-prefix={path}={name}"))
        .fold(format!("-Ctarget-feature={FEATURES}"), |flags, flag| {
            flags + &flag
        })
}

pub(crate) fn build(project: &Project, effort: Effort) -> Result<Vec<u8>> {
    // All projects share what they depend on.
    let lock = cache::lock()?;
    let toolchain = Toolchain::find()?;
    let target_dir = cache::dir()?.join(format!("projects-{}", toolchain.name()));
    let (profile, definition) = match effort {
        Effort::Full => ("guest", PROFILE),
        Effort::Quick => ("guest-quick", QUICK),
    };
    let mut cargo = cargo(&toolchain, &project.folder, &target_dir, profile);
    // It takes one value at a time.
    for value in definition.lines() {
        cargo.args(["--config", value]);
    }
    cargo.args(["--lib", "--message-format", "json-render-diagnostics"]);
    let said = progress::run(&format!("compiling {}", project.name), &mut cargo)?;
    let Some(module) = module(&said, &project.folder.join("Cargo.toml")) else {
        bail!(
            "cargo made no module for {TARGET}: {} must say `[lib] crate-type = [\"cdylib\", \
             \"rlib\"]`",
            project.folder.join("Cargo.toml").display()
        );
    };
    let module =
        std::fs::read(&module).with_context(|| format!("can't read {}", module.display()))?;
    drop(lock);
    component::from_core_module(module)
        .context("does the crate say `vinbot_plugin::export!(Type: role)`?")
}

/// The module of this manifest's library in what cargo tells.
fn module(said: &str, manifest: &Path) -> Option<PathBuf> {
    #[derive(Deserialize)]
    struct Artifact {
        manifest_path: PathBuf,
        filenames: Vec<PathBuf>,
    }
    said.lines()
        .filter(|line| line.contains("\"compiler-artifact\""))
        .filter_map(|line| serde_json::from_str::<Artifact>(line).ok())
        .filter(|artifact| artifact.manifest_path == manifest)
        .flat_map(|artifact| artifact.filenames)
        .find(|file| {
            file.extension()
                .is_some_and(|extension| extension == "wasm")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_that_of_the_workspace() {
        let workspace: toml::Table = include_str!("../../Cargo.toml").parse().unwrap();
        let told: toml::Table = PROFILE.parse().unwrap();
        let mut told = told["profile"]["guest"].as_table().unwrap().clone();
        // `release` has it already, and elsewhere that may be another one.
        told.remove("opt-level");
        assert_eq!(Some(&told), workspace["profile"]["guest"].as_table());
    }

    #[test]
    fn the_module_is_found_among_what_cargo_tells() {
        let said = r#"{"reason":"compiler-artifact","manifest_path":"/b/Cargo.toml","filenames":["/t/b.wasm"]}
{"reason":"compiler-artifact","manifest_path":"/a/Cargo.toml","filenames":["/t/a.rlib","/t/a.wasm"]}
{"reason":"build-finished","success":true}"#;
        let found = module(said, Path::new("/a/Cargo.toml"));
        assert_eq!(found, Some(PathBuf::from("/t/a.wasm")));
        assert_eq!(module(said, Path::new("/c/Cargo.toml")), None);
    }
}
