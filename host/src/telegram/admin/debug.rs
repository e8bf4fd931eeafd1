//! `/admin debug VIN`: who says what of a VIN, in how long. Everybody is asked anew, also
//! services outside: what costs money, costs it.

use super::super::conversation::Conversation;
use super::{Told, button};
use crate::lookup::{Step, Trace};
use crate::operator::time;
use crate::plugins::Role;
use crate::rich::{Message, Style};
use crate::vin::Vin;

/// Characters of what came of a step.
const SHORT: usize = 200;

pub(super) async fn screen(here: &Conversation<'_>, text: &str) -> Told {
    let vin: Vin = text
        .parse()
        .map_err(|error| format!("That is no VIN: {error}."))?;
    let trace = here.visit.trace(vin).await;
    Ok(shown(vin, &trace))
}

fn shown(vin: Vin, trace: &Trace) -> Message {
    let kept = if trace.kept { "hit" } else { "miss" };
    let mut message = Message::default()
        .text(vin.as_str(), Style::CODE)
        .plain(format!("\nCache: {kept}. Asked anew, past the cache:\n\n"));
    let mut role = None;
    for step in &trace.steps {
        if role != Some(step.role) {
            role = Some(step.role);
            let name = step.role.name();
            message = message.text(format!("{name}s\n"), Style::BOLD);
        }
        message = message
            .text(step.plugin.to_string(), Style::CODE)
            .plain(format!(" {}\n", line(step)));
    }
    message
        .plain(format!(
            "\nConfidence {}, {} facts, {} sections",
            trace.report.confidence,
            trace.report.attributes.len(),
            trace.report.sections.len()
        ))
        .row(vec![
            button("Again", &format!("debug {vin}")),
            button("Services", "services"),
        ])
}

fn line(step: &Step) -> String {
    let outcome: String = step.outcome.chars().take(SHORT).collect();
    let took = step.took.map(|took| format!("{} – ", time::span(took)));
    let kept = match (step.role, step.kept) {
        (Role::Enricher, Some(true)) => " (cache: hit)",
        (Role::Enricher, _) => " (cache: miss)",
        _ => "",
    };
    format!("{}{outcome}{kept}", took.unwrap_or_default())
}
