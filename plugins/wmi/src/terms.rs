//! What this decoder speaks of. The host learns the terms once; an answer only names
//! their places.

use vinbot_plugin::prelude::*;

/// A term, by its place in [`vocabulary`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    Region,
    Country,
    Manufacturer,
    Make,
    VehicleType,
    Candidates,
    ModelYear,
    CheckDigit,
    SerialNumber,
}

const ORIGIN: &str = "Origin";
const NUMBER: &str = "Number";

const ALL: [(About, &str, &str, &str); 9] = [
    (About::Region, "wmi:region", "Region", ORIGIN),
    (About::Country, "wmi:country", "Country", ORIGIN),
    (
        About::Manufacturer,
        "wmi:manufacturer",
        "Manufacturer",
        ORIGIN,
    ),
    (About::Make, "wmi:make", "Make", ORIGIN),
    (
        About::VehicleType,
        "wmi:vehicle-type",
        "Vehicle type",
        ORIGIN,
    ),
    (
        About::Candidates,
        "wmi:model-year-candidates",
        "Model year by position 10",
        NUMBER,
    ),
    (About::ModelYear, "wmi:model-year", "Model year", NUMBER),
    (About::CheckDigit, "wmi:check-digit", "Check digit", NUMBER),
    (
        About::SerialNumber,
        "wmi:serial-number",
        "Serial number",
        NUMBER,
    ),
];

/// All terms.
pub(crate) fn vocabulary() -> Vec<Term> {
    let terms = ALL.iter();
    terms
        .map(|(_, id, label, group)| term(id, label, group))
        .collect()
}

/// Adds a fact to an answer.
pub(crate) trait Say {
    fn say(self, about: About, value: impl Into<String>) -> Self;
}

impl Say for Decoded {
    fn say(self, about: About, value: impl Into<String>) -> Self {
        self.with_known(about as u32, value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_stands_where_its_number_says() {
        for (place, (about, ..)) in ALL.iter().enumerate() {
            assert_eq!(*about as usize, place);
        }
    }
}
