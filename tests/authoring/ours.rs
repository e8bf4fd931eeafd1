//! The golden tests of the plugins that come with the bot.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::support;

/// A key in the form of a key: carsxe's services are canned here, and never asked.
const KEY: &str = "a-key-for-canned-answers";

#[test]
fn every_plugin_that_comes_along_answers_as_its_golden_tests_say() {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut tried = Vec::new();
    for folder in fs::read_dir(checkout.join("plugins")).unwrap() {
        let folder = folder.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let golden = fs::read_dir(folder.join("tests")).is_ok_and(|mut files| {
            files.any(|file| {
                file.unwrap()
                    .path()
                    .extension()
                    .is_some_and(|it| it == "json")
            })
        });
        if !golden {
            continue;
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_vinbot"));
        command
            .current_dir(checkout)
            .env_clear()
            .env("VINBOT_STATE_DIR", support::state_dir())
            .env("VINBOT_RUNTIME__PLUGIN_DIR", support::plugin_folder())
            .env("CARSXE_API_KEY", KEY)
            .args(["plugin", "test"])
            .arg(Path::new("plugins").join(&name));
        if let Some(file) = std::env::var_os("LLVM_PROFILE_FILE") {
            command.env("LLVM_PROFILE_FILE", file);
        }
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success(),
            "{name}: {said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        tried.push(name);
    }
    assert!(tried.len() >= 7, "{tried:?}");
}
