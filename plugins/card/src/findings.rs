//! What is odd about the VIN, in plain words, and where.

use vinbot_plugin::{Severity, Vehicle};

use vinbot_words::findings::{mark, positions, text};
use vinbot_words::{Key, Reader, clean};

use crate::buttons::suggestions;
use crate::sheet::Sheet;

const MOST: usize = 6;

/// The gravest mark; notes are no reason for one.
pub(crate) fn worst(vehicle: &Vehicle) -> Option<&'static str> {
    let has = |severity| {
        vehicle
            .findings
            .iter()
            .any(|finding| finding.severity == severity)
    };
    [Severity::Error, Severity::Warning]
        .into_iter()
        .find(|&s| has(s))
        .map(mark)
}

pub(crate) fn write(sheet: &mut Sheet, vehicle: &Vehicle, reader: Reader) {
    let shown = &vehicle.findings[..vehicle.findings.len().min(MOST)];
    if shown.is_empty() {
        return;
    }
    sheet.gap();
    for finding in shown {
        let text = text(finding, reader);
        sheet.plain(&format!("{} {text}\n", mark(finding.severity)));
    }
    if let Some(carets) = carets(vehicle) {
        sheet.pre(&format!("{}\n{carets}", clean::line(&vehicle.vin, 17)));
        sheet.plain("\n");
    }
    let suggested = suggestions(vehicle);
    if !suggested.is_empty() {
        sheet.plain(&reader.line(reader.word(Key::MAYBE_MEANT), ""));
        for (i, vin) in suggested.iter().enumerate() {
            if i > 0 {
                sheet.plain(&format!(" {} ", reader.word(Key::OR)));
            }
            sheet.code(vin);
        }
        sheet.plain("\n");
    }
}

/// A `^` under every position that a finding is about.
fn carets(vehicle: &Vehicle) -> Option<String> {
    let mut places = [false; 17];
    for place in positions(vehicle) {
        places[place] = true;
    }
    let line: String = places
        .iter()
        .map(|&place| if place { '^' } else { ' ' })
        .collect();
    let line = line.trim_end();
    (!line.is_empty()).then(|| line.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use vinbot_plugin::Finding;
    use vinbot_plugin::testing::vehicle;

    #[test]
    fn carets_stand_under_the_positions_that_findings_name() {
        let mut car = vehicle("WAUZZZ8K9BA123456");
        let text = "Several characters can't be right: position 4 should be one of A B; position \
                    17 should be one of 1 2.";
        car.findings
            .push(Finding::new(Severity::Warning, "several-errors", text));
        car.findings
            .push(Finding::new(Severity::Warning, "check-digit", "Wrong."));
        car.findings.push(Finding::new(
            Severity::Note,
            "remark",
            "The note of position 1.",
        ));
        assert_eq!(carets(&car).as_deref(), Some("   ^    ^       ^"));
    }

    #[test]
    fn a_finding_of_no_position_has_no_caret() {
        let mut car = vehicle("WAUZZZ8K9BA123456");
        car.findings.push(Finding::new(
            Severity::Warning,
            "x",
            "position 99 and position 0",
        ));
        assert_eq!(carets(&car), None);
    }
}
