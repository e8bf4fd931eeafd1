//! The last warnings and errors, so that admins can look at them in the chat.

use std::collections::VecDeque;
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::redact::Redactor;
use super::span::UPDATE;
use super::tally::{self, Tally};

/// How many are remembered.
const REMEMBERED: usize = 500;
/// Characters of one.
const LENGTH: usize = 400;

/// A warning or an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: SystemTime,
    /// True for an error.
    pub error: bool,
    /// Which part of the program.
    pub target: String,
    /// What it says, and its fields.
    pub message: String,
    /// Which update was answered.
    pub update: Option<u64>,
}

/// The last lines. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Recent(Arc<Mutex<VecDeque<Line>>>);

impl Recent {
    /// The newest first: all, or those of one update.
    #[must_use]
    pub fn lines(&self, update: Option<u64>) -> Vec<Line> {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = |line: &&Line| update.is_none() || line.update == update;
        lines.iter().rev().filter(wanted).cloned().collect()
    }

    fn push(&self, line: Line) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == REMEMBERED {
            lines.pop_front();
        }
        lines.push_back(line);
    }
}

/// Remembers warnings and errors, and counts them.
pub(super) struct Remember {
    pub(super) recent: Recent,
    pub(super) tally: Tally,
    pub(super) redactor: Redactor,
}

/// The number of the update, kept at its span.
struct Update(u64);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Remember {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if attributes.metadata().name() != UPDATE {
            return;
        }
        let mut text = Text::default();
        attributes.record(&mut text);
        if let (Some(number), Some(span)) = (text.id, context.span(id)) {
            span.extensions_mut().insert(Update(number));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let level = *event.metadata().level();
        if level > Level::WARN {
            return;
        }
        let error = level == Level::ERROR;
        let kind = if error {
            tally::Event::Error
        } else {
            tally::Event::Warning
        };
        self.tally.count(kind, 1);
        let mut text = Text::default();
        event.record(&mut text);
        let mut spans = context.event_scope(event).into_iter().flatten();
        let update = spans.find_map(|span| span.extensions().get::<Update>().map(|one| one.0));
        let message = format!("{}{}", text.message, text.fields);
        let message = self.redactor.clean_text(message);
        self.recent.push(Line {
            at: SystemTime::now(),
            error,
            target: event.metadata().target().to_owned(),
            message: message.chars().take(LENGTH).collect(),
            update,
        });
    }
}

/// What an event says.
#[derive(Default)]
struct Text {
    message: String,
    fields: String,
    id: Option<u64>,
}

impl Visit for Text {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "update_id" {
            self.id = Some(value);
        }
        self.record_debug(field, &value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing into a string can't fail.
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.fields, " {name}={value:?}"),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing_subscriber::layer::SubscriberExt;

    #[test]
    fn warnings_and_errors_are_remembered_with_their_update() {
        let (recent, tally) = (Recent::default(), Tally::default());
        let remember = Remember {
            recent: recent.clone(),
            tally: tally.clone(),
            redactor: Redactor::default(),
        };
        let subscriber = tracing_subscriber::registry().with(remember);
        tracing::subscriber::with_default(subscriber, || {
            let span = tracing::info_span!("update", update_id = 7_u32, user_id = 42);
            let inside = span.enter();
            tracing::info!("nothing to see");
            let inner = tracing::info_span!("inner", id = 9);
            inner.in_scope(|| tracing::warn!(plugin = "vpic", "it failed"));
            drop(inside);
            tracing::error!(error = %"no room", "the store failed");
        });
        let lines = recent.lines(None);
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.error, line.message.as_str(), line.update))
            .collect();
        assert_eq!(
            told,
            [
                (true, "the store failed error=no room", None),
                (false, "it failed plugin=vpic", Some(7)),
            ]
        );
        assert_eq!(recent.lines(Some(7)).len(), 1);
        assert_eq!(tally.since_start(tally::Event::Error), 1);
    }

    #[test]
    fn the_oldest_make_room() {
        let recent = Recent::default();
        for number in 0..REMEMBERED as u64 + 3 {
            recent.push(Line {
                at: SystemTime::UNIX_EPOCH,
                error: true,
                target: "t".into(),
                message: "m".into(),
                update: Some(number),
            });
        }
        let lines = recent.lines(None);
        assert_eq!(lines.len(), REMEMBERED);
        assert_eq!(lines.last().unwrap().update, Some(3));
    }
}
