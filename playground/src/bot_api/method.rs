//! The methods, by name.

use super::{
    Answer, callbacks, chats, commands, copies, edits, files, inline, messages, params::Params,
    webhooks,
};
use crate::world::World;

macro_rules! methods {
    ($($variant:ident $name:literal,)*) => {
        /// A method of the Bot API that the playground has.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Method { $($variant,)* }

        impl Method {
            const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name as Telegram's manual writes it.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

methods! {
    AnswerCallbackQuery "answerCallbackQuery",
    AnswerInlineQuery "answerInlineQuery",
    CopyMessage "copyMessage",
    DeleteMessage "deleteMessage",
    DeleteMyCommands "deleteMyCommands",
    DeleteWebhook "deleteWebhook",
    EditMessageCaption "editMessageCaption",
    EditMessageMedia "editMessageMedia",
    EditMessageReplyMarkup "editMessageReplyMarkup",
    EditMessageText "editMessageText",
    ForwardMessage "forwardMessage",
    GetChat "getChat",
    GetChatMember "getChatMember",
    GetFile "getFile",
    GetMe "getMe",
    GetMyCommands "getMyCommands",
    GetUpdates "getUpdates",
    GetWebhookInfo "getWebhookInfo",
    SendChatAction "sendChatAction",
    SendDocument "sendDocument",
    SendMessage "sendMessage",
    SendPhoto "sendPhoto",
    SetMessageReaction "setMessageReaction",
    SetMyCommands "setMyCommands",
    SetWebhook "setWebhook",
}

impl Method {
    /// Telegram does not care about the case of a method's name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|method| method.name().eq_ignore_ascii_case(name))
    }

    /// Does what the method does. `getUpdates` and `setWebhook` wait or start something and are
    /// answered by their own modules.
    pub(crate) fn answer(self, world: &mut World, params: &Params) -> Answer {
        match self {
            Self::AnswerCallbackQuery => callbacks::answer(world, params),
            Self::AnswerInlineQuery => inline::answer(world, params),
            Self::CopyMessage => copies::copy(world, params),
            Self::DeleteMessage => messages::delete(world, params),
            Self::DeleteMyCommands => commands::delete(world, params),
            Self::DeleteWebhook => Ok(webhooks::delete(world, params)),
            Self::EditMessageCaption => edits::caption(world, params),
            Self::EditMessageMedia => edits::media(world, params),
            Self::EditMessageReplyMarkup => edits::reply_markup(world, params),
            Self::EditMessageText => edits::text(world, params),
            Self::ForwardMessage => copies::forward(world, params),
            Self::GetChat => chats::get(world, params),
            Self::GetChatMember => chats::member(world, params),
            Self::GetFile => files::get(world, params),
            Self::GetMe => Ok(chats::me(world)),
            Self::GetMyCommands => commands::get(world, params),
            Self::GetWebhookInfo => Ok(webhooks::info(world)),
            Self::SendChatAction => chats::action(world, params),
            Self::SendDocument => files::send_document(world, params),
            Self::SendMessage => messages::send(world, params),
            Self::SendPhoto => files::send_photo(world, params),
            Self::SetMessageReaction => copies::react(world, params),
            Self::SetMyCommands => commands::set(world, params),
            Self::GetUpdates | Self::SetWebhook => Err(super::Refusal::other(
                500,
                "Internal Server Error: answered elsewhere",
            )),
        }
    }
}
