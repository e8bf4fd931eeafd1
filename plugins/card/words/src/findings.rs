//! What is odd about a VIN, in the reader's language.

use vinbot_plugin::{Finding, Severity, Vehicle};

use crate::clean::{self, VALUE};
use crate::{Key, Reader};

/// The words for a finding: those of its code, else its own. Its own are English and may say
/// more, so who reads English gets them.
pub fn text(finding: &Finding, reader: Reader) -> String {
    let known = || Key::named(&format!("finding-{}", finding.code));
    match Some(())
        .filter(|()| !reader.words.is_english())
        .and_then(|()| known())
    {
        Some(key) => reader.word(key).to_owned(),
        None => clean::line(&finding.text, VALUE),
    }
}

/// What stands before a finding.
pub fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "ℹ️",
        Severity::Warning => "⚠️",
        Severity::Error => "❌",
    }
}

/// Places within the VIN that findings are about, from 0 and below 17.
pub fn positions(vehicle: &Vehicle) -> Vec<usize> {
    let named = vehicle.findings.iter().flat_map(named);
    named
        .filter_map(|position| position.checked_sub(1).filter(|place| *place < 17))
        .collect()
}

/// The positions that a finding names, from 1.
fn named(finding: &Finding) -> Vec<usize> {
    if finding.severity == Severity::Note {
        return Vec::new();
    }
    if finding.code == "check-digit" {
        return vec![9];
    }
    let named = finding.text.split("position ").skip(1).filter_map(|rest| {
        let digits: String = rest
            .chars()
            .take_while(char::is_ascii_digit)
            .take(2)
            .collect();
        digits.parse().ok()
    });
    named.collect()
}
