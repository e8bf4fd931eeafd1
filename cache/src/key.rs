//! Keys: `vinbot:v1:vin:1HGCM82633A004352`.
//!
//! Every name in a key is escaped and bounded, so that none can forge another namespace,
//! hold a pattern, or grow without end.

use std::fmt;
use std::fmt::Write as _;
use std::sync::Arc;

/// The schema of all that is kept. Raise it when the meaning of a key or of a body changes:
/// what older programs wrote is then never read again, and expires by itself.
pub const SCHEMA: u32 = 1;

/// Bytes that a name may have in a key after escaping; a longer one is cut and hashed.
const LONGEST: usize = 128;
/// Bytes of a long name that stay readable.
const READABLE: usize = 64;

/// A key of a store. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(Arc<str>);

impl Key {
    /// What a VIN means: `vin:{vin}`.
    pub fn vin(vin: &str) -> Self {
        Self::of("vin", &[vin])
    }

    /// A section that an enricher adds: `enrich:{plugin}:{digest}:{key}`.
    pub fn enrich(plugin: &str, digest: &str, key: &str) -> Self {
        Self::of("enrich", &[plugin, digest, key])
    }

    /// What is kept about a user, by Telegram id: `user:{id}`.
    pub fn user(id: i64) -> Self {
        Self::of("user", &[&id.to_string()])
    }

    /// One of several things kept about a user: `user:{id}:{what}`.
    pub fn of_user(id: i64, what: &str) -> Self {
        Self::of("user", &[&id.to_string(), what])
    }

    /// What a plugin keeps for itself: `plugin:{name}:{digest}:{key}`.
    pub fn plugin(name: &str, digest: &str, key: &str) -> Self {
        Self::of("plugin", &[name, digest, key])
    }

    /// How often each VIN was asked about: `asked`.
    pub fn asked() -> Self {
        Self::of("asked", &[])
    }

    /// The lock of whoever loads this key: `lock:{the key}`.
    #[must_use]
    pub fn lock(&self) -> Self {
        let (root, path) = self.0.split_at(root().len());
        Self(format!("{root}lock:{path}").into())
    }

    /// The key as a store sees it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn of(namespace: &str, names: &[&str]) -> Self {
        Self(path(namespace, names).into())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// All keys below one: a plugin's, a user's.
///
/// The prefix of `user:12` holds `user:12` and `user:12:garage`, not `user:123`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Prefix {
    path: String,
    /// What stands between the prefix and what is below it.
    then: char,
}

impl Prefix {
    /// What one VIN means: `vin:{vin}` and `vin:{vin}.…`, whoever was asked.
    pub fn vin(vin: &str) -> Self {
        Self {
            path: path("vin", &[vin]),
            then: '.',
        }
    }

    /// What a version of an enricher added about one VIN: `enrich:{plugin}:{digest}:{vin}.…`.
    pub fn enrich_vin(plugin: &str, digest: &str, vin: &str) -> Self {
        Self {
            path: path("enrich", &[plugin, digest, vin]),
            then: '.',
        }
    }

    /// What all VINs mean.
    pub fn vins() -> Self {
        Self::of(path("vin", &[]))
    }

    /// All that an enricher added, whatever its digest.
    pub fn enrich(plugin: &str) -> Self {
        Self::of(path("enrich", &[plugin]))
    }

    /// All that is kept about a user.
    pub fn user(id: i64) -> Self {
        Self::of(path("user", &[&id.to_string()]))
    }

    /// All that a plugin keeps for itself, whatever its digest.
    pub fn plugin(name: &str) -> Self {
        Self::of(path("plugin", &[name]))
    }

    /// What one version of a plugin keeps for itself.
    pub fn plugin_version(name: &str, digest: &str) -> Self {
        Self::of(path("plugin", &[name, digest]))
    }

    /// True if this key is the prefix itself or below it.
    pub fn holds(&self, key: &str) -> bool {
        key.strip_prefix(&self.path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(self.then))
    }

    /// The pattern by which Redis finds the keys, and a few more: see [`Prefix::holds`].
    pub(crate) fn pattern(&self) -> String {
        format!("{}*", self.path)
    }

    fn of(path: String) -> Self {
        Self { path, then: ':' }
    }
}

fn root() -> String {
    format!("vinbot:v{SCHEMA}:")
}

fn path(namespace: &str, names: &[&str]) -> String {
    let mut path = root() + namespace;
    for name in names {
        path.push(':');
        path.push_str(&escaped(name));
    }
    path
}

/// A name with nothing in it that means something in a key or a pattern. Two names never
/// become one: escaping can be undone, and a name that was cut has a `~` before its hash,
/// which an escaped name never has.
fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.@+=/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // A String takes all that is written.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    if out.len() > LONGEST {
        out.truncate(READABLE);
        let hash = blake3::hash(name.as_bytes()).to_hex();
        out.push('~');
        out.push_str(&hash[..32]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_are_what_the_documentation_says() {
        assert_eq!(
            Key::vin("1HGCM82633A004352").as_str(),
            "vinbot:v1:vin:1HGCM82633A004352"
        );
        assert_eq!(
            Key::enrich("specs", "sha256:ab", "1HG/us").as_str(),
            "vinbot:v1:enrich:specs:sha256%3Aab:1HG/us"
        );
        assert_eq!(Key::user(-12).as_str(), "vinbot:v1:user:-12");
        assert_eq!(Key::asked().as_str(), "vinbot:v1:asked");
        assert_eq!(Key::user(7).lock().as_str(), "vinbot:v1:lock:user:7");
    }

    #[test]
    fn a_prefix_of_one_user_does_not_hold_another_whose_id_begins_alike() {
        assert!(Prefix::user(12).holds(Key::user(12).as_str()));
        assert!(Prefix::user(12).holds(Key::of_user(12, "garage").as_str()));
        assert!(!Prefix::user(12).holds(Key::user(123).as_str()));
    }

    #[test]
    fn what_is_kept_of_one_vin_is_found_whoever_was_asked() {
        let (vin, of_vin) = ("1HGCM82633A004352", Prefix::vin("1HGCM82633A004352"));
        assert!(of_vin.holds(Key::vin(vin).as_str()));
        assert!(of_vin.holds(Key::vin(&format!("{vin}.abc")).as_str()));
        assert!(!of_vin.holds(Key::vin("1HGCM82633A004353.abc").as_str()));
        assert!(!Prefix::vin("1HG").holds(Key::vin(vin).as_str()));
        let section = Key::enrich("recalls", "ab", &format!("{vin}.abc"));
        assert!(Prefix::enrich_vin("recalls", "ab", vin).holds(section.as_str()));
        assert!(!Prefix::enrich_vin("ratings", "ab", vin).holds(section.as_str()));
    }

    proptest! {
        #[test]
        fn no_name_forges_another_namespace(plugin in ".*", digest in ".*", key in ".*") {
            let made = Key::plugin(&plugin, &digest, &key);
            let parts: Vec<_> = made.as_str().split(':').collect();
            prop_assert_eq!(&parts[..3], ["vinbot", "v1", "plugin"]);
            prop_assert_eq!(parts.len(), 6);
            prop_assert!(made.as_str().len() < 450);
            prop_assert!(made.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert!(!made.as_str().contains(['*', '?', '[', ']', '\\']));
            prop_assert!(Prefix::plugin(&plugin).holds(made.as_str()));
        }

        #[test]
        fn two_names_have_two_keys(one in ".*", other in ".*", long in "[a-z:%~]{100,300}") {
            prop_assert_eq!(one == other, Key::vin(&one) == Key::vin(&other));
            let longer = long.clone() + "x";
            prop_assert_ne!(Key::vin(&long), Key::vin(&longer));
            // Nor can a name look like another that was cut.
            let cut = escaped(&longer);
            prop_assert!(cut == longer || Key::vin(&cut) != Key::vin(&longer));
        }
    }
}
