//! What it looks like: body, trailer, bus, weight, size.

use super::lower;
use crate::known::Known;
use crate::number::{decimal, with_unit};
use crate::words::count;

/// `coupe`; `motorcycle, cruiser`; none for a trailer, which has a line of its own.
pub(crate) fn body(known: Known<'_>) -> Option<String> {
    let class = known.said("body-class")?;
    if class == "Trailer" && trailer_body(known).is_some() {
        return None;
    }
    if let Some(words) = known.words.value(&class) {
        return Some(words.to_owned());
    }
    // `Motorcycle - Custom`, `Off-Road Vehicle - Dirt Bike/Off-Road`.
    Some(match class.split_once(" - ") {
        Some((area, kind)) => format!("{}, {}", lower(area), lower(kind)),
        None => class,
    })
}

/// The type of vehicle, where neither body nor name says it.
pub(crate) fn kind(known: Known<'_>) -> Option<String> {
    if known.vehicle.model.is_none() || known.said("body-class").is_some() {
        return None;
    }
    known
        .plainly("vehicle-type")
        .map(|kind| kind.to_lowercase())
}

pub(crate) fn doors(known: Known<'_>) -> Option<String> {
    Some(count(&known.said("doors")?, known.words.doors))
}

pub(crate) fn seats(known: Known<'_>) -> Option<String> {
    Some(count(&known.said("seats")?, known.words.seats))
}

pub(crate) fn cab(known: Known<'_>) -> Option<String> {
    let cab = known.plainly("body-cab-type")?;
    Some(lower(cab.strip_prefix("MDHD: ").unwrap_or(&cab)))
}

pub(crate) fn bed(known: Known<'_>) -> Option<String> {
    let length = known.said("bed-length-in");
    let length = length.map(|length| with_unit(&length, Some("in"), known.metric));
    let kind = known.said("bed-type").map(|kind| kind.to_lowercase());
    let said: Vec<String> = kind.into_iter().chain(length).collect();
    (!said.is_empty()).then(|| format!("{} {}", said.join(", "), known.words.bed))
}

pub(crate) fn right_hand(known: Known<'_>) -> Option<String> {
    let side = known.said("steering-location")?;
    side.starts_with("Right")
        .then(|| known.words.right_hand.to_owned())
}

/// `boat trailer`.
pub(crate) fn trailer_body(known: Known<'_>) -> Option<String> {
    let body = known
        .said("trailer-body-type")
        .filter(|body| body != "Other Trailer");
    body.or_else(|| {
        known
            .said("other-trailer-info")
            .filter(|info| info.chars().count() <= 40)
    })
    .map(|body| lower(&body))
}

pub(crate) fn hitch(known: Known<'_>) -> Option<String> {
    let hitch = known
        .said("trailer-type")
        .filter(|hitch| hitch != "Other")?;
    Some(lower(&hitch))
}

pub(crate) fn trailer_length(known: Known<'_>) -> Option<String> {
    Some(with_unit(
        &known.said("trailer-length")?,
        Some("ft"),
        known.metric,
    ))
}

/// Of trailers; everything else has an engine or a drive to tell more by.
pub(crate) fn trailer_axles(known: Known<'_>) -> Option<String> {
    let axles = known.said("axles").filter(|axles| axles != "0")?;
    let is_trailer = known
        .said("vehicle-type")
        .is_some_and(|kind| kind == "TRAILER");
    is_trailer.then(|| count(&axles, known.words.axles))
}

pub(crate) fn bus_kind(known: Known<'_>) -> Option<String> {
    known.said("bus-type").map(|kind| lower(&kind))
}

pub(crate) fn bus_floor(known: Known<'_>) -> Option<String> {
    known
        .said("bus-floor-config-type")
        .map(|floor| lower(&floor))
}

pub(crate) fn bus_length(known: Known<'_>) -> Option<String> {
    Some(with_unit(
        &known.said("bus-length")?,
        Some("ft"),
        known.metric,
    ))
}

/// `4,100 lb curb, 5,001–6,000 lb gross (class 1D)`.
pub(crate) fn weight(known: Known<'_>) -> Option<String> {
    let parts: Vec<String> = curb_weight(known)
        .into_iter()
        .chain(gross_weight(known))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn curb_weight(known: Known<'_>) -> Option<String> {
    let weight = with_unit(&known.said("curb-weight-lb")?, Some("lb"), known.metric);
    Some(format!("{weight} {}", known.words.curb))
}

/// `7,001–8,000 lb gross (class 2F)`: of what carries loads.
fn gross_weight(known: Known<'_>) -> Option<String> {
    let kind = known.said("vehicle-type").unwrap_or_default();
    if matches!(
        kind.as_str(),
        "PASSENGER CAR" | "MOTORCYCLE" | "LOW SPEED VEHICLE (LSV)"
    ) {
        return None;
    }
    let value = known.said("gvwr").or_else(|| known.said("gvwr-to"))?;
    Some(match weight_class(&value, known.metric) {
        Some((class, weight)) => format!("{weight} {} ({class})", known.words.gross),
        None => value,
    })
}

/// `Class 2F: 7,001 - 8,000 lb (3,175 - 3,629 kg)` in its parts.
fn weight_class(value: &str, metric: bool) -> Option<(String, String)> {
    let (class, weights) = value.split_once(": ")?;
    let (pounds, kilograms) = weights.split_once(" (")?;
    let weight = if metric {
        kilograms.trim_end_matches(')')
    } else {
        pounds
    };
    Some((
        class.replacen("Class", "class", 1),
        weight.replace(" - ", "–"),
    ))
}

pub(crate) fn wheelbase(known: Known<'_>) -> Option<String> {
    let (unit, scale, decimals) = if known.metric {
        ("mm", 25.4, 0)
    } else {
        ("in", 1.0, 1)
    };
    let show = |inches: f64| decimal(inches * scale, decimals);
    Some(format!(
        "{} {unit}",
        known.range("wheel-base-short", "wheel-base-long", show)?
    ))
}
