//! What a plugin is asked. The shape of the JSON tells the role.

use serde::Deserialize;
use serde_json::Value;

use crate::plugins::{Query, Role};
use crate::report::Report;
use crate::vin::Vin;

/// What a plugin is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// A decoder: about one VIN.
    Decode(Query),
    /// A decoder: about several in one call.
    DecodeAll(Vec<Query>),
    /// An enricher.
    Enrich(Box<Report>),
    /// A formatter.
    Format {
        /// What is to be shown.
        reports: Vec<Report>,
        /// Which view.
        view: String,
        /// Which language.
        locale: String,
        /// Metric units rather than those of the US.
        metric: bool,
        /// Which page, from 0.
        page: u32,
    },
    /// A command.
    Command {
        /// Without the slash.
        name: String,
        /// What follows it.
        arguments: String,
        /// Which language.
        locale: String,
    },
}

/// Why an input is none.
#[derive(Debug, thiserror::Error)]
pub enum QuestionError {
    /// It fits no role.
    #[error(
        "it must be a question to a decoder (`vin`, or a list of those), an enricher \
         (`vehicle`), a formatter (`reports` and `view`) or a command (`name` and `arguments`)"
    )]
    Shape,
    /// Of the right shape, with something wrong in it.
    #[error("as a question to {} {role}: {reason}", if *role == "enricher" { "an" } else { "a" })]
    Wrong {
        /// Which role was seen in it.
        role: &'static str,
        /// The parser's words.
        reason: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QueryShape {
    vin: String,
    #[serde(default)]
    model_year: Option<u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EnrichShape {
    vehicle: Report,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormatShape {
    reports: Vec<Report>,
    view: String,
    #[serde(default = "english")]
    locale: String,
    #[serde(default)]
    units: Units,
    #[serde(default)]
    page: u32,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Units {
    #[default]
    Us,
    Metric,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CommandShape {
    name: String,
    #[serde(default)]
    arguments: String,
    #[serde(default = "english")]
    locale: String,
}

fn english() -> String {
    "en".to_owned()
}

impl Question {
    /// Reads a question.
    ///
    /// # Errors
    /// See [`QuestionError`].
    pub fn read(json: Value) -> Result<Self, QuestionError> {
        let has = |key: &str| json.get(key).is_some();
        if json.is_array() {
            let shapes: Vec<QueryShape> = parse("decoder", json)?;
            return shapes
                .iter()
                .map(query)
                .collect::<Result<_, _>>()
                .map(Self::DecodeAll);
        }
        if has("vehicle") {
            let shape: EnrichShape = parse("enricher", json)?;
            return Ok(Self::Enrich(Box::new(shape.vehicle)));
        }
        if has("reports") {
            let shape: FormatShape = parse("formatter", json)?;
            return Ok(Self::Format {
                reports: shape.reports,
                view: shape.view,
                locale: shape.locale,
                metric: matches!(shape.units, Units::Metric),
                page: shape.page,
            });
        }
        if has("name") {
            let shape: CommandShape = parse("command", json)?;
            return Ok(Self::Command {
                name: shape.name,
                arguments: shape.arguments,
                locale: shape.locale,
            });
        }
        if has("vin") {
            return query(&parse("decoder", json)?).map(Self::Decode);
        }
        Err(QuestionError::Shape)
    }

    /// Whom it is for.
    #[must_use]
    pub fn role(&self) -> Role {
        match self {
            Self::Decode(_) | Self::DecodeAll(_) => Role::Decoder,
            Self::Enrich(_) => Role::Enricher,
            Self::Format { .. } => Role::Formatter,
            Self::Command { .. } => Role::Command,
        }
    }
}

fn parse<T: for<'a> Deserialize<'a>>(role: &'static str, json: Value) -> Result<T, QuestionError> {
    serde_json::from_value(json).map_err(|error| wrong(role, &error))
}

fn wrong(role: &'static str, reason: &dyn std::fmt::Display) -> QuestionError {
    QuestionError::Wrong {
        role,
        reason: reason.to_string(),
    }
}

fn query(shape: &QueryShape) -> Result<Query, QuestionError> {
    let vin: Vin = shape
        .vin
        .parse()
        .map_err(|error| wrong("decoder", &error))?;
    Ok(Query {
        vin,
        model_year: shape.model_year,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    #[rstest]
    #[case(json!({"vin": "1HGCM82633A004352", "model_year": 2003}), Role::Decoder)]
    #[case(json!([{"vin": "1HGCM82633A004352"}]), Role::Decoder)]
    #[case(json!({"vehicle": {"vin": "1HGCM82633A004352"}}), Role::Enricher)]
    #[case(json!({"reports": [], "view": "card"}), Role::Formatter)]
    #[case(json!({"name": "obd", "arguments": "P0420"}), Role::Command)]
    fn the_shape_tells_the_role(#[case] input: Value, #[case] role: Role) {
        assert_eq!(Question::read(input).unwrap().role(), role);
    }

    #[rstest]
    #[case(json!({"vinn": "1HGCM82633A004352"}), "it must be a question to")]
    #[case(json!("1HGCM82633A004352"), "it must be a question to")]
    #[case(json!({"vin": "short"}), "to a decoder: ")]
    #[case(json!({"vin": "1HGCM82633A004352", "year": 1}), "unknown field `year`")]
    #[case(json!({"reports": [{"vin": "1HGCM82633A004352", "colour": 1}], "view": "card"}),
           "unknown field `colour`")]
    #[case(json!({"reports": []}), "missing field `view`")]
    #[case(json!({"reports": [], "view": "card", "units": "imperial"}), "unknown variant")]
    fn what_is_no_question_is_refused_with_the_reason(#[case] input: Value, #[case] why: &str) {
        let told = Question::read(input).unwrap_err().to_string();
        assert!(told.contains(why), "{told}");
    }
}
