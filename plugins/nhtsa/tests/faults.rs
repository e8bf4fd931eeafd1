//! What vPIC's server may answer, and what comes of it.
#![allow(
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failing test may panic, and reads more easily without borrows"
)]

use rstest::rstest;
use serde_json::{Value, json};
use vinbot_nhtsa::Nhtsa;
use vinbot_plugin::host::http::{HttpError, Response};
use vinbot_plugin::prelude::*;
use vinbot_plugin::{Subject, testing};

const ACCORD: &str = "1HGCM82633A004352";
const SINGLE: &str =
    "https://vpic.nhtsa.dot.gov/api/vehicles/DecodeVinValuesExtended/1HGCM82633A004352?format=json";
const BATCH: &str = "https://vpic.nhtsa.dot.gov/api/vehicles/DecodeVINValuesBatch/";

fn query(vin: &str) -> Query {
    Query {
        vin: vin.into(),
        model_year: None,
    }
}

fn answer(url: &str, status: u16, body: impl ToString) {
    testing::answer(url, Ok(Response::new(status, body.to_string())));
}

fn accord(vin: &str) -> Value {
    json!({
        "ABS": "", "BodyClass": "Coupe", "DisplacementL": "2.998832712", "EngineCylinders": "6",
        "ErrorCode": "0", "ErrorText": "0 - VIN decoded clean. Check Digit (9th position) is correct",
        "GVWR": "Class 1C: 4,001 - 5,000 lb (1,814 - 2,268 kg)", "Make": "HONDA", "MakeID": "474",
        "Manufacturer": "AMERICAN HONDA MOTOR CO., INC.", "Model": "Accord", "ModelID": "1861",
        "ModelYear": "2003", "NCSAModel": "", "SuggestedVIN": "", "TrailerType": "Not Applicable",
        "Trim": "EX-V6", "VIN": vin, "VehicleType": "PASSENGER CAR"
    })
}

fn results(list: &[Value]) -> Value {
    json!({"Count": list.len(), "Message": "Results returned successfully", "SearchCriteria": "VIN:…", "Results": list})
}

/// Key and value of each fact, `*` behind a default.
fn facts(decoded: &Decoded) -> Vec<String> {
    let terms = Nhtsa::vocabulary();
    let key = |fact: &Fact| match &fact.subject {
        Subject::Known(at) => terms[usize::try_from(*at).unwrap()].key.clone(),
        Subject::Named(term) => term.key.clone(),
    };
    let star = |fact: &Fact| if fact.is_default { "*" } else { "" };
    decoded
        .facts
        .iter()
        .map(|fact| format!("{}={}{}", key(fact), fact.value, star(fact)))
        .collect()
}

#[test]
fn one_vin_is_decoded_under_the_keys_of_vpic() {
    answer(SINGLE, 200, results(&[accord(ACCORD)]));
    let decoded = Nhtsa::decode(&query(ACCORD)).unwrap();
    assert_eq!(decoded.make.as_deref(), Some("HONDA"));
    assert_eq!(
        (decoded.model.as_deref(), decoded.model_year),
        (Some("Accord"), Some(2003))
    );
    assert_eq!((decoded.confidence, decoded.findings.len()), (100, 0));
    let facts = facts(&decoded);
    for fact in [
        "engine-cylinders=6",
        "displacement-l=2.998832712",
        "trim=EX-V6",
        "trailer-type=Not Applicable*",
    ] {
        assert!(
            facts.iter().any(|known| known == fact),
            "{fact} in {facts:?}"
        );
    }
    assert!(
        !facts
            .iter()
            .any(|fact| fact.starts_with("make-id") || fact.starts_with("abs="))
    );
}

#[test]
fn the_year_that_the_user_said_is_passed_on() {
    answer(
        &format!("{SINGLE}&modelyear=2003"),
        200,
        results(&[accord(ACCORD)]),
    );
    let query = Query {
        model_year: Some(2003),
        ..query(ACCORD)
    };
    assert!(Nhtsa::decode(&query).is_ok());
}

#[test]
fn error_codes_become_findings_and_a_suggestion() {
    let mut wrong = accord("1HGCM82643A004352");
    wrong["ErrorCode"] = json!("1,5");
    wrong["PossibleValues"] = json!("(9:3)");
    wrong["SuggestedVIN"] = json!("1HGCM82633A004352");
    answer(
        &SINGLE.replace(ACCORD, "1HGCM82643A004352"),
        200,
        results(&[wrong]),
    );
    let decoded = Nhtsa::decode(&query("1HGCM82643A004352")).unwrap();
    assert_eq!(decoded.confidence, 80);
    let codes: Vec<&str> = decoded
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect();
    assert_eq!(codes, ["check-digit", "several-errors"]);
    assert_eq!(decoded.findings[0].suggested_vin.as_deref(), Some(ACCORD));
}

#[rstest]
#[case::make_alone(json!({"Make": "HONDA", "ErrorCode": "8"}), Some(35))]
#[case::maker_alone(json!({"Manufacturer": "HONDA", "ErrorCode": "8"}), Some(20))]
#[case::nothing(json!({"ErrorCode": "7"}), None)]
fn confidence_is_that_of_vpic(#[case] mut result: Value, #[case] confidence: Option<u8>) {
    result["VIN"] = json!(ACCORD);
    answer(SINGLE, 200, results(&[result]));
    let decoded = Nhtsa::decode(&query(ACCORD)).map(|decoded| decoded.confidence);
    assert_eq!(decoded, confidence.ok_or(Error::NotCovered));
}

#[test]
fn many_vins_go_in_blocks_of_fifty_and_come_back_in_order() {
    let vins: Vec<String> = (0..101).map(|i| format!("1HGCM82633A{i:06}")).collect();
    // In another order, and one missing.
    let listed: Vec<Value> = vins
        .iter()
        .rev()
        .skip(1)
        .map(|vin| accord(&vin.to_lowercase()))
        .collect();
    answer(BATCH, 200, results(&listed));
    let last = SINGLE.replace(ACCORD, &vins[100]);
    answer(&last, 200, results(&[accord(&vins[100])]));
    let queries: Vec<Query> = vins.iter().map(|vin| query(vin)).collect();
    let decoded = Nhtsa::decode_all(&queries);
    assert_eq!(decoded.len(), 101);
    assert!(decoded.iter().all(Result::is_ok));
    let sent = testing::requests();
    assert_eq!(sent.len(), 3);
    let body = String::from_utf8(sent[0].body.clone().unwrap()).unwrap();
    assert!(body.starts_with("format=json&data=1HGCM82633A000000%3B1HGCM82633A000001%3B"));
    assert_eq!(body.matches("%3B").count(), 49);
}

#[test]
fn a_block_that_fails_costs_its_own_vins_alone() {
    testing::answer(BATCH, Err(HttpError::Timeout));
    let european = "WAUZZZ8K9BA123456";
    let decoded = Nhtsa::decode_all(&[query(ACCORD), query(european), query("5YJ3E1EA2KF317000")]);
    assert!(matches!(decoded[0], Err(Error::Unavailable(_))));
    assert_eq!(decoded[1], Err(Error::NotCovered));
    assert!(matches!(decoded[2], Err(Error::Unavailable(_))));
    // Of the European one nobody was asked.
    assert!(
        !String::from_utf8_lossy(testing::requests()[0].body.as_ref().unwrap()).contains(european)
    );
}

#[rstest]
#[case::unauthorised(401, "{}", "internal")]
#[case::forbidden(403, "<html>Access Denied</html>", "internal")]
#[case::gone(404, "no", "not covered")]
#[case::none(400, r#"{"Count": 0, "Results": []}"#, "not covered")]
#[case::limited(429, "slow", "unavailable")]
#[case::broken(500, "<html>oops</html>", "unavailable")]
#[case::maintenance(200, "<!DOCTYPE html><html></html>", "unavailable")]
#[case::half(200, r#"{"Count": 1, "Results": [{"Make": "HON"#, "unavailable")]
#[case::empty(200, "", "unavailable")]
#[case::other_shape(200, r#"{"Results": {"Make": "HONDA"}}"#, "unavailable")]
#[case::of_another_vin(
    200,
    r#"{"Results": [{"VIN": "5YJ3E1EA2KF317000", "Make": "TESLA"}]}"#,
    "not covered"
)]
fn a_fault_is_told_apart(#[case] status: u16, #[case] body: &str, #[case] kind: &str) {
    answer(SINGLE, status, body);
    let said = match Nhtsa::decode(&query(ACCORD)).unwrap_err() {
        Error::Internal(_) => "internal",
        Error::NotCovered => "not covered",
        Error::Unavailable(_) => "unavailable",
        Error::InvalidInput(_) => "invalid input",
    };
    assert_eq!(said, kind);
}

#[test]
fn a_huge_value_is_cut_and_harmless() {
    let mut huge = accord(ACCORD);
    huge["Trim"] = json!("x\u{202e}".repeat(100_000));
    huge["Model"] = json!(["a", "list"]);
    answer(SINGLE, 200, results(&[huge]));
    let decoded = Nhtsa::decode(&query(ACCORD)).unwrap();
    assert!(
        decoded
            .facts
            .iter()
            .all(|fact| fact.value.chars().count() <= 1_000)
    );
    assert_eq!((decoded.model, decoded.confidence), (None, 35));
}

#[test]
fn elements_are_called_as_by_the_decoder_that_has_them_built_in() {
    let vocabulary = Nhtsa::vocabulary();
    let terms = include_str!("fixtures/vpic-terms.tsv");
    for line in terms.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let id = format!("nhtsa:{}", fields[0]);
        let term = vocabulary.iter().find(|term| term.id == id);
        let term = term.unwrap_or_else(|| panic!("no element {line}"));
        let unit = term.unit.as_deref().unwrap_or_default();
        assert_eq!([&term.key, &term.label, unit, &term.group], fields[1..]);
    }
    assert!(terms.lines().count() > 90);
}
