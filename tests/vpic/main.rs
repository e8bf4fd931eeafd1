//! The `vpic` plugin says what the same decoder says without any sandbox.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

#[path = "../support/mod.rs"]
mod support;

use std::time::SystemTime;

use rstest::rstest;
use ultravin::{Db, Filter};
use vinbot::config::Settings;
use vinbot::lookup::{Lookup, LookupError};
use vinbot::report::Report;
use vinbot::vin::Vin;

fn native() -> Db {
    Db::open(&support::vpic_data()).unwrap()
}

fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap();
    i64::try_from(since.as_secs()).unwrap() * 1_000_000
}

async fn lookup() -> Lookup {
    let folder = support::only(&["vpic"]);
    Lookup::new(support::registry(folder.path(), &Settings::default()).await)
}

/// Id, value, default or not; in order.
type Facts = Vec<(String, String, bool)>;

fn expected(db: &Db, vin: Vin, now: i64) -> Facts {
    let result = db.decode_at(vin.as_str(), None, now);
    let told = result
        .elements
        .iter()
        .filter(|element| !element.value.is_empty());
    told.map(|element| {
        (
            format!("vpic:{}", element.element_id),
            element.value.to_string(),
            element.source == "Default",
        )
    })
    .collect()
}

fn found(report: &Report) -> Facts {
    let facts = report.attributes.iter();
    facts
        .map(|fact| {
            (
                fact.term.id.clone(),
                fact.value.to_string(),
                fact.is_default,
            )
        })
        .collect()
}

/// VINs of all makers and years that vPIC knows; `invalid` of them, from 0 to 1, with
/// one realistic mistake.
fn generated(db: &Db, count: usize, seed: u64, invalid: f64) -> Vec<Vin> {
    let now = now();
    let filter = Filter {
        invalid_rate: Some(invalid),
        ..Filter::default()
    };
    let year = ultravin::current_year_at(now);
    let vins = ultravin::generate(db, count, seed, &filter, now, year);
    // A mistake may make it no VIN at all: that is refused before any plugin is asked.
    vins.iter().filter_map(|vin| vin.parse().ok()).collect()
}

#[rstest]
#[case::valid(4_000, 1, 0.0)]
#[case::mistyped(1_500, 2, 1.0)]
#[tokio::test]
async fn every_attribute_of_generated_vins_is_that_of_the_native_decoder(
    #[case] count: usize,
    #[case] seed: u64,
    #[case] invalid: f64,
) {
    let db = native();
    let vins = generated(&db, count, seed, invalid);
    assert!(vins.len() > count / 3, "{}", vins.len());
    let lookup = lookup().await;
    let now = now();
    let mut attributes = 0;
    for (&vin, result) in vins.iter().zip(lookup.anyone().decode(&vins).await) {
        match result {
            Ok(report) => {
                let facts = found(&report);
                attributes += facts.len();
                assert_eq!(facts, expected(&db, vin, now), "{vin}");
                let make = |facts: &Facts| facts.iter().find(|fact| fact.0 == "vpic:26").cloned();
                assert_eq!(
                    report.make,
                    make(&facts).map(|fact| fact.1.trim().to_owned()),
                    "{vin}"
                );
            }
            Err(LookupError::Unknown) => {
                let facts = expected(&db, vin, now);
                let known = ["vpic:26", "vpic:27", "vpic:28"];
                assert!(
                    !facts.iter().any(|fact| known.contains(&fact.0.as_str())),
                    "{vin}"
                );
            }
            Err(error) => panic!("{vin}: {error}"),
        }
    }
    assert!(
        attributes > vins.len() * 10,
        "{attributes} attributes of {} VINs",
        vins.len()
    );
}

#[tokio::test]
async fn terms_carry_vpics_own_names_and_units() {
    let report = lookup()
        .await
        .anyone()
        .decode_one("1HGCM82633A004352".parse().unwrap())
        .await
        .unwrap();
    let term = |id: &str| {
        let fact = report.attributes.iter().find(|fact| fact.term.id == id);
        let fact = fact.unwrap_or_else(|| panic!("no {id}"));
        format!(
            "{} | {} | {} | {} | {}",
            fact.term.key,
            fact.term.label,
            fact.value,
            fact.term.unit.as_deref().unwrap_or("-"),
            fact.term.group
        )
    };
    insta::assert_snapshot!(["vpic:26", "vpic:13", "vpic:71"].map(term).join("\n"), @"
    make | Make | HONDA | - | General
    displacement-l | Displacement | 2.998832712 | L | Engine
    engine-hp | Engine Power From | 240 | hp | Engine
    ");
}

/// What `vinbot decode --format jsonl -` says, with all plugins; vPIC's part of it.
fn printed(vins: &[Vin]) -> Vec<(String, Facts)> {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("vins.txt");
    let lines: Vec<String> = vins.iter().map(ToString::to_string).collect();
    std::fs::write(&list, lines.join("\n")).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_vinbot"))
        .args(["decode", "--format", "jsonl", "-"])
        .env("VINBOT_STATE_DIR", support::state_dir())
        .env("VINBOT_RUNTIME__PLUGIN_DIR", support::plugin_folder())
        .env("VINBOT_PLUGINS__VPIC__ORDER", "1")
        .current_dir(folder.path())
        .stdin(std::fs::File::open(&list).unwrap())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let reports = text.lines().map(|line| serde_json::from_str(line).unwrap());
    reports
        .map(|report: serde_json::Value| {
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            let facts = report["attributes"].as_array().into_iter().flatten();
            let vpic = facts.filter(|fact| text(&fact["id"]).starts_with("vpic:"));
            let vpic = vpic.map(|fact| {
                (
                    text(&fact["id"]),
                    text(&fact["value"]),
                    fact["is_default"].as_bool().unwrap(),
                )
            });
            (text(&report["vin"]), vpic.collect())
        })
        .collect()
}

#[test]
fn the_program_prints_for_thousands_of_vins_what_the_native_decoder_says() {
    let db = native();
    let vins = generated(&db, 3_000, 3, 0.2);
    let now = now();
    let printed = printed(&vins);
    assert_eq!(printed.len(), vins.len());
    for (vin, (line, facts)) in vins.into_iter().zip(printed) {
        assert_eq!(line, vin.as_str());
        let told = expected(&db, vin, now);
        let known = ["vpic:26", "vpic:27", "vpic:28"];
        if told.iter().any(|fact| known.contains(&fact.0.as_str())) {
            assert_eq!(facts, told, "{vin}");
        } else {
            assert!(facts.is_empty(), "{vin}");
        }
    }
}
