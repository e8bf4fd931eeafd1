//! Chats in which the bot is.

use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::key;
use crate::store::Store;
use crate::table::{GROUPS, PRIVATE_CHATS, Table};

/// A chat in which the bot is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chat {
    /// Its id: that of the user if it is private, else one below zero.
    pub id: i64,
    /// What it is.
    pub kind: ChatKind,
    /// When somebody last wrote there.
    pub last_seen: u64,
    /// Its language, as in `de`.
    pub language: Option<String>,
    /// True if nothing can be sent there any more: the bot was blocked or thrown out.
    pub dead: bool,
    /// With whom, if it is private. Of a group nobody is kept.
    pub user: Option<u64>,
}

/// What a chat is, in Telegram's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChatKind {
    /// With one user.
    Private,
    /// A small group.
    Group,
    /// A group of any size.
    Supergroup,
    /// A channel.
    Channel,
}

impl Store {
    /// Notes that somebody wrote in a chat: it is alive. Says whether it did: nothing is noted of
    /// the chat with a user who is private.
    ///
    /// # Errors
    /// If the id is not one of such a chat.
    pub async fn note_chat(&self, chat: Chat) -> Result<bool, StoreError> {
        let user = u64::try_from(chat.id).ok().filter(|user| *user > 0);
        if user.is_some() != (chat.kind == ChatKind::Private) || chat.id == 0 {
            return Err(StoreError::Invalid(
                "a private chat has an id above zero, all others have one below",
            ));
        }
        let chat = Chat {
            dead: false,
            user,
            ..chat
        };
        let _turn = self.turn_at(chat.id.cast_unsigned()).await;
        if let Some(user) = user
            && (self.chosen_in_turn(user).await?.private || self.is_forgotten(user).await)
        {
            return Ok(false);
        }
        let (table, key) = place(chat.id);
        self.write(table, &key, &chat).await?;
        Ok(true)
    }

    /// What is known of a chat.
    pub async fn chat(&self, chat: i64) -> Result<Option<Chat>, StoreError> {
        let (table, key) = place(chat);
        self.read(table, &key).await
    }

    /// Chats by id, groups before users, page by page: the next one comes after the last's id;
    /// there are no more if it has fewer than `limit`.
    pub async fn chats(&self, after: Option<i64>, limit: usize) -> Result<Vec<Chat>, StoreError> {
        let mut chats = Vec::new();
        if after.is_none_or(|after| after < 0) {
            let after = after.map(key::chat);
            let groups = self.list(&GROUPS, "", after.as_deref(), limit).await?;
            chats.extend(groups.into_iter().map(|(_, chat)| chat));
        }
        let after = after.and_then(|after| u64::try_from(after).ok());
        let after = after.map(key::user);
        let rest = limit - chats.len();
        let users = self
            .list(&PRIVATE_CHATS, "", after.as_deref(), rest)
            .await?;
        chats.extend(users.into_iter().map(|(_, chat)| chat));
        Ok(chats)
    }

    /// Marks that nothing can be sent to a chat any more, until it is noted again. Says whether
    /// it was known.
    pub async fn mark_dead(&self, chat: i64) -> Result<bool, StoreError> {
        let (table, key) = place(chat);
        let dead = |chat: Option<Chat>| {
            Some(Chat {
                dead: true,
                ..chat?
            })
        };
        let _turn = self.turn_at(chat.cast_unsigned()).await;
        Ok(self.update(table, &key, dead).await?.is_some())
    }

    /// Forgets a chat, and says whether it was known.
    pub async fn forget_chat(&self, chat: i64) -> Result<bool, StoreError> {
        let (table, key) = place(chat);
        let _turn = self.turn_at(chat.cast_unsigned()).await;
        self.backend.delete(table.name(), &key).await
    }
}

/// Where a chat is kept: those of users under their id.
fn place(chat: i64) -> (&'static Table, String) {
    match u64::try_from(chat) {
        Ok(user) => (&PRIVATE_CHATS, key::user(user)),
        Err(_) => (&GROUPS, key::chat(chat)),
    }
}
