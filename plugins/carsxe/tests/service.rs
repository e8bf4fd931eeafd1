//! What CarsXE may answer, and what comes of it.
#![allow(
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failing test may panic, and reads more easily without borrows"
)]

use rstest::rstest;
use serde_json::{Value, json};
use vinbot_carsxe::CarsXe;
use vinbot_plugin::host::http::{HttpError, Response};
use vinbot_plugin::prelude::*;
use vinbot_plugin::{Subject, testing};

const VIN: &str = "WBAFR7C57CC811956";

/// The URL of a service as the plugin writes it: the key is a placeholder.
fn url(path: &str, query: &str) -> String {
    format!("https://api.carsxe.com/{path}?key=%7B%7Bsecret%3ACARSXE_API_KEY%7D%7D&{query}")
}

fn specs_url() -> String {
    url("specs", &format!("vin={VIN}&disableIntVINDecoding=1"))
}

fn international_url(vin: &str) -> String {
    url("v1/international-vin-decoder", &format!("vin={vin}"))
}

fn answer(url: &str, status: u16, body: impl ToString) {
    testing::answer(url, Ok(Response::new(status, body.to_string())));
}

fn query(vin: &str) -> Query {
    Query {
        vin: vin.into(),
        model_year: None,
    }
}

fn vehicle() -> Vehicle {
    Vehicle {
        make: Some("BMW".into()),
        model: Some("535i".into()),
        model_year: Some(2012),
        ..testing::vehicle(VIN)
    }
}

fn specs() -> Value {
    json!({
        "success": true, "input": {"key": "[secret]", "vin": VIN},
        "attributes": {
            "year": "2012", "make": "BMW", "model": "5-Series", "trim": "535i", "style": "SEDAN 4-DR",
            "type": "Sedan/Saloon", "made_in": "GERMANY", "doors": "4", "fuel_type": "Gasoline",
            "engine": "3.0L L6 DOHC 24V", "engine_cylinders": "6", "transmission": "8-Speed Automatic",
            "drivetrain": "RWD", "curb_weight": "4090 lbs", "front_headroom": "40.5 in.",
            "manufacturer_suggested_retail_price": "$52,500 USD", "exterior_color": ["Alpine White", "Jet Black"],
            "invoice_price": ""
        },
        "equipment": {"abs_brakes": "Std.", "navigation_aid": "Opt."},
        "warranties": [{"type": "Basic", "months": "48", "miles": "50,000"}],
        "timestamp": "2026-06-30T12:00:00Z"
    })
}

fn said(decoded: &Decoded) -> Vec<String> {
    let line = |fact: &Fact| match &fact.subject {
        Subject::Named(term) => {
            let unit = term
                .unit
                .as_deref()
                .map(|unit| format!(" {unit}"))
                .unwrap_or_default();
            format!("{}: {}{unit}", term.key, fact.value)
        }
        Subject::Known(_) => panic!("no vocabulary"),
    };
    decoded.facts.iter().map(line).collect()
}

#[test]
fn specifications_are_told_under_the_keys_that_the_card_knows() {
    answer(&specs_url(), 200, specs());
    let decoded = CarsXe::decode(&query(VIN)).unwrap();
    assert_eq!(
        (decoded.make.as_deref(), decoded.model.as_deref()),
        (Some("BMW"), Some("5-Series"))
    );
    assert_eq!((decoded.model_year, decoded.confidence), (Some(2012), 85));
    assert_eq!(
        said(&decoded),
        [
            "make: BMW",
            "model: 5-Series",
            "model-year: 2012",
            "trim: 535i",
            "plant-country: GERMANY",
            "body-class: Sedan/Saloon",
            "style: SEDAN 4-DR",
            "doors: 4",
            "fuel-type-primary: Gasoline",
            "engine-cylinders: 6",
            "engine-description: 3.0L L6 DOHC 24V",
            "transmission-style: 8-Speed Automatic",
            "drive-type: RWD",
            "displacement-l: 3 L",
            "base-price: 52500 USD",
            "curb-weight-lb: 4090 lb",
            "exterior-color: Alpine White, Jet Black",
            "front-headroom: 40.5 in.",
            "standard-equipment: abs brakes",
            "warranty: Basic, 48 months, 50,000 mi",
        ]
    );
}

#[test]
fn where_specifications_end_the_international_decode_is_asked() {
    answer(
        &specs_url(),
        404,
        json!({"success": false, "error": "no_data", "message": "No data found"}),
    );
    let attributes = json!({"vin": VIN, "make": "BMW", "model": "5", "year": "2012", "no_of_doors": "4",
        "max_speed_kmh": "250", "avg_co2_emission_g_km": "189", "plant_country": "Germany"});
    answer(
        &international_url(VIN),
        200,
        json!({"success": true, "attributes": attributes}),
    );
    let decoded = CarsXe::decode(&query(VIN)).unwrap();
    assert_eq!(decoded.confidence, 70);
    let said = said(&decoded);
    for line in [
        "doors: 4",
        "max-speed: 250 km/h",
        "avg-co2-emission: 189 g/km",
        "plant-country: Germany",
    ] {
        assert!(said.iter().any(|known| known == line), "{line} in {said:?}");
    }
    assert!(!said.iter().any(|line| line.starts_with("vin")));
}

#[test]
fn a_vin_for_other_markets_is_asked_about_once() {
    let european = "WAUZZZ8K9BA123456";
    answer(
        &international_url(european),
        200,
        json!({"success": true, "attributes": {"make": "Audi"}}),
    );
    let decoded = CarsXe::decode(&query(european)).unwrap();
    assert_eq!((decoded.confidence, testing::requests().len()), (30, 1));
}

#[rstest]
#[case::not_found(404, r#"{"success":false,"message":"VIN not found"}"#, "not covered")]
#[case::not_found_with_200(200, r#"{"success":false,"error":"no_data"}"#, "not covered")]
#[case::invalid_vin(400, r#"{"success":false,"error":"invalid_vin"}"#, "not covered")]
#[case::bad_input(
    400,
    r#"{"success":false,"message":"vin must be 17 characters"}"#,
    "not covered"
)]
#[case::unprocessable(422, r#"{"success":false,"error":"invalid_inputs"}"#, "not covered")]
#[case::no_make(200, r#"{"success":true,"attributes":{}}"#, "not covered")]
#[case::other_shape(200, r#"{"success":true,"attributes":[]}"#, "not covered")]
#[case::no_key(401, r#"{"success":false,"message":"API key missing"}"#, "key")]
#[case::wrong_key(
    403,
    r#"{"error":{"code":"forbidden","message":"Invalid key"}}"#,
    "key"
)]
#[case::pay(402, "{}", "key")]
#[case::key_in_a_400(
    400,
    r#"{"success":false,"message":"Your API key is not active"}"#,
    "key"
)]
#[case::key_in_a_200(200, r#"{"success":false,"error":"invalid key"}"#, "key")]
#[case::quota(429, r#"{"success":false,"error":"limit_reached","usage":{"current":100,"limit":100,"remaining":0}}"#, "quota")]
#[case::quota_in_a_403(403, r#"{"message":"Monthly limit exceeded"}"#, "quota")]
#[case::credits(200, r#"{"success":false,"message":"Not enough credits"}"#, "quota")]
#[case::quota_page(429, "<html>Too many</html>", "quota")]
#[case::broken(
    500,
    r#"{"success":false,"message":"Internal server error"}"#,
    "outage"
)]
#[case::gateway(502, "<html>Bad gateway</html>", "outage")]
#[case::failed_with_200(200, r#"{"success":false,"message":"Something went wrong"}"#, "outage")]
#[case::a_page(200, "<!DOCTYPE html><html></html>", "outage")]
#[case::half(200, r#"{"success":true,"attributes":{"ma"#, "outage")]
#[case::empty(200, "", "outage")]
#[case::a_list(200, "[1,2]", "outage")]
fn what_is_no_answer_is_told_apart(#[case] status: u16, #[case] body: &str, #[case] kind: &str) {
    answer(&specs_url(), status, body);
    answer(&international_url(VIN), status, body);
    let error = CarsXe::decode(&query(VIN)).unwrap_err();
    let said = match &error {
        Error::NotCovered => "not covered",
        Error::Internal(text) if text.contains("CARSXE_API_KEY") => "key",
        Error::Unavailable(text) if text.contains("quota") => "quota",
        Error::Unavailable(_) => "outage",
        other => panic!("{other:?}"),
    };
    assert_eq!(said, kind, "{error:?}");
}

#[test]
fn a_quota_that_is_used_up_says_how_much_and_is_left_alone_for_a_while() {
    let body = r#"{"success":false,"error":"limit","usage":{"current":100,"limit":100}}"#;
    answer(&specs_url(), 429, body);
    for _ in 0..3 {
        let error = CarsXe::decode(&query(VIN)).unwrap_err();
        assert!(
            matches!(&error, Error::Unavailable(text) if text.contains("100 of 100 used")),
            "{error:?}"
        );
    }
    assert_eq!(testing::requests().len(), 1);
    testing::set_clock(testing::NOW + 601);
    answer(&specs_url(), 200, specs());
    assert!(CarsXe::decode(&query(VIN)).is_ok());
}

#[test]
fn who_does_not_answer_is_unavailable() {
    testing::answer(&specs_url(), Err(HttpError::Timeout));
    assert!(matches!(
        CarsXe::decode(&query(VIN)),
        Err(Error::Unavailable(_))
    ));
}

#[test]
fn nothing_is_asked_for_that_was_not_switched_on() {
    assert_eq!(CarsXe::enrich(vehicle()), Err(Error::NotCovered));
    testing::set_setting("sections", "recalls, prices");
    answer(&url("v1/recalls", &format!("vin={VIN}")), 404, "{}");
    let error = CarsXe::enrich(vehicle()).unwrap_err();
    assert!(
        matches!(&error, Error::Internal(text) if text.contains("prices") && text.contains("lien-theft"))
    );
    assert_eq!(testing::requests().len(), 1);
}

fn all_parts() {
    testing::set_setting(
        "sections",
        "market-value, history, recalls, images, lien-theft",
    );
    let vin = format!("vin={VIN}");
    answer(
        &url("v2/marketvalue", &vin),
        200,
        json!({
            "success": true, "publish_date": "06/01/2026", "state": "CA", "msrp": "52500",
            "retail_clean": {"base_retail_clean": 9000, "mileage_retail_clean": -100,
                "add_deduct_retail_clean": 200, "regional_retail_clean": 25, "adjusted_retail_clean": 9125},
            "trade_in_clean": {"base_trade_in_clean": "7,000", "mileage_trade_in_clean": "-100"},
            "whole_avg": null
        }),
    );
    answer(
        &url("history", &vin),
        200,
        json!({
            "success": true, "vin": VIN, "brandsRecordCount": 1, "vinChanged": false,
            "brandsInformation": [{"code": "11", "name": "Salvage: Damage", "description": "Damaged beyond repair."}],
            "junkAndSalvageInformation": [{
                "ReportingEntityAbstract": {"EntityName": "An Auction", "LocationCityName": "Reno", "LocationStateUSPostalServiceCode": "NV"},
                "VehicleObtainedDate": "2019-05-02T00:00:00", "VehicleDispositionText": "SOLD"
            }],
            "insuranceInformation": [],
            "currentTitleInformation": [{"TitleIssuingAuthorityName": "NV", "TitleIssueDate": {"Date": "2019-06-01T00:00:00"},
                "VehicleOdometerReadingMeasure": "61234", "VehicleOdometerReadingUnitCode": "M"}],
            "historyInformation": [{"TitleIssuingAuthorityName": "CA", "TitleIssueDate": {"Date": "2012-03-04"}}]
        }),
    );
    answer(
        &url("v1/recalls", &vin),
        200,
        json!({"success": true, "data": {
            "has_recalls": true, "recall_count": 1, "recalls": [{
                "recall_date": "2019-04-01", "nhtsa_id": "19V249000", "recall_name": "Heater of the crankcase",
                "component": "ENGINE", "recall_description": "A heater may short.", "risk_description": "That may cause a fire.",
                "dont_drive": true, "recall_remedy": "Dealers will replace it.", "recall_status": "OPEN"
            }]
        }}),
    );
    answer(
        &url("images", "make=BMW&model=535i&year=2012"),
        200,
        json!({"success": true, "images": [
            {"link": "https://pictures.example/bmw.jpg", "hostPageDomainFriendlyName": "Pictures"},
            {"link": "javascript:alert(1)"}, {"link": "http://pictures.example/plain.jpg"}
        ]}),
    );
    answer(
        &url("v1/lien-theft", &vin),
        200,
        json!({"success": true, "events": [
            {"event": "Lien reported", "location": "Reno, NV", "details_list": ["Lien holder: A Bank"]},
            {"event": "Reported stolen", "location": "Reno, NV"}
        ]}),
    );
}

#[test]
fn all_parts_are_one_section() {
    all_parts();
    let section = CarsXe::enrich(vehicle()).unwrap();
    assert_eq!(
        section.summary,
        "worth $9125 retail, $6900 trade-in; 2 titles, 1 brand, 1 salvage record; 1 recall of this VIN; \
         1 picture; 2 lien or theft records"
    );
    assert_eq!(section.ttl, 43_200, "with recalls in it");
    let facts: Vec<String> = section
        .attributes
        .iter()
        .map(|one| format!("{}: {}", one.term.label, one.value_with_unit()))
        .collect();
    assert_eq!(
        facts,
        [
            "Retail, clean: 9125 USD",
            "Trade-in, clean: 6900 USD",
            "Price when new: 52500 USD",
            "As of: 2026-06-01"
        ]
    );
    let items: Vec<String> = section
        .items
        .iter()
        .map(|one| format!("{:?} {}", one.severity, one.title))
        .collect();
    assert_eq!(
        items,
        [
            "Severity::Error Title brand: Salvage: Damage",
            "Severity::Error Junk or salvage",
            "Severity::Note Title: NV",
            "Severity::Note Title: CA",
            "Severity::Error Recall: ENGINE",
            "Severity::Note Picture of the model",
            "Severity::Warning Lien reported",
            "Severity::Error Reported stolen",
        ]
    );
    assert_eq!(
        section.items[1].body,
        "An Auction, Reno, NV\nSOLD\n2019-05-02"
    );
    assert_eq!(section.items[2].body, "2019-06-01\nOdometer: 61234 M");
    assert!(
        section.items[4]
            .body
            .ends_with("NHTSA 19V249000, 2019-04-01, OPEN")
    );
}

#[test]
fn a_part_that_fails_costs_itself_and_is_tried_again_soon() {
    all_parts();
    answer(
        &url("history", &format!("vin={VIN}")),
        429,
        r#"{"error":"limit"}"#,
    );
    let section = CarsXe::enrich(vehicle()).unwrap();
    assert_eq!(section.ttl, 600);
    assert_eq!(section.attributes.last().unwrap().value, "history");
    assert!(
        testing::logged()
            .iter()
            .any(|line| line.contains("part=history") && line.contains("raise the plan"))
    );
}

#[test]
fn nothing_to_tell_is_no_section_and_only_failures_are_one() {
    testing::set_setting("sections", "market-value,history,recalls,lien-theft");
    let vin = format!("vin={VIN}");
    for path in ["v2/marketvalue", "history", "v1/recalls"] {
        answer(&url(path, &vin), 404, r#"{"success":false}"#);
    }
    answer(
        &url("v1/lien-theft", &vin),
        200,
        r#"{"success":false,"error":{"code":"no_data","message":"No data"}}"#,
    );
    assert_eq!(CarsXe::enrich(vehicle()), Err(Error::NotCovered));
    answer(&url("v1/lien-theft", &vin), 401, "{}");
    assert!(matches!(CarsXe::enrich(vehicle()), Err(Error::Internal(_))));
}

#[test]
fn that_there_is_nothing_on_record_is_told() {
    testing::set_setting("sections", "history,recalls,lien-theft");
    let vin = format!("vin={VIN}");
    answer(
        &url("history", &vin),
        200,
        json!({"success": true, "brandsInformation": [], "currentTitleInformation": [{}]}),
    );
    answer(
        &url("v1/recalls", &vin),
        200,
        json!({"success": true, "data": {"has_recalls": false, "recalls": []}}),
    );
    answer(
        &url("v1/lien-theft", &vin),
        200,
        json!({"success": true, "events": []}),
    );
    let section = CarsXe::enrich(vehicle()).unwrap();
    assert_eq!(
        section.summary,
        "1 title, no brands, no salvage; no recalls of this VIN; no lien or theft on record"
    );
}

#[test]
fn a_huge_answer_is_bounded() {
    all_parts();
    let vin = format!("vin={VIN}");
    let long = "x\u{202e}".repeat(20_000);
    let recall = json!({"component": long, "recall_description": long, "nhtsa_id": long});
    answer(
        &url("v1/recalls", &vin),
        200,
        json!({"data": {"recalls": vec![recall; 300]}}),
    );
    let event = json!({"event": long, "details_list": vec![long.clone(); 50]});
    answer(
        &url("v1/lien-theft", &vin),
        200,
        json!({"success": true, "events": vec![event; 100]}),
    );
    let section = CarsXe::enrich(vehicle()).unwrap();
    assert!(section.items.len() < 70);
    assert!(
        section
            .items
            .iter()
            .all(|item| item.title.len() < 200 && item.body.len() < 3_000)
    );
    let mut many = specs();
    for i in 0..2_000 {
        many["attributes"][format!("field_{i}")] = json!(long);
    }
    answer(&specs_url(), 200, many);
    let decoded = CarsXe::decode(&query(VIN)).unwrap();
    assert!(
        decoded.facts.len() <= 110 && decoded.facts.iter().all(|fact| fact.value.len() < 1_000)
    );
}

fn send(name: &str, arguments: &str) -> Result<String, Error> {
    send_in("en", name, arguments)
}

fn send_in(locale: &str, name: &str, arguments: &str) -> Result<String, Error> {
    let invocation = Invocation {
        name: name.into(),
        arguments: arguments.into(),
        locale: locale.into(),
        user: "somebody".into(),
    };
    CarsXe::handle(invocation).map(|message| testing::plain(&message))
}

const PLATE: &str = "plate=7XER187&country=US&state=CA";

#[test]
fn a_plate_tells_its_vehicle_and_is_charged_once() {
    answer(
        &url("v2/platedecoder", PLATE),
        200,
        json!({
            "success": true, "description": "Kia Forte LX", "year": "2017", "make": "Kia", "model": "Forte",
            "trim": "LX", "vin": "3KPFK4A78HE103497", "style": "Sedan 4D", "color": "White", "transmission": "N/A"
        }),
    );
    let said = send("plate", "ca 7XER187").unwrap();
    assert_eq!(
        said,
        "*2017 Kia Forte*\nPlate: `CA 7XER187`\nVIN: `3KPFK4A78HE103497`\nTrim: LX\nStyle: Sedan 4D\nColor: White\n\
         _By CarsXE_\n[Decode the VIN]"
    );
    assert_eq!(send("plate", "US CA 7xer-187").unwrap(), said);
    assert_eq!(testing::requests().len(), 1);
}

#[test]
fn a_european_plate_has_objects_for_values() {
    answer(
        &url("v2/platedecoder", "plate=BAB1234&country=DE"),
        200,
        json!({
            "success": true, "make": {"name": "Audi"}, "model": {"name": "A4"}, "year": 2010, "vin": "short"
        }),
    );
    let said = send("plate", "country=de B AB 1234").unwrap();
    assert!(
        said.starts_with("*2010 Audi A4*\nPlate: `DE BAB1234`\n_By"),
        "{said}"
    );
}

#[rstest]
#[case::not_found(
    404,
    r#"{"success":false}"#,
    "No vehicle is known by the plate CA 7XER187.",
    false
)]
#[case::nothing_in_it(
    200,
    r#"{"success":true}"#,
    "No vehicle is known by the plate CA 7XER187.",
    false
)]
#[case::key(401, "{}", "Plates can't be looked up just now.", true)]
#[case::quota(
    429,
    "{}",
    "Plates can't be looked up just now: too many were, lately. Try again later.",
    true
)]
fn what_goes_wrong_with_a_plate_is_told_kindly(
    #[case] status: u16,
    #[case] body: &str,
    #[case] words: &str,
    #[case] logged: bool,
) {
    answer(&url("v2/platedecoder", PLATE), status, body);
    assert_eq!(send("plate", "CA 7XER187").unwrap(), words);
    assert_eq!(
        testing::logged()
            .iter()
            .any(|line| line.starts_with("error CarsXE")),
        logged
    );
}

#[test]
fn an_outage_is_the_hosts_to_tell_and_a_mistake_the_users() {
    answer(&url("v2/platedecoder", PLATE), 503, "");
    assert!(matches!(
        send("plate", "CA 7XER187"),
        Err(Error::Unavailable(_))
    ));
    answer(
        &url("v2/platedecoder", PLATE),
        400,
        r#"{"message":"state is wrong"}"#,
    );
    assert!(matches!(
        send("plate", "CA 7XER187"),
        Err(Error::InvalidInput(_))
    ));
    for wrong in ["", "7XER187", "CA"] {
        assert!(
            matches!(send("plate", wrong), Err(Error::InvalidInput(text)) if text.contains("/plate CA 7XER187"))
        );
    }
}

#[test]
fn a_trouble_code_is_explained_once_and_the_reader_warned() {
    let code = url("obdcodesdecoder", "code=P0115");
    answer(
        &code,
        200,
        json!({"success": true, "code": "P0115", "diagnosis": "Engine Coolant Temperature Circuit", "date": "…"}),
    );
    for _ in 0..2 {
        let said = send("obd", " p0115 ").unwrap();
        assert_eq!(
            said,
            "*P0115* Engine Coolant Temperature Circuit\nPowertrain\n\
             _By CarsXE. Compare it with the workshop manual before you replace anything._"
        );
    }
    assert_eq!(testing::requests().len(), 1);
    answer(&url("obdcodesdecoder", "code=P1FFF"), 200, "{}");
    answer(
        &url("obdcodesdecoder", "code=U0100"),
        200,
        json!({"success": false}),
    );
    assert_eq!(
        send("obd", "U0100").unwrap(),
        "Nothing is known of the code U0100."
    );
    for wrong in [
        "",
        "P",
        "P011",
        "P01155",
        "X0115",
        "P4115",
        "P01\u{e9}5",
        "P0115 P0116",
    ] {
        assert!(
            matches!(send("obd", wrong), Err(Error::InvalidInput(_))),
            "{wrong}"
        );
    }
}

#[test]
fn a_cars_value_is_told_for_its_mileage_and_state() {
    let asked = url(
        "v2/marketvalue",
        &format!("vin={VIN}&mileage=120000&state=CA"),
    );
    answer(
        &asked,
        200,
        json!({"success": true, "retail_clean": {"adjusted_retail_clean": 9_000}}),
    );
    let said = send("value", &format!("{VIN} 120,000 ca")).unwrap();
    assert!(
        said.starts_with("*Market value* at 120,000 miles in CA"),
        "{said}"
    );
    answer(
        &url("v2/marketvalue", &format!("vin={VIN}&mileage=1&state=TX")),
        200,
        json!({"success": true}),
    );
    let said = send("value", &format!("{VIN} 1 TX")).unwrap();
    assert_eq!(said, format!("No market value is known of {VIN}."));
    assert!(matches!(send("value", VIN), Err(Error::InvalidInput(_))));
}

#[test]
fn all_commands_are_in_the_menu() {
    let names: Vec<String> = CarsXe::commands()
        .into_iter()
        .map(|spec| spec.name)
        .collect();
    assert_eq!(names, ["plate", "obd", "value"]);
}

#[test]
fn the_key_is_never_more_than_a_placeholder() {
    answer(&specs_url(), 200, specs());
    CarsXe::decode(&query(VIN)).unwrap();
    assert!(
        testing::requests()[0]
            .url
            .contains("key=%7B%7Bsecret%3ACARSXE_API_KEY%7D%7D")
    );
}

#[rstest]
#[case("en", "at 120,000 miles in CA", "By CarsXE, an estimate")]
#[case("de-AT", "bei 120.000 Meilen in CA", "Von CarsXE, eine Schätzung")]
#[case("uk", "120\u{a0}000 миль", "За даними CarsXE, оцінка")]
fn a_value_is_told_in_the_readers_language(
    #[case] locale: &str,
    #[case] run: &str,
    #[case] by: &str,
) {
    let path = format!("vin={VIN}&mileage=120000&state=CA");
    let worth = json!({"success": true, "retail_clean": {"adjusted_retail_clean": 9_000}});
    answer(&url("v2/marketvalue", &path), 200, worth);
    let said = send_in(locale, "value", &format!("{VIN} 120000 CA")).unwrap();
    assert!(said.contains(run) && said.contains(by), "{said}");
}

#[rstest]
#[case("de", "plate", "", "Schick einen Staat")]
#[case("fr", "obd", "PX115", "Un code défaut est une lettre")]
#[case("ru", "value", "", "Пришлите VIN")]
#[case("es", "obd", "", "Envía un código")]
fn a_mistake_is_told_in_the_readers_language(
    #[case] locale: &str,
    #[case] name: &str,
    #[case] arguments: &str,
    #[case] words: &str,
) {
    let told = send_in(locale, name, arguments);
    assert!(
        matches!(&told, Err(Error::InvalidInput(text)) if text.starts_with(words)),
        "{told:?}"
    );
}
