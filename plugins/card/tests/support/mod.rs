//! Reports of real vehicles, as `vinbot decode --format json` printed them.
#![allow(dead_code, clippy::unwrap_used)]

use serde::Deserialize;
use vinbot_card::Card;
use vinbot_plugin::prelude::*;
use vinbot_plugin::testing;

macro_rules! fixtures {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../fixtures/", $name, ".json")))),+]
    };
}

const FIXTURES: &[(&str, &str)] = fixtures![
    "accord",
    "dump-trailer",
    "european-audi",
    "f-150",
    "model-3",
    "road-glide"
];

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

pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    FIXTURES.iter().map(|(name, _)| *name)
}

pub(crate) fn report(name: &str) -> Report {
    let (_, text) = FIXTURES.iter().find(|(known, _)| *known == name).unwrap();
    parse(text)
}

pub(crate) fn parse(text: &str) -> Report {
    let json: ReportJson = serde_json::from_str(text).unwrap();
    Report {
        vehicle: Vehicle {
            vin: json.vin,
            make: json.make,
            model: json.model,
            model_year: json.model_year,
            attributes: json.attributes.into_iter().map(attribute).collect(),
            findings: json.findings.into_iter().map(finding).collect(),
            confidence: json.confidence,
        },
        decoded_by: json.decoded_by,
        sections: Vec::new(),
        missing: Vec::new(),
    }
}

fn attribute(json: AttributeJson) -> Attribute {
    Attribute {
        term: Term {
            id: json.id,
            key: json.key,
            label: json.label,
            unit: json.unit,
            group: json.group,
        },
        value: json.value,
        is_default: json.is_default,
    }
}

fn finding(json: FindingJson) -> Finding {
    Finding {
        severity: match json.severity.as_str() {
            "note" => Severity::Note,
            "warning" => Severity::Warning,
            _ => Severity::Error,
        },
        code: json.code,
        text: json.text,
        suggested_vin: json.suggested_vin,
    }
}

pub(crate) fn shown(reports: Vec<Report>, context: Context) -> String {
    testing::plain(&Card::format(reports, context).unwrap())
}

pub(crate) fn metric(view: &str) -> Context {
    Context {
        units: Units::Metric,
        ..testing::view(view)
    }
}

pub(crate) fn page(view: &str, page: u32) -> Context {
    Context {
        page,
        ..testing::view(view)
    }
}
