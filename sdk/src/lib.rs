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
//! `vinbot plugin new` makes a project with this in it, `vinbot plugin build` makes its
//! component, `vinbot plugin dev` shows it in a chat at every save. Compiled natively a
//! plugin is an ordinary library, so its tests are ordinary tests.
//!
//! # The roles
//!
//! | role | trait | what it answers |
//! | --- | --- | --- |
//! | decoder | [`Decoder`] | what a VIN means: facts, each with a [`Term`] |
//! | enricher | [`Enricher`] | what else is known of a [`Vehicle`]: a [`Section`] |
//! | formatter | [`Formatter`] | how a [`Report`] looks: a [`Message`] |
//! | command | [`Command`] | a slash command of the bot: a [`Message`] |
//!
//! A plugin may have several: `export!(Type: decoder, command)`. A [`SelfTest`] beside them
//! is run for each new file, before it serves.
//!
//! # A decoder
//!
//! says facts. Each has a term: an id that stays (`country:country`, the plugin's name before
//! the colon), a machine key under which formatters look for it, a label, and a heading.
//! [`term`] makes one. Of two decoders that say the same key, the first in the operator's
//! order is believed; from the operator's threshold of confidence on, no further one is
//! asked. A [`Finding`] says something of the VIN itself:
//!
//! ```
//! use vinbot_plugin::prelude::*;
//!
//! let decoded = Decoded::new(40)
//!     .with(term("demo:trim", "Trim", "General"), "EX-V6")
//!     .finding(
//!         Finding::new(Severity::Warning, "check-digit", "Position 9 does not fit.")
//!             .suggesting("1HGCM82633A004352"),
//!     );
//! assert_eq!(decoded.facts.len(), 1);
//! ```
//!
//! # A formatter
//!
//! builds text of spans with styles, and rows of buttons. There is no markup, so nothing has
//! to be escaped. [`VehicleExt`] asks a vehicle for what is known under a key:
//!
//! ```
//! use vinbot_plugin::prelude::*;
//!
//! fn card(vehicle: &Vehicle) -> Message {
//!     let body = vehicle.value("body-class").unwrap_or("unknown");
//!     let text = Text::new().bold("Vehicle").newline().field("Body", body);
//!     Message::from(text).row([Button::view("Details", "details")])
//! }
//! # let message = card(&vinbot_plugin::testing::vehicle("1HGCM82633A004352"));
//! # assert_eq!(message.buttons.len(), 1);
//! ```
//!
//! # A command
//!
//! names itself in [`Command::commands`], which puts it into the bot's menu, and answers in
//! [`Command::handle`]. The words of an [`Error::InvalidInput`] are shown to who sent it:
//!
//! ```
//! use vinbot_plugin::prelude::*;
//!
//! struct Echo;
//!
//! impl Plugin for Echo {
//!     fn about() -> Info {
//!         Info::new("echo", "0.1.0", "Says it again")
//!     }
//! }
//!
//! impl Command for Echo {
//!     fn commands() -> Vec<Spec> {
//!         vec![Spec {
//!             name: "echo".into(),
//!             description: "Says it again".into(),
//!             usage: "/echo TEXT".into(),
//!             admin_only: false,
//!         }]
//!     }
//!
//!     fn handle(invocation: Invocation) -> Result<Message, Error> {
//!         if invocation.arguments.is_empty() {
//!             return Err(Error::InvalidInput("Say something: /echo TEXT".into()));
//!         }
//!         Ok(Text::new().plain(invocation.arguments).into())
//!     }
//! }
//!
//! vinbot_plugin::export!(Echo: command);
//! # fn main() {}
//! ```
//!
//! # The host
//!
//! A plugin keeps nothing between calls: every call gets a fresh sandbox. What is dear to
//! compute is computed once, at build time, with [`warm_up!`]. What a plugin may ask of
//! the host is in [`host`]; there is no other clock than [`host::unix_seconds`], since
//! `SystemTime::now` panics in a sandbox. A panic costs this call, and its words stand in
//! the host's log.
//!
//! What a plugin wants of the outside, it asks for in its `plugin.toml` and an operator
//! grants: requests ([`host::http`]), secrets in them ([`host::http::secret`]), a cache
//! ([`host::cache`]).
//!
//! # Services outside
//!
//! [`host::http::Request::fetch`] asks for JSON and tells apart what can go wrong, [`json`]
//! (feature `json`) reads answers whose keys and types are not quite as documented, [`names`]
//! finds the vehicle's model among those that a service knows, [`clean`] bounds texts, and
//! [`vpic`] speaks the keys of vPIC, which are those that the card looks for.
//!
//! # Tests
//!
//! In a plugin's tests the host is the one of [`testing`]: a clock and settings that the
//! test decides, vehicles to start from, and messages as plain text.
//!
//! ```
//! use vinbot_plugin::{host, testing};
//!
//! testing::set_clock(1_767_225_600);
//! testing::set_setting("currency", "EUR");
//! assert_eq!(host::unix_seconds(), 1_767_225_600);
//! assert_eq!(host::setting("currency").as_deref(), Some("EUR"));
//! ```

pub mod bindings;
pub mod clean;
mod command;
mod decoder;
mod enricher;
mod export;
mod formatter;
#[cfg(target_family = "wasm")]
mod heap;
pub mod host;
#[cfg(feature = "json")]
pub mod json;
pub mod names;
mod packed;
mod plugin;
mod self_test;
#[cfg_attr(
    target_family = "wasm",
    allow(dead_code, reason = "there the host itself answers")
)]
pub mod testing;
mod text;
mod vehicle;
pub mod vpic;
pub mod words;

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
///
/// ```
/// use vinbot_plugin::prelude::*;
///
/// host::log(Level::Info, "table loaded", &[("rows", "12013")]);
/// ```
pub mod prelude {
    pub use crate::host::Level;
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
