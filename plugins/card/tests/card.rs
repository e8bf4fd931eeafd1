//! The card of real vehicles, and what it makes of the rest of a report.

mod support;

use insta::assert_snapshot;
use rstest::rstest;
use support::{metric, report, shown};
use vinbot_card::Card;
use vinbot_plugin::prelude::*;
use vinbot_plugin::testing::{attribute, plain, report as about, vehicle, view};

#[test]
fn a_car() {
    assert_snapshot!(shown(vec![report("accord")], view("card")), @"
    *2003 Honda Accord EX-V6*
    `1HGCM82633A004352`

    Body: Coupe, 2 doors
    Engine: 3.0 L V6 (J30A4), 240 hp, gasoline
    Transmission: Automatic, 5-speed
    Airbags: Front, side, curtain
    Built: Marysville, Ohio, United States
    Manufacturer: American Honda Motor Co., Inc.

    _Decoded by vpic_
    [Details] [Copy VIN]
    [Picture] [Report CSV]
    ");
}

#[test]
fn an_electric_car_with_a_wrong_check_digit() {
    assert_snapshot!(shown(vec![report("model-3")], view("card")), @"
    *2019 Tesla Model 3*
    `5YJ3E1EA7KF317000`

    Body: Sedan, 4 doors, 5 seats
    Electric: Battery electric
    Transmission: Automatic
    Weight: 4,100 lb curb
    Wheelbase: 113.2 in
    Airbags: Front, side, knee
    Safety: ABS, stability control, automatic emergency braking, lane keeping, blind-spot warning, backup camera, 4 more
    Built: Fremont, California, United States
    Manufacturer: Tesla, Inc.

    ⚠️ The check digit (position 9) is 7 but should be 2: a character is mistyped.
    `5YJ3E1EA7KF317000
            ^`
    Perhaps meant: `5YJ3E1EA2KF317000`

    _Decoded by vpic · 80 % of the VIN explained_
    [Details] [Copy VIN]
    [Picture] [Report CSV]
    [5YJ3E1EA2KF317000]
    ");
}

#[test]
fn a_truck_in_metric_units() {
    assert_snapshot!(shown(vec![report("f-150")], metric("card")), @"
    *2013 Ford F-150*
    `1FTFW1ET9DFC10312`

    Body: Pickup, crew cab
    Engine: 3.5 L V6, 272 kW (365 hp), gasoline
    Drive: Four-wheel
    Weight: 3,175–3,629 kg gross (class 2F)
    Airbags: Front, side
    Built: Dearborn, Michigan, United States
    Manufacturer: Ford Motor Company

    _Decoded by vpic_
    [Details] [Copy VIN]
    [Picture] [Report CSV]
    ");
}

#[test]
fn a_motorcycle() {
    assert_snapshot!(shown(vec![report("road-glide")], view("card")), @"
    *2011 Harley-Davidson Road Glide Custom FLTRX103*
    `1HD1KHM15BB612345`

    Body: Motorcycle, touring/sport touring
    Engine: 1,690 cc V2 (Twin CAM 103), 74 hp, gasoline
    Built: York, Pennsylvania, United States
    Manufacturer: Harley-Davidson Motor Company, Inc.

    _Decoded by vpic_
    [Details] [Copy VIN]
    [Picture] [Report CSV]
    ");
}

#[test]
fn a_trailer() {
    assert_snapshot!(shown(vec![report("dump-trailer")], view("card")), @"
    *2018 Raglan Industries Inc*
    `2R9A3S9C5J1011145`

    Trailer: Dump trailer, straight semi/semi trailer, 10 ft, 2 axles
    Built: Oshawa, Ontario, Canada

    _Decoded by vpic_
    [Details] [Copy VIN]
    [Picture] [Report CSV]
    ");
}

#[test]
fn a_european_car_of_which_only_maker_and_country_are_known() {
    assert_snapshot!(shown(vec![report("european-audi")], view("card")), @"
    *Audi passenger car*
    `WAUZZZ8K9BA123456`

    Model year: 1981 or 2011
    Built: Ingolstadt, Germany
    Manufacturer: Audi AG
    Serial number: 123456
    Check digit: not used in this market

    ℹ️ Built for a market outside North America, so NHTSA knows only its maker.

    _Decoded by vpic, wmi · 40 % of the VIN explained_
    [Details] [Copy VIN]
    [Picture] [Report CSV]
    ");
}

#[test]
fn a_vehicle_that_only_the_makers_code_tells_of() {
    let mut lada = vehicle("XTA210990Y2765432");
    lada.make = Some("Lada".into());
    lada.confidence = 40;
    for (key, value) in [
        ("region", "Europe"),
        ("country", "Russia"),
        ("manufacturer", "AvtoVAZ"),
        ("vehicle-type", "PASSENGER CAR"),
        ("model-year-candidates", "2000"),
        ("check-digit", "not used in this market"),
        ("serial-number", "765432"),
    ] {
        lada.attributes.push(attribute(key, value));
    }
    assert_snapshot!(shown(vec![about(lada)], view("card")), @"
    *Lada passenger car*
    `XTA210990Y2765432`

    Model year: 2000
    Origin: Russia, Europe
    Manufacturer: AvtoVAZ
    Serial number: 765432
    Check digit: not used in this market

    _Decoded by test · 40 % of the VIN explained_
    [Details] [Copy VIN]
    [Picture] [Report CSV]
    ");
}

#[test]
fn a_vehicle_of_which_nothing_is_known() {
    assert_snapshot!(shown(vec![about(vehicle("1HGCM82633A004352"))], view("card")), @"
    *Unknown vehicle*
    `1HGCM82633A004352`

    _Decoded by test_
    [Details] [Copy VIN]
    [Picture] [Report CSV]
    ");
}

#[test]
fn what_enrichers_added_and_what_is_missing() {
    let mut accord = report("accord");
    accord.sections = vec![
        Section {
            key: "recalls".into(),
            title: "Recalls".into(),
            summary: "2 recalls".into(),
            attributes: Vec::new(),
            items: vec![Item {
                title: "Airbag inflator".into(),
                body: "May rupture.".into(),
                url: None,
                severity: Severity::Warning,
            }],
            ttl: 60,
        },
        Section {
            key: "rating".into(),
            title: "Safety rating".into(),
            summary: "★★★★★".into(),
            attributes: Vec::new(),
            items: Vec::new(),
            ttl: 60,
        },
    ];
    accord.missing = vec!["market-price".into()];
    assert_snapshot!(shown(vec![accord], view("card")), @"
    *2003 Honda Accord EX-V6*
    `1HGCM82633A004352`

    Body: Coupe, 2 doors
    Engine: 3.0 L V6 (J30A4), 240 hp, gasoline
    Transmission: Automatic, 5-speed
    Airbags: Front, side, curtain
    Built: Marysville, Ohio, United States
    Manufacturer: American Honda Motor Co., Inc.

    *Recalls*: 2 recalls
    *Safety rating*: ★★★★★

    Not available just now: market-price
    _Decoded by vpic_
    [Details] [Copy VIN]
    [Recalls (1)]
    [Picture] [Report CSV]
    ");
}

#[rstest]
#[case::type_default("Standard", true)]
#[case::not_applicable("Not Applicable", false)]
#[case::empty("  ", false)]
fn nothing_is_shown_that_the_vin_does_not_say(#[case] value: &str, #[case] is_default: bool) {
    let mut car = vehicle("1HGCM82633A004352");
    car.attributes.push(Attribute {
        is_default,
        ..attribute("abs", value)
    });
    let card = shown(vec![about(car)], view("card"));
    assert!(!card.contains("Safety"), "{card}");
}

#[test]
fn every_suggested_vin_has_a_button_that_looks_it_up() {
    let mut car = vehicle("1HGCM82643A004352");
    for vin in [
        "1HGCM82633A004352",
        "1HGCM82633A004352",
        "not a vin",
        "1HGCM82643A004352",
    ] {
        car.findings
            .push(Finding::new(Severity::Warning, "check-digit", "Wrong.").suggesting(vin));
    }
    let message = Card::format(vec![about(car)], view("card")).unwrap();
    let looked_up: Vec<_> = message
        .buttons
        .iter()
        .flatten()
        .filter_map(|button| match &button.action {
            Action::Decode(vin) => Some((button.label.as_str(), vin.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(looked_up, [("1HGCM82633A004352", "1HGCM82633A004352")]);
}

#[test]
fn a_report_cannot_forge_lines_or_turn_text_around() {
    let mut car = vehicle("1HGCM82633A004352");
    car.make = Some("HONDA\nDecoded by the police".into());
    car.model = Some("Acc\u{202e}dro".into());
    let card = plain(&Card::format(vec![about(car)], view("card")).unwrap());
    assert!(
        card.starts_with("*HONDA Decoded by the police Accdro*\n"),
        "{card}"
    );
}

#[test]
fn a_view_that_does_not_exist_is_refused_by_naming_those_that_do() {
    let refused = Card::format(vec![report("accord")], view("poster"));
    assert_eq!(
        refused,
        Err(Error::InvalidInput(
            "There is no such view. The views are card, details, compare, list, section.".into()
        ))
    );
}

#[rstest]
fn no_report_is_refused(#[values("card", "details", "compare", "list", "section")] name: &str) {
    assert!(matches!(
        Card::format(Vec::new(), view(name)),
        Err(Error::InvalidInput(_))
    ));
}

#[test]
fn all_views_are_offered() {
    assert_eq!(
        Card::views(),
        ["card", "details", "compare", "list", "section"]
    );
}
