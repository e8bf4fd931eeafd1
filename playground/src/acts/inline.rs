//! People type behind the bot's name and choose what it offers.

use serde_json::json;

use super::Post;
use crate::{
    Playground,
    error::ControlError,
    limits,
    requests::{AskInline, Asked, Choose, Chosen},
    world::{
        World,
        inline::InlineResult,
        keyboard::Keyboard,
        messages::Content,
        users::{Profile, User},
    },
};

impl Playground {
    /// Asks the bot for results.
    pub fn ask_inline(&self, ask: &AskInline) -> Result<Asked, ControlError> {
        if ask.query.chars().count() > limits::INLINE_QUERY_CHARS
            || ask.offset.len() > limits::INLINE_ID_BYTES
        {
            return Err(ControlError::invalid(
                "an inline query has at most 256 characters, its offset 64 bytes",
            ));
        }
        self.change(|world| {
            world.check_room()?;
            if !world.settings.inline {
                return Err(ControlError::invalid("the bot has no inline mode"));
            }
            let user = world.users.touch(ask.user, Profile::default())?;
            let kind = ask.chat.map(|chat| world.kind_for(chat, &user));
            let id = world.inline.ask(user.id, &ask.query, &ask.offset);
            let query = world.inline.get(&id);
            let body = query.map(|query| query.telegram(&user, kind));
            let update_id = world
                .updates
                .push("inline_query", &body.unwrap_or_default())?;
            Ok(Asked {
                update_id,
                inline_query_id: id,
            })
        })
    }

    /// Sends a result into a chat, in the name of the one who asked.
    pub fn choose_inline(&self, query: &str, choose: &Choose) -> Result<Chosen, ControlError> {
        self.change(|world| {
            world.check_room()?;
            let asked = world.inline.get(query);
            let asked =
                asked.ok_or_else(|| ControlError::NotFound(format!("inline query {query}")))?;
            let (user, text) = (asked.user_id, asked.query.clone());
            let result = asked
                .answer
                .iter()
                .flat_map(|answer| &answer.results)
                .find(|result| result.id == choose.result_id)
                .cloned();
            let result = result
                .ok_or_else(|| ControlError::NotFound(format!("result {}", choose.result_id)))?;
            let user = world.person(choose.chat, Some(user), Profile::default())?;
            world.send_result(&user, &text, result, choose)
        })
    }

    /// Makes an inline query too old to be answered.
    pub fn expire_inline(&self, id: &str) -> Result<(), ControlError> {
        self.change(|world| {
            let query = world.inline.find(id);
            query
                .ok_or_else(|| ControlError::NotFound(format!("inline query {id}")))?
                .expired = true;
            Ok(())
        })
    }
}

impl World {
    /// Telegram's name of the kind of chat in which a user types: `sender` is the chat with the
    /// bot itself.
    fn kind_for(&self, chat: i64, user: &User) -> &'static str {
        match self.chats.get(chat) {
            _ if chat == user.id => "sender",
            Some(chat) => chat.kind(),
            None if chat > 0 => "private",
            None => "group",
        }
    }

    fn send_result(
        &mut self,
        user: &User,
        query: &str,
        result: InlineResult,
        choose: &Choose,
    ) -> Result<Chosen, ControlError> {
        let keyboard = Some(Keyboard {
            inline_keyboard: result.keyboard,
        })
        .filter(|keyboard| keyboard.buttons().next().is_some());
        let inline_message_id = keyboard.is_some().then(|| self.inline.message_id());
        let post = Post {
            reply_to: choose.reply_to,
            topic: choose.topic,
            via: Some(self.bot.clone()),
            inline_id: inline_message_id.clone(),
            keyboard,
            ..Post::default()
        };
        let content = Content::text(result.text, result.entities);
        let sent = self.post(choose.chat, user, content, post)?;
        let mut chosen = json!({ "result_id": result.id, "from": user, "query": query });
        if let Some(id) = &inline_message_id {
            chosen["inline_message_id"] = id.as_str().into();
        }
        let chosen_update_id = if self.settings.inline_feedback {
            self.updates.push("chosen_inline_result", &chosen)?
        } else {
            None
        };
        Ok(Chosen {
            inline_message_id,
            chosen_update_id,
            sent,
        })
    }
}
