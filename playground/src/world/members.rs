//! Whether the bot is in a chat, and what it may do there.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::users::User;

/// The bot's place in a chat (core.telegram.org/bots/api#chatmember).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It reads and writes.
    #[default]
    Member,
    /// It was given rights as well.
    Administrator,
    /// It is not in the group, and may be added.
    Left,
    /// The user blocked it, or the group threw it out.
    Kicked,
}

/// What Telegram wants to know of every administrator
/// (core.telegram.org/bots/api#chatmemberadministrator).
const RIGHTS: [&str; 10] = [
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
];

impl Standing {
    /// Whether the bot is told of messages and may send some.
    pub(crate) fn is_in(self) -> bool {
        matches!(self, Self::Member | Self::Administrator)
    }

    /// Telegram's `ChatMember`.
    pub(crate) fn telegram(self, bot: &User) -> Value {
        let mut member = json!({ "status": self, "user": bot });
        match self {
            Self::Kicked => member["until_date"] = 0.into(),
            Self::Administrator => {
                member["can_be_edited"] = false.into();
                member["is_anonymous"] = false.into();
                for right in RIGHTS {
                    member[right] = (right != "can_promote_members").into();
                }
            }
            Self::Member | Self::Left => {}
        }
        member
    }
}
