//! People, and the bot among them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{error::ControlError, limits};

/// A user as Telegram describes one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) is_bot: bool,
    pub(crate) first_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language_code: Option<String>,
}

/// What to change about a user; absent fields stay.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// First name; `User <id>` unless told.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Name without the `@`.
    pub username: Option<String>,
    /// IETF tag of the user's app, such as `de`; an empty text takes it away.
    pub language_code: Option<String>,
}

/// Users by id, made on first use.
#[derive(Debug, Default)]
pub(crate) struct Users(BTreeMap<i64, User>);

impl Users {
    /// The user with this id, changed as `profile` says.
    pub(crate) fn touch(&mut self, id: i64, profile: Profile) -> Result<User, ControlError> {
        if id <= 0 {
            return Err(ControlError::invalid("a user id is a positive number"));
        }
        if self.0.len() >= limits::CHATS && !self.0.contains_key(&id) {
            return Err(ControlError::Full("users"));
        }
        let user = self.0.entry(id).or_insert_with(|| User {
            id,
            is_bot: false,
            first_name: format!("User {id}"),
            last_name: None,
            username: None,
            language_code: Some("en".to_owned()),
        });
        let clip = |text: String| text.chars().take(64).collect::<String>();
        if let Some(name) = profile.first_name.filter(|name| !name.trim().is_empty()) {
            user.first_name = clip(name);
        }
        if let Some(name) = profile.last_name {
            user.last_name = Some(clip(name)).filter(|name| !name.is_empty());
        }
        if let Some(name) = profile.username {
            user.username = Some(clip(name)).filter(|name| !name.is_empty());
        }
        if let Some(code) = profile.language_code {
            user.language_code = Some(clip(code)).filter(|code| !code.is_empty());
        }
        Ok(user.clone())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &User> {
        self.0.values()
    }

    pub(crate) fn get(&self, id: i64) -> Option<&User> {
        self.0.get(&id)
    }
}
