//! The text of an attribute, shared instead of copied.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// What an attribute says: a piece of the text that a decoder answered with, so that
/// the dozens of values of a vehicle take one block of memory.
#[derive(Clone)]
pub struct Value {
    text: Arc<str>,
    start: u32,
    end: u32,
}

impl Value {
    /// A piece of a text; `None` where the text has no such piece.
    #[must_use]
    pub fn piece(text: &Arc<str>, start: u32, end: u32) -> Option<Self> {
        text.get(start as usize..end as usize)?;
        Some(Self {
            text: Arc::clone(text),
            start,
            end,
        })
    }
}

impl Deref for Value {
    type Target = str;

    fn deref(&self) -> &str {
        // Checked when it was made.
        self.text
            .get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self {
            // What crosses from a plugin is far below 4 GB.
            end: u32::try_from(text.len()).unwrap_or_default(),
            text: text.into(),
            start: 0,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Value {}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_of_a_text_is_what_stands_there() {
        let text: Arc<str> = "HONDAéAccord".into();
        assert_eq!(&*Value::piece(&text, 7, 13).unwrap(), "Accord");
        assert_eq!(Value::piece(&text, 0, 5).unwrap(), Value::from("HONDA"));
        assert_eq!(&*Value::piece(&text, 13, 13).unwrap(), "");
    }

    #[test]
    fn there_is_no_piece_beyond_the_end_backwards_or_within_a_character() {
        let text: Arc<str> = "é".into();
        for (start, end) in [(0, 3), (2, 0), (0, 1), (3, 3)] {
            assert!(Value::piece(&text, start, end).is_none(), "{start}..{end}");
        }
    }

    #[test]
    fn it_is_written_as_its_text() {
        let value = Value::from("a\"b");
        assert_eq!(format!("{value:>4}|{value:?}"), " a\"b|\"a\\\"b\"");
        assert_eq!(serde_json::to_string(&value).unwrap(), r#""a\"b""#);
    }
}
