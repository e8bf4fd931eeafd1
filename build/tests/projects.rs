//! New projects pass their own tests, whatever they do and whatever they are written in.

#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::path::{Path, PathBuf};
use std::process::Command;

use rstest::rstest;
use vinbot_build::Language;
use vinbot_build::scaffold::{New, create};

fn project(parent: &Path, role: &str, language: Language) -> PathBuf {
    let folder = parent.join(format!("a-{role}"));
    create(New {
        folder: &folder,
        role,
        language,
    })
    .unwrap()
}

fn passes(command: &mut Command) {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&said)
    );
}

#[rstest]
fn a_rust_project_passes_its_tests_and_is_formatted(
    #[values("decoder", "enricher", "formatter", "command")] role: &str,
) {
    let parent = tempfile::tempdir().unwrap();
    let folder = project(parent.path(), role, Language::Rust);
    let mut cargo = Command::new("cargo");
    cargo
        .args(["test", "--quiet", "--lib"])
        .current_dir(&folder)
        // One for all of them, so that what they depend on is compiled once.
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects"),
        );
    // What this workspace sets, and what measures its coverage.
    for name in [
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
    ] {
        cargo.env_remove(name);
    }
    passes(&mut cargo);
    passes(
        Command::new("rustfmt")
            .args(["--check", "--edition", "2024"])
            .arg(folder.join("src/lib.rs")),
    );
}

#[rstest]
fn a_javascript_project_passes_its_tests(
    #[values("decoder", "enricher", "formatter", "command")] role: &str,
) {
    let parent = tempfile::tempdir().unwrap();
    let folder = project(parent.path(), role, Language::JavaScript);
    passes(Command::new("npm").arg("test").current_dir(&folder));
    // Its tests don't reach the module that only a host can run.
    passes(
        Command::new("node")
            .args(["--check", "src/plugin.js"])
            .current_dir(folder),
    );
}

#[rstest]
fn a_python_project_passes_its_tests(
    #[values("decoder", "enricher", "formatter", "command")] role: &str,
) {
    let parent = tempfile::tempdir().unwrap();
    let folder = project(parent.path(), role, Language::Python);
    passes(
        Command::new("python3")
            .args(["-m", "unittest", "discover", "tests"])
            .current_dir(&folder),
    );
    // Its tests don't reach the module that only a host can run.
    let parse = "import ast; ast.parse(open('src/plugin.py').read())";
    passes(
        Command::new("python3")
            .args(["-c", parse])
            .current_dir(folder),
    );
}

#[test]
fn the_examples_pass_their_tests() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    passes(
        Command::new("npm")
            .arg("test")
            .current_dir(examples.join("age-js")),
    );
    passes(
        Command::new("python3")
            .args(["-m", "unittest", "discover", "tests"])
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .current_dir(examples.join("anatomy-python")),
    );
}
