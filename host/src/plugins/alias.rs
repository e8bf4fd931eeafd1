//! What plugins call users: a name that stays the same for one plugin and tells it
//! nothing else.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::code::{private_folder, write_whole};
use super::flags::Asker;

/// Makes aliases with a key that is known here alone: Telegram's ids are so few that
/// they could be found out by trying them all.
#[derive(Debug)]
pub(super) struct Aliases {
    file: PathBuf,
    key: OnceLock<Option<[u8; 32]>>,
}

impl Aliases {
    pub(super) fn new(state_dir: &Path) -> Self {
        Self {
            file: state_dir.join("alias.key"),
            key: OnceLock::new(),
        }
    }

    /// The alias; the same for everybody who is nobody in particular.
    pub(super) fn of(&self, plugin: &str, asker: Asker) -> String {
        let key = self.key.get_or_init(|| read(&self.file));
        let (Some(user), Some(key)) = (asker.user, key) else {
            return "nobody".to_owned();
        };
        let mut hasher = blake3::Hasher::new_keyed(key);
        hasher.update(plugin.as_bytes()).update(&user.to_le_bytes());
        hasher.finalize().to_hex()[..16].to_owned()
    }
}

/// The key, made on first use. One that can't be kept lasts until the program ends.
/// None where the system has no random numbers to give.
fn read(file: &Path) -> Option<[u8; 32]> {
    if let Ok(bytes) = std::fs::read(file)
        && let Ok(key) = bytes.try_into()
    {
        return Some(key);
    }
    let mut key = [0; 32];
    getrandom::fill(&mut key).ok()?;
    let kept = private_folder(file.parent().unwrap_or(Path::new(".")))
        .and_then(|()| write_whole(file, &key));
    if let Err(error) = kept {
        tracing::warn!(
            file = %file.display(), %error,
            "the key of users' aliases can't be kept: plugins will know nobody again"
        );
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ada() -> Asker {
        Asker {
            user: Some(42),
            chat: None,
        }
    }

    #[test]
    fn a_user_is_the_same_to_a_plugin_after_a_restart_and_another_to_another_plugin() {
        let state = tempfile::tempdir().unwrap();
        let alias = Aliases::new(state.path()).of("obd", ada());
        assert_eq!(alias, Aliases::new(state.path()).of("obd", ada()));
        assert_ne!(alias, Aliases::new(state.path()).of("plate", ada()));
        assert_ne!(
            alias,
            Aliases::new(&state.path().join("other")).of("obd", ada())
        );
        // Of a keyed hash, as much as is needed: by chance any digits may stand in it.
        assert!(alias.len() == 16 && alias != format!("{:016x}", 42));
    }

    #[test]
    fn nobody_in_particular_has_no_alias_of_its_own() {
        let state = tempfile::tempdir().unwrap();
        assert_eq!(
            Aliases::new(state.path()).of("obd", Asker::default()),
            "nobody"
        );
    }
}
