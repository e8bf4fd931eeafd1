//! How a value is written: `{"v":1,…}`, with the version of its table.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::error::StoreError;
use crate::table::Table;

#[derive(Serialize)]
struct Envelope<'a, T> {
    v: u64,
    #[serde(flatten)]
    value: &'a T,
}

/// A value as it is kept.
pub(crate) fn pack(table: &Table, value: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    let envelope = Envelope {
        v: table.version(),
        value,
    };
    let bytes = serde_json::to_vec(&envelope)
        .map_err(|_| StoreError::Invalid("a value can't be written as JSON"))?;
    if bytes.len() > table.most_bytes() {
        return Err(StoreError::TooLarge {
            table: table.name(),
            most: table.most_bytes(),
        });
    }
    Ok(bytes)
}

/// A value as it was before [`pack`], or as older versions of it would be written today.
pub(crate) fn unpack<T: DeserializeOwned>(table: &Table, bytes: &[u8]) -> Result<T, StoreError> {
    let fields = fields(table, bytes)?;
    serde_json::from_value(Value::Object(fields)).map_err(|_| damaged(table))
}

/// The fields of a value, in the newest version, without the version itself.
pub(crate) fn fields(table: &Table, bytes: &[u8]) -> Result<Map<String, Value>, StoreError> {
    let mut fields: Map<_, _> = serde_json::from_slice(bytes).map_err(|_| damaged(table))?;
    let version = fields.remove("v").and_then(|version| version.as_u64());
    let found = version.ok_or_else(|| damaged(table))?;
    let known = table.version();
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    table.migrate(found, fields).ok_or_else(|| damaged(table))
}

pub(crate) fn damaged(table: &Table) -> StoreError {
    StoreError::Damaged {
        table: table.name(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    /// A table that grew twice: a name became two, and then got an age.
    static PEOPLE: Table = Table::new("people", 200, &[two_names, an_age]);

    fn two_names(mut person: Map<String, Value>) -> Option<Map<String, Value>> {
        let name = person.remove("name")?;
        let (first, last) = name.as_str()?.split_once(' ')?;
        person.insert("first".to_owned(), first.into());
        person.insert("last".to_owned(), last.into());
        Some(person)
    }

    fn an_age(mut person: Map<String, Value>) -> Option<Map<String, Value>> {
        person.insert("age".to_owned(), Value::Null);
        (person.len() == 3).then_some(person)
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Person {
        first: String,
        last: String,
        age: Option<u8>,
    }

    fn ada(age: Option<u8>) -> Person {
        Person {
            first: "Ada".to_owned(),
            last: "Lovelace".to_owned(),
            age,
        }
    }

    #[rstest]
    #[case::first(br#"{"v":1,"name":"Ada Lovelace"}"#, None)]
    #[case::second(br#"{"v":2,"first":"Ada","last":"Lovelace"}"#, None)]
    #[case::today(br#"{"v":3,"first":"Ada","last":"Lovelace","age":36}"#, Some(36))]
    fn a_value_of_any_version_is_read_as_todays(#[case] kept: &[u8], #[case] age: Option<u8>) {
        assert_eq!(unpack::<Person>(&PEOPLE, kept), Ok(ada(age)));
    }

    #[test]
    fn a_value_is_written_in_the_newest_version() {
        let packed: Value = serde_json::from_slice(&pack(&PEOPLE, &ada(None)).unwrap()).unwrap();
        let expected = json!({"v": 3, "first": "Ada", "last": "Lovelace", "age": null});
        assert_eq!(packed, expected);
    }

    #[rstest]
    #[case::nothing(b"")]
    #[case::cut(br#"{"v":3,"first":"Ada","la"#)]
    #[case::no_version(br#"{"first":"Ada","last":"Lovelace","age":36}"#)]
    #[case::version_0(br#"{"v":0,"name":"Ada Lovelace"}"#)]
    #[case::no_object(b"[1,2]")]
    #[case::another_shape(br#"{"v":3,"first":1,"last":2,"age":3}"#)]
    #[case::no_way_from_there(br#"{"v":1,"name":"Ada"}"#)]
    #[case::no_text(b"\xff\x00")]
    fn what_is_no_such_value_is_damaged(#[case] kept: &[u8]) {
        assert_eq!(unpack::<Person>(&PEOPLE, kept), Err(damaged(&PEOPLE)));
    }

    #[test]
    fn a_value_of_a_newer_program_is_told_apart_from_a_damaged_one() {
        let newer = unpack::<Person>(&PEOPLE, br#"{"v":4,"first":"Ada"}"#);
        assert_eq!(newer, Err(StoreError::Newer { found: 4, known: 3 }));
    }

    #[test]
    fn a_value_that_is_too_large_is_refused() {
        let person = Person {
            first: "a".repeat(200),
            ..ada(None)
        };
        let most = 200;
        let table = "people";
        assert_eq!(
            pack(&PEOPLE, &person),
            Err(StoreError::TooLarge { table, most })
        );
    }
}
