//! The enricher: one section, of the parts that the operator switched on.
//!
//! The contract gives an enricher one section, and each part is a request that CarsXE charges.
//! So there is one section, and the setting `sections` names its parts: `market-value`,
//! `history`, `recalls`, `images`, `lien-theft`. Without it nothing is asked and nothing charged.

use vinbot_plugin::host::Level;
use vinbot_plugin::json::Value;
use vinbot_plugin::prelude::*;

use crate::api::{self, Refused};
use crate::parts::{self, Part};

const TTL: u32 = 24 * 3_600;
/// With recalls in it, no longer than recalls are kept elsewhere.
const TTL_OF_RECALLS: u32 = 12 * 3_600;
/// Where a part is missing, it is tried again soon.
const RETRY: u32 = 600;

/// Name, and how it is asked and read.
type Service = (&'static str, fn(&Vehicle) -> Result<Option<Part>, Refused>);

const SERVICES: [Service; 5] = [
    ("market-value", |vehicle| {
        let state = host::setting("state").filter(|state| !state.is_empty());
        let mut query = vec![("vin", vehicle.vin.as_str())];
        query.extend(state.as_deref().map(|state| ("state", state)));
        Ok(parts::value(&api::ask("v2/marketvalue", &query)?))
    }),
    ("history", |vehicle| {
        Ok(parts::history(&by_vin("history", vehicle)?))
    }),
    ("recalls", |vehicle| {
        Ok(parts::recalls(&by_vin("v1/recalls", vehicle)?))
    }),
    ("images", |vehicle| {
        let (Some(make), Some(model)) = (&vehicle.make, &vehicle.model) else {
            return Ok(None);
        };
        let year = vehicle.model_year.map(|year| year.to_string());
        let mut query = vec![("make", make.as_str()), ("model", model.as_str())];
        query.extend(year.as_deref().map(|year| ("year", year)));
        Ok(parts::images(&api::ask("images", &query)?))
    }),
    ("lien-theft", |vehicle| {
        Ok(parts::lien_theft(&by_vin("v1/lien-theft", vehicle)?))
    }),
];

fn by_vin(path: &str, vehicle: &Vehicle) -> Result<Value, Refused> {
    api::ask(path, &[("vin", &vehicle.vin)])
}

pub(crate) fn enrich(vehicle: &Vehicle) -> Result<Section, Error> {
    let chosen = host::setting("sections").unwrap_or_default();
    let mut section = Section {
        key: "carsxe".into(),
        title: "CarsXE".into(),
        summary: String::new(),
        attributes: Vec::new(),
        items: Vec::new(),
        ttl: TTL,
    };
    let mut summaries: Vec<String> = Vec::new();
    let mut failed: Vec<(&str, Refused)> = Vec::new();
    for name in chosen
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        let Some((name, ask)) = SERVICES.iter().find(|(known, _)| *known == name) else {
            let known = SERVICES.map(|(known, _)| known).join(", ");
            return Err(Error::Internal(format!(
                "`sections` of [plugins.carsxe.settings] names {name:?}; there are {known}"
            )));
        };
        match ask(vehicle) {
            Ok(Some(part)) => {
                if *name == "recalls" {
                    section.ttl = section.ttl.min(TTL_OF_RECALLS);
                }
                summaries.push(part.summary);
                section.attributes.extend(part.attributes);
                section.items.extend(part.items);
            }
            Ok(None) | Err(Refused::NotFound | Refused::Input(_)) => {}
            Err(refused) => failed.push((name, refused)),
        }
    }
    if summaries.is_empty() {
        return Err(match failed.pop() {
            Some((_, refused)) => refused.into(),
            None => Error::NotCovered,
        });
    }
    for (name, refused) in failed {
        let why = format!("{:?}", Error::from(refused));
        host::log(
            Level::Warn,
            "a part of the section is missing",
            &[("part", name), ("why", &why)],
        );
        let term = term("carsxe:missing", "Not available just now", "CarsXE");
        section
            .attributes
            .push(Attribute::new(term, name.replace('-', " ")));
        section.ttl = RETRY;
    }
    section.summary = summaries.join("; ");
    Ok(section)
}
