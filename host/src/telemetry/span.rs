//! The span of an update: what every line and every trace about it carries.

use std::fmt::Write as _;

use tracing::{Span, field};

use super::ids::Ids;
use super::trace;

/// Its name.
pub(super) const UPDATE: &str = "update";

/// The span of an update of this kind. It is there whatever is logged, so that each line
/// has its fields.
#[must_use]
pub fn update_span(
    ids: &Ids,
    kind: &'static str,
    number: u32,
    user: Option<u64>,
    chat: Option<i64>,
) -> Span {
    let span = tracing::error_span!(
        target: "vinbot::update",
        UPDATE,
        update_id = number,
        kind,
        correlation_id = field::Empty,
        user_id = field::Empty,
        chat_id = field::Empty,
        vin = field::Empty,
    );
    // Where there are traces, lines and trace have the same id.
    let correlation = trace::trace_id(&span).unwrap_or_else(random);
    span.record("correlation_id", correlation);
    ids.note(&span, user, chat);
    span
}

/// As long as the id of a trace.
fn random() -> String {
    let mut bytes = [0; 16];
    // Without random numbers the number of the update has to do.
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
