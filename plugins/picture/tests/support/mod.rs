//! Reports of real vehicles: the card's.
#![allow(dead_code, clippy::unwrap_used)]

use serde::Deserialize;
use vinbot_plugin::prelude::*;

#[derive(Deserialize)]
struct ReportJson {
    vin: String,
    make: Option<String>,
    model: Option<String>,
    model_year: Option<u16>,
    decoded_by: Vec<String>,
    confidence: u8,
    attributes: Vec<AttributeJson>,
    findings: Vec<FindingJson>,
}

#[derive(Deserialize)]
struct AttributeJson {
    id: String,
    key: String,
    label: String,
    value: String,
    unit: Option<String>,
    group: String,
    is_default: bool,
}

#[derive(Deserialize)]
struct FindingJson {
    severity: String,
    code: String,
    text: String,
    suggested_vin: Option<String>,
}

pub(crate) const NAMES: [&str; 6] = [
    "accord",
    "dump-trailer",
    "european-audi",
    "f-150",
    "model-3",
    "road-glide",
];
pub(crate) const LOCALES: [&str; 6] = ["en", "es", "de", "fr", "ru", "uk"];

pub(crate) fn report(name: &str) -> Report {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../card/tests/fixtures");
    let text = std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap();
    let json: ReportJson = serde_json::from_str(&text).unwrap();
    let attributes = json.attributes.into_iter().map(|json| Attribute {
        term: Term {
            id: json.id,
            key: json.key,
            label: json.label,
            unit: json.unit,
            group: json.group,
        },
        value: json.value,
        is_default: json.is_default,
    });
    let findings = json.findings.into_iter().map(|json| Finding {
        severity: match json.severity.as_str() {
            "note" => Severity::Note,
            "warning" => Severity::Warning,
            _ => Severity::Error,
        },
        code: json.code,
        text: json.text,
        suggested_vin: json.suggested_vin,
    });
    Report {
        vehicle: Vehicle {
            vin: json.vin,
            make: json.make,
            model: json.model,
            model_year: json.model_year,
            attributes: attributes.collect(),
            findings: findings.collect(),
            confidence: json.confidence,
        },
        decoded_by: json.decoded_by,
        sections: Vec::new(),
        missing: Vec::new(),
    }
}

pub(crate) fn section(key: &str, title: &str, summary: &str) -> Section {
    Section {
        key: key.into(),
        title: title.into(),
        summary: summary.into(),
        attributes: Vec::new(),
        items: Vec::new(),
        ttl: 60,
    }
}

/// With what enrichers add.
pub(crate) fn honda() -> Report {
    let mut honda = report("accord");
    honda.sections = vec![
        section("recalls", "Recalls", "3 recalls"),
        section("ratings", "Safety", "5★ overall"),
        section("fuel", "Fuel economy", "24 mpg combined"),
        section("complaints", "Complaints", "21 complaints, 1 crash"),
    ];
    honda
}

/// Where everything is as long as it may be.
pub(crate) fn long_names() -> Report {
    let mut long = honda();
    let vehicle = &mut long.vehicle;
    vehicle.make = Some("INTERNATIONALE KRAFTFAHRZEUGWERKE".into());
    vehicle.model = Some("Superduperlimousine Longwheelbase Executive".into());
    for attribute in &mut vehicle.attributes {
        match attribute.term.key.as_str() {
            "trim" => attribute.value = "Grand Touring Anniversar".into(),
            "plant-city" => {
                attribute.value =
                    "LLANFAIRPWLLGWYNGYLLGOGERYCHWYRNDROBWLLLLANTYSILIOGOGOGOCH".into();
            }
            "transmission-style" => {
                attribute.value = "Electronic Continuously Variable (e-CVT)".into();
            }
            _ => {}
        }
    }
    vehicle.findings.push(Finding::new(
        Severity::Warning,
        "odd",
        "A very long finding about this vehicle which nobody will read to its end, ".repeat(3),
    ));
    long.sections[0].summary = "12 recalls, 2 with the advice: do not drive, and more".into();
    long
}

pub(crate) fn context(locale: &str) -> Context {
    Context {
        locale: locale.into(),
        units: if locale == "en" {
            Units::Us
        } else {
            Units::Metric
        },
        view: "image".into(),
        page: 0,
    }
}
