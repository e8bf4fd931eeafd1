//! The examples, in three languages, beside the plugins that come along; and projects
//! as an author makes them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

#[path = "../support/mod.rs"]
mod support;

#[allow(dead_code, reason = "these tests use a part of it")]
#[path = "../journeys/bot.rs"]
mod bot;

mod authors;

use std::path::PathBuf;

use bot::{Bot, labels, styled};
use tempfile::TempDir;
use vinbot::config::Settings;
use vinbot::lookup::Lookup;
use vinbot::report::Report;
use vinbot_playground::Options;

const HONDA: &str = "1HGCM82633A004352";
const AUDI: &str = "WAUZZZ8K9BA123456";

/// What `cargo xtask examples` built.
fn example(name: &str) -> PathBuf {
    let examples = support::plugin_folder().with_file_name("examples-plugins");
    let folder = examples.join(name);
    assert!(
        folder.join("plugin.wasm").is_file(),
        "no {}: run `make examples` first",
        folder.display()
    );
    folder
}

/// A folder with some of the plugins that come along, and all examples.
fn beside(plugins: &[&str]) -> TempDir {
    let folder = support::only(plugins);
    for name in ["age-js", "anatomy-python", "check-digit"] {
        std::os::unix::fs::symlink(example(name), folder.path().join(name)).unwrap();
    }
    folder
}

async fn report(vin: &str) -> Report {
    let folder = beside(&["vpic", "wmi", "card"]);
    let mut settings = Settings::default();
    // So that nobody is sure enough to keep the next one from being asked.
    settings.lookup.enough = 100;
    // The decoders that come along are asked after the examples.
    for (name, order) in [("vpic", 60), ("wmi", 90)] {
        settings.plugins.entry(name.into()).or_default().order = order;
    }
    let registry = support::registry(folder.path(), &settings).await;
    let lookup = Lookup::new(registry);
    let visit = lookup.anyone();
    assert!(
        visit.plugins().broken().is_empty(),
        "{:?}",
        visit.plugins().broken()
    );
    visit.decode_one(vin.parse().unwrap()).await.unwrap()
}

fn value<'a>(report: &'a Report, id: &str) -> Option<&'a str> {
    let attribute = report.attributes.iter().find(|a| a.term.id == id)?;
    Some(&attribute.value)
}

#[tokio::test]
async fn plugins_in_three_languages_decode_in_one_lookup() {
    let report = report(HONDA).await;
    assert_eq!(
        value(&report, "anatomy-python:wmi").unwrap(),
        "1HG (positions 1–3): who made it, and where"
    );
    assert_eq!(value(&report, "age-js:us-import"), Some("from 2028 on"));
    assert_eq!(value(&report, "vpic:26"), Some("HONDA"));
    let by: Vec<&str> = report.decoded_by.iter().map(|name| &**name).collect();
    assert_eq!(by[..3], ["age-js", "anatomy-python", "vpic"]);
    assert!(report.missing.is_empty(), "{:?}", report.missing);
}

#[tokio::test]
async fn a_decoder_that_does_not_cover_a_vin_leaves_it_to_the_others() {
    let report = report(AUDI).await;
    assert_eq!(value(&report, "age-js:age"), None);
    assert!(
        value(&report, "anatomy-python:vis")
            .unwrap()
            .starts_with("BA123456 (positions 10–17)")
    );
    assert_eq!(report.make.as_deref(), Some("AUDI"));
    assert!(report.missing.is_empty(), "{:?}", report.missing);
}

/// A bot with the example of a command.
async fn bot() -> (Bot, TempDir) {
    let folder = beside(&["card", "wmi"]);
    let variables = [(
        "VINBOT_RUNTIME__PLUGIN_DIR",
        folder.path().to_str().unwrap(),
    )];
    let bot = Bot::start_with(Options::default(), &variables).await;
    (bot, folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_of_a_plugin_explains_and_its_button_decodes() {
    let (bot, _folder) = bot().await;
    let answer = bot.ask("/checkdigit 1HGCM82643A004352").await;
    assert!(answer.text.contains("The sum is 311."), "{}", answer.text);
    assert!(
        answer.text.contains("Position 9 is 4: it does not fit."),
        "{}",
        answer.text
    );
    assert!(
        styled(&answer, "pre")[0].starts_with(" 1  1  1 ×  8 =  8"),
        "{:?}",
        styled(&answer, "pre")
    );
    assert_eq!(labels(&answer), [["Decode with 3", "Decode as it is"]]);
    bot.press(&answer, "Decode with 3").await;
    let card = &bot.all_since(answer.created).await[0];
    assert!(card.text.contains(HONDA), "{}", card.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_of_a_plugin_is_in_the_menu_and_asks_for_what_it_lacks() {
    let (bot, _folder) = bot().await;
    let question = bot.ask("/checkdigit").await;
    assert_eq!(question.text, "Please send: the VIN\n/checkdigit VIN");
    let answer = bot.ask("1HGCM82643A004352").await;
    assert!(answer.text.contains("The sum is 311."), "{}", answer.text);
    let (_, menus) = bot.get(&format!("{}/playground/commands", bot.api)).await;
    let text = menus["menus"].to_string();
    assert!(text.contains("checkdigit"), "{text}");
}

/// The examples' own tests, as their author runs them.
#[rstest::rstest]
#[case("age-js")]
#[case("anatomy-python")]
#[case("check-digit")]
fn an_example_answers_what_its_tests_expect(#[case] name: &str) {
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples");
    let project = tempfile::tempdir().unwrap();
    let link = |from: PathBuf, to: &str| {
        std::os::unix::fs::symlink(from, project.path().join(to)).unwrap();
    };
    for file in ["plugin.wasm", "plugin.toml"] {
        link(example(name).join(file), file);
    }
    link(PathBuf::from(sources).join(name).join("tests"), "tests");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_vinbot"))
        .args(["plugin", "test"])
        .current_dir(project.path())
        .env("VINBOT_STATE_DIR", support::state_dir())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}
