//! A plugin's log lines: bounded, one line each, under the plugin's name.

use std::time::Instant;

use wasmtime::component::LinkerInstance;

use super::plugin::log::Level;
use crate::plugins::log_budget;
use crate::plugins::sandbox::{Profile, Sandbox};

/// Lines of one call; what comes after is dropped, and that is said once.
const LINES: u32 = 20;
/// Characters of a message and of each field.
const CHARACTERS: usize = 500;
/// Fields of a line.
const FIELDS: usize = 16;

pub(super) fn link(log: &mut LinkerInstance<'_, Sandbox>) -> wasmtime::Result<()> {
    log.func_wrap("write", |mut store, (level, message, fields): Line| {
        store.data_mut().write(level, &message, &fields);
        Ok(())
    })
}

type Line = (Level, String, Vec<(String, String)>);

impl Sandbox {
    fn write(&mut self, level: Level, message: &str, fields: &[(String, String)]) {
        self.logged += 1;
        let plugin = &*self.profile.name;
        if self.logged > LINES {
            if self.logged == LINES + 1 {
                tracing::warn!(
                    plugin,
                    "logs more than {LINES} lines a call: the rest is dropped"
                );
            }
            return;
        }
        line(&self.profile, level, message, fields);
    }
}

/// Writes a line, if the plugin has not logged too much in all.
pub(super) fn line(profile: &Profile, level: Level, message: &str, fields: &[(String, String)]) {
    let plugin = &*profile.name;
    if let Some(heard) = &profile.heard {
        let more = if fields.is_empty() {
            String::new()
        } else {
            format!(" {}", structured(fields))
        };
        heard.take(format!("{:<5} {}{more}", word(level), clean(message)));
        return;
    }
    match profile.log.take(Instant::now()) {
        log_budget::Line::Write => {}
        log_budget::Line::WriteAfter(lines) => {
            tracing::warn!(plugin, lines, "lines were dropped");
        }
        log_budget::Line::DropFirst => {
            tracing::warn!(plugin, "logs too much: lines are dropped for a while");
            return;
        }
        log_budget::Line::Drop => return,
    }
    let message = clean(message);
    let fields = structured(fields);
    match level {
        Level::Debug => tracing::debug!(plugin, fields, "{message}"),
        Level::Info => tracing::info!(plugin, fields, "{message}"),
        Level::Warn => tracing::warn!(plugin, fields, "{message}"),
        Level::Error => tracing::error!(plugin, fields, "{message}"),
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Debug => "debug",
        Level::Info => "info",
        Level::Warn => "warn",
        Level::Error => "error",
    }
}

/// The fields as a JSON object, so that a value can't pass for another field.
fn structured(fields: &[(String, String)]) -> String {
    let fields = fields.iter().take(FIELDS);
    let object: serde_json::Map<_, _> = fields
        .map(|(key, value)| (clean(key), clean(value).into()))
        .collect();
    serde_json::Value::Object(object).to_string()
}

/// No line breaks and no terminal escapes: a plugin can't forge a log line.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(CHARACTERS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_does_not_pass_for_another_field() {
        let fields = [("vin".to_owned(), "X\" level=error".to_owned())];
        assert_eq!(structured(&fields), r#"{"vin":"X\" level=error"}"#);
    }

    #[test]
    fn a_plugin_cannot_forge_a_line_or_colour_it() {
        assert_eq!(clean("ok\nERROR \u{1b}[31mfake"), "ok ERROR  [31mfake");
        assert_eq!(clean(&"x".repeat(9_000)).len(), CHARACTERS);
    }
}
