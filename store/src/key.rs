//! How keys are written.

use crate::error::StoreError;

/// The longest part of a key, in bytes.
const MOST_BYTES: usize = 64;

/// What all keys of a person begin with. Its length is fixed: no id begins with another's.
pub(crate) fn user(id: u64) -> String {
    format!("{id:020}")
}

/// What is kept under a name for a person.
pub(crate) fn of_user(id: u64, name: &str) -> Result<String, StoreError> {
    Ok(format!("{id:020}/{}", part(name)?))
}

/// Whose key that is.
pub(crate) fn owner(key: &str) -> Option<u64> {
    key.get(..20)?.parse().ok()
}

/// A chat's id so that keys are in order of ids, those below zero first: 0 is in the middle.
pub(crate) fn chat(id: i64) -> String {
    format!("{:020}", id.cast_unsigned() ^ (1 << 63))
}

/// A name that can be part of a key: a VIN, a job.
pub(crate) fn part(name: &str) -> Result<&str, StoreError> {
    let fits = (1..=MOST_BYTES).contains(&name.len());
    if fits && name.bytes().all(|it| it.is_ascii_graphic() && it != b'/') {
        Ok(name)
    } else {
        Err(StoreError::Invalid(
            "a VIN or name has from 1 to 64 signs of ASCII, without spaces and \"/\"",
        ))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn keys_of_chats_are_in_order_of_their_ids() {
        let ids = [i64::MIN, -1_001_234_567_890, -2, -1, 0, 1, 42, i64::MAX];
        let keys: Vec<_> = ids.into_iter().map(chat).collect();
        assert!(keys.is_sorted(), "{keys:?}");
        assert!(keys.iter().all(|key| key.len() == 20));
    }

    #[test]
    fn a_key_tells_whose_it_is() {
        for id in [0, 7, u64::MAX] {
            let key = of_user(id, "1HGCM82633A004352").unwrap();
            assert!(key.starts_with(&user(id)));
            assert_eq!(owner(&key), Some(id));
        }
        assert_eq!(owner("short"), None);
    }

    #[rstest]
    #[case("")]
    #[case("a/b")]
    #[case("a b")]
    #[case("ä")]
    #[case("a\0b")]
    #[case(&"1".repeat(65))]
    fn what_would_break_keys_is_no_name(#[case] name: &str) {
        assert!(part(name).is_err());
    }
}
