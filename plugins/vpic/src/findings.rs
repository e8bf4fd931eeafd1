//! vPIC's error codes in words for the reader.

use ultravin::{DecodeResult, check_digit};
use vinbot_plugin::{Finding, Severity};

/// Elements that carry details of the errors.
const POSSIBLE_VALUES: i32 = 144;
const ERROR_TEXT: i32 = 191;

/// The findings of a decode, in the order of vPIC's codes.
pub(crate) fn of(result: &DecodeResult<'_>, model_known: bool) -> Vec<Finding> {
    if foreign(&result.vin, model_known) {
        // Position 9 is no check digit there, and the makers don't file patterns:
        // all of vPIC's complaints come down to one sentence.
        return vec![Finding::new(
            Severity::Note,
            "not-us-market",
            "Built for a market outside North America, so NHTSA may know only its maker.",
        )];
    }
    let mut findings: Vec<Finding> = result
        .error_codes
        .iter()
        .filter_map(|&code| finding(code, result))
        .collect();
    if let Some(vin) = clean_suggestion(result)
        && let Some(first) = findings.first_mut()
    {
        first.suggested_vin.get_or_insert(vin);
    }
    findings
}

/// The codes of North America in ISO 3780 (regions 1 to 5, and the US part of 7),
/// where 49 CFR 565 or its like rules position 9.
pub(crate) fn north_american(vin: &str) -> bool {
    matches!(
        vin.as_bytes(),
        [b'1'..=b'5', ..] | [b'7', b'F'..=b'Z' | b'0', ..]
    )
}

/// Built for other markets: European makers fill positions 4 to 6 with Z there, where
/// a VIN for North America describes the vehicle.
pub(crate) fn foreign(vin: &str, model_known: bool) -> bool {
    !north_american(vin) && (!model_known || vin.get(3..6) == Some("ZZZ"))
}

fn finding(code: i32, result: &DecodeResult<'_>) -> Option<Finding> {
    let (severity, key, text) = match code {
        0 => return None,
        1 => {
            let finding = Finding::new(Severity::Warning, "check-digit", check_digit_words(result));
            return Some(match with_check_digit(&result.vin) {
                Some(vin) => finding.suggesting(vin),
                None => finding,
            });
        }
        2..=4 => (
            Severity::Warning,
            "corrected",
            format!("One character can't be right{}.", possible_values(result)),
        ),
        5 => (
            Severity::Warning,
            "several-errors",
            format!(
                "Several characters can't be right{}.",
                possible_values(result)
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
        other => return Some(in_vpics_words(other, result)),
    };
    Some(Finding::new(severity, key, text))
}

fn check_digit_words(result: &DecodeResult<'_>) -> String {
    // Of characters that no VIN holds in their places, there is no check digit.
    let right = check_digit(&result.vin).filter(char::is_ascii_alphanumeric);
    match (result.vin.chars().nth(8), right) {
        (Some(found), Some(right)) => format!(
            "The check digit (position 9) is {found} but should be {right}: a character is mistyped."
        ),
        _ => "The check digit (position 9) is wrong: a character is mistyped.".to_owned(),
    }
}

fn with_check_digit(vin: &str) -> Option<String> {
    let digit = check_digit(vin).filter(char::is_ascii_alphanumeric)?;
    let mut fixed = vin.to_owned();
    fixed.replace_range(8..9, digit.encode_utf8(&mut [0; 4]));
    (fixed != vin).then_some(fixed)
}

/// `(4:ABC)(6:09)` as `: position 4 should be one of A B C; …`.
fn possible_values(result: &DecodeResult<'_>) -> String {
    let Some(values) = element(result, POSSIBLE_VALUES) else {
        return String::new();
    };
    let positions: Vec<String> = values
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
fn in_vpics_words(code: i32, result: &DecodeResult<'_>) -> Finding {
    let prefix = format!("{code} - ");
    let text = element(result, ERROR_TEXT)
        .and_then(|all| all.split("; ").find_map(|one| one.strip_prefix(&prefix)))
        .unwrap_or("vPIC reports an irregularity");
    Finding::new(
        Severity::Note,
        &format!("vpic-{code}"),
        format!("{}.", text.trim_end_matches('.')),
    )
}

fn element<'a>(result: &'a DecodeResult<'_>, id: i32) -> Option<&'a str> {
    let element = result
        .elements
        .iter()
        .find(|element| element.element_id == id)?;
    Some(element.value.as_ref()).filter(|value| !value.is_empty())
}

/// vPIC's corrected VIN, where it is a whole one: `!` marks what it can't tell.
fn clean_suggestion(result: &DecodeResult<'_>) -> Option<String> {
    let vin = &result.corrected_vin;
    (vin.len() == 17 && !vin.contains('!') && *vin != result.vin).then(|| vin.clone())
}
