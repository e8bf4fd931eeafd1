//! What any VIN says, whoever made it: region and country, maker, the model years
//! that position 10 may stand for, the check digit where it is one, the serial
//! number.
//!
//! The decoder of last resort: most vehicles of Europe, Asia and South America are
//! unknown to vPIC, but their VINs follow ISO 3779 and 3780 all the same.

mod check_digit;
mod country;
mod decode;
mod maker;
mod terms;
mod year;

use vinbot_plugin::prelude::*;

/// The plugin.
#[derive(Debug)]
pub struct Wmi;

impl Plugin for Wmi {
    fn about() -> Info {
        Info {
            homepage: Some("https://www.iso.org/standard/45844.html".into()),
            data: Some(maker::sources().into()),
            ..Info::new(
                "wmi",
                env!("CARGO_PKG_VERSION"),
                "Region, country, maker and model-year candidates of any VIN",
            )
        }
    }
}

impl Decoder for Wmi {
    fn decode(query: &Query) -> Result<Decoded, Error> {
        decode::decode(query, year::of_clock(host::unix_seconds()))
    }

    fn vocabulary() -> Vec<Term> {
        terms::vocabulary()
    }
}

vinbot_plugin::export!(Wmi: decoder);
