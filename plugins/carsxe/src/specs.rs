//! The decoder: specifications, and where those don't cover a VIN, the international decode.
//!
//! Both answer `{"success", "input", "attributes": {…}}` with texts for values.

use vinbot_plugin::clean;
use vinbot_plugin::json::{JsonExt, Value};
use vinbot_plugin::prelude::*;
use vinbot_plugin::vpic;

use crate::api::{self, Refused};

/// The longest value, in characters.
const LONGEST: usize = 300;
/// Facts of one answer.
const MOST: usize = 100;

/// Fields that mean what an element of vPIC means: field, key, label, group.
#[rustfmt::skip]
const KNOWN: [(&str, &str, &str, &str); 25] = [
    ("make", "make", "Make", "General"),
    ("model", "model", "Model", "General"),
    ("year", "model-year", "Model year", "General"),
    ("trim", "trim", "Trim", "General"),
    ("series", "series", "Series", "General"),
    ("manufacturer", "manufacturer", "Manufacturer", "General"),
    ("product_type", "vehicle-type", "Vehicle type", "General"),
    ("made_in", "plant-country", "Built in", "Origin"),
    ("plant_country", "plant-country", "Built in", "Origin"),
    ("type", "body-class", "Body", "Exterior"),
    ("body", "body-class", "Body", "Exterior"),
    ("style", "style", "Style", "Exterior"),
    ("doors", "doors", "Doors", "Exterior"),
    ("no_of_doors", "doors", "Doors", "Exterior"),
    ("standard_seating", "seats", "Seats", "Interior"),
    ("no_of_seats", "seats", "Seats", "Interior"),
    ("fuel_type", "fuel-type-primary", "Fuel", "Engine"),
    ("engine_cylinders", "engine-cylinders", "Cylinders", "Engine"),
    ("engine", "engine-description", "Engine, as sold", "Engine"),
    ("engine_manufacturer", "engine-manufacturer", "Engine manufacturer", "Engine"),
    ("transmission", "transmission-style", "Transmission", "Mechanical"),
    ("gears", "transmission-speeds", "Gears", "Mechanical"),
    ("drivetrain", "drive-type", "Drive", "Mechanical"),
    ("abs", "abs", "ABS", "Active Safety System"),
    ("no_of_axels", "axles", "Axles", "Mechanical"),
];

/// About the question, not the vehicle.
const ECHOES: [&str; 6] = [
    "vin",
    "vid",
    "check_digit",
    "sequential_number",
    "wheel_size_array",
    "wheelbase_array_mm",
];

/// Numbers that carry their unit in the field's name.
const UNITS: [(&str, &str); 6] = [
    ("_g_km", "g/km"),
    ("_kmh", "km/h"),
    ("_mm", "mm"),
    ("_kg", "kg"),
    ("_liters", "L"),
    ("_cc", "cc"),
];

pub(crate) fn decode(query: &Query) -> Result<Decoded, Error> {
    let vin = [("vin", query.vin.as_str())];
    // Specifications are those of North America; whose VIN says that it was built for
    // other markets is asked about once.
    if !vpic::foreign(&query.vin, true) {
        // The service would decode internationally by itself, but in another shape.
        let specs = api::ask("specs", &[vin[0], ("disableIntVINDecoding", "1")]);
        match specs.map(|specs| decoded(&specs, query, 85)) {
            Ok(Some(decoded)) => return Ok(decoded),
            Ok(None) | Err(Refused::NotFound | Refused::Input(_)) => {}
            Err(refused) => return Err(refused.into()),
        }
    }
    let international = api::ask("v1/international-vin-decoder", &vin)?;
    decoded(&international, query, 70).ok_or(Error::NotCovered)
}

/// `None` if not even the make is there.
fn decoded(answer: &Value, query: &Query, confidence: u8) -> Option<Decoded> {
    let attributes = answer.at("attributes");
    let say = |field: &str| value(attributes.at(field));
    let make = say("make")?;
    let model = say("model");
    let confidence = if model.is_some() { confidence } else { 30 };
    let year = say("year")
        .and_then(|year| year.parse().ok())
        .filter(|year| (1900..=2200).contains(year));
    let mut decoded = Decoded {
        make: Some(make),
        model,
        model_year: query.model_year.or(year),
        ..Decoded::new(confidence)
    };
    for (field, key, label, group) in KNOWN {
        let known = decoded.facts.iter().any(|fact| is(fact, key));
        if let Some(value) = say(field).filter(|_| !known) {
            decoded = decoded.with(term(&format!("carsxe:{key}"), label, group), value);
        }
    }
    // `3.0L L6 DOHC 24V`.
    let litres = say("engine").and_then(|engine| {
        let (litres, _) = engine.split_once(['L', 'l'])?;
        litres
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|litres| (0.1..30.0).contains(litres))
    });
    if let Some(litres) = litres {
        let term = term("carsxe:displacement-l", "Displacement", "Engine").in_unit("L");
        decoded = decoded.with(term, format!("{litres}"));
    }
    if let Some(price) = say("manufacturer_suggested_retail_price").and_then(|text| number(&text)) {
        let term = term("carsxe:base-price", "Price when new", "General").in_unit("USD");
        decoded = decoded.with(term, format!("{price}"));
    }
    if let Some(pounds) = say("curb_weight")
        .filter(|text| text.contains("lb"))
        .and_then(|text| number(&text))
    {
        let term = term("carsxe:curb-weight-lb", "Curb weight", "Exterior").in_unit("lb");
        decoded = decoded.with(term, format!("{pounds}"));
    }
    Some(others(attributes, answer, decoded))
}

/// Everything else, under names that are made of the fields'.
fn others(attributes: &Value, answer: &Value, mut decoded: Decoded) -> Decoded {
    let fields = attributes.as_object().into_iter().flatten();
    for (field, found) in fields {
        let told = KNOWN.iter().any(|(known, ..)| known == field)
            || ECHOES.contains(&field.as_str())
            || matches!(
                field.as_str(),
                "manufacturer_suggested_retail_price" | "curb_weight"
            );
        let named = field.len() <= 60
            && field
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let Some(value) = value(found).filter(|_| !told && named) else {
            continue;
        };
        if decoded.facts.len() >= MOST {
            break;
        }
        let unit = UNITS
            .iter()
            .find_map(|(suffix, unit)| Some((field.strip_suffix(suffix)?, *unit)));
        let name = unit.map_or(field.as_str(), |(name, _)| name);
        let key = name.to_ascii_lowercase().replace('_', "-");
        let mut term = term(&format!("carsxe:{key}"), &label(name), "CarsXE");
        term.unit = unit.map(|(_, unit)| unit.to_owned());
        decoded = decoded.with(term, value);
    }
    let standard = answer.at("equipment").as_object().into_iter().flatten();
    let standard: Vec<String> = standard
        .filter(|(_, fitted)| fitted.text().is_some_and(|text| text.starts_with("Std")))
        .map(|(name, _)| label(name).to_lowercase())
        .take(200)
        .collect();
    if !standard.is_empty() {
        let term = term("carsxe:standard-equipment", "Standard equipment", "CarsXE");
        decoded = decoded.with(term, clean::line(&standard.join(", "), 600));
    }
    for warranty in answer.at("warranties").list().iter().take(6) {
        let parts = [
            warranty.at("type").text(),
            warranty
                .at("months")
                .text()
                .map(|months| format!("{months} months")),
            warranty
                .at("miles")
                .text()
                .map(|miles| format!("{miles} mi")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if !parts.is_empty() {
            let term = term("carsxe:warranty", "Warranty when new", "CarsXE");
            decoded = decoded.with(term, clean::line(&parts.join(", "), LONGEST));
        }
    }
    decoded
}

fn is(fact: &Fact, key: &str) -> bool {
    matches!(&fact.subject, vinbot_plugin::Subject::Named(term) if term.key == key)
}

/// A text, or several of a list.
fn value(found: &Value) -> Option<String> {
    let text = match found {
        Value::Array(items) => {
            let texts: Vec<String> = items.iter().take(20).filter_map(JsonExt::text).collect();
            texts.join(", ")
        }
        one => one.text()?,
    };
    let text = clean::line(&text, LONGEST);
    (!text.is_empty() && text != "-").then_some(text)
}

/// `$52,500 USD`, `4090 lbs`.
fn number(text: &str) -> Option<f64> {
    let digits: String = text
        .trim_start_matches(['$', ' '])
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        .filter(|c| *c != ',')
        .collect();
    digits
        .parse()
        .ok()
        .filter(|number: &f64| *number > 0.0 && *number < 1e8)
}

/// `front_headroom` as a heading.
fn label(field: &str) -> String {
    let words = field.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
