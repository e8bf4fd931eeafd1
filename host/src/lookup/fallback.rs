//! What is shown when no formatter can.

use crate::report::Report;
use crate::rich::{Message, Style};

/// Below what is said of the vehicles: it is not all that is known.
const NOTHING: &str = "Details can't be shown just now.";

/// A line a vehicle: VIN, year, make, model, and what is wrong.
pub(super) fn plain(reports: &[&Report]) -> Message {
    let mut message = Message::default();
    for report in reports {
        let year = report.model_year.map(|year| year.to_string());
        let name: Vec<&str> = [
            year.as_deref(),
            report.make.as_deref(),
            report.model.as_deref(),
        ]
        .into_iter()
        .flatten()
        .collect();
        message = message.text(report.vin.as_str(), Style::CODE).plain("\n");
        if !name.is_empty() {
            message = message.plain(format!("{}\n", name.join(" ")));
        }
        for finding in &report.findings {
            message = message.plain(format!("{}\n", finding.text));
        }
    }
    message.plain(format!("{NOTHING}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vehicle_is_named_even_without_a_formatter() {
        let mut report = Report::empty("1HGCM82633A004352".parse().unwrap());
        report.make = Some("HONDA".into());
        report.model_year = Some(2003);
        assert_eq!(
            plain(&[&report]).to_plain_text(),
            "1HGCM82633A004352\n2003 HONDA\nDetails can't be shown just now.\n"
        );
        let bare = Report::empty(report.vin);
        assert_eq!(
            plain(&[&bare]).to_plain_text(),
            "1HGCM82633A004352\nDetails can't be shown just now.\n"
        );
    }
}
