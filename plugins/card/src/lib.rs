//! Reports as messages: a card, every detail, several vehicles side by side, a list.

mod buttons;
mod card;
mod compare;
mod details;
mod findings;
mod list;
mod monospace;
mod section;
mod sheet;

use vinbot_plugin::prelude::*;

use vinbot_words::{Key, Reader};

/// The plugin.
#[derive(Debug)]
pub struct Card;

const VIEWS: [&str; 5] = ["card", "details", "compare", "list", "section"];

impl Plugin for Card {
    fn about() -> Info {
        Info::new(
            "card",
            env!("CARGO_PKG_VERSION"),
            "Reports as messages: card, details, comparison, list",
        )
    }
}

impl Formatter for Card {
    fn views() -> Vec<String> {
        VIEWS.map(str::to_owned).to_vec()
    }

    fn format(reports: Vec<Report>, context: Context) -> Result<Message, Error> {
        let reader = Reader::of(&context);
        let [first, others @ ..] = reports.as_slice() else {
            return Err(Error::InvalidInput(reader.word(Key::NO_VEHICLE).into()));
        };
        match context.view.as_str() {
            "card" if others.is_empty() => Ok(card::view(first, reader)),
            "card" | "list" => Ok(list::view(&reports, reader)),
            "details" => Ok(details::view(first, reader, context.page)),
            "compare" => compare::view(&reports, reader),
            "section" => section::view(first, reader, context.page),
            _ => Err(Error::InvalidInput(
                reader.say(Key::NO_VIEW, &[("views", &VIEWS.join(", "))]),
            )),
        }
    }
}

vinbot_plugin::export!(Card: formatter);
