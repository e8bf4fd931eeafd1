//! Write vinbot plugins in Rust.
//!
//! A plugin is one file: a type, what it is ([`Plugin`]), what it does
//! ([`Decoder`], [`Formatter`], [`Enricher`], [`Command`]) and one line that
//! exports it ([`export!`]).
//!
//! ```
//! use vinbot_plugin::prelude::*;
//!
//! struct Country;
//!
//! impl Plugin for Country {
//!     fn about() -> Info {
//!         Info::new("country", "0.1.0", "Tells the country from the first letter")
//!     }
//! }
//!
//! impl Decoder for Country {
//!     fn decode(query: &Query) -> Result<Decoded, Error> {
//!         let country = match query.vin.as_bytes()[0] {
//!             b'1' | b'4' | b'5' => "United States",
//!             b'W' => "Germany",
//!             _ => return Err(Error::NotCovered),
//!         };
//!         Ok(Decoded::new(20).with(term("country:country", "Country", "Origin"), country))
//!     }
//! }
//!
//! vinbot_plugin::export!(Country: decoder);
//! # fn main() {
//! let query = Query { vin: "1HGCM82633A004352".into(), model_year: None };
//! assert_eq!(Country::decode(&query).unwrap().facts[0].value, "United States");
//! # }
//! ```
//!
//! Compiled for `wasm32-unknown-unknown` the file becomes a component that the
//! host loads; compiled natively it is an ordinary library, so its tests are
//! ordinary tests. Calls to the host ([`host`]) then go to the fakes in
//! [`testing`].
//!
//! What a plugin wants of the outside, it asks for in its `plugin.toml` and an operator
//! grants: requests ([`host::http`]), secrets in them ([`host::http::secret`]), a cache
//! ([`host::cache`]).
//!
//! A plugin keeps nothing between calls: every call gets a fresh sandbox. What is
//! dear to compute is computed once, at build time, with [`warm_up!`].

pub mod bindings;
mod command;
mod decoder;
mod enricher;
mod export;
mod formatter;
#[cfg(target_family = "wasm")]
mod heap;
pub mod host;
mod packed;
mod plugin;
mod self_test;
pub mod testing;
mod text;
mod vehicle;

pub use command::{Command, Invocation, Spec};
pub use decoder::{Decoded, Decoder, Fact, Query, Subject, term};
pub use enricher::Enricher;
pub use formatter::{Context, Formatter, Units};
pub use packed::Packed;
pub use plugin::{Info, Plugin};
pub use self_test::SelfTest;
pub use text::{Action, Attachment, Button, Message, Span, Style, Text, ViewRef};
pub use vehicle::{
    Attribute, Error, Finding, Item, Report, Section, Severity, Term, Vehicle, VehicleExt,
};

/// Everything that a plugin usually needs.
pub mod prelude {
    pub use crate::{
        Action, Attachment, Attribute, Button, Command, Context, Decoded, Decoder, Enricher, Error,
        Fact, Finding, Formatter, Info, Invocation, Item, Message, Plugin, Query, Report, Section,
        SelfTest, Severity, Span, Spec, Style, Term, Text, Units, Vehicle, VehicleExt, host, term,
    };
}

#[doc(hidden)]
pub mod __private {
    pub use crate::export::Exported;
    pub use crate::export::roles::{command, decoder, enricher, formatter, self_test};
    #[cfg(target_family = "wasm")]
    pub use crate::heap::TwoHeaps;
}
