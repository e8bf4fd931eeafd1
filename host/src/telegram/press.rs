//! A button that was pressed.

use std::time::Duration;

use super::callback::{Press, Target};
use super::cards::looked_up;
use super::commands::Answer;
use super::conversation::{Conversation, Screen};
use super::late::Shown;
use super::route::{self, Ask, Button};
use super::{client, commands, phrases};
use crate::report::Report;
use crate::vin::Vin;

/// Who pressed a button waits for sections no longer than this.
const PATIENCE: Duration = Duration::from_secs(4);
/// A card comes at once: with the sections that are kept, and without those to ask for.
const AT_ONCE: Duration = Duration::from_millis(100);

impl Conversation<'_> {
    pub(super) async fn pressed(&self, button: Button) {
        let client = &self.services.client;
        let pressed = if let Some(press) = &button.press {
            self.while_waiting(self.press(&button, press)).await
        } else {
            tracing::warn!(
                event = "forged-button",
                "a button carried what the bot never wrote for this user"
            );
            Err(self.words().text("old-button", &[]))
        };
        let word = match pressed {
            Ok(note) => note.map(client::Word::Note),
            Err(words) => Some(client::Word::Alert(words)),
        };
        let answer = client.answer(&button.query, word).await;
        client::report("the answer to a press", answer);
    }

    /// Answers a press that is not done.
    pub(super) async fn put_off(&self, button: &Button, words: String) {
        let word = client::Word::Note(words);
        let answer = self.services.client.answer(&button.query, Some(word)).await;
        client::report("the answer to a press", answer);
    }

    /// Does what a button asks for and says what is to be shown over it; the words of an
    /// error are for the user.
    async fn press(&self, button: &Button, press: &Press) -> Result<Option<String>, String> {
        match press {
            Press::View {
                target,
                view,
                page,
                vins,
            } => {
                let screen = self.seen(view, *page, vins).await?;
                self.put_card(button, *target, screen).await?;
            }
            Press::Decode { target, vin } => {
                let screen = self.seen("card", 0, &[*vin]).await?;
                let seen = looked_up(*vin, &screen.message);
                self.put_card(button, *target, screen).await?;
                self.remember(vec![seen]).await;
            }
            Press::Command(text) => match self.asked(text)? {
                Ask::Command(command) => match commands::run(self, &command).await {
                    Some(Answer::Note(note) | Answer::Noted(note, _)) => return Ok(Some(note)),
                    // There is no chat to say it in.
                    Some(Answer::Message(message)) if self.place.inline => {
                        return Err(message.to_plain_text());
                    }
                    Some(Answer::Message(message)) => self.say(&message).await,
                    None => {}
                },
                _ if self.place.inline => return Err(self.words().text("old-button", &[])),
                // Boxed, for an answer may hold a button that holds a command.
                ask => Box::pin(self.answer(ask)).await,
            },
            Press::Mine(text) => {
                let Ask::Command(command) = self.asked(text)? else {
                    return Err(self.words().text("old-button", &[]));
                };
                match commands::run(self, &command).await {
                    Some(Answer::Note(note)) => return Ok(Some(note)),
                    Some(Answer::Message(message)) => {
                        self.put_message(button, Target::InPlace, message).await?;
                    }
                    Some(Answer::Noted(note, message)) => {
                        self.put_message(button, Target::InPlace, message).await?;
                        return Ok(Some(note));
                    }
                    None => {}
                }
            }
        }
        Ok(None)
    }

    /// Shows a screen; what enrichers have to say of it comes later.
    async fn put_card(
        &self,
        button: &Button,
        target: Target,
        screen: Screen,
    ) -> Result<(), String> {
        let shown = self.put(button, target, &screen).await?;
        if let (Some(carrier), Some(report)) = (shown, screen.report) {
            let card = Shown {
                carrier,
                report,
                compared: None,
            };
            self.complete(vec![card]).await;
        }
        Ok(())
    }

    fn asked(&self, text: &str) -> Result<Ask, String> {
        let ask = route::button_asks(text, self.place.private, &self.services.username);
        ask.ok_or_else(|| self.words().text("old-button", &[]))
    }

    /// A view of these vehicles with what enrichers know, of a single one.
    async fn seen(&self, view: &str, page: u32, vins: &[Vin]) -> Result<Screen, String> {
        let mut reports = self.reports(vins).await?;
        let mut bare = None;
        if let [report] = reports.as_mut_slice() {
            let decoded = report.clone();
            let patience = if view == "card" { AT_ONCE } else { PATIENCE };
            self.visit.enrich_within(report, patience).await;
            if view == "card" && report.missing.len() > decoded.missing.len() {
                report.missing.clone_from(&decoded.missing);
                bare = Some(decoded);
            }
        }
        let shown: Vec<&Report> = reports.iter().collect();
        let mut message = self
            .view(&shown, view, page)
            .await
            .map_err(|error| phrases::refusal(self.words(), &error))?;
        if let ([report], "card") = (shown.as_slice(), view) {
            self.add_buttons(report, &mut message).await;
        }
        Ok(Screen {
            message,
            vins: vins.to_vec(),
            report: bare,
            listed: Vec::new(),
        })
    }

    async fn reports(&self, vins: &[Vin]) -> Result<Vec<Report>, String> {
        let results = self.visit.decode(vins).await;
        results
            .into_iter()
            .map(|result| result.map_err(|error| phrases::reason(self.words(), &error)))
            .collect()
    }
}
