//! Users, chats, topics, and the bot's place among them.

use serde_json::json;

use crate::{
    Playground,
    error::ControlError,
    limits,
    requests::{Edited, OpenTopic, SetChat, SetStanding},
    world::{
        World,
        chats::Topic,
        members::Standing,
        messages::{Content, Service},
        now,
        users::{Profile, User},
    },
};

impl Playground {
    /// Creates or changes a user.
    pub fn set_user(&self, id: i64, profile: Profile) -> Result<(), ControlError> {
        self.change(|world| {
            let user = world.users.touch(id, profile)?;
            if world.chats.get(id).is_some() {
                world.chats.touch(id, Some(&user), None)?;
            }
            Ok(())
        })
    }

    /// Creates a chat (or names a group) without a message, so that the bot may write first.
    pub fn set_chat(&self, id: i64, title: Option<String>) -> Result<(), ControlError> {
        let set = SetChat {
            title,
            ..SetChat::default()
        };
        self.shape_chat(id, set)
    }

    /// Creates or changes a chat; a deleted one is there again, empty.
    pub fn shape_chat(&self, id: i64, set: SetChat) -> Result<(), ControlError> {
        self.change(|world| {
            let user = (id > 0)
                .then(|| world.users.touch(id, Profile::default()))
                .transpose()?;
            if set.forum == Some(true) && id > LAST_SUPERGROUP {
                return Err(ControlError::invalid(
                    "a chat with topics is a supergroup, such as -1000000000001",
                ));
            }
            let is_new = world.chats.get(id).is_none();
            let chat = world.chats.touch(id, user.as_ref(), set.title)?;
            let forum = set.forum.unwrap_or(chat.forum);
            if !is_new && (chat.gone || chat.forum != forum) {
                chat.revision += 1;
            }
            chat.forum = forum;
            chat.gone = false;
            Ok(())
        })
    }

    /// Deletes a chat for everybody: the bot meets "chat not found" from now on.
    pub fn delete_chat(&self, id: i64) -> Result<(), ControlError> {
        self.change(|world| {
            let chat = world.chats.get_mut(id).ok_or(ControlError::no_chat(id))?;
            chat.delete();
            Ok(())
        })
    }

    /// Opens a topic in a forum and tells the bot.
    pub fn open_topic(&self, chat: i64, open: &OpenTopic) -> Result<Topic, ControlError> {
        let name = open.name.trim().to_owned();
        if !(1..=limits::TOPIC_NAME_CHARS).contains(&name.chars().count()) {
            return Err(ControlError::invalid(
                "a topic's name has 1 to 128 characters",
            ));
        }
        self.change(|world| {
            world.check_room()?;
            let user = world.person(chat, Some(open.user), Profile::default())?;
            let place = world
                .chats
                .get_mut(chat)
                .ok_or(ControlError::no_chat(chat))?;
            if !place.forum {
                return Err(ControlError::invalid("this chat has no topics"));
            }
            if place.topics.len() >= limits::TOPICS {
                return Err(ControlError::Full("topics"));
            }
            let service = Some(Service::TopicCreated(name.clone()));
            let content = Content {
                service,
                ..Content::default()
            };
            let message = place.add(&user, None, content);
            message.topic = Some(message.id);
            let topic = Topic {
                topic: message.id,
                name,
            };
            place.topics.push(topic.clone());
            world.tell(chat, topic.topic, "message")?;
            Ok(topic)
        })
    }

    /// Blocks the bot in a chat, or lets it in again.
    pub fn block(&self, chat: i64, blocked: bool) -> Result<(), ControlError> {
        let status = if blocked {
            Standing::Kicked
        } else {
            Standing::Member
        };
        self.change(|world| {
            let place = world.chats.get(chat).ok_or(ControlError::no_chat(chat))?;
            let user = place.user.clone();
            let last = || place.messages.iter().rev().map(|message| &message.from);
            let user = user.or_else(|| last().find(|from| !from.is_bot).cloned());
            let user = match user {
                Some(user) => user,
                None => world.users.touch(OWNER, Profile::default())?,
            };
            world.change_standing(chat, &user, status).map(|_| ())
        })
    }

    /// Changes the bot's place in a chat and tells it. A group that was not there is made
    /// first, without the bot.
    pub fn set_standing(&self, chat: i64, set: &SetStanding) -> Result<Edited, ControlError> {
        self.change(|world| {
            if chat > 0 && !matches!(set.status, Standing::Member | Standing::Kicked) {
                return Err(ControlError::invalid(
                    "in a private chat the bot is a member or kicked",
                ));
            }
            let is_new = world.chats.get(chat).is_none();
            let user = world.person(chat, set.user, Profile::default())?;
            if let (true, Some(place)) = (is_new && chat < 0, world.chats.get_mut(chat)) {
                place.bot = Standing::Left;
            }
            world.change_standing(chat, &user, set.status)
        })
    }
}

/// Ids up to this one are supergroups' (core.telegram.org/api/bots/ids).
const LAST_SUPERGROUP: i64 = -1_000_000_000_000;

/// Acts in groups in which nobody has written yet.
const OWNER: i64 = 1;

impl World {
    /// Gives the bot another place in a chat: the update about it and, in groups, the message.
    pub(super) fn change_standing(
        &mut self,
        chat: i64,
        user: &User,
        status: Standing,
    ) -> Result<Edited, ControlError> {
        self.check_room()?;
        let bot = self.bot.clone();
        let place = self
            .chats
            .get_mut(chat)
            .ok_or(ControlError::no_chat(chat))?;
        let before = std::mem::replace(&mut place.bot, status);
        if before == status {
            return Ok(Edited {
                update_id: None,
                revision: place.revision,
            });
        }
        place.revision += 1;
        let change = json!({
            "chat": place.telegram(),
            "from": user,
            "date": now(),
            "old_chat_member": before.telegram(&bot),
            "new_chat_member": status.telegram(&bot),
        });
        let service = match (before.is_in(), status.is_in()) {
            _ if place.is_private() => None,
            (false, true) => Some(Service::Joined(bot)),
            (true, false) => Some(Service::Left(bot)),
            _ => None,
        };
        let message = service.map(|service| {
            let content = Content {
                service: Some(service),
                ..Content::default()
            };
            place.add(user, None, content).id
        });
        let revision = place.revision;
        let update_id = self.updates.push("my_chat_member", &change)?;
        if let Some(message) = message {
            self.tell(chat, message, "message")?;
        }
        Ok(Edited {
            update_id,
            revision,
        })
    }
}
