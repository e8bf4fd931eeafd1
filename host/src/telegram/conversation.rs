//! One update and its answer: who asks, where, and what is shown to them.

use std::sync::Arc;
use std::time::Instant;

use teloxide::types::{InlineKeyboardMarkup, MessageId};

use super::callback::Target;
use super::client::{self, Failed};
use super::commands::{self, Answer};
use super::keyboard::Keyboards;
use super::reader::Reader;
use super::route::{Ask, Button, Carrier, Place};
use super::services::Services;
use super::{dialogue, edits, files, phrases, text, typing};
use vinbot_store::Store;

use crate::lookup::Visit;
use crate::plugins::{Asker, CallError, ViewContext};
use crate::report::Report;
use crate::rich::{Action, Message};
use crate::vin::Vin;
use crate::words::Words;

/// Views that are files.
const FILES: [&str; 3] = ["image", "csv", "json"];

/// What answering one update takes.
#[derive(Debug)]
pub(super) struct Conversation<'a> {
    pub(super) services: &'a Arc<Services>,
    /// Number of the update: what the log has it under.
    pub(super) update: u32,
    /// When this began: what is noted later is not, if the user was forgotten since.
    pub(super) began: Instant,
    pub(super) place: Place,
    pub(super) reader: Reader,
    /// The plugins that the asker has, as they were when the update came.
    pub(super) visit: Visit,
}

/// What a screen shows: a message about vehicles.
pub(super) struct Screen {
    pub(super) message: Message,
    pub(super) vins: Vec<Vin>,
    /// What a card shows: enrichers may have more to say of it.
    pub(super) report: Option<Report>,
    /// What a list shows.
    pub(super) listed: Vec<Report>,
}

impl Screen {
    /// What is not about vehicles.
    pub(super) fn plain(message: Message) -> Self {
        Self {
            message,
            vins: Vec::new(),
            report: None,
            listed: Vec::new(),
        }
    }
}

impl<'a> Conversation<'a> {
    pub(super) fn new(
        services: &'a Arc<Services>,
        update: u32,
        place: Place,
        reader: Reader,
    ) -> Self {
        let asker = Asker {
            user: reader.user,
            chat: Some(place.chat.0),
        };
        Self {
            visit: services.lookup.visit(asker),
            services,
            update,
            began: Instant::now(),
            place,
            reader,
        }
    }

    /// Where goes what is noted without being asked for.
    pub(super) fn notes(&self) -> Store {
        self.services.store.of_work_since(self.began)
    }

    /// The reader's language.
    pub(super) fn words(&self) -> Words {
        self.reader.words()
    }

    /// Answers what somebody wrote.
    pub(super) async fn answer_text(&self, ask: Ask, text: Option<&str>) {
        if let Some(text) = text
            && !matches!(ask, Ask::Command(_))
            && let Some(answer) = self.while_waiting(dialogue::take(self, &ask, text)).await
        {
            return self.say(&message_of(answer)).await;
        }
        self.answer(ask).await;
    }

    pub(super) async fn answer(&self, ask: Ask) {
        tracing::debug!(?ask, "asked");
        let words = self.words();
        let message = match ask {
            Ask::Vins(scan) => return self.vins(scan, Vec::new()).await,
            Ask::Command(command) if edits::may_change(&command) => {
                return self.command_again(&command, Vec::new()).await;
            }
            Ask::Command(command) => {
                let work = commands::run(self, &command);
                match self.while_waiting(work).await {
                    Some(answer) => message_of(answer),
                    None => return,
                }
            }
            Ask::VinUsage => words.message("vin-usage", &[]),
            Ask::NoVin => words.message("no-vin", &[]),
            Ask::NoText => words.message("no-text", &[]),
            Ask::Photo(sent) => match files::photo(self, sent) {
                Ok(()) => return,
                Err(refusal) => refusal,
            },
            Ask::Document(sent) => match files::table(self, sent) {
                Ok(()) => return,
                Err(refusal) => refusal,
            },
            Ask::OddFile => files::odd(self),
        };
        self.say(&message).await;
    }

    /// Runs `work`; if it takes long, the chat shows that the bot is typing.
    pub(super) async fn while_waiting<T>(&self, work: impl Future<Output = T>) -> T {
        typing::while_waiting(&self.services.client, &self.place, work).await
    }

    /// What a formatter makes of reports.
    pub(super) async fn view(
        &self,
        reports: &[&Report],
        view: &str,
        page: u32,
    ) -> Result<Message, CallError> {
        let context = ViewContext {
            locale: &self.reader.locale,
            metric: !self.reader.uses_us_units(),
            view,
            page,
        };
        let preferred = self.reader.chosen.formatter.as_deref();
        let mut message = self.visit.show_by(preferred, reports, context).await?;
        // A formatter knows no others: it offers views that perhaps nobody has here.
        for row in &mut message.buttons {
            row.retain(|button| match &button.action {
                // A file can't take the place of a text, and there is no chat to send it to.
                Action::View { view, .. } if self.place.inline && FILES.contains(&&**view) => false,
                Action::View { view, .. } => self.visit.formatters(view).next().is_some(),
                _ => true,
            });
        }
        Ok(message)
    }

    /// The same, where the bot itself asks for a view: a refusal is no fault of the user.
    pub(super) async fn own_view(&self, reports: &[&Report], view: &str) -> Message {
        match self.view(reports, view, 0).await {
            Ok(message) => message,
            Err(error) => {
                tracing::warn!(%error, "a formatter refused what the bot itself asked for");
                Message::default().plain(phrases::refusal(self.words(), &error))
            }
        }
    }

    pub(super) fn keyboards(&self) -> Keyboards<'_> {
        Keyboards {
            seal: &self.services.seal,
            owner: self.reader.user,
        }
    }

    pub(super) fn keyboard(&self, screen: &Screen) -> Option<InlineKeyboardMarkup> {
        self.keyboards().of(&screen.message.buttons, &screen.vins)
    }

    /// Sends what is not about vehicles.
    pub(super) async fn say(&self, message: &Message) {
        let screen = Screen::plain(message.clone());
        self.show(&screen, self.keyboard(&screen)).await;
    }

    /// The same in the place of these messages, as far as there are some; says which messages
    /// show it.
    pub(super) async fn say_over(
        &self,
        message: &Message,
        before: Vec<MessageId>,
    ) -> Vec<MessageId> {
        let screen = Screen::plain(message.clone());
        let mut before = before.into_iter();
        let shown = self.show_over(&mut before, &screen, self.keyboard(&screen));
        let shown = shown.await;
        self.take_back(before).await;
        shown
    }

    /// Shows a screen in the place of the next of these messages, or as a new one where there is
    /// none; says which messages show it.
    pub(super) async fn show_over(
        &self,
        before: &mut impl Iterator<Item = MessageId>,
        screen: &Screen,
        keyboard: Option<InlineKeyboardMarkup>,
    ) -> Vec<MessageId> {
        match before.next() {
            Some(message) => self.replace(message, screen, keyboard).await,
            None => self.show(screen, keyboard).await,
        }
    }

    /// Deletes messages that an answer no longer needs.
    pub(super) async fn take_back(&self, messages: impl Iterator<Item = MessageId>) {
        for message in messages {
            let (late, carrier) = (&self.services.late, Carrier::Message(message));
            late.is_over(self.place.chat, &carrier);
            if let Err(error) = self.services.client.delete(&self.place, message).await {
                tracing::debug!(%error, "a message that nobody needs stays");
            }
        }
    }

    /// Puts what is not about vehicles where a button wants it; the words of an error are for
    /// the user.
    pub(super) async fn put_message(
        &self,
        button: &Button,
        target: Target,
        message: Message,
    ) -> Result<(), String> {
        let screen = Screen::plain(message);
        self.put(button, target, &screen).await.map(drop)
    }

    /// Shows a screen where the button wants it, or below if that can't be; says where, if
    /// it is a single message. The words of an error are for the user.
    pub(super) async fn put(
        &self,
        button: &Button,
        target: Target,
        screen: &Screen,
    ) -> Result<Option<Carrier>, String> {
        let shown = match &button.message {
            Carrier::Inline(message) => {
                self.replace_inline(message, screen).await?;
                return Ok(Some(button.message.clone()));
            }
            // A file can't take the place of a text.
            Carrier::Message(message)
                if target == Target::InPlace
                    && button.editable
                    && screen.message.attachments.is_empty() =>
            {
                let keyboard = self.keyboard(screen);
                self.replace(*message, screen, keyboard).await
            }
            Carrier::Message(_) => self.show(screen, self.keyboard(screen)).await,
        };
        let owners = &self.services.owners;
        owners.note(&self.place, &shown, self.reader.user).await;
        Ok(single(&shown).map(Carrier::Message))
    }

    /// Shows a screen in the place of a message, or below if that can't be; says which messages
    /// show it.
    async fn replace(
        &self,
        message: MessageId,
        screen: &Screen,
        keyboard: Option<InlineKeyboardMarkup>,
    ) -> Vec<MessageId> {
        let parts = text::parts(&screen.message);
        let Some((first, rest)) = parts.split_first() else {
            return Vec::new();
        };
        let late = &self.services.late;
        late.is_over(self.place.chat, &Carrier::Message(message));
        let of_first = keyboard.as_ref().filter(|_| rest.is_empty());
        let client = &self.services.client;
        match client.edit(&self.place, message, first, of_first).await {
            Ok(()) => {
                let mut shown = vec![message];
                shown.extend(self.send_parts(rest, keyboard.as_ref()).await);
                shown
            }
            // Deleted meanwhile, or too old.
            Err(error) => {
                tracing::debug!(%error, "no edit: sending it instead");
                self.send_parts(&parts, keyboard.as_ref()).await
            }
        }
    }

    /// The same for a message that was sent through the bot. It stays as it is where the screen
    /// has files or more than one part, for there is no chat to send them to; the words of the
    /// error say so.
    async fn replace_inline(&self, message: &str, screen: &Screen) -> Result<(), String> {
        let parts = text::parts(&screen.message);
        let ([first], []) = (parts.as_slice(), screen.message.attachments.as_slice()) else {
            let bot = [("bot", self.services.username.as_str().into())];
            return Err(self.words().text("not-in-shared", &bot));
        };
        let (late, carrier) = (&self.services.late, Carrier::Inline(message.to_owned()));
        late.is_over(self.place.chat, &carrier);
        let keyboard = self.keyboard(screen);
        let client = &self.services.client;
        let edited = client.edit_inline(message, first, keyboard.as_ref());
        client::report("an edit of a shared card", edited.await);
        Ok(())
    }

    /// Shows a screen as a new message; says which ones show it.
    pub(super) async fn show(
        &self,
        screen: &Screen,
        keyboard: Option<InlineKeyboardMarkup>,
    ) -> Vec<MessageId> {
        let parts = text::parts(&screen.message);
        if let Some((picture, caption)) = files::captioned(&screen.message, &parts) {
            self.send_file(picture, caption, keyboard.as_ref()).await;
            return Vec::new();
        }
        let sent = self.send_parts(&parts, keyboard.as_ref()).await;
        for file in &screen.message.attachments {
            self.send_file(file, None, None).await;
        }
        sent
    }

    /// Sends parts in order, and says which messages they are; the keyboard belongs to the last.
    async fn send_parts(
        &self,
        parts: &[text::Part],
        keyboard: Option<&InlineKeyboardMarkup>,
    ) -> Vec<MessageId> {
        let mut all = Vec::new();
        for (i, part) in parts.iter().enumerate() {
            let keyboard = keyboard.filter(|_| i + 1 == parts.len());
            let sent = self.services.client.send(&self.place, part, keyboard).await;
            match self.report("an answer", sent).await {
                Some(message) => all.push(message),
                // The rest would make no sense without it.
                None => break,
            }
        }
        all
    }

    /// Logs what could not be sent; if the chat is gone, that is written down.
    pub(super) async fn report<T>(&self, what: &str, sent: Result<T, Failed>) -> Option<T> {
        if sent.as_ref().is_err_and(Failed::is_unwanted) {
            self.mark_gone().await;
        }
        client::report(what, sent)
    }
}

/// The message that shows all of something, if it is one.
pub(super) fn single(messages: &[MessageId]) -> Option<MessageId> {
    match messages {
        [message] => Some(*message),
        _ => None,
    }
}

/// An answer as a message of its own.
pub(super) fn message_of(answer: Answer) -> Message {
    match answer {
        Answer::Message(message) | Answer::Noted(_, message) => message,
        Answer::Note(text) => Message::default().plain(text),
    }
}
