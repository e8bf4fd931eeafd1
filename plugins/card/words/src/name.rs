//! What a vehicle is called: `2003 Honda Accord EX-V6`.

use crate::case::natural;
use crate::clean;
use crate::{Key, Known};

const PART: usize = 40;
/// Trims and series that tell nothing.
const EMPTY: [&str; 8] = [
    "base", "standard", "regular", "special", "custom", "utility", "other", "none",
];

/// Year, make, model, and the trim or series where it adds something.
pub fn full(known: Known<'_>) -> String {
    with_year(without_year(known), known)
}

/// Year, make and model: `2003 Honda Accord`; `Audi passenger car` without a model.
pub fn short(known: Known<'_>) -> String {
    with_year(plain(known), known)
}

/// Make, model, and the trim or series where it adds something: `Honda Accord EX-V6`.
pub fn without_year(known: Known<'_>) -> String {
    let name = plain(known);
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

fn with_year(name: String, known: Known<'_>) -> String {
    let Some(year) = known.vehicle.model_year else {
        return name;
    };
    let year = year.to_string();
    let given = [("year", year.as_str()), ("name", &name)];
    known.reader.say(Key::NAME_WITH_YEAR, &given)
}

fn plain(known: Known<'_>) -> String {
    let model = known.vehicle.model.as_deref();
    let model = model.map(|model| clean::line(model, PART));
    match (make(known), model.filter(|model| !model.is_empty())) {
        // `MINI` `MINI Cooper`.
        (Some(make), Some(model)) if !starts_with_word(&model, &make) => format!("{make} {model}"),
        (_, Some(model)) => model,
        (Some(make), None) => match known.kind() {
            Some(kind) => {
                let given = [("make", make.as_str()), ("kind", &kind)];
                known.reader.say(Key::NAME_OF_KIND, &given)
            }
            None => make,
        },
        (None, None) => known
            .kind()
            .unwrap_or_else(|| known.reader.word(Key::UNKNOWN_VEHICLE).to_owned()),
    }
}

/// The make as people write it.
pub fn make(known: Known<'_>) -> Option<String> {
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
