//! What people do: write, send files, press buttons, ask inline, block the bot.

mod buttons;
mod faults;
mod files;
mod inline;
mod places;
pub(crate) mod settings;
mod texts;

use crate::{
    error::ControlError,
    limits,
    requests::{Edited, Sent},
    world::{
        World,
        chats::Chat,
        entity::text_of,
        keyboard::Keyboard,
        members::Standing,
        messages::{Content, Message},
        users::{Profile, User},
    },
};

/// The most updates that one act makes: the bot is let in again, told of a message, and that it
/// was chosen among inline results.
const UPDATES_OF_AN_ACT: usize = 3;

/// Where a person's message goes, besides its chat.
#[derive(Debug, Default)]
struct Post {
    reply_to: Option<i64>,
    topic: Option<i64>,
    date: Option<i64>,
    via: Option<User>,
    inline_id: Option<String>,
    keyboard: Option<Keyboard>,
    forwarded: Option<(User, i64)>,
}

impl World {
    /// The acting user: the one named, or a private chat's own.
    fn person(
        &mut self,
        chat: i64,
        user: Option<i64>,
        profile: Profile,
    ) -> Result<User, ControlError> {
        let id = match user {
            Some(user) => user,
            None if chat > 0 => chat,
            None => {
                return Err(ControlError::invalid(
                    "a group needs to know which user acts",
                ));
            }
        };
        if self.chats.get(chat).is_some_and(|chat| chat.gone) {
            return Err(ControlError::no_chat(chat));
        }
        let user = self.users.touch(id, profile)?;
        self.chats.touch(chat, Some(&user), None)?;
        Ok(user)
    }

    /// Appends a person's message and tells the bot. Who writes to a bot in private lets it in
    /// again.
    fn post(
        &mut self,
        chat: i64,
        user: &User,
        content: Content,
        post: Post,
    ) -> Result<Sent, ControlError> {
        self.check_room()?;
        let place = self.chats.touch(chat, Some(user), None)?;
        let mut topic = post.topic;
        if let Some(replied) = post.reply_to {
            let replied = place
                .message(replied)
                .ok_or(ControlError::no_message(replied))?;
            topic = topic.or(replied.topic);
        }
        if let Some(topic) = topic.filter(|topic| !place.has_topic(*topic)) {
            return Err(ControlError::NotFound(format!("topic {topic}")));
        }
        if place.is_private() && place.blocked() {
            self.change_standing(chat, user, Standing::Member)?;
        }
        let place = self.chats.touch(chat, Some(user), None)?;
        let message = place.add(user, post.date, content);
        message.reply_to = post.reply_to;
        message.topic = topic;
        message.via = post.via;
        message.inline_id = post.inline_id;
        message.keyboard = post.keyboard;
        message.forwarded = post.forwarded;
        let message_id = message.id;
        let told = self.tell(chat, message_id, "message")?;
        Ok(Sent {
            update_id: told.update_id,
            message_id,
            revision: told.revision,
        })
    }

    /// Queues the update about a message if the bot is to know of it.
    fn tell(&mut self, chat: i64, id: i64, kind: &str) -> Result<Edited, ControlError> {
        let place = self
            .chats
            .get_mut(chat)
            .ok_or(ControlError::no_chat(chat))?;
        let message = place.message(id).ok_or(ControlError::no_message(id))?;
        let bot = self.bot.username.as_deref().unwrap_or_default();
        let told = self.settings.reads_all_group_messages || concerns(place, message, bot);
        let told = told && !place.blocked();
        let update_id = if told {
            self.updates.push(kind, &place.telegram_message(message))?
        } else {
            None
        };
        if let Some(message) = place.messages.iter_mut().find(|message| message.id == id) {
            message.delivered = update_id.is_some();
        }
        Ok(Edited {
            update_id,
            revision: place.revision,
        })
    }

    /// Refuses an act before it has changed anything if its updates may find no room.
    fn check_room(&self) -> Result<(), ControlError> {
        if self.updates.pending() + UPDATES_OF_AN_ACT <= limits::PENDING_UPDATES {
            Ok(())
        } else {
            Err(ControlError::Full("updates wait for the bot"))
        }
    }
}

/// Whether a bot in privacy mode is told of a message: always in private, in groups of commands,
/// of mentions, of replies to it, of what was sent by way of it and of what Telegram itself tells
/// (core.telegram.org/bots/features#privacy-mode).
fn concerns(chat: &Chat, message: &Message, bot: &str) -> bool {
    let named = |name: &str| name.eq_ignore_ascii_case(bot);
    let content = &message.content;
    chat.is_private()
        || message.via.is_some()
        || content.service.is_some()
        || content.entities.iter().any(|entity| {
            let text = text_of(&content.text, entity);
            match entity.kind.as_str() {
                "bot_command" => text.split_once('@').is_none_or(|(_, name)| named(name)),
                "mention" => text.strip_prefix('@').is_some_and(named),
                _ => false,
            }
        })
        || message
            .reply_to
            .and_then(|id| chat.message(id))
            .is_some_and(|replied| replied.from.is_bot)
}
