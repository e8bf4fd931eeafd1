//! What EPA may answer, and what a reader gets of it.
#![allow(
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failing test may panic, and reads more easily without borrows"
)]

use rstest::rstest;
use serde_json::{Value, json};
use vinbot_fuel::Fuel;
use vinbot_plugin::host::http::{HttpError, Response};
use vinbot_plugin::prelude::*;
use vinbot_plugin::testing;

const MAKES: &str = "https://www.fueleconomy.gov/ws/rest/vehicle/menu/make?year=2013";
const MODELS: &str = "https://www.fueleconomy.gov/ws/rest/vehicle/menu/model?year=2013&make=Ford";
const OPTIONS: &str = "https://www.fueleconomy.gov/ws/rest/vehicle/menu/options?year=2013&make=Ford&model=F150%20Pickup%204WD";
const FIGURES: &str = "https://www.fueleconomy.gov/ws/rest/vehicle/32712";

fn truck() -> Vehicle {
    Vehicle {
        make: Some("FORD".into()),
        model: Some("F-150".into()),
        model_year: Some(2013),
        attributes: [
            ("drive-type", "4WD/4-Wheel Drive/4x4"),
            ("displacement-l", "3.5"),
            ("engine-cylinders", "6"),
            ("turbo", "Yes"),
        ]
        .map(|(key, value)| testing::attribute(key, value))
        .to_vec(),
        ..testing::vehicle("1FTFW1ET5DFC10312")
    }
}

fn answer(url: &str, status: u16, body: impl ToString) {
    testing::answer(url, Ok(Response::new(status, body.to_string())));
}

fn menu(entries: &[(&str, &str)]) -> Value {
    let items: Vec<Value> = entries
        .iter()
        .map(|(text, value)| json!({"text": text, "value": value}))
        .collect();
    // Of one, no list.
    match items.as_slice() {
        [one] => json!({"menuItem": one}),
        several => json!({"menuItem": several}),
    }
}

fn figures() -> Value {
    json!({
        "id": "32712", "year": "2013", "make": "Ford", "model": "F150 Pickup 4WD",
        "city08": "15", "highway08": "21", "comb08": "17", "cityA08": "0", "combA08": "0",
        "co2TailpipeGpm": "522.7647058823529", "fuelType": "Regular", "fuelType1": "Regular Gasoline",
        "fuelCost08": "2950", "youSaveSpend": "-5500", "ghgScore": "-1", "range": "0", "combE": "0.0",
        "VClass": "Standard Pickup Trucks 4WD", "trany": "Automatic (S6)", "atvType": ""
    })
}

fn all_menus() {
    answer(
        MAKES,
        200,
        menu(&[("Chevrolet", "Chevrolet"), ("Ford", "Ford")]),
    );
    answer(
        MODELS,
        200,
        menu(&[
            ("F150 Pickup 2WD", "F150 Pickup 2WD"),
            ("F150 Pickup 4WD", "F150 Pickup 4WD"),
        ]),
    );
    answer(
        OPTIONS,
        200,
        menu(&[
            ("Auto (S6), 8 cyl, 5.0 L", "32710"),
            ("Auto (S6), 6 cyl, 3.5 L, Turbo", "32712"),
            ("Auto (S6), 6 cyl, 3.7 L", "32711"),
        ]),
    );
}

#[test]
fn the_version_that_is_this_vehicle_tells_its_figures() {
    all_menus();
    answer(FIGURES, 200, figures());
    let section = Fuel::enrich(truck()).unwrap();
    assert_eq!(
        section.summary,
        "17 mpg combined (matched as F150 Pickup 4WD)"
    );
    assert_eq!(section.ttl, 30 * 86_400);
    let told: Vec<String> = section
        .attributes
        .iter()
        .map(|one| format!("{}: {}", one.term.label, one.value_with_unit()))
        .collect();
    assert_eq!(
        told,
        [
            "Combined: 17 mpg",
            "City: 15 mpg",
            "Highway: 21 mpg",
            "CO₂ from the tailpipe: 523 g/mi",
            "Fuel a year, 15,000 mi: 2950 USD",
            "Fuel in 5 years: $5500 more than an average new car",
            "Fuel: Regular",
            "Class: Standard Pickup Trucks 4WD",
            "Transmission: Automatic (S6)",
            "Version: F150 Pickup 4WD, Auto (S6), 6 cyl, 3.5 L, Turbo",
        ]
    );
    // XML is the server's default.
    assert!(testing::requests().iter().all(|sent| {
        sent.headers
            .iter()
            .any(|(name, value)| name == "accept" && value == "application/json")
    }));
    // Menus are kept.
    Fuel::enrich(truck()).unwrap();
    assert_eq!(testing::requests().len(), 4 + 2);
}

#[rstest]
#[case::electric(
    json!({"comb08": "132", "fuelType1": "Electricity", "range": 358, "combE": "25.5"}),
    "132 MPGe combined, 358 mi range (matched as F150 Pickup 4WD)"
)]
#[case::flexible(
    json!({"comb08": 17, "combA08": "13", "fuelType1": "Regular Gasoline", "fuelType2": "E85"}),
    "17 mpg combined, 13 mpg on e85 (matched as F150 Pickup 4WD)"
)]
#[case::plug_in(
    json!({"comb08": 42, "combA08": 108, "fuelType1": "Regular Gasoline", "fuelType2": "Electricity"}),
    "42 mpg combined, 108 MPGe on electricity (matched as F150 Pickup 4WD)"
)]
fn a_line_for_the_card_names_what_drives_it(#[case] figures: Value, #[case] summary: &str) {
    all_menus();
    answer(FIGURES, 200, figures);
    assert_eq!(Fuel::enrich(truck()).unwrap().summary, summary);
}

#[test]
fn a_single_version_comes_without_a_list_and_several_that_fit_are_told() {
    all_menus();
    answer(
        OPTIONS,
        200,
        menu(&[("Auto (S6), 6 cyl, 3.5 L, Turbo", "32712")]),
    );
    answer(FIGURES, 200, figures());
    assert!(Fuel::enrich(truck()).is_ok());
    answer(
        OPTIONS,
        200,
        menu(&[
            ("Auto, 3.5 L", "32712"),
            ("Man, 3.5 L", "1"),
            ("odd", "../2"),
        ]),
    );
    let section = Fuel::enrich(truck()).unwrap();
    assert_eq!(
        section.attributes.last().unwrap().value,
        "2 of 3 versions may be this one"
    );
}

#[rstest]
#[case::null(200, "null")]
#[case::no_content(204, "")]
#[case::an_empty_menu(200, "{}")]
#[case::gone(404, "")]
fn what_epa_does_not_list_is_no_news(#[case] status: u16, #[case] body: &str) {
    for url in [OPTIONS, MODELS, MAKES] {
        // A menu that was found before is kept, so from the end.
        all_menus();
        answer(url, status, body);
        assert_eq!(Fuel::enrich(truck()), Err(Error::NotCovered), "{url}");
        if url != MAKES {
            testing::set_clock(testing::requests().len() as u64 * 10_000_000 + testing::NOW);
        }
    }
}

#[rstest]
#[case::unauthorised(401, "{}", "internal")]
#[case::forbidden(403, "{}", "internal")]
#[case::a_mistake(400, "{}", "internal")]
#[case::limited(429, "slow", "unavailable")]
#[case::broken(500, "<html>oops</html>", "unavailable")]
#[case::xml_all_the_same(200, "<?xml version=\"1.0\"?><menuItems/>", "unavailable")]
#[case::half(200, r#"{"menuItem": [{"text": "F"#, "unavailable")]
#[case::empty(200, "", "unavailable")]
#[case::a_list(200, "[1]", "unavailable")]
fn a_fault_in_any_step_is_told_apart(#[case] status: u16, #[case] body: &str, #[case] kind: &str) {
    all_menus();
    for url in [FIGURES, OPTIONS] {
        answer(url, status, body);
        let said = match Fuel::enrich(truck()).unwrap_err() {
            Error::Internal(_) => "internal",
            Error::NotCovered => "not covered",
            Error::Unavailable(_) => "unavailable",
            Error::InvalidInput(_) => "invalid input",
        };
        assert_eq!(said, kind, "{url}");
    }
}

#[test]
fn figures_without_a_consumption_are_no_news() {
    all_menus();
    answer(FIGURES, 200, json!({"comb08": "0", "city08": "x"}));
    assert_eq!(Fuel::enrich(truck()), Err(Error::NotCovered));
}

#[test]
fn who_does_not_answer_is_unavailable_and_old_cars_are_not_asked_about() {
    testing::answer(MAKES, Err(HttpError::Timeout));
    assert!(matches!(Fuel::enrich(truck()), Err(Error::Unavailable(_))));
    let mut old = truck();
    old.model_year = Some(1983);
    assert_eq!(Fuel::enrich(old), Err(Error::NotCovered));
}

#[test]
fn huge_menus_and_texts_are_bounded() {
    all_menus();
    let name = format!("Auto {}", "x\u{202e}".repeat(10_000));
    let entries = vec![(name.as_str(), "32712"); 2_000];
    answer(OPTIONS, 200, menu(&entries));
    let mut odd = figures();
    odd["VClass"] = json!("y".repeat(100_000));
    odd["fuelType2"] = json!("z".repeat(100_000));
    odd["combA08"] = json!(5);
    answer(FIGURES, 200, odd);
    let section = Fuel::enrich(truck()).unwrap();
    assert!(
        section
            .attributes
            .iter()
            .all(|one| one.value.len() < 400 && one.term.label.len() < 60)
    );
    assert!(section.summary.len() < 200);
}
