//! What operators are told and do, whichever way they come: the chat and the page share it.

pub(crate) mod figures;
pub(crate) mod jobs;
pub(crate) mod services;
pub(crate) mod time;

mod audit;

pub use audit::{Audit, How};
