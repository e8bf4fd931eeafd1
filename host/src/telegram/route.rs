//! What an update asks for, before anything is looked up.

use teloxide::types::{
    CallbackQuery, CallbackQueryId, Chat, ChatId, InlineKeyboardMarkup, InlineQueryId,
    MaybeInaccessibleMessage, Message, MessageId, MessageKind, ThreadId, Update, UpdateKind,
};

use vinbot_store::ChatKind;

use super::callback::Press;
use super::files::{self, Sent};
use super::reader::Reader;
use super::seal::Seal;
use super::services::Services;
use crate::vin::{self, Scan};

/// Where an answer belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) chat: ChatId,
    pub(super) kind: ChatKind,
    pub(super) private: bool,
    /// A message that was sent through the bot, in a chat that it does not know: all it can
    /// do is edit that message. `chat` is that of the user with the bot.
    pub(super) inline: bool,
    /// The topic, in a chat that has topics.
    pub(super) thread: Option<ThreadId>,
    /// The message that is answered; in groups the answer refers to it.
    pub(super) reply_to: Option<MessageId>,
}

/// What a message asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ask {
    /// VINs, and what is almost one.
    Vins(Scan),
    /// `/vin` with nothing to look up.
    VinUsage,
    Command(Command),
    /// A text with no VIN, in a private chat.
    NoVin,
    /// A sticker, a voice message, …, in a private chat.
    NoText,
    /// A photo, or a picture as a document.
    Photo(Sent),
    /// A document that may be a table.
    Document(Sent),
    /// A document of another kind.
    OddFile,
}

/// A slash command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command {
    /// In lower case, without the slash.
    pub(super) name: String,
    pub(super) arguments: String,
    /// Certainly meant for this bot, so that it should answer in any case.
    pub(super) addressed: bool,
}

/// What an update asks for.
#[derive(Debug)]
pub(super) enum Routed {
    Message {
        place: Place,
        reader: Reader,
        ask: Ask,
        /// What was written, if it was text.
        text: Option<String>,
        /// The message was there before and is another now.
        edited: bool,
    },
    Button(Button),
    /// The bot was let into a chat or shut out of it, by this user.
    Standing {
        place: Place,
        reader: Reader,
        present: bool,
    },
    /// Somebody writes the bot's name and this in any chat.
    Inline {
        query: InlineQueryId,
        reader: Reader,
        text: String,
    },
    /// Somebody sent a card that way; the message can be edited.
    Chosen {
        message: String,
        reader: Reader,
        result: String,
    },
    Ignored,
}

/// A message with a button.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Carrier {
    /// Of the bot, in a chat that it is in.
    Message(MessageId),
    /// Sent through the bot in any chat.
    Inline(String),
}

/// A button that was pressed.
#[derive(Debug)]
pub(super) struct Button {
    pub(super) query: CallbackQueryId,
    pub(super) place: Place,
    pub(super) reader: Reader,
    /// The message that carries it.
    pub(super) message: Carrier,
    /// False for a message that is too old or deleted: it can't be edited.
    pub(super) editable: bool,
    /// Who wrote what that message answers, where Telegram tells.
    pub(super) asker: Option<u64>,
    /// None for data that the bot never wrote.
    pub(super) press: Option<Press>,
}

/// What an update asks of this bot.
pub(super) fn route(update: Update, services: &Services) -> Routed {
    routed(update, &services.username, &services.seal)
}

fn routed(update: Update, username: &str, seal: &Seal) -> Routed {
    match update.kind {
        UpdateKind::Message(message) => message_asks(&message, username, false),
        UpdateKind::EditedMessage(message) => message_asks(&message, username, true),
        UpdateKind::InlineQuery(query) => Routed::Inline {
            reader: Reader::of(Some(&query.from)),
            query: query.id,
            text: query.query,
        },
        UpdateKind::ChosenInlineResult(chosen) => match chosen.inline_message_id {
            Some(message) => Routed::Chosen {
                message,
                reader: Reader::of(Some(&chosen.from)),
                result: chosen.result_id,
            },
            None => Routed::Ignored,
        },
        UpdateKind::CallbackQuery(query) => button(query, seal),
        UpdateKind::MyChatMember(change) => Routed::Standing {
            place: Place {
                chat: change.chat.id,
                kind: kind(&change.chat),
                private: change.chat.is_private(),
                thread: None,
                reply_to: None,
                inline: false,
            },
            reader: Reader::of(Some(&change.from)),
            present: change.new_chat_member.is_present(),
        },
        _ => Routed::Ignored,
    }
}

/// The chat that an update belongs to: updates of one chat are answered in order.
pub(super) fn chat_of(update: &Update) -> Option<ChatId> {
    update.chat().map(|chat| chat.id)
}

/// What kind of update it is, in the words of the Bot API; those that the bot does not read
/// are all `other`.
pub(super) fn kind_of(update: &Update) -> &'static str {
    match update.kind {
        UpdateKind::Message(_) => "message",
        UpdateKind::EditedMessage(_) => "edited_message",
        UpdateKind::CallbackQuery(_) => "callback_query",
        UpdateKind::InlineQuery(_) => "inline_query",
        UpdateKind::ChosenInlineResult(_) => "chosen_inline_result",
        UpdateKind::MyChatMember(_) => "my_chat_member",
        _ => "other",
    }
}

fn message_asks(message: &Message, username: &str, edited: bool) -> Routed {
    // Other bots and channels could answer back for ever.
    // An administrator who stays anonymous speaks as the group itself, through a bot.
    let as_group = message
        .sender_chat
        .as_ref()
        .is_some_and(|chat| chat.id == message.chat.id);
    let from_bot = !as_group && message.from.as_ref().is_none_or(|user| user.is_bot);
    let by_bot = message.via_bot.is_some();
    let ask = if from_bot || by_bot {
        None
    } else {
        asked(message, username)
    };
    let Some(ask) = ask else {
        return Routed::Ignored;
    };
    Routed::Message {
        place: place(message),
        reader: Reader::of(message.from.as_ref()),
        ask,
        text: message.text().map(str::to_owned),
        edited,
    }
}

/// What a button asks for, as if somebody had written it.
pub(super) fn button_asks(text: &str, private: bool, username: &str) -> Option<Ask> {
    text_asks(text, private, true, username)
}

/// What text asks for, in a chat with the bot alone or with others; with others, whether it
/// speaks to the bot.
fn text_asks(text: &str, private: bool, addressed: bool, username: &str) -> Option<Ask> {
    if let Some(command) = Typed::parse(text) {
        return command.ask(private || addressed, username);
    }
    let scan = vin::scan(text);
    if private || addressed {
        let none = scan.vins.is_empty() && scan.near_misses.is_empty();
        return Some(if none { Ask::NoVin } else { Ask::Vins(scan) });
    }
    overheard(text, scan).map(Ask::Vins)
}

/// In a group the bot is told of all that is written, and answers a VIN that stands alone.
fn overheard(text: &str, mut scan: Scan) -> Option<Scan> {
    // Phone, order and tracking numbers come to 17 digits; hardly any VIN does.
    scan.vins
        .retain(|vin| vin.as_str().bytes().filter(u8::is_ascii_alphabetic).count() >= 2);
    // What is almost a VIN is hardly meant for the bot.
    scan.near_misses.clear();
    let written = text.chars().filter(|c| c.is_alphanumeric()).count();
    let alone = written == scan.vins.len() * vin::LENGTH;
    (alone && !scan.vins.is_empty()).then_some(scan)
}

fn asked(message: &Message, username: &str) -> Option<Ask> {
    let private = message.chat.is_private();
    if !matches!(message.kind, MessageKind::Common(_)) {
        return None;
    }
    let ask = match message.text().or_else(|| message.caption()) {
        Some(text) => text_asks(text, private, speaks_to(message, text, username), username),
        None => private.then_some(Ask::NoText),
    };
    let ask = files::or_file(message, username, ask);
    if ask != Some(Ask::VinUsage) {
        return ask;
    }
    // `/vin` alone, as the answer to a message that holds the VIN.
    let other = message
        .reply_to_message()
        .and_then(|other| other.text().or(other.caption()));
    let scan = other.map(vin::scan).unwrap_or_default();
    if scan.vins.is_empty() && scan.near_misses.is_empty() {
        files::of_answered(message).or(ask)
    } else {
        Some(Ask::Vins(scan))
    }
}

/// True if a message in a group is for the bot: it names it, or answers it.
fn speaks_to(message: &Message, text: &str, username: &str) -> bool {
    let name = format!("@{}", username.to_lowercase());
    let lower = text.to_lowercase();
    let named = lower.match_indices(&name).any(|(at, _)| {
        let after = lower[at + name.len()..].chars().next();
        after.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '_')
    });
    let answered = message
        .reply_to_message()
        .and_then(|other| other.from.as_ref());
    named || answered.is_some_and(|user| user.username.as_deref() == Some(username))
}

/// A command as it was typed.
struct Typed<'a> {
    name: String,
    /// The bot it is addressed to: `/help@other_bot`.
    bot: Option<&'a str>,
    argument: &'a str,
}

impl<'a> Typed<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (head, argument) = match text.split_once(char::is_whitespace) {
            Some((head, argument)) => (head, argument.trim()),
            None => (text, ""),
        };
        let head = head.strip_prefix('/')?;
        let (name, bot) = match head.split_once('@') {
            Some((name, bot)) => (name, Some(bot)),
            None => (head, None),
        };
        let valid = (1..=32).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        valid.then(|| Self {
            name: name.to_lowercase(),
            bot,
            argument,
        })
    }

    /// What it asks; `addressed` if it is certainly for this bot, whether it says so or not.
    fn ask(self, addressed: bool, username: &str) -> Option<Ask> {
        let here = self.bot.map(|bot| bot.eq_ignore_ascii_case(username));
        if here == Some(false) {
            return None;
        }
        match self.name.as_str() {
            // A link to the bot may carry a VIN: t.me/BOT?start=VIN.
            "start" => Some(self.vins().unwrap_or_else(|| self.command(addressed, here))),
            "vin" => Some(self.vins().unwrap_or(Ask::VinUsage)),
            _ => Some(self.command(addressed, here)),
        }
    }

    fn command(&self, addressed: bool, here: Option<bool>) -> Ask {
        Ask::Command(Command {
            addressed: addressed || here == Some(true),
            arguments: self.argument.to_owned(),
            name: self.name.clone(),
        })
    }

    fn vins(&self) -> Option<Ask> {
        let scan = vin::scan(self.argument);
        let none = scan.vins.is_empty() && scan.near_misses.is_empty();
        (!none).then_some(Ask::Vins(scan))
    }
}

fn place(message: &Message) -> Place {
    Place {
        chat: message.chat.id,
        kind: kind(&message.chat),
        private: message.chat.is_private(),
        inline: false,
        thread: message.thread_id.filter(|_| message.is_topic_message),
        reply_to: Some(message.id),
    }
}

/// Where a message is that was sent through the bot.
pub(super) fn inline(reader: &Reader) -> Place {
    let user = reader.user.and_then(|user| i64::try_from(user).ok());
    Place {
        chat: ChatId(user.unwrap_or_default()),
        kind: ChatKind::Private,
        private: false,
        inline: true,
        thread: None,
        reply_to: None,
    }
}

fn kind(chat: &Chat) -> ChatKind {
    if chat.is_private() {
        ChatKind::Private
    } else if chat.is_group() {
        ChatKind::Group
    } else if chat.is_channel() {
        ChatKind::Channel
    } else {
        ChatKind::Supergroup
    }
}

fn button(query: CallbackQuery, seal: &Seal) -> Routed {
    let reader = Reader::of(Some(&query.from));
    let data = query.data.as_deref();
    let press = data.and_then(|data| Press::open(data, seal, reader.user));
    let (place, message, editable, asker) = match query.message {
        Some(MaybeInaccessibleMessage::Regular(message)) => {
            let place = Place {
                reply_to: None,
                ..place(&message)
            };
            let asker = asker(&message);
            (
                place,
                Carrier::Message(message.id),
                may_edit(&message),
                asker,
            )
        }
        Some(MaybeInaccessibleMessage::Inaccessible(message)) => {
            let place = Place {
                chat: message.chat.id,
                kind: kind(&message.chat),
                private: message.chat.is_private(),
                inline: false,
                thread: None,
                reply_to: None,
            };
            (place, Carrier::Message(message.message_id), false, None)
        }
        None => match query.inline_message_id {
            Some(message) => (inline(&reader), Carrier::Inline(message), true, None),
            None => return Routed::Ignored,
        },
    };
    Routed::Button(Button {
        query: query.id,
        place,
        reader,
        message,
        editable,
        asker,
        press,
    })
}

/// Who wrote what a message answers; the bot itself is nobody.
fn asker(message: &Message) -> Option<u64> {
    let asked = message.reply_to_message()?.from.as_ref()?;
    (!asked.is_bot).then_some(asked.id.0)
}

/// Only a text with a keyboard can become another text with a keyboard.
fn may_edit(message: &Message) -> bool {
    message.text().is_some() && message.reply_markup().is_some_and(has_buttons)
}

fn has_buttons(keyboard: &InlineKeyboardMarkup) -> bool {
    keyboard.inline_keyboard.iter().any(|row| !row.is_empty())
}

#[cfg(test)]
#[allow(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "tables read better"
)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    const HONDA: &str = "1HGCM82633A004352";

    fn message(chat: &serde_json::Value, extra: serde_json::Value) -> Update {
        let mut message = json!({
            "message_id": 7, "date": 1_780_000_000, "chat": chat,
            "from": {"id": 5, "is_bot": false, "first_name": "Ada", "language_code": "de-AT"},
        });
        message
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        read(&json!({"update_id": 1, "message": message}))
    }

    /// From text, as it arrives: teloxide does not read updates from a `Value`.
    fn read(update: &serde_json::Value) -> Update {
        serde_json::from_str(&update.to_string()).unwrap()
    }

    fn private() -> serde_json::Value {
        json!({"id": 5, "type": "private", "first_name": "Ada"})
    }

    fn group() -> serde_json::Value {
        json!({"id": -10, "type": "supergroup", "title": "Cars"})
    }

    fn ask(update: Update) -> Option<Ask> {
        match routed(update, "vin_bot", &Seal::new("1:a")) {
            Routed::Message { ask, .. } => Some(ask),
            _ => None,
        }
    }

    fn vins(list: &[&str]) -> Option<Ask> {
        let vins = list.iter().map(|vin| vin.parse().unwrap()).collect();
        Some(Ask::Vins(Scan {
            vins,
            near_misses: Vec::new(),
        }))
    }

    fn command(name: &str, arguments: &str, addressed: bool) -> Option<Ask> {
        Some(Ask::Command(Command {
            name: name.into(),
            arguments: arguments.into(),
            addressed,
        }))
    }

    #[rstest]
    #[case::start("/start", command("start", "", true), command("start", "", false))]
    #[case::link("/start 1HGCM82633A004352", vins(&[HONDA]), vins(&[HONDA]))]
    #[case::odd_link(
        "/start hello",
        command("start", "hello", true),
        command("start", "hello", false)
    )]
    #[case::help("/help", command("help", "", true), command("help", "", false))]
    #[case::addressed("/HELP@VIN_bot", command("help", "", true), command("help", "", true))]
    #[case::to_another("/help@other_bot", None, None)]
    #[case::vin("/vin 1hgcm82633a004352", vins(&[HONDA]), vins(&[HONDA]))]
    #[case::vin_on_two_lines("/vin\n1HGCM82633A004352", vins(&[HONDA]), vins(&[HONDA]))]
    #[case::vin_alone("/vin", Some(Ask::VinUsage), Some(Ask::VinUsage))]
    #[case::vin_of_nothing("/vin my car", Some(Ask::VinUsage), Some(Ask::VinUsage))]
    #[case::another(
        "/frob 1 2",
        command("frob", "1 2", true),
        command("frob", "1 2", false)
    )]
    #[case::no_command("/ 1HGCM82633A004352", vins(&[HONDA]), vins(&[HONDA]))]
    #[case::vin_in_words("is 1HGCM82633A004352 good?", vins(&[HONDA]), None)]
    #[case::vin_alone_in_pieces("1HGCM-82633 A004352.", vins(&[HONDA]), vins(&[HONDA]))]
    #[case::named("@vin_bot is 1HGCM82633A004352 good?", vins(&[HONDA]), vins(&[HONDA]))]
    #[case::another_is_named("@vin_bot2 is 1HGCM82633A004352 good?", vins(&[HONDA]), None)]
    #[case::named_for_nothing("hello @VIN_bot", Some(Ask::NoVin), Some(Ask::NoVin))]
    #[case::phone_numbers("call 2125551234 2125555", Some(Ask::NoVin), None)]
    #[case::small_talk("good morning", Some(Ask::NoVin), None)]
    #[case::empty("", Some(Ask::NoVin), None)]
    fn text_is_understood(
        #[case] text: &str,
        #[case] alone: Option<Ask>,
        #[case] with_others: Option<Ask>,
    ) {
        assert_eq!(ask(message(&private(), json!({"text": text}))), alone);
        assert_eq!(ask(message(&group(), json!({"text": text}))), with_others);
    }

    #[test]
    fn what_is_almost_a_vin_is_answered_in_private_or_when_asked() {
        let text = "1HGCM82633A00435";
        let near = |ask| matches!(ask, Some(Ask::Vins(scan)) if scan.near_misses.len() == 1);
        assert!(near(ask(message(&private(), json!({"text": text})))));
        assert!(near(ask(message(
            &group(),
            json!({"text": format!("/vin {text}")})
        ))));
        assert_eq!(ask(message(&group(), json!({"text": text}))), None);
    }

    #[test]
    fn vin_as_an_answer_reads_the_answered_message() {
        let other = json!({
            "message_id": 6, "date": 1, "chat": group(), "text": format!("mine is {HONDA}"),
            "from": {"id": 6, "is_bot": false, "first_name": "Bob"},
        });
        let update = message(&group(), json!({"text": "/vin", "reply_to_message": other}));
        assert_eq!(ask(update), vins(&[HONDA]));
    }

    #[test]
    fn a_caption_is_text_and_a_sticker_is_not() {
        let photo = json!([{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]);
        let update = message(&private(), json!({"photo": photo, "caption": HONDA}));
        assert_eq!(ask(update), vins(&[HONDA]));
        let sticker = json!({
            "file_id": "a", "file_unique_id": "b", "type": "regular", "width": 1, "height": 1,
            "is_animated": false, "is_video": false,
        });
        let update = message(&private(), json!({"sticker": sticker}));
        assert_eq!(ask(update), Some(Ask::NoText));
        let update = message(&group(), json!({"sticker": sticker}));
        assert_eq!(ask(update), None);
    }

    #[test]
    fn bots_and_service_messages_are_not_answered() {
        let bot = json!({"id": 9, "is_bot": true, "first_name": "Bot"});
        assert_eq!(
            ask(message(&private(), json!({"text": HONDA, "from": bot}))),
            None
        );
        let as_group = json!({"text": HONDA, "from": bot, "sender_chat": group()});
        assert_eq!(ask(message(&group(), as_group)), vins(&[HONDA]));
        let via = json!({"text": HONDA, "via_bot": bot});
        assert_eq!(ask(message(&private(), via)), None);
        let joined = json!({"new_chat_members": [{"id": 9, "is_bot": false, "first_name": "B"}]});
        assert_eq!(ask(message(&group(), joined)), None);
    }

    #[test]
    fn an_answer_to_the_bot_is_for_the_bot() {
        let bots = json!({
            "message_id": 6, "date": 1, "chat": group(), "text": "card",
            "from": {"id": 1, "is_bot": true, "first_name": "Bot", "username": "vin_bot"},
        });
        let text = format!("and {HONDA}?");
        let update = message(&group(), json!({"text": text, "reply_to_message": bots}));
        assert_eq!(ask(update), vins(&[HONDA]));
    }

    #[test]
    fn a_command_as_an_answer_to_the_bot_is_for_the_bot() {
        let bots = json!({
            "message_id": 6, "date": 1, "chat": group(), "text": "card",
            "from": {"id": 1, "is_bot": true, "first_name": "Bot", "username": "vin_bot"},
        });
        let answer = |text: &str| {
            let extra = json!({"text": text, "reply_to_message": bots});
            ask(message(&group(), extra))
        };
        assert_eq!(answer("/help"), command("help", "", true));
        assert_eq!(answer("/help@other_bot"), None);
    }

    #[test]
    fn an_edited_message_is_told_from_a_new_one() {
        let update = message(
            &private(),
            json!({"text": HONDA, "edit_date": 1_780_000_001}),
        );
        let mut update = serde_json::to_value(update).unwrap();
        let edited = update["message"].take();
        let update = read(&json!({"update_id": 2, "edited_message": edited}));
        let routed = routed(update, "vin_bot", &Seal::new("1:a"));
        assert!(matches!(routed, Routed::Message { edited: true, .. }));
    }

    fn pressed(message: &serde_json::Value, data: &str) -> Button {
        let query = json!({
            "id": "q", "from": {"id": 5, "is_bot": false, "first_name": "Ada"},
            "chat_instance": "c", "data": data, "message": message,
        });
        let update = json!({"update_id": 3, "callback_query": query});
        match routed(read(&update), "vin_bot", &Seal::new("1:a")) {
            Routed::Button(button) => button,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_button_of_a_text_is_answered_in_place() {
        let message = json!({
            "message_id": 8, "date": 1_780_000_000, "chat": private(), "text": "card",
            "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "d:x"}]]},
        });
        let press = Press::Command("/help".into());
        let data = press.close(&Seal::new("1:a"), None).unwrap();
        let button = pressed(&message, &data);
        assert!(button.editable && button.press.is_some());
        assert_eq!(button.message, Carrier::Message(MessageId(8)));
    }

    #[test]
    fn a_button_of_a_message_that_is_gone_can_still_be_answered() {
        let message = json!({"message_id": 8, "date": 0, "chat": private()});
        let button = pressed(&message, "never issued");
        assert!(!button.editable && button.press.is_none());
        assert!(button.place.private);
    }
}
