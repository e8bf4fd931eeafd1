//! What NHTSA may answer, and what a reader gets of it.
#![allow(
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failing test may panic, and reads more easily without borrows"
)]

use rstest::rstest;
use serde_json::{Value, json};
use vinbot_plugin::host::http::{HttpError, Response};
use vinbot_plugin::prelude::*;
use vinbot_plugin::testing;
use vinbot_recalls::Recalls;

const BY_VEHICLE: &str =
    "https://api.nhtsa.gov/recalls/recallsByVehicle?make=FORD&model=F-150&modelYear=2013";
const MODELS: &str =
    "https://api.nhtsa.gov/products/vehicle/models?modelYear=2013&make=FORD&issueType=r";

fn truck() -> Vehicle {
    Vehicle {
        make: Some("FORD".into()),
        model: Some("F-150".into()),
        model_year: Some(2013),
        ..testing::vehicle("1FTFW1ET5DFC10312")
    }
}

fn answer(url: &str, status: u16, body: impl ToString) {
    testing::answer(url, Ok(Response::new(status, body.to_string())));
}

fn none() -> Value {
    json!({"Count": 0, "Message": "Results returned successfully", "results": []})
}

fn campaign(number: &str, date: &str) -> Value {
    json!({
        "Manufacturer": "Ford Motor Company", "NHTSACampaignNumber": number,
        "parkIt": false, "parkOutSide": false, "overTheAirUpdate": false,
        "ReportReceivedDate": date, "Component": "POWER TRAIN:AUTOMATIC TRANSMISSION",
        "Summary": "The transmission may shift\r\ninto first gear unasked.",
        "Consequence": "That increases the risk of a crash.",
        "Remedy": "Dealers will update the software, free of charge.", "Notes": null,
        "ModelYear": "2013", "Make": "FORD", "Model": "F-150"
    })
}

#[test]
fn recalls_come_with_the_worst_and_then_the_newest_first() {
    let mut parked = campaign("19V075000", "13/02/2019");
    parked["parkIt"] = json!(true);
    let results = [
        campaign("16V248000", "25/04/2016"),
        campaign("20V332000", "09/06/2020"),
        parked,
    ];
    answer(BY_VEHICLE, 200, json!({"Count": 3, "results": results}));
    let section = Recalls::enrich(truck()).unwrap();
    assert_eq!(
        section.summary,
        "3 recalls, 1 with the advice: do not drive"
    );
    assert_eq!(section.ttl, 12 * 3_600);
    let urls: Vec<&str> = section
        .items
        .iter()
        .filter_map(|item| item.url.as_deref())
        .collect();
    assert_eq!(
        urls,
        ["19V075000", "20V332000", "16V248000"]
            .map(|n| format!("https://www.nhtsa.gov/recalls?nhtsaId={n}"))
    );
    let severities: Vec<Severity> = section.items.iter().map(|item| item.severity).collect();
    assert_eq!(
        severities,
        [Severity::Error, Severity::Warning, Severity::Warning]
    );
    assert_eq!(
        section.items[1].title,
        "Power train, automatic transmission"
    );
    assert_eq!(
        section.items[1].body,
        "The transmission may shift into first gear unasked.\nThat increases the risk of a crash.\n\
         Remedy: Dealers will update the software, free of charge.\nNHTSA 20V332000, 2020-06-09"
    );
    assert_eq!(section.attributes[0].value, "2020-06-09");
    assert_eq!(testing::requests().len(), 1);
}

#[rstest]
#[case::with_400(400)]
#[case::with_200(200)]
fn no_recalls_are_news_after_nhtsas_own_names_were_looked_at(#[case] status: u16) {
    answer(BY_VEHICLE, status, none());
    answer(
        MODELS,
        200,
        json!({"count": 1, "results": [{"model": "EXPLORER"}]}),
    );
    let section = Recalls::enrich(truck()).unwrap();
    assert_eq!(section.summary, "none known to NHTSA for FORD F-150 2013");
    assert_eq!((section.items.len(), section.attributes.len()), (0, 0));
}

#[test]
fn a_model_that_nhtsa_spells_otherwise_is_found_and_the_reader_told() {
    answer(BY_VEHICLE, 400, none());
    answer(
        MODELS,
        200,
        json!({"results": [{"model": "EXPLORER"}, {"model": "F-150 SUPERCREW"}]}),
    );
    let other = BY_VEHICLE.replace("F-150", "F-150%20SUPERCREW");
    answer(
        &other,
        200,
        json!({"Count": 1, "Results": [campaign("16V248000", "25/04/2016")]}),
    );
    let section = Recalls::enrich(truck()).unwrap();
    assert_eq!(section.summary, "1 recall (matched as F-150 SUPERCREW)");
    // The list is kept, the section is the host's to keep.
    Recalls::enrich(truck()).unwrap();
    let lists = testing::requests()
        .iter()
        .filter(|sent| sent.url == MODELS)
        .count();
    assert_eq!(lists, 1);
}

#[rstest]
#[case::unauthorised(401, "{}", "internal")]
#[case::no_such_endpoint(403, r#"{"message":"Missing Authentication Token"}"#, "internal")]
#[case::gone(404, "no", "not covered")]
#[case::a_mistake(400, r#"{"message":"Bad Request"}"#, "internal")]
#[case::limited(429, "slow", "unavailable")]
#[case::broken(500, "<html>oops</html>", "unavailable")]
#[case::gateway(504, "", "unavailable")]
#[case::a_page(200, "<!DOCTYPE html><html></html>", "unavailable")]
#[case::half(
    200,
    r#"{"Count": 3, "results": [{"NHTSACampaignNumber": "16V2"#,
    "unavailable"
)]
#[case::empty(200, "", "unavailable")]
#[case::other_shape(200, r#"{"Count": 3}"#, "unavailable")]
#[case::list_of_lists(200, "[[1]]", "unavailable")]
fn a_fault_is_told_apart(#[case] status: u16, #[case] body: &str, #[case] kind: &str) {
    answer(BY_VEHICLE, status, body);
    let said = match Recalls::enrich(truck()).unwrap_err() {
        Error::Internal(_) => "internal",
        Error::NotCovered => "not covered",
        Error::Unavailable(_) => "unavailable",
        Error::InvalidInput(_) => "invalid input",
    };
    assert_eq!(said, kind);
}

#[test]
fn who_does_not_answer_is_unavailable() {
    testing::answer(BY_VEHICLE, Err(HttpError::Timeout));
    assert!(matches!(
        Recalls::enrich(truck()),
        Err(Error::Unavailable(_))
    ));
}

#[test]
fn a_huge_answer_is_bounded_and_its_texts_are_harmless() {
    let mut campaign = campaign("16V248000", "25/04/2016");
    campaign["Summary"] = json!("x\u{202e}\u{0}".repeat(50_000));
    campaign["NHTSACampaignNumber"] = json!("16V\"&<a>");
    let many = vec![campaign; 300];
    answer(BY_VEHICLE, 200, json!({"results": many}));
    let section = Recalls::enrich(truck()).unwrap();
    assert_eq!(
        (section.items.len(), section.summary.as_str()),
        (50, "300 recalls")
    );
    let item = &section.items[0];
    assert!(item.body.len() < 2_000 && !item.body.contains(['\u{202e}', '\u{0}']));
    assert_eq!(item.url, None);
}

#[test]
fn things_that_are_no_recalls_are_left_out() {
    let odd = json!([1, null, "x", {}, {"Summary": ""}, {"summary": "In small letters."}]);
    answer(BY_VEHICLE, 200, json!({"results": odd}));
    let section = Recalls::enrich(truck()).unwrap();
    assert_eq!(section.summary, "1 recall");
    assert_eq!(
        (
            section.items[0].title.as_str(),
            section.items[0].body.as_str()
        ),
        ("Recall", "In small letters.")
    );
}

#[test]
fn a_vehicle_that_nhtsa_can_not_know_is_not_asked_about() {
    let mut nameless = truck();
    nameless.model = None;
    let mut european = truck();
    european.findings = vec![Finding::new(
        Severity::Note,
        "not-us-market",
        "Built elsewhere.",
    )];
    for vehicle in [nameless, european] {
        assert_eq!(Recalls::enrich(vehicle), Err(Error::NotCovered));
    }
    assert!(testing::requests().is_empty());
}

#[test]
fn another_address_may_be_set() {
    testing::set_setting("url", "http://127.0.0.1:7/");
    let there = BY_VEHICLE.replace("https://api.nhtsa.gov", "http://127.0.0.1:7");
    answer(
        &there,
        200,
        json!({"results": [campaign("16V248000", "25/04/2016")]}),
    );
    assert_eq!(Recalls::enrich(truck()).unwrap().items.len(), 1);
}
