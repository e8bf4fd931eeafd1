//! Reports as `vinbot decode --format json` prints them, read again.

use std::sync::Arc;

use serde::Deserialize;

use crate::report::{Attribute, Finding, Item, Report, Section, Severity, Term};
use crate::vin::InvalidVin;

/// A report. All but the VIN may be left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportShape {
    vin: String,
    #[serde(default)]
    make: Option<String>,
    #[serde(default)]
    model: Option<String>,
    #[serde(default)]
    model_year: Option<u16>,
    #[serde(default)]
    decoded_by: Vec<String>,
    #[serde(default)]
    confidence: u8,
    #[serde(default)]
    attributes: Vec<AttributeShape>,
    #[serde(default)]
    findings: Vec<FindingShape>,
    #[serde(default)]
    sections: Vec<SectionShape>,
    #[serde(default)]
    missing: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AttributeShape {
    id: String,
    key: String,
    label: String,
    value: String,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    group: String,
    #[serde(default)]
    is_default: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum SeverityShape {
    Note,
    Warning,
    Error,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingShape {
    severity: SeverityShape,
    code: String,
    text: String,
    #[serde(default)]
    suggested_vin: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionShape {
    key: String,
    title: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    attributes: Vec<AttributeShape>,
    #[serde(default)]
    items: Vec<ItemShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemShape {
    title: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    url: Option<String>,
    severity: SeverityShape,
}

impl TryFrom<ReportShape> for Report {
    type Error = InvalidVin;

    fn try_from(shape: ReportShape) -> Result<Self, InvalidVin> {
        let names = |names: Vec<String>| names.into_iter().map(Arc::from).collect();
        Ok(Self {
            make: shape.make,
            model: shape.model,
            model_year: shape.model_year,
            decoded_by: names(shape.decoded_by),
            confidence: shape.confidence,
            attributes: list(shape.attributes),
            findings: list(shape.findings),
            sections: list(shape.sections),
            missing: names(shape.missing),
            ..Self::empty(shape.vin.parse()?)
        })
    }
}

fn list<T: Into<U>, U>(shapes: Vec<T>) -> Vec<U> {
    shapes.into_iter().map(Into::into).collect()
}

impl From<AttributeShape> for Attribute {
    fn from(shape: AttributeShape) -> Self {
        Self {
            term: Arc::new(Term {
                id: shape.id,
                key: shape.key,
                label: shape.label,
                unit: shape.unit,
                group: shape.group,
            }),
            value: shape.value.into(),
            is_default: shape.is_default,
        }
    }
}

impl From<SeverityShape> for Severity {
    fn from(shape: SeverityShape) -> Self {
        match shape {
            SeverityShape::Note => Self::Note,
            SeverityShape::Warning => Self::Warning,
            SeverityShape::Error => Self::Error,
        }
    }
}

impl From<FindingShape> for Finding {
    fn from(shape: FindingShape) -> Self {
        Self {
            severity: shape.severity.into(),
            code: shape.code,
            text: shape.text,
            suggested_vin: shape.suggested_vin,
        }
    }
}

impl From<SectionShape> for Section {
    fn from(shape: SectionShape) -> Self {
        Self {
            key: shape.key,
            title: shape.title,
            summary: shape.summary,
            attributes: list(shape.attributes),
            items: list(shape.items),
        }
    }
}

impl From<ItemShape> for Item {
    fn from(shape: ItemShape) -> Self {
        Self {
            title: shape.title,
            body: shape.body,
            url: shape.url,
            severity: shape.severity.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_that_was_printed_is_read_again_as_it_was() {
        let term = Term {
            id: "a:b".into(),
            key: "b".into(),
            label: "B".into(),
            unit: Some("kW".into()),
            group: "G".into(),
        };
        let attribute = Attribute {
            term: Arc::new(term),
            value: "7".into(),
            is_default: true,
        };
        let report = Report {
            make: Some("HONDA".into()),
            model_year: Some(2003),
            decoded_by: vec!["vpic".into()],
            confidence: 90,
            attributes: vec![attribute.clone()],
            findings: vec![Finding {
                severity: Severity::Warning,
                code: "check-digit".into(),
                text: "Wrong.".into(),
                suggested_vin: Some("1HGCM82633A004352".into()),
            }],
            sections: vec![Section {
                key: "recalls".into(),
                title: "Recalls".into(),
                summary: "1".into(),
                attributes: vec![attribute],
                items: vec![Item {
                    title: "T".into(),
                    body: "B".into(),
                    url: None,
                    severity: Severity::Error,
                }],
            }],
            ..Report::empty("1HGCM82633A004352".parse().unwrap())
        };
        let printed = serde_json::to_string(&report).unwrap();
        let shape: ReportShape = serde_json::from_str(&printed).unwrap();
        assert_eq!(Report::try_from(shape).unwrap(), report);
    }
}
