//! Where, when and by whom it was made.

use crate::case::natural;
use crate::known::Known;
use crate::number::with_unit;

/// Where the year is not certain: `1981 or 2011`.
pub(crate) fn year_candidates(known: Known<'_>) -> Option<String> {
    if known.vehicle.model_year.is_some() {
        return None;
    }
    known.said("model-year-candidates")
}

/// `Marysville, Ohio, United States`.
pub(crate) fn built(known: Known<'_>) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for key in ["plant-city", "plant-state", "plant-country"] {
        if let Some(value) = known.said(key) {
            let place = known
                .words
                .value(&value)
                .map_or_else(|| natural(&value), str::to_owned);
            if !parts.contains(&place) {
                parts.push(place);
            }
        }
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Where the maker is registered, unless the plant is known: `Germany, Europe`.
pub(crate) fn origin(known: Known<'_>) -> Option<String> {
    if known.said("plant-country").is_some() {
        return None;
    }
    let parts: Vec<String> = known
        .said("country")
        .into_iter()
        .chain(known.said("region"))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

pub(crate) fn maker(known: Known<'_>) -> Option<String> {
    known.said("manufacturer").map(|maker| natural(&maker))
}

pub(crate) fn price(known: Known<'_>) -> Option<String> {
    Some(with_unit(
        &known.said("base-price")?,
        Some("USD"),
        known.metric,
    ))
}

pub(crate) fn serial(known: Known<'_>) -> Option<String> {
    known.said("serial-number")
}

pub(crate) fn check_digit(known: Known<'_>) -> Option<String> {
    known.said("check-digit")
}
