//! From nothing to a plugin, with the commands that docs/plugins.md names.

use std::path::Path;
use std::process::{Command, Output};

use rstest::rstest;
use serde_json::Value;

use crate::support;

/// The program with the caller's environment: compilers need it.
fn vinbot(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vinbot"));
    command
        .current_dir(folder)
        .env("VINBOT_STATE_DIR", support::state_dir())
        .env_remove("VINBOT_CONFIG");
    command
}

fn text(output: &Output) -> String {
    let bytes = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(bytes).unwrap()
}

fn succeeds(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", text(&output));
    text(&output)
}

#[rstest]
#[case::rust("rust")]
#[case::javascript("js")]
#[case::python("python")]
fn a_new_decoder_is_built_checked_and_asked(#[case] lang: &str) {
    // Whoever puts spaces in the names of folders may write plugins, too.
    let parent = tempfile::Builder::new()
        .prefix("my plugins ")
        .tempdir()
        .unwrap();
    let new = [
        "plugin",
        "new",
        "new-country",
        "--role",
        "decoder",
        "--lang",
        lang,
    ];
    succeeds(vinbot(parent.path()).args(new));
    let project = parent.path().join("new-country");
    succeeds(vinbot(&project).args(["plugin", "build"]));
    let checked =
        succeeds(vinbot(&project).args(["plugin", "check", "--format", "json", "plugin.wasm"]));
    let checked: Value = serde_json::from_str(&checked).unwrap();
    assert_eq!(checked["fine"], true, "{checked}");
    assert_eq!(checked["name"], "new-country");
    assert_eq!(checked["roles"], serde_json::json!(["decoder"]));
    let imports = checked["imports"].to_string();
    assert!(
        !imports.contains("http@") && !imports.contains("cache@"),
        "{imports}"
    );

    let folder = support::only(&["card"]);
    std::os::unix::fs::symlink(&project, folder.path().join("new-country")).unwrap();
    let decode = ["decode", "--format", "json", "1HGCM82633A004352"];
    let report = succeeds(
        vinbot(&project)
            .args(decode)
            .env("VINBOT_RUNTIME__PLUGIN_DIR", folder.path()),
    );
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["decoded_by"], serde_json::json!(["new-country"]));
    assert_eq!(report["attributes"][0]["id"], "new-country:country");
    assert_eq!(report["attributes"][0]["value"], "United States");
}

#[rstest]
#[case::rust("rust", "src/lib.rs", "error")]
#[case::javascript("js", "src/plugin.js", "SyntaxError")]
#[case::python("python", "src/plugin.py", "SyntaxError")]
fn what_does_not_compile_is_told_in_the_words_of_the_compiler(
    #[case] lang: &str,
    #[case] file: &str,
    #[case] words: &str,
) {
    let parent = tempfile::tempdir().unwrap();
    succeeds(vinbot(parent.path()).args(["plugin", "new", "broken", "--lang", lang]));
    let project = parent.path().join("broken");
    std::fs::write(project.join(file), "this is ( no program").unwrap();
    let output = vinbot(&project).args(["plugin", "build"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains(words), "{}", text(&output));
    assert!(!project.join("plugin.wasm").exists());
}

#[test]
fn a_module_that_lacks_a_role_is_told_what_to_export() {
    let parent = tempfile::tempdir().unwrap();
    succeeds(vinbot(parent.path()).args(["plugin", "new", "lacking", "--lang", "js"]));
    let project = parent.path().join("lacking");
    let about = "export const about = { describe() { return {}; } };";
    std::fs::write(project.join("src/plugin.js"), about).unwrap();
    let output = vinbot(&project).args(["plugin", "build"]).output().unwrap();
    assert!(
        text(&output).contains("for each role in plugin.toml"),
        "{}",
        text(&output)
    );
}

#[test]
fn a_folder_that_is_no_project_is_told_how_to_make_one() {
    let folder = tempfile::tempdir().unwrap();
    let output = vinbot(folder.path())
        .args(["plugin", "build"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output).contains("`vinbot plugin new NAME`"),
        "{}",
        text(&output)
    );
}
