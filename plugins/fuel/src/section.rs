//! EPA's figures of one version as a section.

use vinbot_plugin::clean;
use vinbot_plugin::json::{JsonExt, Value};
use vinbot_plugin::prelude::*;

const TTL: u32 = 30 * 86_400;

/// What was found.
pub(crate) struct Told<'a> {
    pub(crate) model: &'a str,
    pub(crate) version: &'a str,
    /// Of so many versions.
    pub(crate) of: usize,
    /// So many fit as well.
    pub(crate) equal: usize,
    pub(crate) id: &'a str,
    pub(crate) note: Option<String>,
}

/// Key, label, field, unit and decimals.
type Figure = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    usize,
);

const ECONOMY: [Figure; 3] = [
    ("combined", "Combined", "comb08", "mpg", 0),
    ("city", "City", "city08", "mpg", 0),
    ("highway", "Highway", "highway08", "mpg", 0),
];

/// Of a second fuel, or of electricity in a plug-in hybrid.
const SECOND: [Figure; 3] = [
    ("combined-second", "Combined", "combA08", "mpg", 0),
    ("city-second", "City", "cityA08", "mpg", 0),
    ("highway-second", "Highway", "highwayA08", "mpg", 0),
];

#[rustfmt::skip]
const REST: [Figure; 6] = [
    ("range", "Range", "range", "mi", 0),
    ("electricity", "Electricity", "combE", "kWh/100 mi", 1),
    ("charge-240", "Charging at 240 V", "charge240", "h", 1),
    ("co2", "CO₂ from the tailpipe", "co2TailpipeGpm", "g/mi", 0),
    ("annual-cost", "Fuel a year, 15,000 mi", "fuelCost08", "USD", 0),
    ("greenhouse-score", "Greenhouse gas score", "ghgScore", "of 10", 0),
];

const TEXTS: [(&str, &str, &str); 3] = [
    ("fuel", "Fuel", "fuelType"),
    ("class", "Class", "VClass"),
    ("gearbox", "Transmission", "trany"),
];

/// `None` if there is no figure of the consumption.
pub(crate) fn section(figures: &Value, told: &Told<'_>) -> Option<Section> {
    let positive = |field: &str| {
        let number = figures.at(field).number();
        number.filter(|number| *number > 0.0 && *number < 1e6)
    };
    let fuel = figures.at("fuelType1").text().unwrap_or_default();
    let second = figures.at("fuelType2").text().unwrap_or_default();
    let unit = |fuel: &str| {
        if fuel.eq_ignore_ascii_case("electricity") {
            "MPGe"
        } else {
            "mpg"
        }
    };
    let mut attributes: Vec<Attribute> = Vec::new();
    let mut add = |key: &str, label: &str, value: String, unit: Option<&str>| {
        let term = term(&format!("fuel:{key}"), label, "Fuel economy");
        let term = match unit {
            Some(unit) => term.in_unit(unit),
            None => term,
        };
        attributes.push(Attribute::new(term, value));
    };

    let combined = positive("comb08")?;
    let mut summary = format!("{combined:.0} {} combined", unit(&fuel));
    if let Some(other) = positive("combA08").filter(|_| !second.is_empty()) {
        let second = clean::line(&second.to_lowercase(), 30);
        summary = format!("{summary}, {other:.0} {} on {second}", unit(&second));
    }
    if let Some(range) = positive("range") {
        summary = format!("{summary}, {range:.0} mi range");
    }

    for (key, label, field, _, decimals) in ECONOMY {
        if let Some(value) = positive(field) {
            add(key, label, format!("{value:.decimals$}"), Some(unit(&fuel)));
        }
    }
    if !second.is_empty() {
        for (key, label, field, _, decimals) in SECOND {
            if let Some(value) = positive(field) {
                let label = format!("{label}, {}", clean::line(&second.to_lowercase(), 30));
                add(
                    key,
                    &label,
                    format!("{value:.decimals$}"),
                    Some(unit(&second)),
                );
            }
        }
    }
    for (key, label, field, unit, decimals) in REST {
        if let Some(value) = positive(field) {
            add(key, label, format!("{value:.decimals$}"), Some(unit));
        }
    }
    if let Some(words) = against_average(figures) {
        add("against-average", "Fuel in 5 years", words, None);
    }
    for (key, label, field) in TEXTS {
        let text = figures.at(field).text().map(|text| clean::line(&text, 80));
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            add(key, label, text, None);
        }
    }
    let version = clean::line(&format!("{}, {}", told.model, told.version), 160);
    add("version", "Version", version, None);
    if told.equal > 1 {
        let words = format!("{} of {} versions may be this one", told.equal, told.of);
        add("versions", "Chosen", words, None);
    }
    if let Some(note) = &told.note {
        summary = format!("{summary} ({note})");
    }
    Some(Section {
        key: "fuel".into(),
        title: "Fuel economy".into(),
        summary,
        attributes,
        items: vec![Item {
            title: "All figures".into(),
            body: "EPA's own page of this version, with tests and drivers' reports.".into(),
            url: Some(format!(
                "https://www.fueleconomy.gov/feg/Find.do?action=sbs&id={}",
                told.id
            )),
            severity: Severity::Note,
        }],
        ttl: TTL,
    })
}

/// What its fuel costs beside that of the average new car.
fn against_average(figures: &Value) -> Option<String> {
    // Money saved, or spent: then it is below zero.
    let saved = figures.at("youSaveSpend").number()?;
    let dollars = saved.abs();
    let words = if saved > 0.0 { "less" } else { "more" };
    (1.0..1e6)
        .contains(&dollars)
        .then(|| format!("${dollars:.0} {words} than an average new car"))
}
