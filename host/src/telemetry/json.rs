//! A line of the log as one flat JSON object: what its spans know stands beside what it says
//! itself, so that every line of an update can be found by its `correlation_id` alone.

use std::fmt;

use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::{JsonFields, Writer};
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

/// Writes such lines; spans are written by [`JsonFields`].
#[derive(Debug)]
pub(super) struct Flat;

impl<S> FormatEvent<S, JsonFields> for Flat
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, JsonFields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut fields = Fields::default();
        for span in context
            .event_scope()
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .iter()
            .rev()
        {
            let extensions = span.extensions();
            let known = extensions.get::<FormattedFields<JsonFields>>();
            let known = known.and_then(|known| serde_json::from_str(&known.fields).ok());
            if let Some(Value::Object(known)) = known {
                fields.0.extend(known);
            }
        }
        // What is for traces alone.
        fields.0.retain(|name, _| !name.contains('.'));
        event.record(&mut fields);
        let message = fields.0.remove("message");
        write!(writer, "{{\"timestamp\":\"")?;
        SystemTime.format_time(&mut writer)?;
        let about = event.metadata();
        write!(
            writer,
            "\",\"level\":\"{}\",\"target\":\"{}\"",
            about.level(),
            about.target()
        )?;
        let first = message.map(|message| ("message".to_owned(), message));
        for (name, value) in first.into_iter().chain(fields.0) {
            if ["timestamp", "level", "target"].contains(&name.as_str()) {
                continue;
            }
            let name = Value::from(name);
            write!(writer, ",{name}:{value}")?;
        }
        writeln!(writer, "}}")
    }
}

#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        let name = field.name();
        let name = name.strip_prefix("r#").unwrap_or(name);
        self.0.insert(name.to_owned(), value.into());
    }
}

impl Visit for Fields {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put(field, format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use secrecy::SecretString;
    use tracing_subscriber::layer::SubscriberExt;

    use super::super::{Ids, update_span};
    use super::*;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn lines(work: impl FnOnce()) -> Vec<Value> {
        let written = Written::default();
        let writer = written.clone();
        let layer = tracing_subscriber::fmt::layer()
            .fmt_fields(JsonFields::new())
            .event_format(Flat)
            .with_writer(move || writer.clone());
        let subscriber = tracing_subscriber::registry().with(layer);
        tracing::subscriber::with_default(subscriber, work);
        let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    #[test]
    fn every_line_of_an_update_has_what_its_spans_know() {
        let lines = lines(|| {
            let span = update_span(&Ids::plain(), "message", 7, Some(42), Some(42));
            span.in_scope(|| {
                span.record("vin", "1HGCM82633A004352");
                tracing::info_span!("plugin", plugin = "vpic", otel.kind = "internal").in_scope(
                    || tracing::warn!(ms = 3, fine = true, error = %"no \"room\"", "it failed"),
                );
                tracing::info!(vin = "other", "done");
            });
            tracing::info!("outside");
        });
        assert_eq!(lines.len(), 3);
        let inner = &lines[0];
        assert_eq!(inner["message"], "it failed");
        assert_eq!(inner["level"], "WARN");
        assert_eq!(inner["error"], "no \"room\"");
        assert_eq!(
            (&inner["ms"], &inner["fine"]),
            (&Value::from(3), &Value::from(true))
        );
        assert_eq!(
            (&inner["update_id"], &inner["user_id"]),
            (&Value::from(7), &Value::from(42))
        );
        assert_eq!(inner["chat_id"], 42);
        assert_eq!(
            (&inner["vin"], &inner["plugin"]),
            (&"1HGCM82633A004352".into(), &"vpic".into())
        );
        assert_eq!(inner["correlation_id"].as_str().unwrap().len(), 32);
        assert!(inner.get("otel.kind").is_none());
        assert_eq!(lines[1]["correlation_id"], inner["correlation_id"]);
        assert_eq!(
            (&lines[1]["vin"], lines[1].get("plugin")),
            (&"other".into(), None)
        );
        assert!(lines[2].get("update_id").is_none());
    }

    #[test]
    fn people_can_be_called_by_hashes_that_only_the_owner_of_the_token_can_make() {
        let (one, other) = (SecretString::from("1:one"), SecretString::from("2:other"));
        let lines = lines(|| {
            for (ids, chat) in [
                (Ids::hashed(&one), 42),
                (Ids::hashed(&one), -100),
                (Ids::hashed(&other), 42),
            ] {
                let span = update_span(&ids, "message", 7, Some(42), Some(chat));
                span.in_scope(|| tracing::info!("asked"));
            }
        });
        let user = |line: usize| lines[line]["user_id"].as_str().unwrap();
        assert_eq!(user(0).len(), 16);
        assert_eq!(user(0), user(1));
        assert_ne!(user(0), user(2));
        assert_eq!(
            lines[0]["chat_id"], lines[0]["user_id"],
            "a private chat is its user's"
        );
        assert_eq!(lines[1]["chat_id"], -100, "a group is no person");
    }
}
