//! `vinbot plugin bench`: that figures come out and can be true, not how good they are.

use serde_json::Value;

use crate::Project;

fn figures(project: &Project, arguments: &[&str]) -> Value {
    let all = [&["plugin", "bench", "--format", "json"], arguments].concat();
    let said = project.vinbot(&all);
    assert_eq!(said.code, 0, "{}", said.err);
    serde_json::from_str(&said.out).unwrap()
}

fn sane(calls: &Value) {
    let number = |key: &str| calls[key].as_f64().unwrap();
    assert!(number("calls") >= 5.0, "{calls}");
    assert!(number("min_us") > 0.0, "{calls}");
    assert!(number("min_us") <= number("median_us"), "{calls}");
    assert!(number("median_us") <= number("p99_us"), "{calls}");
}

#[test]
fn a_decoder_is_measured_in_fresh_sandboxes_and_in_one() {
    let project = Project::of("wmi");
    let figures = figures(&project, &["--vin", "WAUZZZ8K9BA123456"]);
    assert_eq!(figures["name"], "wmi");
    let size = std::fs::metadata(project.at("plugin.wasm")).unwrap().len();
    assert_eq!(figures["component_bytes"], size);
    assert!(figures["compile_ms"].as_f64().unwrap() > 0.0);
    assert!(figures["load_ms"].as_f64().unwrap() > 0.0);
    // More than its tables, and no more than it may have.
    let memory = figures["peak_memory_bytes"].as_u64().unwrap();
    assert!((64 << 10..=256 << 20).contains(&memory), "{memory}");
    let calls = &figures["calls"][0];
    assert_eq!(calls["question"], "WAUZZZ8K9BA123456");
    assert_eq!(calls["role"], "decoder");
    assert!(calls["error"].is_null());
    sane(&calls["fresh"]);
    sane(&calls["warm"]);
}

#[test]
fn a_formatter_is_measured_by_its_views_or_by_the_projects_tests() {
    let project = Project::of("export");
    let all = figures(&project, &[]);
    let views: Vec<&Value> = all["calls"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["question"])
        .collect();
    assert_eq!(views, ["json", "csv"]);
    sane(&all["calls"][0]["fresh"]);
    assert!(all["calls"][0]["warm"].is_null());

    project.write("csv", r#"{"input": {"reports": [], "view": "csv"}}"#);
    project.write(
        "json",
        r#"{"input": {"reports": [{"vin": "WAUZZZ8K9BA123456"}], "view": "json"}}"#,
    );
    let tested = figures(&project, &[]);
    assert_eq!(tested["calls"].as_array().unwrap().len(), 2);
    assert_eq!(tested["calls"][0]["question"], "csv of 0");
}

#[test]
fn the_figures_are_a_table_for_people() {
    let project = Project::of("wmi");
    let said = project.vinbot(&["plugin", "bench", "plugin.wasm"]);
    assert_eq!(said.code, 0, "{}", said.err);
    for words in [
        "wmi 0.1.0: decoder",
        "ms to compile",
        "at most in a call",
        "MEDIAN",
        "warm",
    ] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
}

#[test]
fn what_cannot_be_measured_is_said_to_be_so() {
    let project = Project::of("wmi");
    let said = project.vinbot(&["plugin", "bench", "--vin", "SHORT"]);
    assert_eq!(said.code, 1);
    assert!(!said.err.is_empty());
    let said = project.vinbot(&["plugin", "bench", "nowhere.wasm"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("nowhere.wasm"), "{}", said.err);
}

#[test]
fn figures_of_errors_alone_are_no_success() {
    let project = Project::of("wmi");
    let vin = ["plugin", "bench", "--vin", "00000000000000000"];
    let said = project.vinbot(&vin);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.err.contains("no call was answered"), "{}", said.err);
}
