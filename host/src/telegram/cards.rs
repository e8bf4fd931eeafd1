//! VINs in, cards out: one each, or a list of many; what is late comes by edits.

use std::time::Duration;

use futures::future::join_all;
use teloxide::types::{InlineKeyboardMarkup, MessageId};
use vinbot_store::Seen;

use super::conversation::{Conversation, Screen};
use super::{client, moment, near_miss, phrases, text};
use crate::lookup::{LookupError, RECALLS};
use crate::report::Report;
use crate::rich::{Action, Button, Message};
use crate::telemetry::Event;
use crate::vin::{self, NearMiss, Scan, Vin};

/// Up to this many vehicles of one message get a card each; more become a list.
const CARDS: usize = 3;
/// Sections that are there by then come in one edit; the rest in a second one.
const SOON: Duration = Duration::from_millis(1_500);
/// What is almost a VIN is explained this often in answer to one message.
const NEAR_MISSES: usize = 3;

impl Conversation<'_> {
    /// Answers VINs. An answer to what they were before they were edited is edited, too,
    /// where it is one card.
    pub(super) async fn vins(&self, scan: Scan, before: Option<MessageId>) {
        let words = self.words();
        let all = scan.vins.len();
        let asked = &scan.vins[..all.min(self.visit.settings().lookup.max_vins)];
        if let [vin] = asked {
            tracing::Span::current().record("vin", vin.as_str());
        }
        if !self.reader.chosen.private {
            self.visit.note_asked(asked);
        }
        self.count(Event::Vin, asked.len());
        let screens = self.while_waiting(self.screens(asked)).await;
        self.count(Event::Card, screens.len());
        let last = screens.len().saturating_sub(1);
        let compared = (2..=CARDS).contains(&asked.len());
        let mut sent = Vec::new();
        for (i, screen) in screens.iter().enumerate() {
            let mut keyboard = self.keyboard(screen);
            if compared && i == last {
                self.add_compare(&mut keyboard, asked);
            }
            sent.push(match (before, screens.len()) {
                (Some(message), 1) => {
                    self.replace(message, screen).await;
                    Some(message)
                }
                _ => self.show(screen, keyboard).await,
            });
        }
        if let [Some(message)] = sent.as_slice() {
            self.note_answer(*message, &scan).await;
        }
        if all > asked.len() {
            let numbers = [("all", all.into()), ("answered", asked.len().into())];
            self.say(&words.message("too-many", &numbers)).await;
        }
        for miss in scan.near_misses.iter().take(NEAR_MISSES) {
            let message = self.near_miss(miss).await;
            self.say(&message).await;
        }
        let more = scan.near_misses.len().saturating_sub(NEAR_MISSES);
        if more > 0 {
            let message = words.message("more-near-misses", &[("more", more.into())]);
            self.say(&message).await;
        }
        let sections = screens.iter().zip(sent).enumerate();
        let sections = sections.filter_map(|(i, (screen, message))| {
            let compared = (compared && i == last).then_some(asked);
            let report = screen.report.as_ref()?;
            Some(self.add_sections(message?, report, compared))
        });
        join_all(sections).await;
        self.remember(&screens).await;
    }

    /// Lets enrichers add what they know to a card that is shown: it does not wait for
    /// them. Who is late is named, and what it says comes by a second edit.
    async fn add_sections(&self, message: MessageId, report: &Report, compared: Option<&[Vin]>) {
        let mut enriching = self.visit.enriching(report);
        if enriching.is_idle() {
            return;
        }
        let all = async { while enriching.next().await {} };
        let late = tokio::time::timeout(SOON, all).await.is_err();
        if late && enriching.has_said() {
            let report = enriching.report();
            self.edit_card(message, &report, compared).await;
        }
        while enriching.next().await {}
        let report = enriching.report();
        self.edit_card(message, &report, compared).await;
    }

    /// A card that was sent through the bot, with what enrichers know as it comes.
    pub(super) async fn complete_inline(&self, message: &str, vin: Vin) {
        let Ok(report) = self.visit.decode_one(vin).await else {
            return;
        };
        let mut enriching = self.visit.enriching(&report);
        while enriching.next().await {}
        let report = enriching.report();
        let screen = Screen {
            message: self.card(&report).await,
            vins: vec![vin],
            report: None,
        };
        self.replace_inline(message, &screen).await;
    }

    async fn edit_card(&self, message: MessageId, report: &Report, compared: Option<&[Vin]>) {
        let card = self.card(report).await;
        let parts = text::parts(&card);
        let mut keyboard = self.keyboards().of(&card.buttons, &[report.vin]);
        if let Some(vins) = compared {
            self.add_compare(&mut keyboard, vins);
        }
        // A card that has become too long for one message stays as it is: its buttons
        // lead to the sections.
        if let [part] = parts.as_slice() {
            let client = &self.services.client;
            let edited = client.edit(&self.place, message, part, keyboard.as_ref());
            client::report("sections of a card", edited.await);
        }
    }

    /// A card a vehicle, or one list of many.
    async fn screens(&self, vins: &[Vin]) -> Vec<Screen> {
        let results = self.visit.decode(vins).await;
        if vins.len() > CARDS {
            return vec![self.list(vins, results).await];
        }
        let mut screens = Vec::new();
        for (&vin, result) in vins.iter().zip(results) {
            let (message, report) = match result {
                Ok(report) => (self.card(&report).await, Some(report)),
                Err(error) => {
                    let reason = phrases::reason(self.words(), &error);
                    (phrases::no_report(vin, &reason), None)
                }
            };
            screens.push(Screen {
                message,
                vins: vec![vin],
                report,
            });
        }
        screens
    }

    /// The card of a vehicle, with all its buttons.
    pub(super) async fn card(&self, report: &Report) -> Message {
        let mut message = self.own_view(&[report], "card").await;
        self.add_buttons(report, &mut message).await;
        message
    }

    /// What the bot itself offers to do with a vehicle, beside the formatter's buttons.
    pub(super) async fn add_buttons(&self, report: &Report, message: &mut Message) {
        let (words, vin) = (self.words(), report.vin);
        let command = |label: &str, name: &str| {
            let action = Action::Command(format!("/{name} {vin}"));
            Button::new(words.text(label, &[]), action)
        };
        let mut row = vec![command("save", "save")];
        let recalls = report.sections.iter().any(|section| section.key == RECALLS);
        if recalls && self.place.private {
            row.push(command("watch", "watch"));
        }
        let share = Action::Share(vin.to_string());
        row.push(Button::new(words.text("share", &[]), share));
        message.buttons.push(row);
        self.add_repairs(vin, message).await;
    }

    /// Remembers what was looked up, unless the user does not want that.
    async fn remember(&self, screens: &[Screen]) {
        let Some(user) = self.reader.user else {
            return;
        };
        let now = moment::now();
        for screen in screens {
            let Some(report) = &screen.report else {
                continue;
            };
            let seen = Seen {
                vin: report.vin.to_string(),
                title: phrases::title(&screen.message, report.vin),
                at: now,
            };
            if let Err(error) = self.services.store.remember(user, seen).await {
                tracing::warn!(%error, "what was looked up is not remembered");
                return;
            }
        }
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
            let mut buttons = message.buttons.iter().flatten();
            if !buttons.any(|button| button.action == action) {
                let button = Button::new(vin.to_string(), action);
                message.buttons.push(vec![button]);
            }
        }
    }

    async fn list(&self, vins: &[Vin], results: Vec<Result<Report, LookupError>>) -> Screen {
        let reports: Vec<&Report> = results.iter().flatten().collect();
        let mut message = match reports.as_slice() {
            [] => Message::default(),
            reports => self.own_view(reports, "list").await,
        };
        for (&vin, result) in vins.iter().zip(&results) {
            if let Err(error) = result {
                let reason = phrases::reason(self.words(), error);
                message.spans.extend(phrases::unlisted(vin, &reason));
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
        near_miss::message(self.words(), miss, &repaired)
    }

    fn add_compare(&self, keyboard: &mut Option<InlineKeyboardMarkup>, vins: &[Vin]) {
        let label = self.words().text("compare", &[]);
        if let Some(button) = self.keyboards().compare(&label, vins) {
            let rows = keyboard.take().unwrap_or_default();
            *keyboard = Some(rows.append_row([button]));
        }
    }
}
