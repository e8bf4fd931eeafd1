//! CSV (RFC 4180, UTF-8): a row a vehicle under columns that never change, so that
//! files can be put together. The columns are in [`crate::columns`].

use csv::{Terminator, WriterBuilder};
use vinbot_plugin::{Attribute, Error, Report};

use crate::columns::{ABOUT_THE_DECODING, FIRST, KEYS, LAST};

/// Between values of one cell.
const AND: &str = "; ";

pub(crate) fn write(reports: &[Report]) -> Result<Vec<u8>, Error> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    let mistake = |error: csv::Error| Error::Internal(error.to_string());
    writer.write_record(header()).map_err(mistake)?;
    for report in reports {
        writer.write_record(row(report)).map_err(mistake)?;
    }
    writer
        .into_inner()
        .map_err(|error| Error::Internal(error.to_string()))
}

fn header() -> impl Iterator<Item = String> {
    FIRST
        .iter()
        .chain(&KEYS)
        .chain(&LAST)
        .map(|name| name.replace('-', "_"))
}

fn row(report: &Report) -> Vec<String> {
    let vehicle = &report.vehicle;
    let said: Vec<&Attribute> = vehicle
        .attributes
        .iter()
        .filter(|attribute| !attribute.is_default && attribute.telling().is_some())
        .collect();
    let mut cells = vec![
        cell(&vehicle.vin),
        cell(vehicle.make.as_deref().unwrap_or_default()),
        cell(vehicle.model.as_deref().unwrap_or_default()),
        vehicle
            .model_year
            .map(|year| year.to_string())
            .unwrap_or_default(),
        cell(&report.decoded_by.join(AND)),
        vehicle.confidence.to_string(),
    ];
    cells.extend(KEYS.iter().map(|key| {
        let values: Vec<&str> = said
            .iter()
            .filter(|a| a.term.key == *key)
            .filter_map(|a| a.telling())
            .collect();
        cell(&values.join(AND))
    }));
    cells.push(cell(&other(&said)));
    let findings: Vec<&str> = vehicle.findings.iter().map(|f| f.text.as_str()).collect();
    cells.push(cell(&findings.join(" ")));
    let suggested = vehicle
        .findings
        .iter()
        .find_map(|f| f.suggested_vin.as_deref());
    cells.push(cell(suggested.unwrap_or_default()));
    cells
}

/// What has no column of its own, as `Label: value unit`.
fn other(said: &[&Attribute]) -> String {
    let others: Vec<String> = said
        .iter()
        .filter(|attribute| {
            let key = attribute.term.key.as_str();
            !KEYS.contains(&key)
                && !ABOUT_THE_DECODING.contains(&key)
                && !matches!(key, "make" | "model" | "model-year")
        })
        .map(|attribute| format!("{}: {}", attribute.term.label, attribute.value_with_unit()))
        .collect();
    others.join(AND)
}

/// A value as it may stand in a cell: on one line, and never a formula, which a
/// spreadsheet would run (<https://owasp.org/www-community/attacks/CSV_Injection>).
fn cell(value: &str) -> String {
    let line: String = value
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let line = line.trim();
    if line.starts_with(['=', '+', '-', '@']) || value.starts_with(['\t', '\r']) {
        format!("'{line}")
    } else {
        line.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::formula("=1+1", "'=1+1")]
    #[case::plus("+49 30", "'+49 30")]
    #[case::minus("-1", "'-1")]
    #[case::at("@SUM(A1)", "'@SUM(A1)")]
    #[case::tab("\tx", "'x")]
    #[case::hidden_behind_a_break("\n =1", "'=1")]
    #[case::break_inside("one\r\ntwo", "one  two")]
    #[case::ordinary("F-150", "F-150")]
    fn no_cell_is_a_formula(#[case] value: &str, #[case] written: &str) {
        assert_eq!(cell(value), written);
    }

    proptest! {
        #[test]
        fn a_cell_begins_harmlessly_whatever_the_value(value in any::<String>()) {
            let cell = cell(&value);
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
            prop_assert!(!cell.contains(char::is_control));
        }
    }
}
