//! From nothing to a plugin, with the commands that docs/plugins.md names.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

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

    let tested = succeeds(vinbot(&project).args(["plugin", "test"]));
    assert!(tested.contains("2 passed"), "{tested}");

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
fn a_new_plugin_of_any_role_is_built_checked_and_passes_its_own_tests(
    #[values("enricher", "formatter", "command")] role: &str,
    #[values("rust", "js", "python")] lang: &str,
) {
    let parent = tempfile::tempdir().unwrap();
    let name = format!("new-{role}");
    let new = ["plugin", "new", &name, "--role", role, "--lang", lang];
    succeeds(vinbot(parent.path()).args(new));
    let project = parent.path().join(&name);
    succeeds(vinbot(&project).args(["plugin", "build"]));
    let check = ["plugin", "check", "--format", "json", "plugin.wasm"];
    let checked: Value = serde_json::from_str(&succeeds(vinbot(&project).args(check))).unwrap();
    assert_eq!(checked["name"], name.as_str());
    assert_eq!(checked["roles"], serde_json::json!([role]));
    let tested = succeeds(vinbot(&project).args(["plugin", "test"]));
    assert!(tested.contains(" passed"), "{tested}");
}

/// `vinbot plugin dev` on a project.
struct Dev {
    child: Child,
    page: String,
    _plugins: tempfile::TempDir,
}

impl Dev {
    fn start(project: &Path) -> Self {
        let plugins = support::only(&["card"]);
        let mut child = vinbot(project)
            .args(["plugin", "dev", "--listen", "127.0.0.1:0"])
            .env("VINBOT_RUNTIME__PLUGIN_DIR", plugins.path())
            .env_remove("ADMIN_IDS")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut words = lines.map_while(Result::ok).flat_map(|line| {
            let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            words
        });
        let page = words.find(|word| word.starts_with("http://")).unwrap();
        Self {
            child,
            page,
            _plugins: plugins,
        }
    }

    /// Asks until an answer holds the words.
    async fn ask_until(&self, question: &str, words: &str) {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let chat = format!("{}/playground/chats/42", self.page);
        let question = serde_json::json!({ "text": question });
        loop {
            let send = client.post(format!("{chat}/messages")).json(&question);
            send.send().await.unwrap();
            let answers = client.get(format!("{chat}/wait?bot_messages=1")).send();
            if answers.await.unwrap().text().await.unwrap().contains(words) {
                return;
            }
        }
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        let id = self.child.id().to_string();
        let _ = Command::new("kill").args(["-s", "TERM", &id]).status();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn what_an_author_saves_is_built_and_shows_in_the_chat() {
    let parent = tempfile::tempdir().unwrap();
    succeeds(vinbot(parent.path()).args(["plugin", "new", "live", "--lang", "rust"]));
    let project = parent.path().join("live");
    let dev = Dev::start(&project);
    dev.ask_until("/admin plugin live", "live 0.1.0").await;
    let file = project.join("src/lib.rs");
    let source = std::fs::read_to_string(&file).unwrap();
    let start = source.find("const SUMMARY").unwrap();
    let end = start + source[start..].find(';').unwrap();
    let (before, after) = (&source[..start], &source[end..]);
    let changed = format!("{before}const SUMMARY: &str = \"Seen at once\"{after}");
    std::fs::write(&file, "this does ( not compile").unwrap();
    std::fs::write(&file, changed).unwrap();
    dev.ask_until("/admin plugin live", "Seen at once").await;
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
fn a_python_module_that_lacks_a_class_is_told_which() {
    let parent = tempfile::tempdir().unwrap();
    succeeds(vinbot(parent.path()).args(["plugin", "new", "lacking", "--lang", "python"]));
    let project = parent.path().join("lacking");
    let file = project.join("src/plugin.py");
    let source = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, source.replace("class Decoder", "class Decodr")).unwrap();
    let output = vinbot(&project).args(["plugin", "build"]).output().unwrap();
    let told = text(&output);
    assert!(told.contains("has no attribute 'Decoder'"), "{told}");
    let last = told.trim_end().lines().last().unwrap();
    assert!(last.contains("for each role in plugin.toml"), "{told}");
    assert!(!told.contains("Stack backtrace"), "{told}");
}

#[test]
fn what_a_javascript_plugin_prints_and_throws_is_told() {
    let parent = tempfile::tempdir().unwrap();
    succeeds(vinbot(parent.path()).args(["plugin", "new", "throws", "--lang", "js"]));
    let project = parent.path().join("throws");
    let source = "export const about = {
          describe: () => ({ name: 'throws', version: '0.1.0', summary: 'Throws' }),
        };
        export const decoder = {
          vocabulary: () => [],
          decode(queries) {
            console.log('asked about', queries.length);
            throw new Error('oops');
          },
        };";
    std::fs::write(project.join("src/plugin.js"), source).unwrap();
    succeeds(vinbot(&project).args(["plugin", "build"]));
    let tested = vinbot(&project).args(["plugin", "test"]).output().unwrap();
    let told = text(&tested);
    assert!(told.contains("it said: info  asked about 1"), "{told}");
    assert!(told.contains("it said: warn  oops"), "{told}");
    assert!(told.contains("plugin.js:8:"), "where: {told}");
    let plugins = support::only(&["wmi", "card"]);
    std::os::unix::fs::symlink(&project, plugins.path().join("throws")).unwrap();
    let decoded = vinbot(&project)
        .args(["decode", "1HGCM82633A004352"])
        .env("VINBOT_RUNTIME__PLUGIN_DIR", plugins.path())
        .env("VINBOT_PLUGINS__THROWS__ORDER", "1")
        .env("RUST_LOG", "info")
        .output()
        .unwrap();
    let told = text(&decoded);
    assert!(
        told.contains("asked about 1") && told.contains("oops"),
        "{told}"
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
