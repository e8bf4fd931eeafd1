//! `/admin log`: how much is logged, until the next start.

use super::super::conversation::Conversation;
use super::{Told, button};
use crate::rich::{Message, Style};

pub(super) fn log(here: &Conversation<'_>, words: &str) -> Told {
    let logs = &here.services.logs;
    let set = match words {
        "" => Ok(()),
        "reset" => logs.reset(),
        words => logs.set(words),
    };
    set.map_err(|error| error.to_string())?;
    let level = logs.level();
    if !words.is_empty() {
        tracing::info!(set_to = level, "another level of the log");
    }
    Ok(Message::default()
        .text("Log\n", Style::BOLD)
        .plain("Logged is ")
        .text(level, Style::CODE)
        .plain(". After the next start it is what RUST_LOG says, else info.")
        .row(vec![
            button("Warn", "log warn"),
            button("Info", "log info"),
            button("Debug", "log debug"),
            button("Reset", "log reset"),
        ])
        .row(vec![button("Errors", "errors")]))
}
