//! Several decoders' answers as one report. The first to say a thing is believed;
//! every attribute keeps the id of the one that said it.

use std::sync::Arc;

use crate::plugins::Decoded;
use crate::report::Report;

/// Adds what a decoder said to what those before it said.
pub(super) fn into(report: &mut Report, decoder: &Arc<str>, decoded: Decoded) {
    let first = report.decoded_by.is_empty();
    let mut adds = first;
    for (slot, value) in [
        (&mut report.make, decoded.make),
        (&mut report.model, decoded.model),
    ] {
        adds |= fill(slot, value);
    }
    adds |= fill(&mut report.model_year, decoded.model_year);
    // Keys of the decoders before: one decoder may well say a key twice.
    let said: Vec<Arc<crate::report::Term>> = report
        .attributes
        .iter()
        .filter(|a| !a.is_default)
        .map(|a| Arc::clone(&a.term))
        .collect();
    for attribute in decoded.attributes {
        if !said.iter().any(|term| term.key == attribute.term.key) {
            adds = true;
            report.attributes.push(attribute);
        }
    }
    for finding in decoded.findings {
        if !report
            .findings
            .iter()
            .any(|known| known.code == finding.code)
        {
            report.findings.push(finding);
        }
    }
    report.confidence = report.confidence.max(decoded.confidence);
    if adds {
        report.decoded_by.push(Arc::clone(decoder));
    }
}

fn fill<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    if slot.is_some() || value.is_none() {
        return false;
    }
    *slot = value;
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Attribute, Finding, Severity, Term};

    fn attribute(id: &str, value: &str) -> Attribute {
        let key = id.split_once(':').unwrap().1.to_owned();
        let term = Term {
            id: id.into(),
            label: key.clone(),
            key,
            unit: None,
            group: "General".into(),
        };
        Attribute {
            term: Arc::new(term),
            value: value.into(),
            is_default: false,
        }
    }

    fn decoded(make: &str, attributes: Vec<Attribute>, confidence: u8) -> Decoded {
        Decoded {
            make: Some(make.into()),
            model: None,
            model_year: None,
            attributes,
            findings: vec![Finding {
                severity: Severity::Note,
                code: "note".into(),
                text: format!("by {make}"),
                suggested_vin: None,
            }],
            confidence,
        }
    }

    #[test]
    fn the_first_decoder_is_believed_and_the_second_fills_the_gaps() {
        let mut report = Report::empty("WAUZZZ8K9BA123456".parse().unwrap());
        into(
            &mut report,
            &"vpic".into(),
            decoded(
                "AUDI",
                vec![
                    attribute("vpic:make", "AUDI"),
                    attribute("vpic:note", "a"),
                    attribute("vpic:note", "b"),
                ],
                35,
            ),
        );
        into(
            &mut report,
            &"wmi".into(),
            decoded(
                "Audi",
                vec![
                    attribute("wmi:make", "Audi"),
                    attribute("wmi:region", "Europe"),
                ],
                40,
            ),
        );
        let ids: Vec<_> = report
            .attributes
            .iter()
            .map(|a| a.term.id.as_str())
            .collect();
        assert_eq!(ids, ["vpic:make", "vpic:note", "vpic:note", "wmi:region"]);
        assert_eq!(report.make.as_deref(), Some("AUDI"));
        assert_eq!(report.confidence, 40);
        assert_eq!(report.findings.len(), 1);
        assert_eq!(report.decoded_by, ["vpic", "wmi"].map(Arc::<str>::from));
    }

    #[test]
    fn a_decoder_that_adds_nothing_is_not_named() {
        let mut report = Report::empty("WAUZZZ8K9BA123456".parse().unwrap());
        let same = || decoded("AUDI", vec![attribute("x:make", "AUDI")], 35);
        into(&mut report, &"one".into(), same());
        into(&mut report, &"two".into(), same());
        assert_eq!(report.decoded_by.len(), 1);
    }
}
