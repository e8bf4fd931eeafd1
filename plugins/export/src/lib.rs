//! Reports as files: `json` for programs, `csv` for spreadsheets.

mod columns;
mod json;
mod table;

/// What is said, from `locales`.
mod words {
    vinbot_plugin::words!();
}

use vinbot_plugin::prelude::*;
use vinbot_plugin::words::{Given, Words};

use words::Key;

/// The plugin.
#[derive(Debug)]
pub struct Export;

/// What a view makes: the end of the file's name, its media type, its name in a
/// sentence, and how it is written.
struct Kind {
    view: &'static str,
    media_type: &'static str,
    name: &'static str,
    write: fn(&[Report]) -> Result<Vec<u8>, Error>,
}

const KINDS: [Kind; 2] = [
    Kind {
        view: "json",
        media_type: "application/json",
        name: "JSON",
        write: json::write,
    },
    Kind {
        view: "csv",
        media_type: "text/csv; charset=utf-8",
        name: "CSV",
        write: table::write,
    },
];

impl Plugin for Export {
    fn about() -> Info {
        Info::new(
            "export",
            env!("CARGO_PKG_VERSION"),
            "Reports as files: JSON and CSV",
        )
    }
}

impl Formatter for Export {
    fn views() -> Vec<String> {
        KINDS.iter().map(|kind| kind.view.to_owned()).collect()
    }

    fn format(reports: Vec<Report>, context: Context) -> Result<Message, Error> {
        let words = Words::of(&words::TABLES, &context.locale);
        let Some(kind) = KINDS.iter().find(|kind| kind.view == context.view) else {
            return Err(Error::InvalidInput(words.word(Key::FORMATS).to_owned()));
        };
        let stem = match reports.as_slice() {
            [] => return Err(Error::InvalidInput(words.word(Key::NOTHING).to_owned())),
            [one] => file_stem(&one.vehicle.vin),
            _ => "vins".to_owned(),
        };
        let count = Given::Number(reports.len() as u64);
        let said = [("count", count), ("kind", Given::Text(kind.name))];
        let text = Text::new().plain(words.say(Key::FILE, &said));
        let file_name = format!("{stem}.{}", kind.view);
        Ok(Message::from(text).attach(&file_name, kind.media_type, (kind.write)(&reports)?))
    }
}

/// The VIN, as far as it is fit to be a file's name.
fn file_stem(vin: &str) -> String {
    let stem: String = vin
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(17)
        .collect();
    if stem.is_empty() {
        "vin".to_owned()
    } else {
        stem
    }
}

vinbot_plugin::export!(Export: formatter);
