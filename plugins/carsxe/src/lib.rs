//! CarsXE, a paid service: specifications where free decoders end, market values, histories,
//! plates and trouble codes.
//!
//! Its key goes as the query parameter `key`, filled in by the host. Endpoints and answers
//! are those of its own clients; docs/upstreams.md says which, and what of it is unproven.

mod api;
mod command;
mod parts;
mod section;
mod specs;

/// What is said, from `locales`.
mod words {
    vinbot_plugin::words!();
}

use vinbot_plugin::prelude::*;

/// The plugin.
#[derive(Debug)]
pub struct CarsXe;

impl Plugin for CarsXe {
    fn about() -> Info {
        Info {
            homepage: Some("https://carsxe.com/docs".into()),
            ..Info::new(
                "carsxe",
                env!("CARGO_PKG_VERSION"),
                "CarsXE: specifications, values, histories, plates and trouble codes",
            )
        }
    }
}

impl Decoder for CarsXe {
    fn decode(query: &Query) -> Result<Decoded, Error> {
        specs::decode(query)
    }
}

impl Enricher for CarsXe {
    fn enrich(vehicle: Vehicle) -> Result<Section, Error> {
        section::enrich(&vehicle)
    }
}

impl Command for CarsXe {
    fn commands() -> Vec<Spec> {
        command::commands()
    }

    fn handle(invocation: Invocation) -> Result<Message, Error> {
        command::handle(&invocation)
    }
}

vinbot_plugin::export!(CarsXe: decoder, enricher, command);
