//! `vinbot plugin test`.

use std::fs;

use rstest::rstest;
use serde_json::Value;

use crate::{Project, support, vinbot};

const AUDI: &str = r#"{ "input": { "vin": "WAUZZZ8K9BA123456" } }"#;

#[test]
fn a_test_is_blessed_once_passes_and_then_tells_what_changed() {
    let project = Project::of("wmi");
    project.write("audi", AUDI);
    let said = project.vinbot(&["plugin", "test"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.out.contains("FAIL  audi\n"), "{}", said.out);
    assert!(said.out.contains("--bless writes it"), "{}", said.out);

    let said = project.vinbot(&["plugin", "test", "--bless"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("bless audi\n"), "{}", said.out);
    assert!(
        said.out
            .contains("wmi 0.1.0: 0 passed, 0 failed, 1 blessed"),
        "{}",
        said.out
    );
    let text = project.read("audi");
    let test: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(test["expect"]["make"], "Audi");
    assert!(!test["expect"]["attributes"].as_array().unwrap().is_empty());

    let said = project.vinbot(&["plugin", "test"]);
    assert_eq!(said.code, 0, "{}", said.out);
    assert_eq!(said.out, "ok    audi\nwmi 0.1.0: 1 passed, 0 failed\n");

    project.write(
        "audi",
        &text.replace("\"make\": \"Audi\"", "\"make\": \"Bugatti\""),
    );
    let said = project.vinbot(&["plugin", "test"]);
    assert_eq!(said.code, 2);
    assert!(
        said.out.contains("-   \"make\": \"Bugatti\","),
        "{}",
        said.out
    );
    assert!(said.out.contains("+   \"make\": \"Audi\","), "{}", said.out);
}

#[test]
fn what_vinbot_prints_of_a_vin_is_what_a_test_of_the_decoder_expects() {
    let project = Project::of("wmi");
    let only = support::only(&["wmi"]);
    let decode = ["decode", "--format", "json", "WAUZZZ8K9BA123456"];
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_vinbot"));
    let printed = command
        .current_dir(project.at("."))
        .env_clear()
        .env("VINBOT_STATE_DIR", support::state_dir())
        .env("VINBOT_RUNTIME__PLUGIN_DIR", only.path())
        .args(decode)
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&printed.stdout).unwrap();
    let mut expect = report.clone();
    for key in ["vin", "decoded_by", "sections"] {
        expect.as_object_mut().unwrap().remove(key);
    }
    let test = serde_json::json!({"input": {"vin": report["vin"]}, "expect": expect});
    project.write("audi", &test.to_string());
    let said = project.vinbot(&["plugin", "test"]);
    assert_eq!(said.code, 0, "{}", said.out);

    // And the report is what a formatter's test takes.
    let card = Project::of("card");
    let test = serde_json::json!({"input": {"reports": [report], "view": "card"}});
    card.write("audi", &test.to_string());
    assert_eq!(card.vinbot(&["plugin", "test", "--bless"]).code, 0);
    let test: Value = serde_json::from_str(&card.read("audi")).unwrap();
    let text = test["expect"]["text"].as_array().unwrap();
    let has = |word: &str| {
        text.iter()
            .any(|span| span["text"].as_str().unwrap().contains(word))
    };
    assert!(has("Audi"), "{text:?}");
    assert!(
        text.iter()
            .any(|span| span["style"] == serde_json::json!(["bold"]))
    );
    assert!(test["expect"]["buttons"][0][0]["label"].is_string());
    assert_eq!(card.vinbot(&["plugin", "test"]).code, 0);
}

#[test]
fn several_vins_are_asked_in_one_call_and_the_clock_stands_still() {
    let project = Project::of("wmi");
    // The candidates of a model year are those that the clock allows.
    let vins = r#"[{"vin": "WAUZZZ8K9BA123456"}, {"vin": "1HGCM82633A004352"}]"#;
    project.write("now", &format!(r#"{{"input": {vins}}}"#));
    project.write(
        "then",
        &format!(r#"{{"clock": 1000000000, "input": {vins}}}"#),
    );
    assert_eq!(project.vinbot(&["plugin", "test", "--bless"]).code, 0);
    assert_eq!(project.vinbot(&["plugin", "test"]).code, 0);
    let answers = |test: &str| {
        let test: Value = serde_json::from_str(&project.read(test)).unwrap();
        assert_eq!(test["expect"].as_array().unwrap().len(), 2);
        test["expect"].clone()
    };
    assert_ne!(answers("now"), answers("then"));
}

#[test]
fn an_error_is_expected_by_its_kind_and_its_words_where_they_are_written() {
    let project = Project::of("card");
    let input = r#""input": {"reports": [], "view": "compare"}"#;
    project.write("none", &format!(r"{{{input}}}"));
    project.vinbot(&["plugin", "test", "--bless"]);
    let blessed: Value = serde_json::from_str(&project.read("none")).unwrap();
    let kind = blessed["expect"]["error"].as_str().unwrap().to_owned();
    project.write(
        "none",
        &format!(r#"{{{input}, "expect": {{"error": "{kind}"}}}}"#),
    );
    let said = project.vinbot(&["plugin", "test"]);
    assert_eq!(said.code, 0, "{}", said.out);
    let other = r#"{"error": "not-covered"}"#;
    project.write("none", &format!(r#"{{{input}, "expect": {other}}}"#));
    let said = project.vinbot(&["plugin", "test"]);
    assert_eq!(said.code, 2, "{}", said.out);
}

#[test]
fn a_role_that_the_plugin_has_not_is_said_to_be_missing() {
    let project = Project::of("wmi");
    project.write(
        "x",
        r#"{"input": {"name": "obd"}, "expect": {"error": "not-covered"}}"#,
    );
    let said = project.vinbot(&["plugin", "test"]);
    assert_eq!(said.code, 2);
    assert!(
        said.out.contains("+   \"error\": \"no-role\""),
        "{}",
        said.out
    );
}

#[rstest]
#[case::no_json("nonsense", "bad.json is not a test: ")]
#[case::typo(r#"{"inptu": 1}"#, "unknown field `inptu`")]
#[case::no_input("{}", "missing field `input`")]
#[case::no_vin(
    r#"{"input": {"vin": "SHORT"}}"#,
    "the input is not valid: as a question to a decoder"
)]
#[case::no_answer(r#"{"input": {}, "http": [{"uri": 1}]}"#, "unknown field `uri`")]
#[case::no_question(r#"{"input": 7}"#, "it must be a question to a decoder")]
fn a_file_that_is_no_test_fails_with_the_reason_and_the_others_run(
    #[case] text: &str,
    #[case] why: &str,
) {
    let project = Project::of("wmi");
    project.write("audi", AUDI);
    project.vinbot(&["plugin", "test", "--bless"]);
    project.write("bad", text);
    let said = project.vinbot(&["plugin", "test"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains(why), "{}", said.err);
    assert!(said.out.contains("ok    audi"), "{}", said.out);
    assert!(said.out.contains("1 passed, 1 failed"), "{}", said.out);
}

#[test]
fn requests_are_answered_by_the_test_and_never_reach_the_network() {
    let project = Project::of("../test-plugins/prober");
    let probe = |url: &str| {
        let act = serde_json::json!({ "do": "fetch", "url": url }).to_string();
        let test = serde_json::json!({
            "input": { "name": "probe", "arguments": act },
            "http": [{ "url": "https://a.example/r?n=1", "status": 203, "json": { "n": 1 } }],
        });
        project.write("probe", &test.to_string());
        let said = project.vinbot(&["plugin", "test", "--bless"]);
        assert_eq!(said.code, 0, "{}{}", said.out, said.err);
        (project.read("probe"), said.err)
    };
    let (answered, _) = probe("https://a.example/r?n=1");
    assert!(
        answered.contains("203") && !answered.contains("denied"),
        "{answered}"
    );
    assert_eq!(project.vinbot(&["plugin", "test"]).code, 0);
    let (denied, why) = probe("https://a.example/other");
    assert!(denied.contains("denied"), "{denied}");
    assert!(
        why.contains("no entry of `http` fits") && why.contains("/other"),
        "{why}"
    );
}

#[test]
fn only_the_tests_that_are_wanted_run() {
    let project = Project::of("wmi");
    project.write("audi", AUDI);
    project.write("bad", "{}");
    let said = project.vinbot(&["plugin", "test", "--bless", "--filter", "aud"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let said = project.vinbot(&["plugin", "test", "--filter", "volvo"]);
    assert_eq!(said.code, 1);
    let why = "vinbot: none of the 2 tests has `volvo` in its name\n";
    assert_eq!(said.err, why);
}

#[test]
fn where_nothing_can_be_run_that_is_said() {
    let project = Project::of("wmi");
    let said = project.vinbot(&["plugin", "test"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("no tests: "), "{}", said.err);

    project.write("audi", AUDI);
    fs::remove_file(project.at("plugin.wasm")).unwrap();
    fs::remove_file(project.at("plugin.toml")).unwrap();
    let said = project.vinbot(&["plugin", "test"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("no component in ."), "{}", said.err);

    fs::write(project.at("plugin.wasm"), "hello").unwrap();
    let said = project.vinbot(&["plugin", "test"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("not a WebAssembly file"), "{}", said.err);
}

#[test]
fn what_was_built_of_a_project_is_found_by_its_name() {
    let project = Project::of("wmi");
    project.write("audi", AUDI);
    fs::remove_file(project.at("plugin.wasm")).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let folder = project.at("");
    let folder = folder.to_str().unwrap();
    let said = vinbot(elsewhere.path(), &["plugin", "test", folder, "--bless"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let component = support::plugin_folder().join("wmi/plugin.wasm");
    let component = component.to_str().unwrap();
    let said = vinbot(
        elsewhere.path(),
        &["plugin", "test", folder, "--component", component],
    );
    assert_eq!(said.code, 0, "{}", said.err);
}

#[test]
fn a_case_that_fails_tells_the_cause_before_the_difference() {
    let project = Project::of("wmi");
    let nobody = r#"{ "input": { "vin": "00000000000000000" }, "expect": { "make": "Audi" } }"#;
    project.write("nobody", nobody);
    let said = project.vinbot(&["plugin", "test"]);
    assert_eq!(said.code, 2);
    let cause = said
        .out
        .find("the answer is an error, not-covered")
        .unwrap();
    let difference = said.out.find("-expected +answered").unwrap();
    assert!(cause < difference, "{}", said.out);
}

#[test]
fn sources_that_are_newer_than_the_component_are_named() {
    let project = Project::of("wmi");
    project.write("audi", AUDI);
    fs::create_dir(project.at("src")).unwrap();
    for (file, text) in [("Cargo.toml", ""), ("src/lib.rs", "// saved just now")] {
        fs::write(project.at(file), text).unwrap();
    }
    for command in ["check", "test"] {
        let said = project.vinbot(&["plugin", command]);
        assert!(
            said.err.contains("is newer than"),
            "{command}: {}",
            said.err
        );
        assert!(said.err.contains("vinbot plugin build"), "{}", said.err);
    }
    let long_ago = std::time::SystemTime::UNIX_EPOCH;
    for file in ["Cargo.toml", "src/lib.rs"] {
        let file = fs::File::options().append(true).open(project.at(file));
        file.unwrap().set_modified(long_ago).unwrap();
    }
    let said = project.vinbot(&["plugin", "check"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}

#[test]
fn a_role_that_is_claimed_and_missing_is_told() {
    let project = Project::of("wmi");
    fs::remove_file(project.at("plugin.toml")).unwrap();
    let manifest = "name = \"wmi\"\nroles = [\"decoder\", \"enricher\"]\n";
    fs::write(project.at("plugin.toml"), manifest).unwrap();
    let said = project.vinbot(&["plugin", "check"]);
    assert_eq!(said.code, 2);
    assert!(
        said.err.contains("claims the role `enricher`"),
        "{}",
        said.err
    );
    fs::write(
        project.at("plugin.toml"),
        "name = \"wmi\"\nroles = [\"decoder\"]\n",
    )
    .unwrap();
    assert_eq!(project.vinbot(&["plugin", "check"]).code, 0);
}

#[test]
fn a_new_plugin_with_the_name_of_an_installed_one_is_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    let new = |name| vinbot(folder.path(), &["plugin", "new", name, "--lang", "python"]);
    let said = new("wmi");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err.contains("`wmi` is installed already"),
        "{}",
        said.err
    );
    assert_eq!(new("something-else").err, "");
}

#[test]
fn what_a_plugin_says_in_a_case_that_fails_is_shown_with_it() {
    let project = Project::of("../test-plugins/prober");
    let act = serde_json::json!({
        "do": "print", "out": "looked up", "err": "Traceback:\n  line 7\nnever ended"
    });
    let test = serde_json::json!({
        "input": { "name": "probe", "arguments": act.to_string() },
        "expect": { "text": [] },
    });
    project.write("probe", &test.to_string());
    let said = project.vinbot(&["plugin", "test"]);
    assert_eq!(said.code, 2, "{}", said.err);
    let start = said.out.find("FAIL  probe").unwrap();
    for line in [
        "info  looked up",
        "warn  Traceback:",
        "warn    line 7",
        "warn  never ended",
    ] {
        let at = said.out.find(&format!("it said: {line}\n"));
        assert!(at.is_some_and(|at| at > start), "{line}: {}", said.out);
    }
    assert!(
        project
            .vinbot(&["plugin", "test", "--bless"])
            .out
            .contains("bless probe")
    );
    let said = project.vinbot(&["plugin", "test"]);
    assert_eq!(
        said.out.lines().count(),
        2,
        "nothing of one that passes: {}",
        said.out
    );
}
