//! What a vehicle is called: `2003 Honda Accord EX-V6`.

use crate::case::natural;
use crate::clean;
use crate::known::Known;

const PART: usize = 40;
/// Trims and series that tell nothing.
const EMPTY: [&str; 8] = [
    "base", "standard", "regular", "special", "custom", "utility", "other", "none",
];

/// Year, make, model, and the trim or series where it adds something.
pub(crate) fn full(known: Known<'_>) -> String {
    let name = short(known);
    if known.vehicle.model.is_none() {
        return name;
    }
    let has = |part: &str| name.to_lowercase().contains(&part.to_lowercase());
    let addition = ["trim", "series"].into_iter().find_map(|key| {
        known.said(key).filter(|value| {
            value.chars().count() <= 24
                && value.chars().any(char::is_alphabetic)
                && !EMPTY.contains(&value.to_lowercase().as_str())
                && !has(value)
        })
    });
    match addition {
        Some(addition) => format!("{name} {addition}"),
        None => name,
    }
}

/// Year, make and model: `2003 Honda Accord`; `Audi passenger car` without a model.
pub(crate) fn short(known: Known<'_>) -> String {
    let mut parts = Vec::new();
    if let Some(year) = known.vehicle.model_year {
        parts.push(year.to_string());
    }
    let make = make(known);
    let model = known
        .vehicle
        .model
        .as_deref()
        .map(|model| clean::line(model, PART));
    match (make, model.filter(|model| !model.is_empty())) {
        (Some(make), Some(model)) => {
            // `MINI` `MINI Cooper`.
            if !starts_with_word(&model, &make) {
                parts.push(make);
            }
            parts.push(model);
        }
        (None, Some(model)) => parts.push(model),
        (make, None) => {
            let kind = known
                .plainly("vehicle-type")
                .map(|kind| kind.to_lowercase());
            if make.is_none() && kind.is_none() {
                parts.push(known.words.unknown.to_owned());
            }
            parts.extend(make);
            parts.extend(kind);
        }
    }
    parts.join(" ")
}

/// The make as people write it.
pub(crate) fn make(known: Known<'_>) -> Option<String> {
    let make = natural(&clean::line(known.vehicle.make.as_deref()?, PART));
    (!make.is_empty()).then_some(make)
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
        && text[word.len()..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphanumeric())
}
