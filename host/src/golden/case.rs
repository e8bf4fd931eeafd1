//! A test in a file.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::canned::Canned;
use super::question::{Question, QuestionError};

/// What the clock says unless the test does: 2026-01-01.
const NEW_YEAR: u64 = 1_767_225_600;

/// One test.
#[derive(Debug, Clone)]
pub struct Case {
    /// The file's name, without its extension.
    pub name: String,
    /// The file.
    pub file: PathBuf,
    /// What is asked.
    pub question: Question,
    /// What must be answered; none in a new test.
    pub expect: Option<Value>,
    /// What the clock says, in seconds since 1970.
    pub clock: u64,
    /// The plugin's settings.
    pub settings: BTreeMap<String, String>,
    /// Canned answers of the network.
    pub http: Vec<Canned>,
}

/// What became of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// As expected.
    Passed,
    /// Not as expected.
    Failed {
        /// What was expected; none in a new test.
        expected: Option<Value>,
        /// What came.
        found: Value,
    },
}

/// Why a file is no test.
#[derive(Debug, thiserror::Error)]
pub enum CaseError {
    /// It can't be read or written.
    #[error("{}: {reason}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// The system's words.
        reason: io::Error,
    },
    /// It is not JSON of that kind.
    #[error("{} is not a test: {reason}", file.display())]
    Invalid {
        /// The file.
        file: PathBuf,
        /// The parser's words.
        reason: String,
    },
    /// Its input is none.
    #[error("{}: the input is not valid: {reason}", file.display())]
    Input {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        reason: QuestionError,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    #[serde(default, rename = "about")]
    _about: Option<String>,
    input: Value,
    #[serde(default, deserialize_with = "present")]
    expect: Option<Value>,
    #[serde(default)]
    clock: Option<u64>,
    #[serde(default)]
    settings: BTreeMap<String, String>,
    #[serde(default)]
    http: Vec<Canned>,
}

/// `null` is an expectation, though one that nobody can fulfil.
fn present<'a, D: serde::Deserializer<'a>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

impl Case {
    /// The tests of a folder, by name.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|kind| kind == "json") && path.is_file() {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    /// Reads a test.
    ///
    /// # Errors
    /// See [`CaseError`].
    pub fn read(file: &Path) -> Result<Self, CaseError> {
        let text = fs::read_to_string(file).map_err(|reason| CaseError::Io {
            file: file.to_owned(),
            reason,
        })?;
        let shape: Shape = serde_json::from_str(&text).map_err(|error| CaseError::Invalid {
            file: file.to_owned(),
            reason: error.to_string(),
        })?;
        let question = Question::read(shape.input).map_err(|reason| CaseError::Input {
            file: file.to_owned(),
            reason,
        })?;
        Ok(Self {
            name: name_of(file),
            file: file.to_owned(),
            question,
            expect: shape.expect,
            clock: shape.clock.unwrap_or(NEW_YEAR),
            settings: shape.settings,
            http: shape.http,
        })
    }

    /// Compares an answer with what is expected.
    #[must_use]
    pub fn judge(&self, found: Value) -> Outcome {
        match &self.expect {
            Some(expected) if fits(expected, &found) => Outcome::Passed,
            expected => Outcome::Failed {
                expected: expected.clone(),
                found,
            },
        }
    }

    /// Writes an answer down as what is expected from now on. All else in the file stays
    /// as its author wrote it.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn bless(&self, found: &Value) -> Result<(), CaseError> {
        let io = |reason| CaseError::Io {
            file: self.file.clone(),
            reason,
        };
        let text = fs::read_to_string(&self.file).map_err(io)?;
        let blessed = blessed(&text, found).map_err(|error| CaseError::Invalid {
            file: self.file.clone(),
            reason: error.to_string(),
        })?;
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let write = || {
            let mut part = tempfile::NamedTempFile::new_in(folder)?;
            part.write_all(blessed.as_bytes())?;
            fs::set_permissions(part.path(), fs::metadata(&self.file)?.permissions())?;
            part.persist(&self.file)?;
            Ok(())
        };
        write().map_err(io)
    }
}

/// The file's name without its extension.
fn name_of(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// Equal, but for the message of an error that is not expected to have a certain one.
fn fits(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Array(expected), Value::Array(found)) => {
            expected.len() == found.len()
                && expected
                    .iter()
                    .zip(found)
                    .all(|(one, other)| fits(one, other))
        }
        (Value::Object(wanted), Value::Object(came)) if wanted.contains_key("error") => {
            wanted.get("error") == came.get("error")
                && wanted
                    .get("message")
                    .is_none_or(|message| Some(message) == came.get("message"))
                && wanted.keys().all(|key| key == "error" || key == "message")
        }
        _ => expected == found,
    }
}

/// The text of a test with another expectation.
fn blessed(text: &str, found: &Value) -> serde_json::Result<String> {
    #[derive(Deserialize)]
    struct Parts<'a> {
        #[serde(borrow, default)]
        expect: Option<&'a RawValue>,
        #[serde(borrow)]
        input: &'a RawValue,
    }
    let parts: Parts<'_> = serde_json::from_str(text)?;
    let pretty = serde_json::to_string_pretty(found)?.replace('\n', "\n  ");
    let within = |raw: &RawValue| {
        let from = raw.get().as_ptr().addr() - text.as_ptr().addr();
        from..from + raw.get().len()
    };
    let mut text = text.to_owned();
    match parts.expect.map(within) {
        Some(range) => text.replace_range(range, &pretty),
        None => text.insert_str(
            within(parts.input).end,
            &format!(",\n  \"expect\": {pretty}"),
        ),
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_blessed_test_has_the_answer_and_is_otherwise_as_it_was() {
        let before = "{ \"input\" : {\"vin\": \"1HGCM82633A004352\"},\n  \"about\": \"x\" }\n";
        let after = blessed(before, &json!({"make": "HONDA"})).unwrap();
        let expected = "{ \"input\" : {\"vin\": \"1HGCM82633A004352\"},\n  \"expect\": {\n    \
                        \"make\": \"HONDA\"\n  },\n  \"about\": \"x\" }\n";
        assert_eq!(after, expected);
        // Once more, with another answer.
        let again = blessed(&after, &json!(null)).unwrap();
        let expected = "{ \"input\" : {\"vin\": \"1HGCM82633A004352\"},\n  \"expect\": null,\n  \
                        \"about\": \"x\" }\n";
        assert_eq!(again, expected);
    }

    #[test]
    fn the_message_of_an_error_counts_where_it_is_written() {
        let came = json!({"error": "invalid-input", "message": "No."});
        assert!(fits(&json!({"error": "invalid-input"}), &came));
        assert!(fits(&came, &came));
        assert!(!fits(&json!({"error": "not-covered"}), &came));
        assert!(!fits(
            &json!({"error": "invalid-input", "message": "Yes."}),
            &came
        ));
        assert!(!fits(&json!({"error": "invalid-input", "other": 1}), &came));
        assert!(fits(&json!([{"error": "invalid-input"}]), &json!([came])));
        assert!(!fits(&json!([]), &json!([came])));
    }
}
