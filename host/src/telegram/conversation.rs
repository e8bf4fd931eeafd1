//! Answers one update: asks the lookup, sends what comes of it.

use std::time::Duration;

use futures::future::join_all;
use teloxide::types::{InlineKeyboardMarkup, MessageId};

use super::callback::{Press, Target};
use super::client::{self, Client};
use super::keyboard;
use super::route::{self, Ask, Button, Place, Reader};
use super::{admin, near_miss, text, typing, words};
use crate::config::Admins;
use crate::lookup::{LookupError, Visit};
use crate::plugins::{CallError, Registry, ViewContext};
use crate::report::Report;
use crate::rich::{self, Action, Message};
use crate::vin::{self, NearMiss, Scan, Vin};

/// Up to this many vehicles of one message get a card each; more become a list.
const CARDS: usize = 3;
/// Sections that are there by then come in one edit; the rest in a second one.
const SOON: Duration = Duration::from_millis(1_500);
/// Who pressed a button waits for sections no longer than this.
const PATIENCE: Duration = Duration::from_secs(4);
/// What is almost a VIN is explained this often in answer to one message.
const NEAR_MISSES: usize = 3;

/// What answering one update takes.
#[derive(Debug)]
pub(super) struct Conversation<'a> {
    pub(super) client: &'a Client,
    pub(super) username: &'a str,
    pub(super) admins: &'a Admins,
    pub(super) registry: &'a Registry,
    /// The plugins that the asker has.
    pub(super) visit: Visit,
}

/// What a screen shows: a message about vehicles.
struct Screen {
    message: Message,
    vins: Vec<Vin>,
    /// What a card shows: enrichers may have more to say of it.
    report: Option<Report>,
}

impl Screen {
    fn keyboard(&self) -> Option<InlineKeyboardMarkup> {
        keyboard::keyboard(&self.message.buttons, &self.vins)
    }
}

impl Conversation<'_> {
    pub(super) async fn answer(&self, place: &Place, reader: &Reader, ask: Ask) {
        tracing::debug!(?ask, "asked");
        let message = match ask {
            Ask::Vins(scan) => return self.vins(place, reader, scan).await,
            Ask::Start => words::start(),
            Ask::Help => words::help(),
            Ask::VinUsage => words::vin_usage(),
            Ask::Command {
                name,
                arguments,
                addressed,
            } => {
                let work = self.command(place, reader, &name, &arguments, addressed);
                match typing::while_waiting(self.client, place, work).await {
                    Some(message) => message,
                    None => return,
                }
            }
            Ask::NoVin => words::no_vin(),
            Ask::NoText => words::no_text(),
        };
        self.say(place, &message).await;
    }

    /// What a plugin answers to a command, or an admin is told; none if nobody is asked.
    async fn command(
        &self,
        place: &Place,
        reader: &Reader,
        name: &str,
        arguments: &str,
        addressed: bool,
    ) -> Option<Message> {
        let admin = self.admins.include(reader.user);
        // Not where others read along.
        if admin && place.private && name == "admin" {
            let registry = self.registry;
            return Some(admin::answer(registry, reader.user, arguments).await);
        }
        // Who may not use it does not see that it exists.
        let known = self.visit.command(name);
        if known.is_none_or(|spec| spec.admin_only && !admin) {
            return addressed.then(|| words::unknown_command(name));
        }
        let answer = self.visit.run_command(name, arguments, &reader.locale);
        Some(
            answer
                .await
                .unwrap_or_else(|error| Message::default().plain(refusal(&error))),
        )
    }

    async fn vins(&self, place: &Place, reader: &Reader, scan: Scan) {
        let all = scan.vins.len();
        let asked = &scan.vins[..all.min(self.visit.settings().lookup.max_vins)];
        self.visit.note_asked(asked);
        let work = self.screens(reader, asked);
        let screens = typing::while_waiting(self.client, place, work).await;
        let last = screens.len().saturating_sub(1);
        let compared = (2..=CARDS).contains(&asked.len());
        let mut sent = Vec::new();
        for (i, screen) in screens.iter().enumerate() {
            let mut keyboard = screen.keyboard();
            if compared && i == last {
                add_compare(&mut keyboard, asked);
            }
            sent.push(self.show(place, screen, keyboard).await);
        }
        if all > asked.len() {
            self.say(place, &words::too_many(asked.len(), all)).await;
        }
        for miss in scan.near_misses.iter().take(NEAR_MISSES) {
            let message = self.near_miss(miss).await;
            self.say(place, &message).await;
        }
        let more = scan.near_misses.len().saturating_sub(NEAR_MISSES);
        if more > 0 {
            self.say(place, &words::more_near_misses(more)).await;
        }
        let sections = screens.iter().zip(sent).enumerate();
        let sections = sections.filter_map(|(i, (screen, message))| {
            let compared = (compared && i == last).then_some(asked);
            let report = screen.report.as_ref()?;
            Some(self.add_sections(place, reader, message?, report, compared))
        });
        join_all(sections).await;
    }

    /// Lets enrichers add what they know to a card that is shown: it does not wait for
    /// them. Who is late is named, and what it says comes by a second edit.
    async fn add_sections(
        &self,
        place: &Place,
        reader: &Reader,
        message: MessageId,
        report: &Report,
        compared: Option<&[Vin]>,
    ) {
        let mut enriching = self.visit.enriching(report);
        if enriching.is_idle() {
            return;
        }
        let all = async { while enriching.next().await {} };
        let late = tokio::time::timeout(SOON, all).await.is_err();
        if late && enriching.has_said() {
            let report = enriching.report();
            self.edit_card(place, reader, message, &report, compared)
                .await;
        }
        while enriching.next().await {}
        let report = enriching.report();
        self.edit_card(place, reader, message, &report, compared)
            .await;
    }

    async fn edit_card(
        &self,
        place: &Place,
        reader: &Reader,
        message: MessageId,
        report: &Report,
        compared: Option<&[Vin]>,
    ) {
        let card = self.card(reader, report).await;
        let parts = text::parts(&card);
        let mut keyboard = keyboard::keyboard(&card.buttons, &[report.vin]);
        if let Some(vins) = compared {
            add_compare(&mut keyboard, vins);
        }
        // A card that has become too long for one message stays as it is: its buttons
        // lead to the sections.
        if let [part] = parts.as_slice() {
            let edited = self.client.edit(place, message, part, keyboard.as_ref());
            client::report("sections of a card", edited.await);
        }
    }

    /// A card a vehicle, or one list of many.
    async fn screens(&self, reader: &Reader, vins: &[Vin]) -> Vec<Screen> {
        let results = self.visit.decode(vins).await;
        if vins.len() > CARDS {
            return vec![self.list(reader, vins, results).await];
        }
        let mut screens = Vec::new();
        for (&vin, result) in vins.iter().zip(results) {
            let (message, report) = match result {
                Ok(report) => (self.card(reader, &report).await, Some(report)),
                Err(error) => (words::no_report(vin, reason(&error)), None),
            };
            screens.push(Screen {
                message,
                vins: vec![vin],
                report,
            });
        }
        screens
    }

    async fn card(&self, reader: &Reader, report: &Report) -> Message {
        let mut message = self
            .view(reader, &[report], "card", 0)
            .await
            .unwrap_or_else(apology);
        self.add_repairs(report.vin, &mut message).await;
        message
    }

    /// Where the check digit says that something is mistyped: buttons for what was
    /// probably meant, beside those that the formatter has.
    async fn add_repairs(&self, vin: Vin, message: &mut Message) {
        let candidates = vin::candidates(vin);
        if candidates.is_empty() {
            return;
        }
        for vin in self.visit.best_of(&candidates).await {
            let action = Action::Decode(vin.to_string());
            if !message
                .buttons
                .iter()
                .flatten()
                .any(|button| button.action == action)
            {
                message.buttons.push(vec![rich::Button {
                    label: vin.to_string(),
                    action,
                }]);
            }
        }
    }

    async fn list(
        &self,
        reader: &Reader,
        vins: &[Vin],
        results: Vec<Result<Report, LookupError>>,
    ) -> Screen {
        let reports: Vec<&Report> = results
            .iter()
            .filter_map(|result| result.as_ref().ok())
            .collect();
        let mut message = match reports.as_slice() {
            [] => Message::default(),
            reports => self
                .view(reader, reports, "list", 0)
                .await
                .unwrap_or_else(apology),
        };
        for (&vin, result) in vins.iter().zip(&results) {
            if let Err(error) = result {
                message.spans.extend(words::unlisted(vin, reason(error)));
            }
        }
        Screen {
            message,
            vins: vins.to_vec(),
            report: None,
        }
    }

    async fn near_miss(&self, miss: &NearMiss) -> Message {
        let candidates = vin::repairs(miss);
        let repaired = match candidates.as_slice() {
            [] => Vec::new(),
            several => self.visit.best_of(several).await,
        };
        near_miss::message(miss, &repaired)
    }

    async fn view(
        &self,
        reader: &Reader,
        reports: &[&Report],
        view: &str,
        page: u32,
    ) -> Result<Message, CallError> {
        let metric = !reader.uses_us_units();
        let context = ViewContext {
            locale: &reader.locale,
            metric,
            view,
            page,
        };
        self.visit.show(reports, context).await
    }

    pub(super) async fn pressed(&self, button: Button) {
        let Some(press) = &button.press else {
            tracing::info!("a button carried what the bot never wrote");
            let answer = self
                .client
                .answer(&button.query, Some(words::OLD_BUTTON))
                .await;
            client::report("an alert", answer);
            return;
        };
        let work = self.press(&button, press);
        match typing::while_waiting(self.client, &button.place, work).await {
            Ok(()) => {
                let answer = self.client.answer(&button.query, None).await;
                client::report("the answer to a press", answer);
            }
            Err(words) => {
                let answer = self.client.answer(&button.query, Some(&words)).await;
                client::report("an alert", answer);
            }
        }
    }

    /// Does what a button asks for; the words of an error are for the user.
    async fn press(&self, button: &Button, press: &Press) -> Result<(), String> {
        match press {
            Press::View {
                target,
                view,
                page,
                vins,
            } => {
                let mut reports = self.reports(vins).await?;
                if let [report] = reports.as_mut_slice() {
                    self.visit.enrich_within(report, PATIENCE).await;
                }
                let shown: Vec<&Report> = reports.iter().collect();
                let mut message = self
                    .view(&button.reader, &shown, view, *page)
                    .await
                    .map_err(|error| refusal(&error))?;
                if let ([report], "card") = (shown.as_slice(), view.as_str()) {
                    self.add_repairs(report.vin, &mut message).await;
                }
                let screen = Screen {
                    message,
                    vins: vins.clone(),
                    report: None,
                };
                self.put(button, *target, &screen).await;
            }
            Press::Decode { target, vin } => {
                let mut reports = self.reports(&[*vin]).await?;
                let Some(report) = reports.first_mut() else {
                    return Ok(());
                };
                self.visit.enrich_within(report, PATIENCE).await;
                let message = self.card(&button.reader, report).await;
                self.put(
                    button,
                    *target,
                    &Screen {
                        message,
                        vins: vec![*vin],
                        report: None,
                    },
                )
                .await;
            }
            Press::Command(text) => {
                let ask = route::text_asks(text, button.place.private, self.username);
                let ask = ask.ok_or_else(|| words::OLD_BUTTON.to_owned())?;
                // Boxed, for an answer may hold a button that holds a command.
                Box::pin(self.answer(&button.place, &button.reader, ask)).await;
            }
        }
        Ok(())
    }

    async fn reports(&self, vins: &[Vin]) -> Result<Vec<Report>, String> {
        let results = self.visit.decode(vins).await;
        results
            .into_iter()
            .map(|result| result.map_err(|error| reason(&error).to_owned()))
            .collect()
    }

    /// Shows a screen where the button wants it, or below if that can't be.
    async fn put(&self, button: &Button, target: Target, screen: &Screen) {
        // A file can't take the place of a text.
        let in_place =
            target == Target::InPlace && button.editable && screen.message.attachments.is_empty();
        if in_place {
            self.replace(&button.place, button.message, screen).await;
        } else {
            self.show(&button.place, screen, screen.keyboard()).await;
        }
    }

    async fn replace(&self, place: &Place, message: MessageId, screen: &Screen) {
        let parts = text::parts(&screen.message);
        let keyboard = screen.keyboard();
        let Some((first, rest)) = parts.split_first() else {
            return;
        };
        let of_first = keyboard.as_ref().filter(|_| rest.is_empty());
        match self.client.edit(place, message, first, of_first).await {
            Ok(()) => {
                self.send_parts(place, rest, keyboard.as_ref()).await;
            }
            // Deleted meanwhile, or too old.
            Err(error) => {
                tracing::debug!(%error, "no edit: sending it instead");
                self.send_parts(place, &parts, keyboard.as_ref()).await;
            }
        }
    }

    /// Shows a screen as a new message; says which one, if it is a single one.
    async fn show(
        &self,
        place: &Place,
        screen: &Screen,
        keyboard: Option<InlineKeyboardMarkup>,
    ) -> Option<MessageId> {
        let parts = text::parts(&screen.message);
        let sent = self.send_parts(place, &parts, keyboard.as_ref()).await;
        for file in &screen.message.attachments {
            client::report("a file", self.client.document(place, file).await);
        }
        sent.filter(|_| parts.len() == 1)
    }

    /// Sends parts in order; the keyboard belongs to the last, which is told.
    async fn send_parts(
        &self,
        place: &Place,
        parts: &[text::Part],
        keyboard: Option<&InlineKeyboardMarkup>,
    ) -> Option<MessageId> {
        let mut last = None;
        for (i, part) in parts.iter().enumerate() {
            let keyboard = keyboard.filter(|_| i + 1 == parts.len());
            let sent = self.client.send(place, part, keyboard).await;
            // The rest would make no sense without it.
            last = Some(client::report("an answer", sent)?);
        }
        last
    }

    /// Sends what is not about vehicles.
    pub(super) async fn say(&self, place: &Place, message: &Message) {
        let screen = Screen {
            message: message.clone(),
            vins: Vec::new(),
            report: None,
        };
        self.show(place, &screen, screen.keyboard()).await;
    }
}

fn add_compare(keyboard: &mut Option<InlineKeyboardMarkup>, vins: &[Vin]) {
    if let Some(button) = keyboard::compare(words::COMPARE, vins) {
        let rows = keyboard.take().unwrap_or_default();
        *keyboard = Some(rows.append_row([button]));
    }
}

fn reason(error: &LookupError) -> &'static str {
    match error {
        LookupError::Unknown => words::UNKNOWN_VIN,
        LookupError::Unavailable => words::UNAVAILABLE,
    }
}

/// What the user reads when a formatter refuses: its words, if they are for users.
fn refusal(error: &CallError) -> String {
    match error {
        CallError::InvalidInput(words) => words.clone(),
        CallError::Unavailable {
            trouble: Some(trouble),
            ..
        } => words::trouble(*trouble).to_owned(),
        _ => words::UNAVAILABLE.to_owned(),
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "as `unwrap_or_else` hands it over"
)]
fn apology(error: CallError) -> Message {
    tracing::warn!(%error, "a formatter refused what the bot itself asked for");
    Message::default().plain(words::UNAVAILABLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_only_if_its_words_are_for_users() {
        assert_eq!(
            refusal(&CallError::InvalidInput("no page 9".into())),
            "no page 9"
        );
        assert_eq!(
            refusal(&CallError::Trap("at 0x12".into())),
            words::UNAVAILABLE
        );
    }
}
