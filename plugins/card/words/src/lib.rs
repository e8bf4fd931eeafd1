//! What a report says of its vehicle, in the reader's language and units: what the card and the
//! picture share.
//!
//! Words stand in `../locales`, a Fluent file a language: a new file is a new language. Names
//! of makes and models, and what no file knows, stay as they are.

pub mod aspect;
mod case;
pub mod clean;
pub mod findings;
mod known;
mod language;
pub mod name;
mod number;
mod reader;
pub mod section;

pub use case::{natural, upper_first};
pub use known::{Known, group, heading, telling};
pub use language::{Given, Key, Words, slug};
pub use number::parse;
pub use reader::Reader;
