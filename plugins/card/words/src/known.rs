//! What a report says of its vehicle, ready to be shown.

use vinbot_plugin::{Attribute, Report, Term, Vehicle};

use crate::clean::{self, HEADING, VALUE};
use crate::{Key, Reader, parse, slug};

/// A vehicle, and for whom it is described.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The vehicle.
    pub vehicle: &'a Vehicle,
    /// For whom.
    pub reader: Reader,
}

impl<'a> Known<'a> {
    /// What this report knows, for this reader.
    pub fn new(report: &'a Report, reader: Reader) -> Self {
        Self {
            vehicle: &report.vehicle,
            reader,
        }
    }

    /// The first value with this key that the VIN itself says; no default of its type.
    pub fn said(&self, key: &str) -> Option<String> {
        self.vehicle.attributes.iter().find_map(|attribute| {
            (attribute.term.key == key && !attribute.is_default).then(|| telling(attribute))?
        })
    }

    /// The same in plain words, where there are any.
    pub fn plainly(&self, key: &str) -> Option<String> {
        let value = self.said(key)?;
        let plain = self.reader.value(key, &value);
        Some(plain.map_or(value, str::to_owned))
    }

    /// The type of vehicle within a sentence: `passenger car`.
    pub fn kind(&self) -> Option<String> {
        let kind = self.said("vehicle-type")?;
        let plain = self.reader.value("vehicle-type", &kind);
        Some(plain.map_or_else(|| kind.to_lowercase(), str::to_owned))
    }

    /// The value as a number, if it is one above 0.
    pub fn number(&self, key: &str) -> Option<f64> {
        parse(&self.said(key)?).filter(|&number| number > 0.0)
    }

    /// The number of a key, or from one to another: `300–400`.
    pub fn range(&self, from: &str, to: &str, show: impl Fn(f64) -> String) -> Option<String> {
        let low = self.number(from).or_else(|| self.number(to))?;
        match self.number(to) {
            Some(high) if high > low => Some(format!("{}–{}", show(low), show(high))),
            _ => Some(show(low)),
        }
    }
}

/// The heading of a detail: by its key, else as its plugin says it.
pub fn heading(term: &Term, reader: Reader) -> String {
    Key::named(&format!("label-{}", term.key)).map_or_else(
        || clean::line(&term.label, HEADING),
        |key| reader.word(key).to_owned(),
    )
}

/// The heading of a group of details. `Mechanical/Transmission` is understood without its area.
pub fn group(group: &str, reader: Reader) -> String {
    let last = group.rsplit('/').next().unwrap_or(group);
    Key::named(&format!("group-{}", slug(last))).map_or_else(
        || clean::line(last, HEADING),
        |key| reader.word(key).to_owned(),
    )
}

/// The value on one line, unless it says nothing.
pub fn telling(attribute: &Attribute) -> Option<String> {
    let value = clean::line(attribute.telling()?, VALUE);
    (!value.is_empty() && !value.eq_ignore_ascii_case("not available")).then_some(value)
}
