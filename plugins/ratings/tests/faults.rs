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
use vinbot_ratings::Ratings;

const MAKE: &str = "https://api.nhtsa.gov/SafetyRatings/modelyear/2013/make/FORD";
const MODEL: &str = "https://api.nhtsa.gov/SafetyRatings/modelyear/2013/make/FORD/model/F-150";
const STARS: &str = "https://api.nhtsa.gov/SafetyRatings/VehicleId/7520";

fn truck() -> Vehicle {
    Vehicle {
        make: Some("FORD".into()),
        model: Some("F-150".into()),
        model_year: Some(2013),
        attributes: vec![testing::attribute("drive-type", "4WD/4-Wheel Drive/4x4")],
        ..testing::vehicle("1FTFW1ET5DFC10312")
    }
}

fn answer(url: &str, status: u16, body: impl ToString) {
    testing::answer(url, Ok(Response::new(status, body.to_string())));
}

fn versions() -> Value {
    json!({"Count": 2, "Message": "Results returned successfully", "Results": [
        {"VehicleDescription": "2013 Ford F-150 Crew Cab RWD", "VehicleId": 7519},
        {"VehicleDescription": "2013 Ford F-150 Crew Cab 4WD", "VehicleId": 7520}
    ]})
}

fn stars() -> Value {
    json!({"Count": 1, "Results": [{
        "OverallRating": "4", "OverallFrontCrashRating": "4", "FrontCrashDriversideRating": "4",
        "FrontCrashPassengersideRating": "5", "OverallSideCrashRating": "5",
        "RolloverRating": "4", "RolloverRating2": "Not Rated", "RolloverPossibility": 0.181,
        "SidePoleCrashRating": "Not Rated", "NHTSAElectronicStabilityControl": "Standard",
        "NHTSAForwardCollisionWarning": "No", "NHTSALaneDepartureWarning": "Not Rated",
        "ComplaintsCount": 500, "VehicleDescription": "2013 Ford F-150 Crew Cab 4WD", "VehicleId": 7520
    }]})
}

#[test]
fn the_version_that_is_this_vehicle_tells_its_stars() {
    answer(MODEL, 200, versions());
    answer(STARS, 200, stars());
    let section = Ratings::enrich(truck()).unwrap();
    assert_eq!(section.summary, "4★ overall");
    assert_eq!(section.ttl, 7 * 86_400);
    let told: Vec<String> = section
        .attributes
        .iter()
        .map(|one| format!("{}: {}", one.term.label, one.value_with_unit()))
        .collect();
    assert_eq!(
        told,
        [
            "Overall: 4 of 5 stars",
            "Frontal crash: 4 of 5 stars",
            "Frontal crash, driver: 4 of 5 stars",
            "Frontal crash, passenger: 5 of 5 stars",
            "Side crash: 5 of 5 stars",
            "Rollover: 4 of 5 stars",
            "Risk of rollover: 18.1 %",
            "Stability control: Standard",
            "Collision warning: No",
            "Tested: 2013 Ford F-150 Crew Cab 4WD",
        ]
    );
}

#[test]
fn where_several_versions_fit_the_reader_is_told() {
    answer(MODEL, 200, versions());
    answer(&STARS.replace("7520", "7519"), 200, stars());
    let mut truck = truck();
    truck.attributes.clear();
    let section = Ratings::enrich(truck).unwrap();
    let last = section.attributes.last().unwrap();
    assert_eq!(last.value, "2 were tested, 2 of which may be this one");
}

#[test]
fn nhtsas_own_name_of_the_model_is_found_and_told() {
    answer(MODEL, 200, json!({"Count": 0, "Results": []}));
    answer(
        MAKE,
        200,
        json!({"Results": [{"Model": "F-250", "VehicleId": 0}, {"Model": "F150 C/K", "VehicleId": 0}]}),
    );
    answer(&MODEL.replace("F-150", "F150%20C%2FK"), 200, versions());
    answer(STARS, 200, stars());
    let section = Ratings::enrich(truck()).unwrap();
    assert_eq!(section.summary, "4★ overall (matched as F150 C/K)");
}

#[test]
fn without_an_overall_rating_the_first_that_there_is_is_told() {
    answer(MODEL, 200, versions());
    answer(
        STARS,
        200,
        json!({"results": [{"overallrating": "Not Rated", "RolloverRating": 3}]}),
    );
    assert_eq!(Ratings::enrich(truck()).unwrap().summary, "3★ rollover");
}

#[rstest]
#[case::not_rated(json!({"Results": [{"OverallRating": "Not Rated", "RolloverRating": "Not Rated"}]}))]
#[case::nonsense(json!({"Results": [{"OverallRating": "77", "RolloverRating": true}]}))]
#[case::nothing(json!({"Results": []}))]
fn no_rating_is_no_news(#[case] body: Value) {
    answer(MODEL, 200, versions());
    answer(STARS, 200, body);
    assert_eq!(Ratings::enrich(truck()), Err(Error::NotCovered));
}

#[rstest]
#[case::no_versions(json!({"Results": []}))]
#[case::no_usable_id(json!({"Results": [{"VehicleId": 0}, {"VehicleId": "../x"}, {}]}))]
fn a_model_that_was_not_tested_is_no_news(#[case] body: Value) {
    answer(MODEL, 200, body);
    answer(MAKE, 200, json!({"Results": []}));
    assert_eq!(Ratings::enrich(truck()), Err(Error::NotCovered));
}

#[rstest]
#[case::unauthorised(401, "{}", "internal")]
#[case::forbidden(403, "{}", "internal")]
#[case::gone(404, "no", "not covered")]
#[case::limited(429, "slow", "unavailable")]
#[case::broken(500, "<html>oops</html>", "unavailable")]
#[case::a_page(200, "<!DOCTYPE html><html></html>", "unavailable")]
#[case::half(200, r#"{"Count": 3, "Results": [{"VehicleId": 1"#, "unavailable")]
#[case::empty(200, "", "unavailable")]
#[case::other_shape(200, r#"{"Count": 3}"#, "unavailable")]
fn a_fault_in_either_step_is_told_apart(
    #[case] status: u16,
    #[case] body: &str,
    #[case] kind: &str,
) {
    let said = || match Ratings::enrich(truck()).unwrap_err() {
        Error::Internal(_) => "internal",
        Error::NotCovered => "not covered",
        Error::Unavailable(_) => "unavailable",
        Error::InvalidInput(_) => "invalid input",
    };
    answer(MODEL, 200, versions());
    answer(STARS, status, body);
    assert_eq!(said(), kind);
    answer(MODEL, status, body);
    assert_eq!(said(), kind);
}

#[test]
fn who_does_not_answer_is_unavailable_and_old_cars_are_not_asked_about() {
    testing::answer(MODEL, Err(HttpError::TooLarge));
    assert!(matches!(
        Ratings::enrich(truck()),
        Err(Error::Unavailable(_))
    ));
    let mut old = truck();
    old.model_year = Some(1985);
    assert_eq!(Ratings::enrich(old), Err(Error::NotCovered));
}

#[test]
fn a_huge_list_is_bounded() {
    let one = json!({"VehicleDescription": "x\u{202e}".repeat(10_000), "VehicleId": 7520});
    answer(MODEL, 200, json!({"Results": vec![one; 1_000]}));
    answer(STARS, 200, stars());
    assert!(
        Ratings::enrich(truck())
            .unwrap()
            .attributes
            .iter()
            .all(|one| one.value.len() < 200)
    );
}
