//! What protects: air bags and systems.

use crate::known::Known;

pub(crate) fn airbags(known: Known<'_>) -> Option<String> {
    let places: Vec<&str> = known
        .words
        .bags
        .iter()
        .filter(|(key, _)| known.said(key).is_some())
        .map(|(_, place)| *place)
        .collect();
    (!places.is_empty()).then(|| places.join(", "))
}

/// What every vehicle like this one has, at most six of them.
pub(crate) fn systems(known: Known<'_>) -> Option<String> {
    const SHOWN: usize = 6;
    let has = |key: &str| known.said(key).is_some_and(|value| value == "Standard");
    let mut names: Vec<&str> = known
        .words
        .systems
        .iter()
        .filter(|(key, _)| has(key))
        .map(|(_, name)| *name)
        .collect();
    let more = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    match (names.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(names.join(", ")),
        (false, more) => Some(format!(
            "{}, {more} {}",
            names.join(", "),
            known.words.and_more
        )),
    }
}

/// One of them: `Standard`, `Optional`.
pub(crate) fn system(known: Known<'_>, key: &str) -> Option<String> {
    known.said(key).map(|value| value.to_lowercase())
}
