//! VINs in, cards out: one each, or a list of many.

use teloxide::types::{InlineKeyboardMarkup, MessageId};
use vinbot_store::Seen;

use super::conversation::{Conversation, Screen, single};
use super::late::Shown;
use super::route::Carrier;
use super::{client, edits, moment, near_miss, phrases, text};
use crate::lookup::{LookupError, RECALLS};
use crate::report::Report;
use crate::rich::{Action, Button, Message};
use crate::telemetry::Event;
use crate::vin::{self, NearMiss, Scan, Vin};

/// Up to this many vehicles of one message get a card each; more become a list.
const CARDS: usize = 3;
/// What is almost a VIN is explained this often in answer to one message.
const NEAR_MISSES: usize = 3;

impl Conversation<'_> {
    /// Answers VINs, in the place of the messages that answered what they were before they were
    /// edited: what is more comes below, what is too much is deleted.
    pub(super) async fn vins(&self, scan: Scan, before: Vec<MessageId>) {
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
        let mut before = before.into_iter();
        let mut sent = Vec::new();
        for (i, screen) in screens.iter().enumerate() {
            let mut keyboard = self.keyboard(screen);
            if compared && i == last {
                self.add_compare(&mut keyboard, asked);
            }
            sent.push(self.show_over(&mut before, screen, keyboard).await);
        }
        self.take_back(before).await;
        self.note_answer(&edits::vins_asked(&scan.vins), sent.concat())
            .await;
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
        self.remember_shown(&screens).await;
        let shown = screens.into_iter().zip(sent).enumerate();
        let shown = shown.filter_map(|(i, (screen, messages))| {
            Some(Shown {
                carrier: Carrier::Message(single(&messages)?),
                report: screen.report?,
                compared: (compared && i == last).then(|| asked.to_vec()),
            })
        });
        self.complete(shown.collect()).await;
    }

    /// A card that was sent through the bot, with what enrichers know as it comes. Whoever sent
    /// it looked it up.
    pub(super) async fn complete_inline(&self, message: &str, vin: Vin) {
        let Ok(report) = self.visit.decode_one(vin).await else {
            return;
        };
        let card = self.own_view(&[&report], "card").await;
        self.remember(vec![looked_up(vin, &card)]).await;
        let shown = Shown {
            carrier: Carrier::Inline(message.to_owned()),
            report,
            compared: None,
        };
        self.complete(vec![shown]).await;
    }

    /// Shows a card as it is now, where it stands.
    pub(super) async fn edit_card(
        &self,
        carrier: &Carrier,
        card: &Message,
        report: &Report,
        compared: Option<&[Vin]>,
    ) {
        let parts = text::parts(card);
        let mut keyboard = self.keyboards().of(&card.buttons, &[report.vin]);
        if let Some(vins) = compared {
            self.add_compare(&mut keyboard, vins);
        }
        // A card that has become too long for one message stays as it is: its buttons
        // lead to the sections.
        if let [part] = parts.as_slice() {
            let client = &self.services.client;
            let (place, keyboard) = (&self.place, keyboard.as_ref());
            let edited = match carrier {
                Carrier::Message(message) => client.edit(place, *message, part, keyboard).await,
                Carrier::Inline(message) => client.edit_inline(message, part, keyboard).await,
            };
            client::report("sections of a card", edited);
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
                listed: Vec::new(),
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
        let share = Button::new(words.text("share", &[]), share);
        // With what, is asked in private alone.
        if self.place.private {
            message.buttons.push(row);
            row = vec![command("compare-with", "compare")];
        }
        row.push(share);
        message.buttons.push(row);
        self.add_repairs(vin, message).await;
    }

    /// Remembers what was looked up, unless the user does not want that.
    pub(super) async fn remember(&self, seen: Vec<Seen>) {
        let Some(user) = self.reader.user else {
            return;
        };
        if let Err(error) = self.notes().remember_all(user, seen).await {
            tracing::warn!(%error, "what was looked up is not remembered");
        }
    }

    /// Remembers what these screens show.
    async fn remember_shown(&self, screens: &[Screen]) {
        let chosen = &self.reader.chosen;
        if self.reader.user.is_none() || chosen.private || !chosen.history {
            return;
        }
        let mut seen = Vec::new();
        for screen in screens {
            if let Some(report) = &screen.report {
                seen.push(looked_up(report.vin, &screen.message));
            }
            for report in &screen.listed {
                let card = self.own_view(&[report], "card").await;
                seen.push(looked_up(report.vin, &card));
            }
        }
        self.remember(seen).await;
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
        let (mut listed, mut unlisted) = (Vec::new(), Vec::new());
        for (&vin, result) in vins.iter().zip(results) {
            match result {
                Ok(report) => listed.push(report),
                Err(error) => {
                    let reason = phrases::reason(self.words(), &error);
                    unlisted.extend(phrases::unlisted(vin, &reason));
                }
            }
        }
        let reports: Vec<&Report> = listed.iter().collect();
        let mut message = match reports.as_slice() {
            [] => Message::default(),
            reports => self.own_view(reports, "list").await,
        };
        message.spans.extend(unlisted);
        Screen {
            message,
            vins: vins.to_vec(),
            report: None,
            listed,
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

/// A vehicle that is on this card, as the history has it.
pub(super) fn looked_up(vin: Vin, card: &Message) -> Seen {
    Seen {
        vin: vin.to_string(),
        title: phrases::title(card, vin),
        at: moment::now(),
    }
}
