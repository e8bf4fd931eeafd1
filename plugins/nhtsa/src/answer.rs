//! One of the server's flat results as an answer of the contract.

use vinbot_plugin::json::{JsonExt, Value};
use vinbot_plugin::prelude::*;
use vinbot_plugin::vpic::{self, Errors};
use vinbot_plugin::{Subject, clean};

use crate::elements;

/// The longest value, in characters: some notes of vPIC are long.
const LONGEST: usize = 1_000;

/// `None` when vPIC says nothing at all about this VIN.
pub(crate) fn decoded(vin: &str, result: &Value) -> Option<Decoded> {
    let say = |code: &str| {
        let text = clean::line(&result.at(code).text()?, LONGEST);
        (!text.is_empty()).then_some(text)
    };
    let make = say("Make");
    let model = say("Model");
    let codes = codes(&say("ErrorCode").unwrap_or_default());
    // As the plugin `vpic` reckons it.
    let confidence = match (&model, &make, say("Manufacturer")) {
        (Some(_), _, _) if codes == [0] => 100,
        (Some(_), _, _) => 80,
        (None, Some(_), _) => 35,
        (None, None, Some(_)) => 20,
        (None, None, None) => return None,
    };
    let known = model.is_some();
    let year = say("ModelYear")
        .and_then(|year| year.parse().ok())
        .filter(|year| (1900..=2200).contains(year) && !vpic::foreign(vin, known));
    let findings = vpic::findings(&Errors {
        vin,
        codes: &codes,
        possible_values: &say("PossibleValues").unwrap_or_default(),
        text: &say("ErrorText").unwrap_or_default(),
        suggested: &say("SuggestedVIN").unwrap_or_default(),
        check_digit: vpic::check_digit(vin),
        model_known: known,
    });
    let mut decoded = Decoded {
        make,
        model,
        model_year: year,
        findings,
        ..Decoded::new(confidence)
    };
    let object = result.as_object()?;
    let mut facts: Vec<(u32, String)> = object
        .keys()
        .filter_map(|code| Some((elements::position(code)?, say(code)?)))
        .collect();
    facts.sort_by_key(|(position, _)| *position);
    decoded
        .facts
        .extend(facts.into_iter().map(|(position, value)| Fact {
            subject: Subject::Known(position),
            is_default: value.eq_ignore_ascii_case("not applicable"),
            value,
        }));
    Some(decoded)
}

/// `1,11` or `1 - Check Digit …; 11 - …`.
fn codes(text: &str) -> Vec<i32> {
    let number = |part: &str| {
        let part = part.trim();
        let end = part
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(part.len());
        part.get(..end)?.parse().ok()
    };
    text.split([',', ';']).filter_map(number).take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_codes_are_read_in_both_ways_that_they_are_written() {
        assert_eq!(codes("0"), [0]);
        assert_eq!(codes("1,11, 14"), [1, 11, 14]);
        assert_eq!(codes("1 - Check Digit; 400 - Invalid Characters"), [1, 400]);
        assert_eq!(codes("none"), [] as [i32; 0]);
    }
}
