//! What is known about a vehicle: the words that every layer shares.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::value::Value;
use crate::vin::Vin;

/// What an attribute is about; shared by all vehicles that a plugin decodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// `vpic:26`: where it comes from.
    pub id: String,
    /// `engine-cylinders`: the same whichever decoder says it.
    pub key: String,
    /// Heading in English.
    pub label: String,
    /// `L`, `kW`, `mph`.
    pub unit: Option<String>,
    /// Heading it stands under.
    pub group: String,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// What it is about.
    pub term: Arc<Term>,
    /// What is so.
    pub value: Value,
    /// A default of the vehicle's type: not something this VIN says.
    pub is_default: bool,
}

impl Serialize for Attribute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("Attribute", 7)?;
        fields.serialize_field("id", &self.term.id)?;
        fields.serialize_field("key", &self.term.key)?;
        fields.serialize_field("label", &self.term.label)?;
        fields.serialize_field("value", &self.value)?;
        fields.serialize_field("unit", &self.term.unit)?;
        fields.serialize_field("group", &self.term.group)?;
        fields.serialize_field("is_default", &self.is_default)?;
        fields.end()
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Something is probably wrong.
    Warning,
    /// Something is wrong.
    Error,
}

/// Something about the VIN itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// `check-digit`.
    pub code: String,
    /// One sentence for the user.
    pub text: String,
    /// A VIN that would decode clean.
    pub suggested_vin: Option<String>,
}

/// One thing in a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its heading.
    pub title: String,
    /// Its text.
    pub body: String,
    /// Where more is to be read.
    pub url: Option<String>,
    /// How bad.
    pub severity: Severity,
}

/// What an enricher adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// `recalls`.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// One line for the card.
    pub summary: String,
    /// Facts.
    pub attributes: Vec<Attribute>,
    /// Things, such as recalls.
    pub items: Vec<Item>,
}

/// All that is known about one VIN. Its JSON is what `vinbot decode` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The VIN.
    #[serde(serialize_with = "as_text")]
    pub vin: Vin,
    /// `HONDA`.
    pub make: Option<String>,
    /// `Accord`.
    pub model: Option<String>,
    /// `2003`.
    pub model_year: Option<u16>,
    /// Names of the decoders that contributed.
    pub decoded_by: Vec<Arc<str>>,
    /// 0–100: how much of the VIN was explained.
    pub confidence: u8,
    /// The facts.
    pub attributes: Vec<Attribute>,
    /// About the VIN itself.
    pub findings: Vec<Finding>,
    /// What enrichers added.
    pub sections: Vec<Section>,
    /// Names of the plugins whose part is missing.
    #[serde(skip)]
    pub missing: Vec<Arc<str>>,
}

fn as_text<S: Serializer>(vin: &Vin, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(vin.as_str())
}

impl Report {
    /// A report that says nothing yet.
    #[must_use]
    pub fn empty(vin: Vin) -> Self {
        Self {
            vin,
            make: None,
            model: None,
            model_year: None,
            decoded_by: Vec::new(),
            confidence: 0,
            attributes: Vec::new(),
            findings: Vec::new(),
            sections: Vec::new(),
            missing: Vec::new(),
        }
    }
}
