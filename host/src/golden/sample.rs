//! What a plugin is asked where nobody says what.

use std::sync::Arc;

use super::question::Question;
use crate::plugins::{Query, Role, Version};
use crate::report::{Attribute, Report, Term};
use crate::vin::{InvalidVin, Vin};

/// A 2003 Honda Accord, as vPIC's own pages show it.
const VIN: &str = "1HGCM82633A004352";

/// A question to each of a plugin's roles: a decoder about a VIN, a formatter for each
/// view, a command without arguments.
///
/// # Errors
/// Never: the VIN is one.
pub fn samples(plugin: &Version) -> Result<Vec<Question>, InvalidVin> {
    let vin: Vin = VIN.parse()?;
    let mut questions = Vec::new();
    for role in plugin.roles() {
        match role {
            Role::Decoder => questions.push(Question::Decode(Query {
                vin,
                model_year: None,
            })),
            Role::Enricher => questions.push(Question::Enrich(Box::new(report(vin)))),
            Role::Formatter => {
                questions.extend(plugin.views().iter().map(|view| Question::Format {
                    reports: vec![report(vin)],
                    view: view.clone(),
                    locale: "en".to_owned(),
                    metric: false,
                    page: 0,
                }));
            }
            Role::Command => {
                questions.extend(plugin.commands().iter().map(|command| Question::Command {
                    name: command.name.clone(),
                    arguments: String::new(),
                    locale: "en".to_owned(),
                }));
            }
        }
    }
    Ok(questions)
}

fn report(vin: Vin) -> Report {
    let facts = [
        ("body-class", "Body class", "Sedan/Saloon", "Exterior"),
        ("doors", "Doors", "4", "Exterior"),
        ("engine-cylinders", "Engine cylinders", "6", "Engine"),
        (
            "plant-country",
            "Plant country",
            "UNITED STATES (USA)",
            "General",
        ),
    ];
    let attribute = |(key, label, value, group): (&str, &str, &str, &str)| Attribute {
        term: Arc::new(Term {
            id: format!("sample:{key}"),
            key: key.to_owned(),
            label: label.to_owned(),
            unit: None,
            group: group.to_owned(),
        }),
        value: value.into(),
        is_default: false,
    };
    Report {
        make: Some("HONDA".to_owned()),
        model: Some("Accord".to_owned()),
        model_year: Some(2003),
        decoded_by: vec!["sample".into()],
        confidence: 90,
        attributes: facts.map(attribute).to_vec(),
        ..Report::empty(vin)
    }
}
