//! People press buttons.

use serde_json::json;

use crate::{
    Playground,
    error::ControlError,
    requests::{Forge, Press, Pressed},
    world::{World, messages::Message, users::Profile},
};

impl Playground {
    /// Presses a button.
    pub fn press(&self, chat: i64, id: i64, press: &Press) -> Result<Pressed, ControlError> {
        self.change(|world| {
            let place = world.chats.get(chat).ok_or(ControlError::no_chat(chat))?;
            let message = place.message(id).ok_or(ControlError::no_message(id))?;
            let button = message
                .keyboard
                .as_ref()
                .and_then(|keyboard| match press {
                    Press {
                        row: Some(row),
                        column,
                        ..
                    } => keyboard.inline_keyboard.get(*row)?.get(column.unwrap_or(0)),
                    Press {
                        label: Some(label), ..
                    } => keyboard.buttons().find(|button| button.text == *label),
                    Press { data, .. } => keyboard
                        .buttons()
                        .find(|button| data.is_some() && button.callback_data == *data),
                })
                .ok_or_else(|| ControlError::NotFound(format!("button of message {id}")))?
                .clone();
            if let Some(data) = button.callback_data {
                world.callback(chat, id, press.user, &data, false)
            } else if let Some(copy) = button.copy_text {
                Ok(Pressed::CopyText { text: copy.text })
            } else if let Some(url) = button.url {
                Ok(Pressed::Url { url })
            } else {
                Ok(Pressed::Other)
            }
        })
    }

    /// Sends the bot a callback query that no button makes: on any message, deleted ones and
    /// ones that never were included.
    pub fn forge(&self, chat: i64, id: i64, forge: &Forge) -> Result<Pressed, ControlError> {
        self.change(|world| world.callback(chat, id, forge.user, &forge.data, forge.inaccessible))
    }

    /// Makes a callback query too old to be answered.
    pub fn expire_callback(&self, id: &str) -> Result<(), ControlError> {
        self.change(|world| {
            let callback = world.callbacks.find(id);
            callback
                .ok_or_else(|| ControlError::NotFound(format!("callback {id}")))?
                .expired = true;
            Ok(())
        })
    }
}

impl World {
    fn callback(
        &mut self,
        chat: i64,
        message_id: i64,
        user: Option<i64>,
        data: &str,
        inaccessible: bool,
    ) -> Result<Pressed, ControlError> {
        self.check_room()?;
        let user = self.person(chat, user, Profile::default())?;
        let place = self.chats.get(chat).ok_or(ControlError::no_chat(chat))?;
        let message = place.message(message_id).filter(|_| !inaccessible);
        // Of an inline message the bot knows this id alone.
        let (field, pressed) = match message {
            Some(Message {
                inline_id: Some(id),
                ..
            }) => ("inline_message_id", id.as_str().into()),
            Some(message) => ("message", place.telegram_message(message)),
            None => {
                let chat = place.telegram();
                let message = json!({ "chat": chat, "message_id": message_id, "date": 0 });
                ("message", message)
            }
        };
        let revision = place.revision;
        let callback_id = self.callbacks.press(chat, message_id, user.id, data);
        let query = json!({
            "id": callback_id,
            "from": user,
            field: pressed,
            "chat_instance": chat.unsigned_abs().to_string(),
            "data": data,
        });
        let update_id = self.updates.push("callback_query", &query)?;
        Ok(Pressed::Callback {
            update_id,
            callback_id,
            data: data.to_owned(),
            revision,
        })
    }
}
