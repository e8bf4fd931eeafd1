//! Where, when and by whom it was made.

use crate::case::natural;
use crate::{Key, Known};

/// Where the year is not certain: `1981 or 2011`.
pub fn year_candidates(known: Known<'_>) -> Option<String> {
    if known.vehicle.model_year.is_some() {
        return None;
    }
    let years = known.said("model-year-candidates")?;
    Some(match years.split_once(" or ") {
        Some((first, second)) if second.parse::<u16>().is_ok() => {
            let given = [("first", first), ("second", second)];
            known.reader.say(Key::YEAR_OR, &given)
        }
        _ => years,
    })
}

/// `Marysville, Ohio, United States`.
pub fn built(known: Known<'_>) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for key in ["plant-city", "plant-state", "plant-country"] {
        if let Some(value) = known.said(key) {
            let place = known
                .reader
                .value(key, &value)
                .map_or_else(|| natural(&value), str::to_owned);
            if !parts.contains(&place) {
                parts.push(place);
            }
        }
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Where the maker is registered, unless the plant is known: `Germany, Europe`.
pub fn origin(known: Known<'_>) -> Option<String> {
    if known.said("plant-country").is_some() {
        return None;
    }
    let parts: Vec<String> = known
        .plainly("country")
        .into_iter()
        .chain(known.plainly("region"))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

pub fn maker(known: Known<'_>) -> Option<String> {
    known.said("manufacturer").map(|maker| natural(&maker))
}

pub fn price(known: Known<'_>) -> Option<String> {
    Some(
        known
            .reader
            .measure(&known.said("base-price")?, Some("USD")),
    )
}

pub fn serial(known: Known<'_>) -> Option<String> {
    known.said("serial-number")
}

pub fn check_digit(known: Known<'_>) -> Option<String> {
    known.plainly("check-digit")
}
