//! What authors have: golden tests and figures of a plugin.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

#[path = "../support/mod.rs"]
mod support;

mod bench;
mod golden;
mod ours;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A project of a plugin that was built.
struct Project(tempfile::TempDir);

/// How a call ended.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Project {
    fn of(plugin: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("tests")).unwrap();
        let built = support::plugin_folder().join(plugin);
        for file in ["plugin.wasm", "plugin.toml"] {
            std::os::unix::fs::symlink(built.join(file), folder.path().join(file)).unwrap();
        }
        Self(folder)
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, test: &str, text: &str) {
        fs::write(self.at(&format!("tests/{test}.json")), text).unwrap();
    }

    fn read(&self, test: &str) -> String {
        fs::read_to_string(self.at(&format!("tests/{test}.json"))).unwrap()
    }

    fn vinbot(&self, arguments: &[&str]) -> Said {
        vinbot(self.0.path(), arguments)
    }
}

fn vinbot(folder: &Path, arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vinbot"));
    command
        .current_dir(folder)
        .env_clear()
        .env("VINBOT_STATE_DIR", support::state_dir())
        .env("VINBOT_RUNTIME__PLUGIN_DIR", support::plugin_folder())
        .args(arguments)
        .stdin(Stdio::null());
    if let Some(file) = std::env::var_os("LLVM_PROFILE_FILE") {
        command.env("LLVM_PROFILE_FILE", file);
    }
    let output = command.output().unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
