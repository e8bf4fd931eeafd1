//! A folder to work in, with a plugin folder, and the program called there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::support;

/// A folder in which the program runs.
pub(crate) struct Place {
    folder: tempfile::TempDir,
    /// Variables of each call.
    pub(crate) variables: Vec<(&'static str, String)>,
}

/// How a call ended.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("plugins")).unwrap();
        Self {
            folder,
            variables: Vec::new(),
        }
    }

    /// A file or folder in it.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes the configuration, in which the plugin folder is named anyway.
    pub(crate) fn configure(&self, text: &str) {
        fs::write(self.at("config.toml"), text).unwrap();
    }

    /// Calls the program.
    pub(crate) fn vinbot(&self, arguments: &[&str]) -> Said {
        said(self.command(arguments).output().unwrap())
    }

    /// The same, which must end well.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let said = self.vinbot(arguments);
        assert_eq!(said.code, 0, "{arguments:?}\n{}{}", said.out, said.err);
        said.out
    }

    /// The same, which must end with this code; gives what was complained.
    pub(crate) fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let said = self.vinbot(arguments);
        assert_eq!(said.code, code, "{arguments:?}\n{}{}", said.out, said.err);
        said.err
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vinbot"));
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("VINBOT_STATE_DIR", support::state_dir())
            .env("VINBOT_RUNTIME__PLUGIN_DIR", self.at("plugins"))
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .args(arguments)
            .stdin(Stdio::null());
        if let Some(file) = std::env::var_os("LLVM_PROFILE_FILE") {
            command.env("LLVM_PROFILE_FILE", file);
        }
        command
    }

    /// The lock's text.
    pub(crate) fn lock(&self) -> String {
        fs::read_to_string(self.at("plugins/plugins.lock")).unwrap_or_default()
    }

    /// The files of the plugin folder, with what is hidden.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.at("plugins"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// A project folder with the `wmi` plugin as it was built; with other bytes and yet
    /// the same if `extra` is not empty.
    pub(crate) fn project(&self, name: &str, extra: &str) -> PathBuf {
        let built = support::plugin_folder().join("wmi");
        let project = self.at(name);
        fs::create_dir_all(&project).unwrap();
        for file in ["plugin.wasm", "plugin.toml"] {
            fs::copy(built.join(file), project.join(file)).unwrap();
        }
        if !extra.is_empty() {
            change(&project.join("plugin.wasm"), extra);
        }
        project
    }
}

/// Makes a component another one that does the same: a custom section more.
pub(crate) fn change(component: &Path, extra: &str) {
    let mut bytes = fs::read(component).unwrap();
    let name = extra.as_bytes();
    let length = u8::try_from(name.len()).unwrap();
    assert!(length < 100);
    bytes.extend([0, length + 1, length]);
    bytes.extend(name);
    fs::write(component, bytes).unwrap();
}

/// The word after a label, in what the program says: `digest` in `  digest   12…`.
pub(crate) fn word(text: &str, label: &str) -> String {
    text.lines()
        .find_map(|line| line.trim_start().strip_prefix(label))
        .unwrap_or_else(|| panic!("no `{label}` in\n{text}"))
        .split_whitespace()
        .next()
        .unwrap()
        .to_owned()
}

fn said(output: Output) -> Said {
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
