//! What it looks like: body, trailer, bus, weight, size.

use super::lower;
use crate::{Key, Known, Reader};

/// `coupe`; `motorcycle, cruiser`; none for a trailer, which has a line of its own.
pub fn body(known: Known<'_>) -> Option<String> {
    let class = known.said("body-class")?;
    if class == "Trailer" && trailer_body(known).is_some() {
        return None;
    }
    if let Some(words) = known.reader.value("body-class", &class) {
        return Some(words.to_owned());
    }
    // `Motorcycle - Custom`, `Off-Road Vehicle - Dirt Bike/Off-Road`.
    Some(match class.split_once(" - ") {
        Some((area, kind)) => format!("{}, {}", lower(area), lower(kind)),
        None => class,
    })
}

/// The type of vehicle, where neither body nor name says it.
pub fn kind(known: Known<'_>) -> Option<String> {
    if known.vehicle.model.is_none() || known.said("body-class").is_some() {
        return None;
    }
    known.kind()
}

pub fn doors(known: Known<'_>) -> Option<String> {
    Some(known.reader.count(Key::DOORS, &known.said("doors")?))
}

pub fn seats(known: Known<'_>) -> Option<String> {
    Some(known.reader.count(Key::SEATS, &known.said("seats")?))
}

pub fn cab(known: Known<'_>) -> Option<String> {
    let cab = known.said("body-cab-type")?;
    let cab = cab.strip_prefix("MDHD: ").unwrap_or(&cab);
    Some(in_words(known, "body-cab-type", cab))
}

pub fn bed(known: Known<'_>) -> Option<String> {
    let length = known.said("bed-length-in");
    let length = length.map(|length| known.reader.measure(&length, Some("in")));
    let kind = known.said("bed-type");
    let kind = kind.map(|kind| in_words(known, "bed-type", &kind));
    let said: Vec<String> = kind.into_iter().chain(length).collect();
    (!said.is_empty()).then(|| known.reader.say(Key::BED, &[("bed", &said.join(", "))]))
}

pub fn right_hand(known: Known<'_>) -> Option<String> {
    let side = known.said("steering-location")?;
    side.starts_with("Right")
        .then(|| known.reader.word(Key::RIGHT_HAND).to_owned())
}

/// `boat trailer`.
pub fn trailer_body(known: Known<'_>) -> Option<String> {
    let body = known
        .said("trailer-body-type")
        .filter(|body| body != "Other Trailer");
    body.or_else(|| {
        known
            .said("other-trailer-info")
            .filter(|info| info.chars().count() <= 40)
    })
    .map(|body| in_words(known, "trailer-body-type", &body))
}

pub fn hitch(known: Known<'_>) -> Option<String> {
    let hitch = known
        .said("trailer-type")
        .filter(|hitch| hitch != "Other")?;
    Some(in_words(known, "trailer-type", &hitch))
}

pub fn trailer_length(known: Known<'_>) -> Option<String> {
    Some(
        known
            .reader
            .measure(&known.said("trailer-length")?, Some("ft")),
    )
}

/// Of trailers; everything else has an engine or a drive to tell more by.
pub fn trailer_axles(known: Known<'_>) -> Option<String> {
    let axles = known.said("axles").filter(|axles| axles != "0")?;
    let is_trailer = known
        .said("vehicle-type")
        .is_some_and(|kind| kind == "TRAILER");
    is_trailer.then(|| known.reader.count(Key::AXLES, &axles))
}

pub fn bus_kind(known: Known<'_>) -> Option<String> {
    let kind = known.said("bus-type")?;
    Some(in_words(known, "bus-type", &kind))
}

pub fn bus_floor(known: Known<'_>) -> Option<String> {
    let floor = known.said("bus-floor-config-type")?;
    Some(in_words(known, "bus-floor-config-type", &floor))
}

pub fn bus_length(known: Known<'_>) -> Option<String> {
    Some(known.reader.measure(&known.said("bus-length")?, Some("ft")))
}

/// `4,100 lb curb, 5,001–6,000 lb gross (class 1D)`.
pub fn weight(known: Known<'_>) -> Option<String> {
    let parts: Vec<String> = curb_weight(known)
        .into_iter()
        .chain(gross_weight(known))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn curb_weight(known: Known<'_>) -> Option<String> {
    let weight = known
        .reader
        .measure(&known.said("curb-weight-lb")?, Some("lb"));
    Some(known.reader.say(Key::WEIGHT_CURB, &[("weight", &weight)]))
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
    Some(match weight_rating(&value, known.reader) {
        Some((weight, class)) => {
            let given = [("weight", weight.as_str()), ("class", &class)];
            known.reader.say(Key::WEIGHT_GROSS_CLASS, &given)
        }
        None => value,
    })
}

/// `Class 2F: 7,001 - 8,000 lb (3,175 - 3,629 kg)` as `7,001–8,000 lb` and `class 2F`.
pub fn weight_rating(value: &str, reader: Reader) -> Option<(String, String)> {
    let (class, weights) = value.split_once(": ")?;
    let (pounds, kilograms) = weights.split_once(" (")?;
    let (weight, unit) = if reader.metric {
        (kilograms.trim_end_matches(')'), "kg")
    } else {
        (pounds, "lb")
    };
    let (range, rest) = weight.split_once(unit)?;
    let mut bounds = Vec::new();
    for bound in range.split(" - ") {
        bounds.push(reader.decimal(crate::parse(bound)?, 0));
    }
    let weight = reader.unit(&bounds.join("–"), unit);
    let weight = match rest.trim() {
        "" => weight,
        "or less" => reader.say(Key::WEIGHT_OR_LESS, &[("weight", &weight)]),
        "or greater" | "or more" => reader.say(Key::WEIGHT_OR_MORE, &[("weight", &weight)]),
        _ => return None,
    };
    let class = class.trim_start_matches("Class ");
    Some((weight, reader.say(Key::WEIGHT_CLASS, &[("class", class)])))
}

pub fn wheelbase(known: Known<'_>) -> Option<String> {
    let (unit, scale, decimals) = if known.reader.metric {
        ("mm", 25.4, 0)
    } else {
        ("in", 1.0, 1)
    };
    let show = |inches: f64| known.reader.decimal(inches * scale, decimals);
    let inches = known.range("wheel-base-short", "wheel-base-long", show)?;
    Some(known.reader.unit(&inches, unit))
}

/// In plain words, else as it is said, within a sentence.
fn in_words(known: Known<'_>, key: &str, value: &str) -> String {
    let plain = known.reader.value(key, value);
    plain.map_or_else(|| lower(value), str::to_owned)
}
