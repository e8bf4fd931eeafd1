//! Whose a message of the bot is, where several read along: somebody else's press opens what it
//! asks for below, and leaves the message as it is.

use moka::future::Cache;
use teloxide::types::MessageId;

use super::callback::{Press, Target};
use super::route::{Button, Carrier, Place};

/// Messages of which it is remembered.
const REMEMBERED: u64 = 20_000;

/// For whom messages were shown that a button opened, lately. Of all others it is whoever wrote
/// what they answer.
#[derive(Debug, Clone)]
pub(super) struct Owners(Cache<(i64, i32), u64>);

impl Owners {
    pub(super) fn new() -> Self {
        Self(Cache::new(REMEMBERED))
    }

    /// These messages were opened for this user.
    pub(super) async fn note(&self, place: &Place, messages: &[MessageId], user: Option<u64>) {
        let Some(user) = user.filter(|_| !place.private && !place.inline) else {
            return;
        };
        for message in messages {
            self.0.insert((place.chat.0, message.0), user).await;
        }
    }

    /// The button as it is to be answered: below its message if that is another's, or nobody
    /// knows whose.
    pub(super) async fn aside(&self, button: Button) -> Button {
        let Carrier::Message(message) = button.message else {
            return button;
        };
        let in_place = button.press.as_ref().is_some_and(is_in_place);
        if button.place.private || !in_place {
            return button;
        }
        let opened = self.0.get(&(button.place.chat.0, message.0)).await;
        let owner = opened.or(button.asker);
        if owner.is_some() && owner == button.reader.user {
            return button;
        }
        Button {
            editable: false,
            place: Place {
                reply_to: Some(message),
                ..button.place
            },
            ..button
        }
    }
}

/// What is one's own (`Press::Mine`) nobody else can press.
fn is_in_place(press: &Press) -> bool {
    match press {
        Press::View { target, .. } | Press::Decode { target, .. } => *target == Target::InPlace,
        Press::Command(_) | Press::Mine(_) => false,
    }
}
