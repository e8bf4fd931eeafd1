//! `/about`: versions, and how old the data is.

use super::super::conversation::Conversation;
use crate::rich::{Message, Style};

pub(super) fn about(here: &Conversation<'_>) -> Message {
    let words = here.words();
    let version = env!("CARGO_PKG_VERSION");
    let mut message = Message::default()
        .words(words.spans("about", &[("version", version.into())]))
        .plain("\n");
    for plugin in here.visit.plugins().on() {
        let data = plugin.version.data.as_deref();
        let data = data.map(|data| format!(" ({data})")).unwrap_or_default();
        message = message
            .plain("\n")
            .text(plugin.name.to_string(), Style::BOLD)
            .plain(format!(" {}{data}", plugin.version.number));
    }
    message
}
