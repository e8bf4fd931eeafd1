//! The files, as programs and spreadsheets read them.
#![allow(
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failing test may panic, and reads more easily without borrows"
)]

use insta::assert_snapshot;
use proptest::collection::vec;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::Value;
use vinbot_export::Export;
use vinbot_plugin::prelude::*;
use vinbot_plugin::testing::{attribute, plain, report, vehicle, view};

/// What `vinbot decode --format json WAUZZZ8K9BA123456` printed.
const AUDI: &str = include_str!("fixtures/european-audi.json");

fn accord() -> Report {
    let mut car = vehicle("1HGCM82633A004352");
    car.make = Some("HONDA".into());
    car.model = Some("Accord".into());
    car.model_year = Some(2003);
    car.attributes = vec![
        attribute("trim", "EX-V6"),
        attribute("note", "one"),
        attribute("note", "two"),
        attribute("colour", "red"),
        attribute("bed-type", "Not Applicable"),
        Attribute {
            is_default: true,
            ..attribute("doors", "4")
        },
    ];
    car.findings = vec![Finding::new(Severity::Note, "x", "Fine.").suggesting("1HGCM82633A004353")];
    report(car)
}

fn file(reports: Vec<Report>, name: &str) -> (String, String) {
    let message = Export::format(reports, view(name)).unwrap();
    let [file] = message.attachments.as_slice() else {
        panic!("one file")
    };
    (
        file.file_name.clone(),
        String::from_utf8(file.data.clone()).unwrap(),
    )
}

/// The cells that hold something, under their columns.
fn cells(csv: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows = reader.records().map(Result::unwrap);
    rows.flat_map(|row| {
        let said: Vec<String> = header
            .iter()
            .zip(&row)
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(column, cell)| format!("{column}: {cell}"))
            .collect();
        said
    })
    .collect()
}

#[test]
fn json_is_what_the_command_line_prints() {
    let json: Value = serde_json::from_str(AUDI).unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let all = |key: &str| json[key].as_array().unwrap().clone();
    let mut audi = vehicle(json["vin"].as_str().unwrap());
    audi.make = text(&json["make"]);
    audi.confidence = u8::try_from(json["confidence"].as_u64().unwrap()).unwrap();
    audi.attributes = all("attributes")
        .iter()
        .map(|a| Attribute {
            term: Term {
                id: text(&a["id"]).unwrap(),
                key: text(&a["key"]).unwrap(),
                label: text(&a["label"]).unwrap(),
                unit: text(&a["unit"]),
                group: text(&a["group"]).unwrap(),
            },
            value: text(&a["value"]).unwrap(),
            is_default: a["is_default"].as_bool().unwrap(),
        })
        .collect();
    audi.findings = all("findings")
        .iter()
        .map(|f| {
            Finding::new(
                Severity::Note,
                f["code"].as_str().unwrap(),
                text(&f["text"]).unwrap(),
            )
        })
        .collect();
    let decoded_by = all("decoded_by").iter().filter_map(text).collect();
    let audi = Report {
        decoded_by,
        ..report(audi)
    };
    assert_eq!(
        file(vec![audi], "json"),
        ("WAUZZZ8K9BA123456.json".into(), AUDI.into())
    );
}

#[test]
fn several_reports_are_an_array_of_json() {
    let (name, text) = file(vec![accord(), accord()], "json");
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (name.as_str(), json.as_array().map(Vec::len)),
        ("vins.json", Some(2))
    );
}

#[test]
fn sections_are_part_of_the_json() {
    let mut with_recall = accord();
    with_recall.sections.push(Section {
        key: "recalls".into(),
        title: "Recalls".into(),
        summary: "1 recall".into(),
        attributes: Vec::new(),
        items: vec![Item {
            title: "Airbag".into(),
            body: "May rupture.".into(),
            url: Some("https://a.example".into()),
            severity: Severity::Error,
        }],
        ttl: 60,
    });
    let (_, text) = file(vec![with_recall], "json");
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_snapshot!(json["sections"], @r#"
    [{"attributes":[],"items":[{"body":"May rupture.","severity":"error","title":"Airbag","url":"https://a.example"}],"key":"recalls","summary":"1 recall","title":"Recalls"}]
    "#);
}

#[test]
fn csv_has_a_row_a_vehicle_and_leaves_out_what_the_vin_does_not_say() {
    let (name, text) = file(vec![accord()], "csv");
    assert_eq!(name, "1HGCM82633A004352.csv");
    assert_snapshot!(cells(&text).join("\n"), @"
    vin: 1HGCM82633A004352
    make: HONDA
    model: Accord
    model_year: 2003
    decoded_by: test
    confidence: 100
    trim: EX-V6
    note: one; two
    other: colour: red
    findings: Fine.
    suggested_vin: 1HGCM82633A004353
    ");
}

#[test]
fn the_columns_are_the_same_whatever_the_vehicles() {
    let header = |reports| file(reports, "csv").1.lines().next().unwrap().to_owned();
    let columns = header(vec![accord()]);
    assert_eq!(columns, header(vec![report(vehicle("X")), accord()]));
    assert!(columns.starts_with("vin,make,model,model_year,decoded_by,confidence,trim,"));
    assert!(columns.ends_with(",vehicle_descriptor,other,findings,suggested_vin"));
    let mut names: Vec<&str> = columns.split(',').collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a column stands twice");
}

#[rstest]
#[case("json", 1, "1 vehicle as JSON.")]
#[case("csv", 3, "3 vehicles as CSV.")]
fn a_line_says_what_the_file_is(#[case] kind: &str, #[case] count: usize, #[case] line: &str) {
    assert_eq!(
        plain(&Export::format(vec![accord(); count], view(kind)).unwrap()),
        line
    );
}

#[rstest]
#[case("de", 1, "1 Fahrzeug als CSV.")]
#[case("ru", 3, "3 машины в формате CSV.")]
#[case("fr", 2, "2 véhicules en CSV.")]
fn and_says_it_in_the_readers_language(
    #[case] locale: &str,
    #[case] count: usize,
    #[case] line: &str,
) {
    let context = Context {
        locale: locale.into(),
        ..view("csv")
    };
    let file = Export::format(vec![accord(); count], context).unwrap();
    assert_eq!(plain(&file), line);
}

#[test]
fn a_name_of_a_file_holds_nothing_but_the_vin() {
    let (name, _) = file(vec![report(vehicle("../../etc/passwd"))], "json");
    assert_eq!(name, "etcpasswd.json");
}

#[rstest]
#[case::unknown_view("xml", 1)]
#[case::nothing_to_export("csv", 0)]
fn what_cannot_be_exported_is_refused(#[case] kind: &str, #[case] count: usize) {
    let refused = Export::format(vec![accord(); count], view(kind));
    assert!(matches!(refused, Err(Error::InvalidInput(_))));
}

proptest! {
    #[test]
    fn every_row_has_every_column_and_no_cell_is_a_formula(
        values in vec(("(trim|note|series|[a-z]{1,5})", any::<String>()), 0..20),
        make in any::<String>(),
    ) {
        let mut car = vehicle("1HGCM82633A004352");
        car.make = Some(make);
        car.attributes = values.iter().map(|(key, value)| attribute(key, value)).collect();
        let (_, text) = file(vec![report(car)], "csv");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        for row in reader.records() {
            // An error, such as too few cells, ends the test.
            for cell in &row.unwrap() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
            }
        }
    }
}
