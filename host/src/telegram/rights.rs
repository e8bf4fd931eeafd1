//! Who may use which command.

use super::conversation::Conversation;
use crate::plugins::CommandSpec;

/// Who may use a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// All.
    Everybody,
    /// Those in `ADMIN_IDS`.
    Admins,
}

/// The bot's own commands that are not for everybody.
const RESTRICTED: [(&str, Who); 1] = [("admin", Who::Admins)];

/// Who may use one of the bot's own commands.
pub(super) fn of_own(name: &str) -> Who {
    let found = RESTRICTED.iter().find(|(own, _)| *own == name);
    found.map_or(Who::Everybody, |(_, who)| *who)
}

/// Who may use a plugin's command.
pub(super) fn of_plugin(spec: &CommandSpec) -> Who {
    if spec.admin_only {
        Who::Admins
    } else {
        Who::Everybody
    }
}

impl Conversation<'_> {
    /// Whether the asker is among these; if not, it is written down that they tried. Whoever
    /// is told no is told what everybody is told of a command that there is not.
    pub(super) fn may(&self, name: &str, who: Who) -> bool {
        let user = self.reader.user;
        let may = match who {
            Who::Everybody => true,
            Who::Admins => self.services.admins.include(user),
        };
        if !may {
            tracing::warn!(
                event = "denied-command",
                command = name,
                "somebody who is no admin tried a command for admins"
            );
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use super::super::commands;
    use super::*;

    #[test]
    fn only_admins_may_steer_and_all_else_is_for_everybody() {
        assert_eq!(of_own("admin"), Who::Admins);
        for name in commands::NAMES {
            assert_eq!(of_own(name), Who::Everybody, "{name}");
        }
    }
}
