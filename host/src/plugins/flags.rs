//! For whom a plugin works: switch, rollout, lists.

use crate::config::{self, AccessList};

/// Who asks. Nobody in particular asks on the command line and in channels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asker {
    /// The Telegram id of the user.
    pub user: Option<u64>,
    /// The Telegram id of the chat.
    pub chat: Option<i64>,
}

/// For whom a plugin works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flags {
    /// False: for nobody.
    pub enabled: bool,
    /// Percent of users, always the same ones.
    pub rollout: u8,
    /// Users by id.
    pub users: AccessList,
    /// Chats by id.
    pub chats: AccessList,
}

impl Flags {
    pub(super) fn new(own: &config::Plugin) -> Self {
        Self {
            enabled: own.enabled,
            rollout: own.rollout,
            users: own.users.clone(),
            chats: own.chats.clone(),
        }
    }

    /// True if the plugin with these flags works for this asker. Users who are allowed
    /// by name have it whatever the rollout; who is nobody in particular has what
    /// everybody has.
    #[must_use]
    pub fn serves(&self, plugin: &str, asker: Asker) -> bool {
        let user = asker.user.and_then(|user| i64::try_from(user).ok());
        let (Some(named), Some(_)) = (admits(&self.users, user), admits(&self.chats, asker.chat))
        else {
            return false;
        };
        self.enabled && (named || self.rolled_out(plugin, asker.user))
    }

    fn rolled_out(&self, plugin: &str, user: Option<u64>) -> bool {
        match user {
            _ if self.rollout >= 100 => true,
            None => false,
            Some(user) => bucket(plugin, user) < u64::from(self.rollout),
        }
    }
}

/// None for one that may not, true for one that is allowed by name.
fn admits(list: &AccessList, id: Option<i64>) -> Option<bool> {
    let in_list = |ids: &[i64]| id.is_some_and(|id| ids.contains(&id));
    let refused = in_list(&list.deny) || !(list.allow.is_empty() || in_list(&list.allow));
    (!refused).then(|| in_list(&list.allow))
}

/// Which of a hundred parts a user belongs to: another one for each plugin, so that
/// not the same people try everything.
fn bucket(plugin: &str, user: u64) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(plugin.as_bytes()).update(&user.to_le_bytes());
    let mut head = [0; 8];
    head.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(head) % 100
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn flags(rollout: u8) -> Flags {
        Flags {
            rollout,
            ..Flags::new(&config::Plugin::default())
        }
    }

    fn user(id: u64) -> Asker {
        Asker {
            user: Some(id),
            chat: i64::try_from(id).ok(),
        }
    }

    #[test]
    fn a_rollout_of_thirty_percent_has_thirty_percent_of_ten_thousand_users() {
        let served = |plugin: &str| {
            (1..=10_000)
                .filter(|id| flags(30).serves(plugin, user(*id)))
                .collect::<Vec<u64>>()
        };
        let first = served("nhtsa");
        assert!((2_800..=3_200).contains(&first.len()), "{}", first.len());
        assert_eq!(first, served("nhtsa"), "and they are always the same");
        assert_ne!(first, served("carsxe"), "but others for another plugin");
    }

    #[test]
    fn a_growing_rollout_takes_nobody_out() {
        for id in 1..=1_000 {
            let has = |percent| flags(percent).serves("nhtsa", user(id));
            assert!(!has(0) && has(100));
            assert!((1..=100).all(|percent| !has(percent - 1) || has(percent)));
        }
    }

    #[rstest]
    #[case::nobody_in_particular_of_all(100, Asker::default(), true)]
    #[case::nobody_in_particular_of_some(99, Asker::default(), false)]
    #[case::anybody_of_none(0, user(5), false)]
    fn who_is_nobody_has_what_everybody_has(
        #[case] rollout: u8,
        #[case] asker: Asker,
        #[case] served: bool,
    ) {
        assert_eq!(flags(rollout).serves("nhtsa", asker), served);
    }

    #[rstest]
    #[case::listed_without_a_rollout(&[5], &[], user(5), true)]
    #[case::not_listed(&[5], &[], user(6), false)]
    #[case::nobody_is_not_listed(&[5], &[], Asker::default(), false)]
    #[case::denied_although_listed(&[5], &[5], user(5), false)]
    fn a_list_goes_before_the_rollout(
        #[case] allow: &[i64],
        #[case] deny: &[i64],
        #[case] asker: Asker,
        #[case] served: bool,
    ) {
        let mut flags = flags(0);
        flags.users = AccessList {
            allow: allow.to_vec(),
            deny: deny.to_vec(),
        };
        assert_eq!(flags.serves("nhtsa", asker), served);
    }

    #[test]
    fn chats_are_listed_like_users_but_the_rollout_still_counts_there() {
        let mut flags = flags(100);
        flags.chats.allow = vec![-100];
        let asker = |chat| Asker {
            user: Some(5),
            chat: Some(chat),
        };
        assert!(flags.serves("nhtsa", asker(-100)) && !flags.serves("nhtsa", asker(-101)));
        flags.chats.deny = vec![-100];
        assert!(!flags.serves("nhtsa", asker(-100)));
        flags.chats = AccessList::default();
        flags.enabled = false;
        flags.users.allow = vec![5];
        assert!(!flags.serves("nhtsa", asker(-100)), "off is off");
    }
}
