//! What is known about a vehicle: the words that every layer shares.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

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

impl<'de> Deserialize<'de> for Attribute {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
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
        let fields = Fields::deserialize(deserializer)?;
        Ok(Self {
            term: Arc::new(Term {
                id: fields.id,
                key: fields.key,
                label: fields.label,
                unit: fields.unit,
                group: fields.group,
            }),
            value: fields.value.into(),
            is_default: fields.is_default,
        })
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// `check-digit`.
    pub code: String,
    /// One sentence for the user.
    pub text: String,
    /// A VIN that would decode clean.
    #[serde(default)]
    pub suggested_vin: Option<String>,
}

/// One thing in a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its heading.
    pub title: String,
    /// Its text.
    #[serde(default)]
    pub body: String,
    /// Where more is to be read.
    #[serde(default)]
    pub url: Option<String>,
    /// How bad.
    pub severity: Severity,
}

/// Characters of a number that tells an item apart.
const NUMBER: usize = 40;

impl Item {
    /// What tells it apart from others, whoever tells of it and in whatever words: the number
    /// that its address names; without one, [`Item::words_id`].
    ///
    /// That number is what follows `#id=` at the end of the address, else `nhtsaId=` in it,
    /// which is how the pages of NHTSA name a campaign.
    #[must_use]
    pub fn id(&self) -> String {
        let number = self.url.as_deref().and_then(number);
        number.unwrap_or_else(|| self.words_id())
    }

    /// What tells it apart as long as its words and address stay: 16 characters. Its title
    /// alone does not: two recalls may be of the same part.
    #[must_use]
    pub fn words_id(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&(self.title.len() as u64).to_le_bytes());
        hasher.update(self.title.as_bytes());
        hasher.update(self.url.as_deref().unwrap_or_default().as_bytes());
        let mut id = hasher.finalize().to_hex().to_string();
        id.truncate(16);
        id
    }
}

/// The number of a thing in its address, in capitals: of `…#id=19v182000`.
fn number(url: &str) -> Option<String> {
    let (before, after) = url.split_once('#').unwrap_or((url, ""));
    let of_query = || {
        let (_, query) = before.split_once('?')?;
        let mut pairs = query.split('&');
        pairs.find_map(|pair| pair.strip_prefix("nhtsaId="))
    };
    let number = after.strip_prefix("id=").or_else(of_query)?;
    let plain = number
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
    (plain && (1..=NUMBER).contains(&number.len()))
        .then(|| format!("#{}", number.to_ascii_uppercase()))
}

/// What an enricher adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// `recalls`.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// One line for the card.
    #[serde(default)]
    pub summary: String,
    /// Facts.
    #[serde(default)]
    pub attributes: Vec<Attribute>,
    /// Things, such as recalls.
    #[serde(default)]
    pub items: Vec<Item>,
    /// Seconds that it may be kept, as its enricher says.
    #[serde(skip)]
    pub ttl: u32,
}

/// All that is known about one VIN. Its JSON is what `vinbot decode` prints, and what the
/// cache keeps: whoever changes its JSON raises `SCHEMA` there. All but the VIN may be left
/// out when it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// The VIN.
    #[serde(serialize_with = "as_text", deserialize_with = "of_text")]
    pub vin: Vin,
    /// `HONDA`.
    #[serde(default)]
    pub make: Option<String>,
    /// `Accord`.
    #[serde(default)]
    pub model: Option<String>,
    /// `2003`.
    #[serde(default)]
    pub model_year: Option<u16>,
    /// Names of the decoders that contributed.
    #[serde(default)]
    pub decoded_by: Vec<Arc<str>>,
    /// 0–100: how much of the VIN was explained.
    #[serde(default)]
    pub confidence: u8,
    /// The facts.
    #[serde(default)]
    pub attributes: Vec<Attribute>,
    /// About the VIN itself.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// What enrichers added.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// Names of the plugins whose part is missing.
    #[serde(default, skip_serializing)]
    pub missing: Vec<Arc<str>>,
}

fn as_text<S: Serializer>(vin: &Vin, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(vin.as_str())
}

fn of_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vin, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(serde::de::Error::custom)
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

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn two_recalls_of_one_part_are_two() {
        let item = |url: Option<&str>| Item {
            title: "Air bags".into(),
            body: "B".into(),
            url: url.map(str::to_owned),
            severity: Severity::Error,
        };
        let [one, other] = ["https://a.example/1", "https://a.example/2"];
        assert_ne!(item(Some(one)).id(), item(Some(other)).id());
        assert_eq!(item(Some(one)).id(), item(Some(one)).id());
        assert_ne!(item(None).id(), item(Some(one)).id());
        assert_eq!(item(None).id().len(), 16);
    }

    #[rstest]
    #[case("https://a.example/x#id=19v182000", "#19V182000")]
    #[case("https://a.example/x?nhtsaId=1&y=2#id=KBA-1.2", "#KBA-1.2")]
    #[case("https://www.nhtsa.gov/recalls?nhtsaId=19V182000", "#19V182000")]
    #[case("#id=7", "#7")]
    fn a_thing_with_a_number_is_the_same_in_other_words(#[case] url: &str, #[case] id: &str) {
        let item = |title: &str| Item {
            title: title.into(),
            body: "B".into(),
            url: Some(url.to_owned()),
            severity: Severity::Error,
        };
        assert_eq!(item("Air bags").id(), id);
        assert_eq!(item("Recall: air bags").id(), id);
        assert_eq!(item("Air bags").words_id().len(), 16);
    }

    #[rstest]
    #[case("https://a.example/recalls")]
    #[case("https://a.example/recalls?id=7")]
    #[case("https://a.example/#id=")]
    #[case("https://a.example/#id=<b>")]
    fn an_address_without_a_number_is_told_by_its_words(#[case] url: &str) {
        let item = Item {
            title: "Air bags".into(),
            body: "B".into(),
            url: Some(url.to_owned()),
            severity: Severity::Error,
        };
        assert_eq!(item.id(), item.words_id());
    }

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
                ttl: 0,
            }],
            ..Report::empty("1HGCM82633A004352".parse().unwrap())
        };
        let printed = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&printed).unwrap(), report);
    }
}
