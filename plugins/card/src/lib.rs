//! Reports as messages: a card, every detail, several vehicles side by side, a list.

mod aspect;
mod buttons;
mod card;
mod case;
mod clean;
mod compare;
mod details;
mod findings;
mod known;
mod list;
mod monospace;
mod name;
mod number;
mod section;
mod sheet;
mod words;

use vinbot_plugin::prelude::*;

use words::Words;

/// The plugin.
#[derive(Debug)]
pub struct Card;

/// For whom a message is written.
#[derive(Debug, Clone, Copy)]
struct Reader {
    words: &'static Words,
    metric: bool,
}

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
        let words = words::of(&context.locale);
        let reader = Reader {
            words,
            metric: context.units == Units::Metric,
        };
        let [first, others @ ..] = reports.as_slice() else {
            return Err(Error::InvalidInput(words.no_vehicle.into()));
        };
        match context.view.as_str() {
            "card" if others.is_empty() => Ok(card::view(first, reader)),
            "card" | "list" => Ok(list::view(&reports, reader)),
            "details" => Ok(details::view(first, reader, context.page)),
            "compare" => compare::view(&reports, reader),
            "section" => section::view(first, reader, context.page),
            _ => Err(Error::InvalidInput(format!(
                "{} {}.",
                words.views,
                VIEWS.join(", ")
            ))),
        }
    }
}

vinbot_plugin::export!(Card: formatter);
