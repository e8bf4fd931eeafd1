//! Trying plugins out: golden tests (what one is asked and what it must answer, as JSON
//! files; see `docs/plugin-tests.md`), and how long they take and how much they need.
//!
//! A [`Case`] is a test. A [`Trial`] runs cases on a component, in the sandbox and with
//! the limits of the host, and measures.

mod answer;
mod canned;
mod case;
mod diff;
mod measure;
mod question;
mod sample;
mod trial;

pub use canned::{Canned, CannedError};
pub use case::{Case, CaseError, Outcome};
pub use diff::diff;
pub use measure::{Figures, Measured};
pub use question::{Question, QuestionError};
pub use sample::samples;
pub use trial::Trial;
