//! `vinbot decode --trace`: who says what of a VIN, in how long, and whom they ask.

use std::io::{self, Write};

use serde_json::json;
use vinbot_net::{CircuitState, HostStatistics};

use crate::lookup::{Lookup, Step, Trace, Visit};
use crate::plugins::Role;
use crate::vin::Vin;

/// Asks everybody about these VINs and tells it; true if every one was decoded.
pub(super) async fn run(
    lookup: &Lookup,
    visit: &Visit,
    vins: &[Vin],
    as_json: bool,
    out: &mut impl Write,
) -> io::Result<bool> {
    let mut all = true;
    for (index, &vin) in vins.iter().enumerate() {
        let trace = visit.trace(vin).await;
        // What was asked so far, by all VINs before this one as well.
        let asked = lookup.registry().client().statistics().hosts;
        all &= !trace.report.decoded_by.is_empty();
        if as_json {
            writeln!(out, "{}", as_object(vin, &trace, &asked))?;
        } else {
            if index > 0 {
                writeln!(out)?;
            }
            write!(out, "{}", as_text(vin, &trace, &asked))?;
        }
    }
    Ok(all)
}

fn as_text(vin: Vin, trace: &Trace, asked: &[HostStatistics]) -> String {
    let kept = if trace.kept { "hit" } else { "miss" };
    let mut lines = vec![format!(
        "{}  cache: {kept}; asked anew, past the cache",
        vin.as_str()
    )];
    lines.extend(trace.steps.iter().map(line));
    lines.push(format!(
        "confidence {}, {} facts, {} sections, decoded by {}",
        trace.report.confidence,
        trace.report.attributes.len(),
        trace.report.sections.len(),
        names(trace)
    ));
    lines.extend(asked.iter().map(|host| {
        let figures = &host.figures;
        format!(
            "requests to {}: {}, {} answered, {} retries, {} ms, circuit {}",
            host.host,
            figures.requests,
            figures.ended("answered"),
            figures.retries,
            figures.latency_sum_ms,
            circuit(host.circuit),
        )
    }));
    lines.push(String::new());
    lines.join("\n")
}

fn circuit(state: CircuitState) -> &'static str {
    match state {
        CircuitState::Closed => "closed",
        CircuitState::Open => "open",
        CircuitState::HalfOpen => "half open",
    }
}

fn line(step: &Step) -> String {
    let took = step.took.map_or("–".to_owned(), |took| {
        format!("{:.1} ms", took.as_secs_f64() * 1_000.0)
    });
    let kept = match (step.role, step.kept) {
        (Role::Enricher, Some(true)) => "  (cache: hit)",
        (Role::Enricher, _) => "  (cache: miss)",
        _ => "",
    };
    let role = step.role.name();
    format!(
        "  {role:<9} {:<12} {took:>10}  {}{kept}",
        step.plugin, step.outcome
    )
}

fn names(trace: &Trace) -> String {
    let names: Vec<&str> = trace.report.decoded_by.iter().map(|name| &**name).collect();
    if names.is_empty() {
        "nobody".to_owned()
    } else {
        names.join(", ")
    }
}

fn as_object(vin: Vin, trace: &Trace, asked: &[HostStatistics]) -> serde_json::Value {
    let steps = trace.steps.iter().map(|step| {
        json!({
            "plugin": &*step.plugin,
            "role": step.role.name(),
            "took_ms": step.took.map(|took| took.as_secs_f64() * 1_000.0),
            "outcome": step.outcome,
            "cache": step.kept.map(|kept| if kept { "hit" } else { "miss" }),
        })
    });
    json!({
        "vin": vin.as_str(),
        "cache": if trace.kept { "hit" } else { "miss" },
        "steps": steps.collect::<Vec<_>>(),
        "confidence": trace.report.confidence,
        "facts": trace.report.attributes.len(),
        "sections": trace.report.sections.len(),
        "requests": asked,
    })
}
