//! What the plugin keeps between its calls: bytes under keys, for a time.
//!
//! `plugin.toml` must ask for it (`cache = true` under `[needs]` or `[wants]`), and the
//! operator must grant it; else nothing is ever found. Neither another plugin nor another
//! version of this one sees the keys. What is in there may be gone at any time.

#[cfg(not(target_family = "wasm"))]
use crate::testing as imp;

#[cfg(target_family = "wasm")]
mod imp {
    use crate::bindings::host::vinbot::plugin::cache;

    pub(super) fn cache_get(key: &str) -> Option<Vec<u8>> {
        cache::get(key)
    }

    pub(super) fn cache_set(key: &str, value: &[u8], ttl_seconds: u32) {
        cache::set(key, value, ttl_seconds);
    }
}

/// The bytes under a key.
pub fn get(key: &str) -> Option<Vec<u8>> {
    imp::cache_get(key)
}

/// Keeps bytes for so many seconds, or for as long as the operator allows if that is
/// less; none at all takes them out.
///
/// ```
/// use vinbot_plugin::host::cache;
/// cache::set("recalls:HONDA", b"3", 3_600);
/// assert_eq!(cache::get("recalls:HONDA").as_deref(), Some(&b"3"[..]));
/// ```
pub fn set(key: &str, value: &[u8], ttl_seconds: u32) {
    imp::cache_set(key, value, ttl_seconds);
}

/// The text under a key; none if what is there is no text.
pub fn get_text(key: &str) -> Option<String> {
    String::from_utf8(get(key)?).ok()
}

/// What is under a key, else what `make` makes, which is kept for so many seconds.
///
/// # Errors
/// Those of `make`; nothing is kept then.
pub fn get_or<E>(
    key: &str,
    ttl_seconds: u32,
    make: impl FnOnce() -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, E> {
    if let Some(kept) = get(key) {
        return Ok(kept);
    }
    let made = make()?;
    set(key, &made, ttl_seconds);
    Ok(made)
}

/// A list of names under a key, else the one that `make` makes, which is kept for so many
/// seconds. An empty list is not kept: it may be a server's bad day.
///
/// # Errors
/// Those of `make`.
pub fn lines_or<E>(
    key: &str,
    ttl_seconds: u32,
    make: impl FnOnce() -> Result<Vec<String>, E>,
) -> Result<Vec<String>, E> {
    if let Some(kept) = get_text(key).filter(|kept| !kept.is_empty()) {
        return Ok(kept.lines().map(str::to_owned).collect());
    }
    let mut made = make()?;
    made.retain(|line| !line.is_empty() && !line.contains('\n'));
    if !made.is_empty() {
        set(key, made.join("\n").as_bytes(), ttl_seconds);
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn what_was_made_once_is_kept_for_its_time() {
        let made = || get_or::<()>("key", 10, || Ok(b"made".to_vec()));
        assert_eq!(made(), Ok(b"made".to_vec()));
        let kept = || get_or("key", 10, || Err("made again"));
        assert_eq!(kept(), Ok(b"made".to_vec()));
        assert_eq!(get_text("key").as_deref(), Some("made"));
        testing::set_clock(testing::NOW + 10);
        assert_eq!(kept(), Err("made again"));
    }

    #[test]
    fn a_list_is_kept_unless_it_is_empty() {
        let empty = lines_or::<()>("list", 10, || Ok(Vec::new()));
        assert_eq!(empty, Ok(Vec::new()));
        let made = lines_or::<()>("list", 10, || Ok(vec!["a b".into(), String::new()]));
        assert_eq!(made, Ok(vec!["a b".to_owned()]));
        assert_eq!(
            lines_or("list", 10, || Err("again")),
            Ok(vec!["a b".to_owned()])
        );
    }
}
