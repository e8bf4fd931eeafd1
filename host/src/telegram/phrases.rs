//! What the bot itself says about VINs and troubles, put together from its words.

use vinbot_net::Trouble;

use crate::lookup::LookupError;
use crate::plugins::CallError;
use crate::rich::{Action, Button, Message, Span, Style};
use crate::vin::Vin;
use crate::words::Words;

/// VINs to try: real ones from public documents, of a Honda and of a Tesla; and a
/// European one with a made-up serial number.
const EXAMPLES: [(&str, &str); 2] = [
    ("2003 Honda Accord", "1HGCM82633A004352"),
    ("2019 Tesla Model 3", "5YJ3E1EA2KF317000"),
];
const AUDI: &str = "WAUZZZ8K9BA123456";

/// Characters of a car's title.
const TITLE: usize = 60;

pub(super) fn start(words: Words) -> Message {
    examples(words, words.message("start", &[]))
}

pub(super) fn help(words: Words, most: usize) -> Message {
    let mut message = words
        .message("help-how", &[("most", most.into())])
        .plain("\n\n")
        .words(words.spans("help-files", &[]))
        .plain("\n\n")
        .text(words.text("help-commands", &[]), Style::BOLD);
    for (name, description) in super::menu::own(words) {
        message = message.plain(format!("\n/{name} – {description}"));
    }
    examples(words, message)
}

fn examples(words: Words, message: Message) -> Message {
    let row = |label: &str, vin: &str| vec![Button::new(label, Action::Decode(vin.to_owned()))];
    EXAMPLES
        .into_iter()
        .fold(message, |message, (label, vin)| {
            message.row(row(label, vin))
        })
        .row(row(&words.text("example-audi", &[]), AUDI))
}

pub(super) fn no_report(vin: Vin, reason: &str) -> Message {
    Message::default()
        .text(vin.as_str(), Style::CODE)
        .plain(format!("\n{reason}"))
}

/// What a card says in its first line: year, make and model.
pub(super) fn title(card: &Message, vin: Vin) -> String {
    let text = card.to_plain_text();
    let line = text.lines().map(str::trim).find(|line| !line.is_empty());
    let title: String = line.unwrap_or_default().chars().take(TITLE).collect();
    if title.is_empty() {
        vin.to_string()
    } else {
        title
    }
}

/// A line for the end of a list, for a VIN without a report.
pub(super) fn unlisted(vin: Vin, reason: &str) -> [Span; 2] {
    let span = |text, style| Span {
        text,
        style,
        link: None,
    };
    [
        span(format!("\n{vin}"), Style::CODE),
        span(format!(" – {reason}"), Style::PLAIN),
    ]
}

/// Why a VIN has no report.
pub(super) fn reason(words: Words, error: &LookupError) -> String {
    match error {
        LookupError::Unknown => words.text("unknown-vin", &[]),
        LookupError::Unavailable => words.text("unavailable", &[]),
    }
}

/// What the user reads when a plugin refuses: its own words, if they are for users.
pub(super) fn refusal(words: Words, error: &CallError) -> String {
    match error {
        CallError::InvalidInput(text) => text.clone(),
        // Whoever had that view or command is gone since the button was made.
        CallError::NotCovered => words.text("old-button", &[]),
        CallError::Unavailable {
            trouble: Some(trouble),
            ..
        } => self::trouble(words, *trouble),
        _ => words.text("unavailable", &[]),
    }
}

/// Why something that a service outside knows is not to be had.
fn trouble(words: Words, trouble: Trouble) -> String {
    match trouble {
        Trouble::Timeout => words.text("trouble-timeout", &[]),
        Trouble::Unreachable | Trouble::CircuitOpen => words.text("trouble-outage", &[]),
        Trouble::Quota => words.text("trouble-quota", &[]),
        Trouble::Auth | Trouble::Denied => words.text("trouble-denied", &[]),
        Trouble::NotFound => words.text("trouble-not-found", &[]),
        Trouble::BadAnswer => words.text("trouble-bad-answer", &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_only_if_its_words_are_for_users() {
        let words = Words::english();
        let told = |error| refusal(words, &error);
        assert_eq!(
            told(CallError::InvalidInput("no page 9".into())),
            "no page 9"
        );
        let internal = told(CallError::Trap("at 0x12".into()));
        assert_eq!(internal, words.text("unavailable", &[]));
    }
}
