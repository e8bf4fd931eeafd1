//! The command line: what it prints, and how it ends.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

mod debug;
mod doctor;
#[path = "../support/mod.rs"]
mod support;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use rstest::rstest;
use serde_json::Value;

const HONDA: &str = "1HGCM82633A004352";
const AUDI: &str = "WAUZZZ8K9BA123456";

fn vinbot(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vinbot"));
    command
        .current_dir(folder)
        .env_clear()
        .env("VINBOT_STATE_DIR", support::state_dir())
        .env("VINBOT_RUNTIME__PLUGIN_DIR", support::plugin_folder());
    if let Some(file) = std::env::var_os("LLVM_PROFILE_FILE") {
        command.env("LLVM_PROFILE_FILE", file);
    }
    command
}

fn run(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    vinbot(folder.path())
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn run_with_input(arguments: &[&str], input: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut child = vinbot(folder.path())
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // On a thread of its own: the program may answer before it has read all.
    let writing = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    output
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

#[test]
fn a_card_is_printed_for_people() {
    let output = run(&["decode", HONDA]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).starts_with("2003 Honda Accord EX-V6\n1HGCM82633A004352\n"));
}

#[test]
fn ten_thousand_rows_of_a_table_are_decoded_in_their_order() {
    let vins: Vec<String> = (0..10_000).map(|i| format!("WAUZZZ8K9BA{i:06}")).collect();
    let rows = vins.iter().enumerate();
    let rows = rows.map(|(i, vin)| format!("{i};\"Smith, John\";{vin};red\r\n"));
    let table = format!("No.;Owner;VIN;Colour\r\n{}", rows.collect::<String>());
    let output = run_with_input(&["decode", "--format", "csv", "-"], &table);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let decoded: Vec<&str> = stdout(&output)
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .collect();
    assert_eq!(decoded, vins);
    assert_eq!(stderr(&output), "", "no progress where nobody watches");
}

#[test]
fn details_are_printed_to_the_last_page() {
    let output = run(&["decode", "--view", "details", HONDA]);
    let text = stdout(&output);
    assert!(text.contains("1/") && text.contains("Accord"), "{text}");
    let pages: Vec<_> = text.lines().filter(|line| line.contains(" · ")).collect();
    let last = pages.last().unwrap();
    let (page, of) = last.rsplit_once(' ').unwrap().1.split_once('/').unwrap();
    assert_eq!(page, of, "{last}");
}

#[test]
fn vehicles_are_compared_side_by_side() {
    let output = run(&["decode", "--view", "compare", HONDA, AUDI]);
    let text = stdout(&output);
    assert!(text.contains("Honda") && text.contains("Audi"), "{text}");
}

#[test]
fn json_has_the_documented_shape() {
    let output = run(&["decode", "--format", "json", HONDA]);
    let report: Value = serde_json::from_str(stdout(&output)).unwrap();
    let keys: Vec<_> = report
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let mut documented = [
        "vin",
        "make",
        "model",
        "model_year",
        "decoded_by",
        "confidence",
        "attributes",
        "findings",
        "sections",
    ];
    documented.sort_unstable();
    let mut sorted = keys.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, documented);
    assert_eq!(report["make"], "HONDA");
    assert_eq!(report["model"], "Accord");
    assert_eq!(report["model_year"], 2003);
    assert_eq!(report["decoded_by"], serde_json::json!(["vpic"]));
    let make = report["attributes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == "vpic:26");
    insta::assert_snapshot!(make.unwrap(), @r#"{"group":"General","id":"vpic:26","is_default":false,"key":"make","label":"Make","unit":null,"value":"HONDA"}"#);
}

#[test]
fn several_vins_are_a_json_array() {
    let output = run(&["decode", "--format", "json", HONDA, AUDI]);
    let reports: Value = serde_json::from_str(stdout(&output)).unwrap();
    let makes: Vec<_> = reports
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["make"])
        .collect();
    assert_eq!(makes, ["HONDA", "AUDI"]);
}

#[test]
fn jsonl_answers_line_by_line_in_order_and_goes_on_after_errors() {
    let input = format!("{HONDA}\nnonsense\n\n{AUDI}\n00000000000000000\n{HONDA}");
    let output = run_with_input(&["decode", "--format", "jsonl", "-"], &input);
    assert_eq!(output.status.code(), Some(2));
    let lines: Vec<Value> = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<_> = lines
        .iter()
        .map(|line| match line["error"]["code"].as_str() {
            Some(code) => format!("{} {code}", line["vin"].as_str().unwrap()),
            None => line["vin"].as_str().unwrap().to_owned(),
        })
        .collect();
    assert_eq!(
        told,
        [
            HONDA,
            "nonsense length",
            AUDI,
            "00000000000000000 unknown",
            HONDA
        ],
        "{}",
        stdout(&output)
    );
    assert!(
        lines[1]["error"]["message"]
            .as_str()
            .unwrap()
            .contains("17 characters")
    );
}

#[test]
fn a_thousand_vins_come_out_in_the_order_they_went_in() {
    let vins: Vec<String> = (0..1_000).map(|i| format!("WAUZZZ8K9BA{i:06}")).collect();
    let output = run_with_input(&["decode", "--format", "jsonl", "-"], &vins.join("\n"));
    let found: Vec<String> = stdout(&output)
        .lines()
        .map(|line| {
            let report: Value = serde_json::from_str(line).unwrap();
            report["vin"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(found, vins);
}

#[test]
fn csv_has_one_header_however_many_rows() {
    let vins: Vec<String> = (0..150).map(|i| format!("WAUZZZ8K9BA{i:06}")).collect();
    let output = run_with_input(&["decode", "--format", "csv", "-"], &vins.join("\n"));
    let text = stdout(&output);
    assert_eq!(text.lines().count(), 151);
    assert!(text.starts_with("vin,"), "{text}");
    assert!(
        text.lines()
            .skip(1)
            .all(|line| line.starts_with("WAUZZZ8K9BA"))
    );
}

#[test]
fn rows_that_could_not_be_decoded_stay_in_the_table_with_the_reason() {
    let table = format!(
        "note,VIN\n\"two\nlines\",{HONDA}\nshort,1HGCM82633A00435\nnobody's,00000000000000000\n\
         formula,=1+1\n-,{AUDI}\n"
    );
    let output = run_with_input(&["decode", "--format", "csv", "-"], &table);
    assert_eq!(output.status.code(), Some(2));
    let text = stdout(&output);
    let rows: Vec<&str> = text.lines().collect();
    assert!(
        rows[0].starts_with("vin,") && rows[0].ends_with(",error"),
        "{text}"
    );
    let vins: Vec<&str> = rows[1..]
        .iter()
        .filter_map(|row| row.split(',').next())
        .collect();
    let expected = [
        HONDA,
        "1HGCM82633A00435",
        "00000000000000000",
        "'=1+1",
        AUDI,
    ];
    assert_eq!(vins, expected);
    assert!(rows[1].ends_with(','), "{text}");
    assert!(rows[2].contains("17 characters, this has 16"), "{text}");
    assert!(rows[3].contains("no decoder knows"), "{text}");
    let told = stderr(&output);
    for words in ["line 4: 1HGCM82633A00435: ", "line 5: ", "line 6: "] {
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn a_table_without_rows_has_the_names_of_the_columns() {
    for input in ["", "VIN\n", "nonsense\n"] {
        let output = run_with_input(&["decode", "--format", "csv", "-"], input);
        assert!(stdout(&output).starts_with("vin,"), "{}", stderr(&output));
    }
}

#[test]
fn what_is_almost_a_vin_is_told_with_the_one_that_was_meant() {
    for almost in [
        "1HGCM82633AO04352",
        "1HGCM82X633A004352",
        "1HGCM8233A004352",
    ] {
        let output = run(&["decode", almost]);
        assert_eq!(output.status.code(), Some(2));
        let told = stderr(&output);
        let meant = told.contains("did you mean ") && told.contains(HONDA);
        assert!(meant, "{told}");
    }
}

#[test]
fn a_file_that_was_meant_as_input_is_told_how_to_be_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("fleet.csv"), HONDA).unwrap();
    let output = vinbot(folder.path())
        .args(["decode", "fleet.csv"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    assert!(told.contains("vinbot decode - < "), "{told}");
    let wide: Vec<u8> = HONDA.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(folder.path().join("fleet.csv"), wide).unwrap();
    let output = vinbot(folder.path())
        .args(["decode", "-"])
        .stdin(std::fs::File::open(folder.path().join("fleet.csv")).unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("iconv"), "{}", stderr(&output));
}

#[rstest]
#[case::short("1HGCM82633A00435", "17 characters, this has 16")]
#[case::letter("1HGCM82633A00435O", "never holds O (position 17)")]
#[case::empty("", "the VIN is empty")]
#[case::control("1HGCM82633A0043\u{1}2", "control character")]
fn what_is_no_vin_is_refused_on_standard_error(#[case] text: &str, #[case] reason: &str) {
    let output = run(&["decode", text]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains(reason), "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
}

#[test]
fn an_endless_line_is_refused_and_the_next_one_decoded() {
    let input = format!("{}\n{HONDA}\n", "A".repeat(1_000_000));
    let output = run_with_input(&["decode", "--format", "jsonl", "-"], &input);
    let lines: Vec<&str> = stdout(&output).lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].contains("\"error\"") && lines[1].contains("Accord"));
}

#[test]
fn without_plugins_it_is_said_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let output = vinbot(folder.path())
        .env("VINBOT_RUNTIME__PLUGIN_DIR", folder.path().join("none"))
        .args(["decode", HONDA])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("make plugins"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn an_unknown_setting_is_refused_by_name_and_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("config.toml"), "[lookup]\nenuogh = 3\n").unwrap();
    let output = vinbot(folder.path())
        .args(["decode", HONDA])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.contains("enuogh") && told.contains("line 2"), "{told}");
}

#[rstest]
#[case::missing(None, "TELEGRAM_BOT_TOKEN is not set")]
#[case::empty(Some(""), "TELEGRAM_BOT_TOKEN is not set")]
fn without_a_token_the_bot_says_so_in_one_line(#[case] token: Option<&str>, #[case] words: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = vinbot(folder.path());
    if let Some(token) = token {
        command.env("TELEGRAM_BOT_TOKEN", token);
    }
    let output = command.arg("run").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    assert!(stderr(&output).contains(words));
}

#[test]
fn a_token_may_stand_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let env = "TELEGRAM_BOT_TOKEN=1:x\nTELEGRAM_API_URL=nonsense\n";
    std::fs::write(folder.path().join(".env"), env).unwrap();
    let output = vinbot(folder.path()).arg("run").output().unwrap();
    assert!(
        stderr(&output).contains("TELEGRAM_API_URL"),
        "{}",
        stderr(&output)
    );
}

#[rstest]
#[case("TELEGRAM_BOT_TOKEN=123456:SECRET with space", "quotes around a value")]
#[case("SECRETSECRET without a name", "a line")]
#[case("TELEGRAM_BOT_TOKEN=\"123456:SECRET", "not valid")]
fn a_mistake_in_the_file_of_secrets_is_told_without_them(#[case] line: &str, #[case] words: &str) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), format!("{line}\n")).unwrap();
    let output = vinbot(folder.path()).arg("run").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains(words), "{}", stderr(&output));
    assert!(!stderr(&output).contains("SECRET"), "{}", stderr(&output));
}

#[test]
fn input_that_cannot_be_read_is_an_error_and_what_came_before_it_counts() {
    let folder = tempfile::tempdir().unwrap();
    let output = vinbot(folder.path())
        .args(["decode", "--format", "jsonl", HONDA, "-"])
        .stdin(std::fs::File::open(folder.path()).unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("Accord"), "{}", stderr(&output));
}

#[test]
fn a_vin_is_answered_before_the_next_one_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = vinbot(folder.path())
        .args(["decode", "--format", "jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
    for vin in [HONDA, AUDI] {
        writeln!(stdin, "{vin}").unwrap();
        assert!(stdout.next().unwrap().unwrap().contains(vin));
    }
    // Who reads no further is not waited for, though the input is still open.
    drop(stdout);
    writeln!(stdin, "{HONDA}").unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_view_that_no_plugin_offers_is_named() {
    let output = run(&["decode", "--view", "payroll", HONDA]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("payroll"), "{}", stderr(&output));
}

#[test]
fn plugins_are_listed_with_their_roles() {
    let output = run(&["plugin", "list"]);
    assert_eq!(output.status.code(), Some(0));
    let rows: Vec<Vec<&str>> = stdout(&output)
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().collect())
        .collect();
    for (name, role) in [
        ("vpic", "decoder"),
        ("wmi", "decoder"),
        ("card", "formatter"),
        ("export", "formatter"),
    ] {
        let row = rows.iter().find(|row| row[0] == name);
        assert_eq!(row.map(|row| row[2]), Some(role), "{rows:?}");
    }
}

#[test]
fn a_component_is_checked_before_it_is_served() {
    let good = support::plugin_folder().join("wmi/plugin.wasm");
    let output = run(&["plugin", "check", good.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).contains("is fine"), "{}", stdout(&output));
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("bad.wasm");
    std::fs::write(&bad, "hello").unwrap();
    let output = run(&["plugin", "check", bad.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("not a WebAssembly file"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_trace_tells_who_says_what_in_how_long() {
    let output = run(&["decode", "--trace", HONDA]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let told = stdout(&output);
    for words in [
        "decoder   vpic",
        " facts, confidence 0 → ",
        "formatter card",
        " ms ",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(
        told.contains("decoder   wmi") && told.contains("not asked"),
        "{told}"
    );
    let output = run(&["decode", "--trace", "--format", "jsonl", HONDA, "no-vin"]);
    assert_eq!(output.status.code(), Some(2));
    let trace: Value = serde_json::from_str(stdout(&output).trim()).unwrap();
    assert_eq!(trace["vin"], HONDA);
    let steps = trace["steps"].as_array().unwrap();
    let vpic = steps.iter().find(|step| step["plugin"] == "vpic").unwrap();
    assert!(vpic["took_ms"].as_f64().unwrap() > 0.0, "{vpic}");
    assert!(stderr(&output).contains("no-vin"), "{}", stderr(&output));
}

#[test]
fn code_that_was_compiled_beforehand_is_taken_and_nothing_is_compiled() {
    let folder = tempfile::tempdir().unwrap();
    let (plugins, code) = (support::only(&["card", "wmi"]), folder.path().join("code"));
    let with = |state: &str| {
        let mut command = vinbot(folder.path());
        command
            .env("VINBOT_RUNTIME__PLUGIN_DIR", plugins.path())
            .env("VINBOT_RUNTIME__PRECOMPILED_DIR", &code)
            .env("VINBOT_STATE_DIR", folder.path().join(state));
        command
    };
    let compiled = |state: &str| {
        let files = std::fs::read_dir(folder.path().join(state).join("code"));
        let names = files.unwrap().map(|file| file.unwrap().path());
        names
            .filter(|file| file.extension().is_some_and(|it| it == "cwasm"))
            .count()
    };
    let output = with("first")
        .args(["plugin", "precompile", "--out"])
        .arg(&code)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let output = with("second").args(["decode", HONDA]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("Honda"), "{}", stdout(&output));
    assert_eq!(compiled("second"), 0);

    // What somebody changed is no longer what was written: it is compiled anew.
    for file in std::fs::read_dir(&code).unwrap() {
        let file = file.unwrap().path();
        if file.extension().is_some_and(|it| it == "cwasm") {
            let mut bytes = std::fs::read(&file).unwrap();
            *bytes.last_mut().unwrap() ^= 1;
            std::fs::write(&file, bytes).unwrap();
        }
    }
    let output = with("third").args(["decode", HONDA]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(compiled("third"), 2);
}

#[test]
fn the_playground_tells_its_address_and_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = vinbot(folder.path())
        .args(["playground", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.contains("http://127.0.0.1:"), "{line}");
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-s", "INT", &id])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn an_address_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(&["playground", "--listen", &address]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains(&format!("can't listen on {address}")));
}
