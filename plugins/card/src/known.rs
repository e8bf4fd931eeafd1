//! What a report says of its vehicle, ready to be shown.

use vinbot_plugin::{Attribute, Report, Term, Vehicle};

use crate::clean::{self, VALUE};
use crate::words::Words;
use crate::{Reader, number};

const HEADING: usize = 60;
const UNIT: usize = 12;

#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) vehicle: &'a Vehicle,
    pub(crate) words: &'static Words,
    pub(crate) metric: bool,
}

impl<'a> Known<'a> {
    pub(crate) fn new(report: &'a Report, reader: Reader) -> Self {
        Self {
            vehicle: &report.vehicle,
            words: reader.words,
            metric: reader.metric,
        }
    }

    /// The first value with this key that the VIN itself says; no default of its type.
    pub(crate) fn said(&self, key: &str) -> Option<String> {
        said(self.vehicle.attributes.iter(), key)
    }

    /// The same in plain words, where there are any.
    pub(crate) fn plainly(&self, key: &str) -> Option<String> {
        let value = self.said(key)?;
        Some(self.words.value(&value).map_or(value, str::to_owned))
    }

    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        number::parse(&self.said(key)?).filter(|&number| number > 0.0)
    }

    /// The value of a key in this unit, or from one to another: `300–400 hp`.
    pub(crate) fn range(
        &self,
        from: &str,
        to: &str,
        show: impl Fn(f64) -> String,
    ) -> Option<String> {
        let low = self.number(from).or_else(|| self.number(to))?;
        match self.number(to) {
            Some(high) if high > low => Some(format!("{}–{}", show(low), show(high))),
            _ => Some(show(low)),
        }
    }
}

fn said<'a>(mut attributes: impl Iterator<Item = &'a Attribute>, key: &str) -> Option<String> {
    attributes.find_map(|attribute| {
        (attribute.term.key == key && !attribute.is_default).then(|| telling(attribute))?
    })
}

/// The heading of a detail.
pub(crate) fn heading(term: &Term, words: &Words) -> String {
    words
        .heading(&term.key)
        .map_or_else(|| clean::line(&term.label, HEADING), str::to_owned)
}

/// The value with its unit, as the reader likes it.
pub(crate) fn with_unit(value: &str, term: &Term, metric: bool) -> String {
    let unit = term.unit.as_deref().map(|unit| clean::line(unit, UNIT));
    number::with_unit(value, unit.as_deref(), metric)
}

/// The value on one line, unless it says nothing.
pub(crate) fn telling(attribute: &Attribute) -> Option<String> {
    let value = clean::line(attribute.telling()?, VALUE);
    (!value.is_empty() && !value.eq_ignore_ascii_case("not available")).then_some(value)
}
