//! `@bot VIN` in any chat: cards to send there.

use std::time::Duration;

use teloxide::types::{
    InlineQueryId, InlineQueryResult, InlineQueryResultArticle, InlineQueryResultsButton,
    InlineQueryResultsButtonKind, InputMessageContent, InputMessageContentText,
};

use super::client;
use super::conversation::{Conversation, Screen};
use super::turnstile::{self, PutOff};
use super::{phrases, text};
use crate::report::Report;
use crate::vin::{self, Vin};

/// Cards that are offered at most.
const MOST: usize = 10;
/// How long Telegram may offer the same cards again.
const OFFERED: Duration = Duration::from_mins(1);

impl Conversation<'_> {
    /// Offers cards of the VINs that were typed; of the user's own cars while nothing is.
    pub(super) async fn offer(&self, query: &InlineQueryId, typed: &str) {
        let words = self.words();
        let mut vins = vin::scan(typed).vins;
        if typed.trim().is_empty() {
            vins = self.own_cars().await;
        }
        vins.truncate(MOST);
        if let Err(told) = turnstile::pass_aside(self, turnstile::of_vins(vins.len())).await {
            return self.offer_later(query, told).await;
        }
        let mut results = Vec::new();
        for (vin, report) in vins.iter().zip(self.visit.decode(&vins).await) {
            match report {
                Ok(report) => results.extend(self.article(*vin, &report).await),
                Err(error) => tracing::debug!(%vin, %error, "no card to offer"),
            }
        }
        let hint = match (results.is_empty(), typed.trim().is_empty()) {
            (false, _) => None,
            (true, true) => Some(words.text("inline-type", &[])),
            (true, false) => Some(words.text("inline-none", &[])),
        };
        self.answer_query(query, results, hint, OFFERED).await;
    }

    /// Offers nothing, and says why above the empty list.
    async fn offer_later(&self, query: &InlineQueryId, told: PutOff) {
        let holds = told.wait.clamp(Duration::from_secs(1), OFFERED);
        let hint = Some(told.words);
        self.answer_query(query, Vec::new(), hint, holds).await;
    }

    async fn answer_query(
        &self,
        query: &InlineQueryId,
        results: Vec<InlineQueryResult>,
        hint: Option<String>,
        holds: Duration,
    ) {
        let button = hint.map(|text| InlineQueryResultsButton {
            text,
            kind: InlineQueryResultsButtonKind::StartParameter("inline".to_owned()),
        });
        let client = &self.services.client;
        let answered = client.answer_inline(query, results, button, holds).await;
        client::report("cards to choose from", answered);
    }

    async fn own_cars(&self) -> Vec<Vin> {
        let Some(user) = self.reader.user else {
            return Vec::new();
        };
        let cars = self.services.store.garage(user).await.unwrap_or_default();
        cars.iter().filter_map(|car| car.vin.parse().ok()).collect()
    }

    async fn article(&self, vin: Vin, report: &Report) -> Option<InlineQueryResult> {
        let message = self.card(report).await;
        let title = phrases::title(&message, vin);
        let parts = text::parts(&message);
        let first = parts.into_iter().next()?;
        let facts: Vec<&str> = first
            .text
            .lines()
            .skip(1)
            .filter(|line| !line.trim().is_empty() && *line != vin.as_str())
            .take(2)
            .collect();
        let description = facts.join(" · ");
        let content = InputMessageContentText::new(first.text.as_str())
            .entities(first.entities.clone())
            .link_preview_options(client::NO_PREVIEW);
        let content = InputMessageContent::Text(content);
        let mut article = InlineQueryResultArticle::new(vin.as_str(), title, content);
        article.description = Some(description);
        let screen = Screen {
            message,
            vins: vec![vin],
            report: None,
            listed: Vec::new(),
        };
        // Only a message with buttons can be edited later.
        article.reply_markup = self.keyboard(&screen);
        Some(InlineQueryResult::Article(article))
    }
}
