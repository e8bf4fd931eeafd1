//! vPIC's error codes in words for the reader.

use crate::{Finding, Severity, Vehicle};

/// What vPIC said is wrong with a VIN.
#[derive(Debug, Clone, Copy, Default)]
pub struct Errors<'a> {
    /// The VIN that was decoded.
    pub vin: &'a str,
    /// Its error codes; 0 is none.
    pub codes: &'a [i32],
    /// Element 144: `(4:ABC)(6:09)`.
    pub possible_values: &'a str,
    /// Element 191: sentences for the codes.
    pub text: &'a str,
    /// The corrected VIN, in which `!` marks what vPIC can't tell.
    pub suggested: &'a str,
    /// What should stand in position 9, if that can be told.
    pub check_digit: Option<char>,
    /// Whether the model was found.
    pub model_known: bool,
}

/// The findings of a decode, in the order of vPIC's codes.
pub fn findings(errors: &Errors<'_>) -> Vec<Finding> {
    if foreign(errors.vin, errors.model_known) {
        // Position 9 is no check digit there, and the makers don't file patterns:
        // all of vPIC's complaints come down to one sentence.
        return vec![Finding::new(
            Severity::Note,
            "not-us-market",
            "Built for a market outside North America, so NHTSA may know only its maker.",
        )];
    }
    let mut findings: Vec<Finding> = errors
        .codes
        .iter()
        .filter_map(|&code| finding(code, errors))
        .collect();
    if let Some(vin) = clean_suggestion(errors)
        && let Some(first) = findings.first_mut()
    {
        first.suggested_vin.get_or_insert(vin);
    }
    findings
}

/// The check digit that a VIN should have, by 49 CFR 565.15; `None` of what is no VIN.
///
/// ```
/// assert_eq!(vinbot_plugin::vpic::check_digit("1HGCM82633A004352"), Some('3'));
/// ```
pub fn check_digit(vin: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    if vin.len() != WEIGHTS.len() {
        return None;
    }
    let mut sum = 0;
    for (letter, weight) in vin.chars().zip(WEIGHTS) {
        let value = match letter {
            '0'..='9' => letter.to_digit(10)?,
            'A'..='H' => u32::from(letter) - u32::from('A') + 1,
            'J'..='N' => u32::from(letter) - u32::from('J') + 1,
            'P' => 7,
            'R' => 9,
            'S'..='Z' => u32::from(letter) - u32::from('S') + 2,
            _ => return None,
        };
        sum += value * weight;
    }
    match sum % 11 {
        10 => Some('X'),
        rest => char::from_digit(rest, 10),
    }
}

/// The codes of North America in ISO 3780 (regions 1 to 5, and the US part of 7),
/// where 49 CFR 565 or its like rules position 9.
pub fn north_american(vin: &str) -> bool {
    matches!(
        vin.as_bytes(),
        [b'1'..=b'5', ..] | [b'7', b'F'..=b'Z' | b'0', ..]
    )
}

/// Built for other markets: European makers fill positions 4 to 6 with Z there, where
/// a VIN for North America describes the vehicle.
pub fn foreign(vin: &str, model_known: bool) -> bool {
    !north_american(vin) && (!model_known || vin.get(3..6) == Some("ZZZ"))
}

/// Whether a decoder found that a vehicle was not built for the market of the US, of which
/// alone NHTSA and EPA speak: what they say of a model of the same name would mislead.
pub fn not_us_market(vehicle: &Vehicle) -> bool {
    foreign(&vehicle.vin, true)
        || vehicle
            .findings
            .iter()
            .any(|finding| finding.code == "not-us-market")
}

fn finding(code: i32, errors: &Errors<'_>) -> Option<Finding> {
    let (severity, key, text) = match code {
        0 => return None,
        1 => {
            let finding = Finding::new(Severity::Warning, "check-digit", check_digit_words(errors));
            return Some(match with_check_digit(errors) {
                Some(vin) => finding.suggesting(vin),
                None => finding,
            });
        }
        2..=4 => (
            Severity::Warning,
            "corrected",
            format!("One character can't be right{}.", possible_values(errors)),
        ),
        5 => (
            Severity::Warning,
            "several-errors",
            format!(
                "Several characters can't be right{}.",
                possible_values(errors)
            ),
        ),
        6 => (
            Severity::Warning,
            "incomplete",
            "The VIN is incomplete.".to_owned(),
        ),
        7 => (
            Severity::Note,
            "unregistered-wmi",
            "The manufacturer is not registered with NHTSA for sale in the US.".to_owned(),
        ),
        8 => (
            Severity::Note,
            "no-details",
            "NHTSA has no details for this manufacturer's VINs.".to_owned(),
        ),
        11 => (
            Severity::Warning,
            "model-year",
            "The model year does not fit the rest of the VIN.".to_owned(),
        ),
        14 => (
            Severity::Note,
            "partly-decoded",
            "Some characters mean nothing in what the manufacturer filed with NHTSA.".to_owned(),
        ),
        400 => (
            Severity::Warning,
            "invalid-characters",
            "The VIN holds characters that are not allowed where they stand.".to_owned(),
        ),
        other => return Some(in_vpics_words(other, errors)),
    };
    Some(Finding::new(severity, key, text))
}

fn check_digit_words(errors: &Errors<'_>) -> String {
    // Of characters that no VIN holds in their places, there is no check digit.
    let right = errors.check_digit.filter(char::is_ascii_alphanumeric);
    match (errors.vin.chars().nth(8), right) {
        (Some(found), Some(right)) => format!(
            "The check digit (position 9) is {found} but should be {right}: a character is mistyped."
        ),
        _ => "The check digit (position 9) is wrong: a character is mistyped.".to_owned(),
    }
}

fn with_check_digit(errors: &Errors<'_>) -> Option<String> {
    let digit = errors.check_digit.filter(char::is_ascii_alphanumeric)?;
    let (before, after) = (errors.vin.get(..8)?, errors.vin.get(9..)?);
    let fixed = format!("{before}{digit}{after}");
    (fixed != errors.vin).then_some(fixed)
}

/// `(4:ABC)(6:09)` as `: position 4 should be one of A B C; …`.
fn possible_values(errors: &Errors<'_>) -> String {
    let positions: Vec<String> = errors
        .possible_values
        .split(['(', ')'])
        .filter_map(|part| part.split_once(':'))
        .map(|(position, allowed)| {
            let allowed: Vec<String> = allowed.chars().map(String::from).collect();
            format!("position {position} should be one of {}", allowed.join(" "))
        })
        .collect();
    if positions.is_empty() {
        String::new()
    } else {
        format!(": {}", positions.join("; "))
    }
}

/// vPIC's own sentence for a code that has none here.
fn in_vpics_words(code: i32, errors: &Errors<'_>) -> Finding {
    let prefix = format!("{code} - ");
    let text = errors
        .text
        .split("; ")
        .find_map(|one| one.strip_prefix(&prefix))
        .unwrap_or("vPIC reports an irregularity");
    Finding::new(
        Severity::Note,
        &format!("vpic-{code}"),
        format!("{}.", text.trim_end_matches('.')),
    )
}

/// vPIC's corrected VIN, where it is a whole one: `!` marks what it can't tell.
fn clean_suggestion(errors: &Errors<'_>) -> Option<String> {
    let vin = errors.suggested;
    let whole = vin.len() == 17 && vin.chars().all(|c| c.is_ascii_alphanumeric());
    (whole && vin != errors.vin).then(|| vin.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(vin: &str, codes: &[i32]) -> Vec<Finding> {
        findings(&Errors {
            vin,
            codes,
            possible_values: "(4:ABC)",
            text: "12 - Something odd; 0 - fine",
            suggested: "1HGCM8263!A004352",
            check_digit: check_digit(vin),
            model_known: true,
        })
    }

    #[test]
    fn each_code_has_its_words() {
        for (code, key) in [
            (1, "check-digit"),
            (2, "corrected"),
            (5, "several-errors"),
            (6, "incomplete"),
            (7, "unregistered-wmi"),
            (8, "no-details"),
            (11, "model-year"),
            (14, "partly-decoded"),
            (400, "invalid-characters"),
            (12, "vpic-12"),
        ] {
            let found = of("1HGCM82643A004352", &[code]);
            assert_eq!(found[0].code, key);
        }
        assert_eq!(of("1HGCM82633A004352", &[0]), []);
        assert_eq!(of("1HGCM82633A004352", &[12])[0].text, "Something odd.");
    }

    #[test]
    fn a_wrong_check_digit_comes_with_the_right_one() {
        let found = of("1HGCM82643A004352", &[1]);
        assert_eq!(found[0].suggested_vin.as_deref(), Some("1HGCM82633A004352"));
    }

    #[test]
    fn a_check_digit_is_reckoned() {
        assert_eq!(check_digit("1M8GDM9AXKP042788"), Some('X'));
        assert_eq!(check_digit("1HGCM82633A00435"), None);
        assert_eq!(check_digit("1HGCM82633A00435I"), None);
    }

    #[test]
    fn what_was_built_for_other_markets_has_one_finding() {
        let found = findings(&Errors {
            vin: "WAUZZZ8K9BA123456",
            codes: &[1, 7, 11],
            ..Errors::default()
        });
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, "not-us-market");
    }
}
