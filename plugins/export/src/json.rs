//! JSON: the same as `vinbot decode --format json` prints. One report is an object,
//! several are an array.

use serde::Serialize;
use vinbot_plugin::{Attribute, Error, Finding, Item, Report, Section, Severity};

#[derive(Serialize)]
struct ReportJson<'a> {
    vin: &'a str,
    make: Option<&'a str>,
    model: Option<&'a str>,
    model_year: Option<u16>,
    decoded_by: &'a [String],
    confidence: u8,
    attributes: Vec<AttributeJson<'a>>,
    findings: Vec<FindingJson<'a>>,
    sections: Vec<SectionJson<'a>>,
}

#[derive(Serialize)]
struct AttributeJson<'a> {
    id: &'a str,
    key: &'a str,
    label: &'a str,
    value: &'a str,
    unit: Option<&'a str>,
    group: &'a str,
    is_default: bool,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    severity: &'static str,
    code: &'a str,
    text: &'a str,
    suggested_vin: Option<&'a str>,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    key: &'a str,
    title: &'a str,
    summary: &'a str,
    attributes: Vec<AttributeJson<'a>>,
    items: Vec<ItemJson<'a>>,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    title: &'a str,
    body: &'a str,
    url: Option<&'a str>,
    severity: &'static str,
}

pub(crate) fn write(reports: &[Report]) -> Result<Vec<u8>, Error> {
    let json: Vec<ReportJson<'_>> = reports.iter().map(ReportJson::from).collect();
    let written = match json.as_slice() {
        [one] => serde_json::to_vec_pretty(one),
        many => serde_json::to_vec_pretty(many),
    };
    let mut file = written.map_err(|error| Error::Internal(error.to_string()))?;
    file.push(b'\n');
    Ok(file)
}

impl<'a> From<&'a Report> for ReportJson<'a> {
    fn from(report: &'a Report) -> Self {
        let vehicle = &report.vehicle;
        Self {
            vin: &vehicle.vin,
            make: vehicle.make.as_deref(),
            model: vehicle.model.as_deref(),
            model_year: vehicle.model_year,
            decoded_by: &report.decoded_by,
            confidence: vehicle.confidence,
            attributes: vehicle.attributes.iter().map(AttributeJson::from).collect(),
            findings: vehicle.findings.iter().map(FindingJson::from).collect(),
            sections: report.sections.iter().map(SectionJson::from).collect(),
        }
    }
}

impl<'a> From<&'a Attribute> for AttributeJson<'a> {
    fn from(attribute: &'a Attribute) -> Self {
        Self {
            id: &attribute.term.id,
            key: &attribute.term.key,
            label: &attribute.term.label,
            value: &attribute.value,
            unit: attribute.term.unit.as_deref(),
            group: &attribute.term.group,
            is_default: attribute.is_default,
        }
    }
}

impl<'a> From<&'a Finding> for FindingJson<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            severity: severity(finding.severity),
            code: &finding.code,
            text: &finding.text,
            suggested_vin: finding.suggested_vin.as_deref(),
        }
    }
}

impl<'a> From<&'a Section> for SectionJson<'a> {
    fn from(section: &'a Section) -> Self {
        Self {
            key: &section.key,
            title: &section.title,
            summary: &section.summary,
            attributes: section.attributes.iter().map(AttributeJson::from).collect(),
            items: section.items.iter().map(ItemJson::from).collect(),
        }
    }
}

impl<'a> From<&'a Item> for ItemJson<'a> {
    fn from(item: &'a Item) -> Self {
        Self {
            title: &item.title,
            body: &item.body,
            url: item.url.as_deref(),
            severity: severity(item.severity),
        }
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
