//! `/history`: what the user looked up, by pages; it can be cleared and switched off.

use vinbot_store::UserSettings;

use super::super::conversation::Conversation;
use super::super::moment;
use super::super::pages::{mine, page_of, pager};
use super::{Answer, Outcome};
use crate::rich::{Action, Button, Message, Style};

/// Entries of a page.
const PER_PAGE: usize = 8;

pub(super) async fn history(here: &Conversation<'_>, arguments: &str) -> Outcome {
    here.in_private()?;
    let (words, user) = (here.words(), here.user()?);
    let store = &here.services.store;
    match arguments {
        "clear" => {
            let count = store.clear_history(user).await?;
            let count = [("count", count.into())];
            return Ok(words.message("history-cleared", &count).into());
        }
        "on" | "off" => {
            let chosen = UserSettings {
                history: arguments == "on",
                ..store.settings(user).await?
            };
            store.set_settings(user, &chosen).await?;
            let key = if chosen.history {
                "history-is-on"
            } else {
                "history-is-off"
            };
            return Ok(words
                .message(key, &[])
                .row(vec![switch(here, &chosen)])
                .into());
        }
        _ => {}
    }
    let chosen = store.settings(user).await?;
    if chosen.private {
        return Ok(Answer::Message(words.message("history-private", &[])));
    }
    let total = store.history(user, 0, 1).await?.total;
    if total == 0 {
        let message = words.message("history-empty", &[]);
        return Ok(message.row(vec![switch(here, &chosen)]).into());
    }
    let pages = total.div_ceil(PER_PAGE);
    let page = page_of(arguments, pages);
    let found = store.history(user, page, PER_PAGE).await?;
    let mut message = Message::default()
        .text(
            words.text("history-title", &[("count", total.into())]),
            Style::BOLD,
        )
        .plain("\n");
    for seen in &found.items {
        message = message
            .plain(format!("\n{} – ", moment::day(words, seen.at)))
            .plain(seen.title.as_str())
            .plain("\n")
            .text(seen.vin.as_str(), Style::CODE);
    }
    for seen in &found.items {
        let open = Action::Decode(seen.vin.clone());
        message = message.row(vec![Button::new(seen.title.as_str(), open)]);
    }
    Ok(message
        .row(pager("/history", page, pages))
        .row(vec![
            mine(words.text("history-clear", &[]), "/history clear"),
            switch(here, &chosen),
        ])
        .into())
}

fn switch(here: &Conversation<'_>, chosen: &UserSettings) -> Button {
    let words = here.words();
    if chosen.history {
        mine(words.text("history-off", &[]), "/history off")
    } else {
        mine(words.text("history-on", &[]), "/history on")
    }
}
