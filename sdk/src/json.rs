//! JSON as servers really send it: keys in either case, numbers as texts, one object where
//! a list was promised.
//!
//! ```
//! use vinbot_plugin::json::{JsonExt, Value};
//!
//! let answer: Value = serde_json::from_str(r#"{"Count": "1", "results": {"id": 7}}"#)?;
//! assert_eq!(answer.at("count").number(), Some(1.0));
//! assert_eq!(answer.at("Results").list()[0].at("id").text().as_deref(), Some("7"));
//! assert_eq!(answer.at("absent").text(), None);
//! # Ok::<(), serde_json::Error>(())
//! ```

use std::slice;

pub use serde_json::Value;

/// Questions to JSON that never fail: what is not there says nothing.
pub trait JsonExt {
    /// The value under a key, else under the same key in another case, else null.
    fn at(&self, key: &str) -> &Value;

    /// A text that says something, or a number as text. Not `null` or `N/A` in letters.
    fn text(&self) -> Option<String>;

    /// A number, also one that is written as text: `"1,234.5"`.
    fn number(&self) -> Option<f64>;

    /// True for true, 1, and the words that servers use for it.
    fn flag(&self) -> bool;

    /// The items of a list; of anything else but null, itself.
    fn list(&self) -> &[Value];
}

static NULL: Value = Value::Null;

impl JsonExt for Value {
    fn at(&self, key: &str) -> &Value {
        let Some(object) = self.as_object() else {
            return &NULL;
        };
        object.get(key).unwrap_or_else(|| {
            let mut entries = object.iter();
            entries
                .find(|(known, _)| known.eq_ignore_ascii_case(key))
                .map_or(&NULL, |(_, value)| value)
        })
    }

    fn text(&self) -> Option<String> {
        match self {
            Self::String(text) => {
                let text = text.trim();
                let says = !text.is_empty()
                    && !["null", "n/a", "none"]
                        .iter()
                        .any(|nothing| text.eq_ignore_ascii_case(nothing));
                says.then(|| text.to_owned())
            }
            Self::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn number(&self) -> Option<f64> {
        let number = match self {
            Self::Number(number) => number.as_f64()?,
            Self::String(text) => text.trim().replace(',', "").parse().ok()?,
            _ => return None,
        };
        number.is_finite().then_some(number)
    }

    fn flag(&self) -> bool {
        match self {
            Self::Bool(flag) => *flag,
            Self::Number(number) => number.as_f64() == Some(1.0),
            Self::String(text) => ["true", "yes", "y", "1"]
                .iter()
                .any(|yes| text.trim().eq_ignore_ascii_case(yes)),
            _ => false,
        }
    }

    fn list(&self) -> &[Value] {
        match self {
            Self::Null => &[],
            Self::Array(items) => items,
            one => slice::from_ref(one),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_servers_write_for_a_value_is_read() {
        assert_eq!(json!(" x ").text().as_deref(), Some("x"));
        for nothing in [
            json!(""),
            json!("N/A"),
            json!("null"),
            json!(null),
            json!([]),
        ] {
            assert_eq!(nothing.text(), None, "{nothing}");
        }
        for (value, number) in [
            (json!(7), 7.0),
            (json!("1,234.5"), 1234.5),
            (json!("-1"), -1.0),
        ] {
            assert_eq!(value.number(), Some(number));
        }
        for no_number in [json!("NaN"), json!("x"), json!(true), json!(null)] {
            assert_eq!(no_number.number(), None, "{no_number}");
        }
        for yes in [
            json!(true),
            json!("Y"),
            json!("True"),
            json!(1),
            json!("yes"),
        ] {
            assert!(yes.flag(), "{yes}");
        }
        for no in [
            json!(false),
            json!("No"),
            json!(0),
            json!(null),
            json!([true]),
        ] {
            assert!(!no.flag(), "{no}");
        }
    }

    #[test]
    fn one_object_is_a_list_of_one_and_null_of_none() {
        assert_eq!(json!({"a": 1}).list().len(), 1);
        assert_eq!(json!([1, 2]).list().len(), 2);
        assert_eq!(json!(null).list().len(), 0);
    }

    #[test]
    fn a_key_in_its_own_case_goes_first() {
        let object = json!({"COUNT": 1, "count": 2});
        assert_eq!(object.at("count"), 2);
        assert!(object.at("Count").number().is_some());
        assert_eq!(json!([1]).at("count"), &Value::Null);
    }
}
