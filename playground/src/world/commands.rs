//! The bot's command menus, by scope and language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One line of the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BotCommand {
    /// Without the slash.
    pub command: String,
    /// What it does.
    pub description: String,
}

/// Whom a menu is for.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Scope {
    #[default]
    Default,
    AllPrivateChats,
    AllGroupChats,
    AllChatAdministrators,
    Chat {
        chat_id: i64,
    },
    ChatAdministrators {
        chat_id: i64,
    },
    ChatMember {
        chat_id: i64,
        user_id: i64,
    },
}

/// A registered menu.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Menu<'a> {
    pub(crate) scope: &'a Scope,
    pub(crate) language_code: &'a str,
    pub(crate) commands: &'a [BotCommand],
}

#[derive(Debug, Default)]
pub(crate) struct Commands {
    lists: BTreeMap<(Scope, String), Vec<BotCommand>>,
    /// Grows with every change.
    pub(crate) revision: u64,
}

impl Commands {
    /// Registers a menu; an empty one removes it.
    pub(crate) fn set(&mut self, scope: Scope, language: String, commands: Vec<BotCommand>) {
        self.revision += 1;
        if commands.is_empty() {
            self.lists.remove(&(scope, language));
        } else {
            self.lists.insert((scope, language), commands);
        }
    }

    pub(crate) fn get(&self, scope: &Scope, language: &str) -> &[BotCommand] {
        self.lists
            .get(&(scope.clone(), language.to_owned()))
            .map_or(&[], Vec::as_slice)
    }

    pub(crate) fn len(&self) -> usize {
        self.lists.len()
    }

    pub(crate) fn menus(&self) -> impl Iterator<Item = Menu<'_>> {
        self.lists.iter().map(|((scope, language), commands)| Menu {
            scope,
            language_code: language,
            commands,
        })
    }

    /// The menu that a user sees in a chat: the narrowest scope first, in it the user's language
    /// (core.telegram.org/bots/api#determining-list-of-commands).
    pub(crate) fn menu(&self, chat_id: i64, user_id: i64, language: &str) -> &[BotCommand] {
        let language = language.split('-').next().unwrap_or_default();
        let everyone = if chat_id > 0 {
            Scope::AllPrivateChats
        } else {
            Scope::AllGroupChats
        };
        let scopes = [
            Scope::ChatMember { chat_id, user_id },
            Scope::Chat { chat_id },
            everyone,
            Scope::Default,
        ];
        scopes
            .iter()
            .flat_map(|scope| [self.get(scope, language), self.get(scope, "")])
            .find(|commands| !commands.is_empty())
            .unwrap_or_default()
    }
}
