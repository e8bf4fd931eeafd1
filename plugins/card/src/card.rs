//! `card`: what people want to know first.

use vinbot_plugin::{Button, Message, Report};

use crate::aspect::{self, Aspect};
use crate::known::Known;
use crate::sheet::Sheet;
use crate::words::Words;
use crate::{Reader, buttons, clean, findings, name, section};

/// Lines of facts.
const MOST: usize = 14;

/// A line: its heading, and the aspects that stand on it.
type Line = (fn(&Words) -> &'static str, &'static [Aspect]);

#[rustfmt::skip]
const LINES: [Line; 20] = [
    (|w| w.model_year, &[aspect::year_candidates]),
    (|w| w.kind, &[aspect::kind]),
    (|w| w.body, &[aspect::body, aspect::doors, aspect::seats, aspect::cab, aspect::bed, aspect::right_hand]),
    (|w| w.trailer, &[aspect::trailer_body, aspect::hitch, aspect::trailer_length, aspect::trailer_axles]),
    (|w| w.bus, &[aspect::bus_kind, aspect::bus_floor, aspect::bus_length]),
    (|w| w.engine, &[aspect::engine, aspect::engine_power, aspect::engine_fuel]),
    (|w| w.electric, &[aspect::electrification, aspect::motors, aspect::motor_power, aspect::battery, aspect::voltage]),
    (|w| w.charging, &[aspect::charging]),
    (|w| w.drive, &[aspect::drive]),
    (|w| w.transmission, &[aspect::transmission]),
    (|w| w.weight, &[aspect::weight]),
    (|w| w.wheelbase, &[aspect::wheelbase]),
    (|w| w.top_speed, &[aspect::top_speed]),
    (|w| w.airbags, &[aspect::airbags]),
    (|w| w.safety, &[aspect::systems]),
    (|w| w.built, &[aspect::built]),
    (|w| w.origin, &[aspect::origin]),
    (|w| w.maker, &[aspect::maker]),
    (|w| w.price, &[aspect::price]),
    (|w| w.serial, &[aspect::serial]),
];

pub(crate) fn view(report: &Report, reader: Reader) -> Message {
    let known = Known::new(report, reader);
    let mut sheet = Sheet::default();
    sheet.bold(&name::full(known));
    sheet.plain("\n");
    sheet.code(&clean::line(&report.vehicle.vin, 17));
    sheet.plain("\n");
    facts(&mut sheet, known);
    findings::write(&mut sheet, &report.vehicle, reader);
    section::summaries(&mut sheet, report);
    last_lines(&mut sheet, report, reader);

    let mut rows = vec![vec![
        Button::view(reader.words.details, "details"),
        buttons::copy(&report.vehicle, reader),
    ]];
    rows.extend(section::buttons(report));
    rows.extend(buttons::suggested(&report.vehicle));
    sheet.into_message(rows)
}

fn facts(sheet: &mut Sheet, known: Known<'_>) {
    // Nothing is said twice, not what the headline says either.
    let headline = name::full(known).to_lowercase();
    let mut said: Vec<String> = Vec::new();
    let mut lines = 0;
    for (label, aspects) in LINES {
        let mut parts: Vec<String> = Vec::new();
        for part in aspects.iter().filter_map(|aspect| aspect(known)) {
            let small = part.to_lowercase();
            if !said.contains(&small) && (small.len() < 4 || !headline.contains(&small)) {
                said.push(small);
                parts.push(part);
            }
        }
        if parts.is_empty() || lines == MOST {
            continue;
        }
        if lines == 0 {
            sheet.gap();
        }
        lines += 1;
        let value = upper_first(&parts.join(", "));
        sheet.plain(&format!("{}: {value}\n", label(known.words)));
    }
    if let Some(words) = check_digit(known).filter(|_| lines < MOST) {
        sheet.plain(&format!("{}: {words}\n", known.words.check_digit));
    }
}

/// Unless a finding tells it at length.
fn check_digit(known: Known<'_>) -> Option<String> {
    let told = known
        .vehicle
        .findings
        .iter()
        .any(|finding| finding.code == "check-digit");
    aspect::check_digit(known).filter(|_| !told)
}

fn last_lines(sheet: &mut Sheet, report: &Report, reader: Reader) {
    let names = |names: &[String]| {
        let clean: Vec<String> = names
            .iter()
            .take(8)
            .map(|name| clean::line(name, 40))
            .collect();
        clean.join(", ")
    };
    if !report.missing.is_empty() || !report.decoded_by.is_empty() {
        sheet.gap();
    }
    if !report.missing.is_empty() {
        sheet.plain(&format!(
            "{}: {}\n",
            reader.words.unavailable,
            names(&report.missing)
        ));
    }
    if !report.decoded_by.is_empty() {
        let by = format!("{} {}", reader.words.decoded_by, names(&report.decoded_by));
        // Nobody wonders about what is complete.
        sheet.italic(&match report.vehicle.confidence {
            100.. => by,
            percent => format!("{by} · {percent} % {}", reader.words.explained),
        });
    }
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
