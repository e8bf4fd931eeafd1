//! A report as a picture to share: `image`, a PNG of 1200 × 675 pixels.
//!
//! What it shows is chosen in `content`, laid out as SVG in `drawing`, with texts that `fit`
//! their places, and painted by resvg in `paint`. The fonts come along, so it looks the same
//! everywhere.

mod content;
mod drawing;
mod fit;
mod font;
mod paint;

use vinbot_plugin::prelude::*;
use vinbot_words::{Key, Known, Reader, clean, name};

pub use drawing::{HEIGHT, WIDTH, svg};
pub use paint::{fonts, png};

/// The plugin.
#[derive(Debug)]
pub struct Picture;

const VIEW: &str = "image";

impl Plugin for Picture {
    fn about() -> Info {
        Info::new(
            "picture",
            env!("CARGO_PKG_VERSION"),
            "A report as a picture to share",
        )
    }
}

impl Formatter for Picture {
    fn views() -> Vec<String> {
        vec![VIEW.into()]
    }

    fn format(reports: Vec<Report>, context: Context) -> Result<Message, Error> {
        let reader = Reader::of(&context);
        let refused = |key| Err(Error::InvalidInput(reader.word(key).into()));
        if context.view != VIEW {
            let words = reader.say(Key::NO_VIEW, &[("views", VIEW)]);
            return Err(Error::InvalidInput(words));
        }
        match reports.as_slice() {
            [] => refused(Key::NO_VEHICLE),
            [report] => {
                let png = png(&svg(report, reader)).map_err(Error::Internal)?;
                let file_name = format!("{}.png", file_stem(&report.vehicle.vin));
                Ok(caption(report, reader).attach(&file_name, "image/png", png))
            }
            _ => refused(Key::PICTURE_ONE),
        }
    }
}

/// One line: the name, and the VIN to copy.
fn caption(report: &Report, reader: Reader) -> Message {
    // Where they stand in the sentence is the language's business.
    const NAME: char = '\u{1}';
    const VIN: char = '\u{2}';
    let name = clean::line(&name::full(Known::new(report, reader)), 120);
    let vin = clean::line(&report.vehicle.vin, 17);
    let given = [("name", "\u{1}"), ("vin", "\u{2}")];
    let line = reader.say(Key::PICTURE_CAPTION, &given);
    let mut text = Text::new();
    for part in line.split_inclusive([NAME, VIN]) {
        text.push(part.trim_end_matches([NAME, VIN]), Style::empty());
        match part.chars().last() {
            Some(NAME) => text.push(name.as_str(), Style::BOLD),
            Some(VIN) => text.push(vin.as_str(), Style::CODE),
            _ => {}
        }
    }
    text.into()
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

vinbot_plugin::export!(Picture: formatter);
