//! What NHTSA may answer, and what a reader gets of it.
#![allow(
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failing test may panic, and reads more easily without borrows"
)]

use rstest::rstest;
use serde_json::{Value, json};
use vinbot_complaints::Complaints;
use vinbot_plugin::host::http::{HttpError, Response};
use vinbot_plugin::prelude::*;
use vinbot_plugin::testing;

const BY_VEHICLE: &str = "https://api.nhtsa.gov/complaints/complaintsByVehicle?make=MERCEDES-BENZ&model=C300&modelYear=2018";
const MODELS: &str =
    "https://api.nhtsa.gov/products/vehicle/models?modelYear=2018&make=MERCEDES-BENZ&issueType=c";

fn car() -> Vehicle {
    Vehicle {
        make: Some("MERCEDES-BENZ".into()),
        model: Some("C300".into()),
        model_year: Some(2018),
        ..testing::vehicle("55SWF4KB6JU230001")
    }
}

fn answer(url: &str, status: u16, body: impl ToString) {
    testing::answer(url, Ok(Response::new(status, body.to_string())));
}

fn complaint(number: u32, date: &str, components: &str) -> Value {
    json!({
        "odiNumber": number, "manufacturer": "Mercedes-Benz USA, LLC", "crash": false, "fire": false,
        "numberOfInjuries": 0, "numberOfDeaths": 0, "dateOfIncident": date,
        "dateComplaintFiled": date, "vin": "55SWF4KB6JU", "components": components,
        "summary": "The engine stalled\nin traffic.", "products": []
    })
}

#[test]
fn complaints_are_counted_and_those_with_harm_come_first() {
    let mut crash = complaint(11_000_001, "01/02/2019", "STEERING,ENGINE");
    crash["crash"] = json!(true);
    crash["numberOfInjuries"] = json!("2");
    let results = [
        complaint(11_000_002, "12/24/2020", "ENGINE"),
        complaint(11_000_003, "12/25/2020", "UNKNOWN OR OTHER"),
        crash,
    ];
    answer(
        BY_VEHICLE,
        200,
        json!({"count": 3, "message": "ok", "results": results}),
    );
    let section = Complaints::enrich(car()).unwrap();
    assert_eq!(section.summary, "3 complaints, 1 crash, 2 injured");
    assert_eq!(section.ttl, 86_400);
    assert_eq!(section.attributes[0].value, "engine (2), steering (1)");
    let first = &section.items[0];
    assert_eq!(
        (first.title.as_str(), first.severity),
        ("Steering, engine", Severity::Warning)
    );
    assert_eq!(
        first.body,
        "With a crash, 2 injured.\nThe engine stalled in traffic.\nNHTSA 11000001, 2019-01-02"
    );
    assert_eq!(
        first.url.as_deref(),
        Some("https://www.nhtsa.gov/?nhtsaId=11000001")
    );
    assert!(section.items[1].body.ends_with("2020-12-25"));
    let all: String = section
        .items
        .iter()
        .map(|item| item.body.as_str())
        .collect();
    assert!(
        !all.contains("55SWF4KB6JU"),
        "part of somebody's VIN is shown"
    );
}

#[test]
fn nhtsas_own_name_of_the_model_is_found_and_told() {
    answer(BY_VEHICLE, 400, json!({"count": 0, "results": []}));
    answer(
        MODELS,
        200,
        json!({"count": 2, "results": [{"model": "CLA-CLASS"}, {"model": "C-CLASS"}]}),
    );
    let results = [complaint(11_000_002, "12/24/2020", "ENGINE")];
    answer(
        &BY_VEHICLE.replace("C300", "C-CLASS"),
        200,
        json!({"results": results}),
    );
    let section = Complaints::enrich(car()).unwrap();
    assert_eq!(section.summary, "1 complaint (matched as C-CLASS)");
}

#[rstest]
#[case::none_at_all(json!({"count": 0, "results": []}))]
#[case::nothing_in_them(json!({"count": 2, "results": [{}, null, 3]}))]
fn nothing_known_is_no_section(#[case] body: Value) {
    answer(BY_VEHICLE, 200, body);
    answer(MODELS, 200, json!({"count": 0, "results": []}));
    assert_eq!(Complaints::enrich(car()), Err(Error::NotCovered));
}

#[rstest]
#[case::unauthorised(401, "{}", "internal")]
#[case::forbidden(403, r#"{"message":"Missing Authentication Token"}"#, "internal")]
#[case::gone(404, "no", "not covered")]
#[case::a_mistake(400, r#"{"message":"Bad Request"}"#, "internal")]
#[case::limited(429, "slow", "unavailable")]
#[case::broken(500, "<html>oops</html>", "unavailable")]
#[case::a_page(200, "<!DOCTYPE html><html></html>", "unavailable")]
#[case::half(200, r#"{"count": 3, "results": [{"odiNumber": 1"#, "unavailable")]
#[case::empty(200, "", "unavailable")]
#[case::other_shape(200, r#"{"count": 3}"#, "unavailable")]
fn a_fault_is_told_apart(#[case] status: u16, #[case] body: &str, #[case] kind: &str) {
    answer(BY_VEHICLE, status, body);
    let said = match Complaints::enrich(car()).unwrap_err() {
        Error::Internal(_) => "internal",
        Error::NotCovered => "not covered",
        Error::Unavailable(_) => "unavailable",
        Error::InvalidInput(_) => "invalid input",
    };
    assert_eq!(said, kind);
}

#[test]
fn who_does_not_answer_is_unavailable() {
    testing::answer(BY_VEHICLE, Err(HttpError::Unavailable("no route".into())));
    assert!(matches!(
        Complaints::enrich(car()),
        Err(Error::Unavailable(_))
    ));
}

#[test]
fn a_huge_answer_is_bounded() {
    let mut one = complaint(11_000_002, "12/24/2020", "ENGINE");
    one["summary"] = json!("x\u{202e}".repeat(20_000));
    one["components"] = json!("A,".repeat(5_000));
    one["numberOfInjuries"] = json!(1e30);
    answer(BY_VEHICLE, 200, json!({"results": vec![one; 300]}));
    let section = Complaints::enrich(car()).unwrap();
    assert_eq!(section.summary, "300 complaints");
    assert_eq!(section.items.len(), 20);
    assert!(
        section
            .items
            .iter()
            .all(|item| item.title.len() <= 110 && item.body.len() < 1_500)
    );
}
