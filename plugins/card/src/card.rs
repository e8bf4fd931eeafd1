//! `card`: what people want to know first.

use vinbot_plugin::{Button, Message, Report};

use vinbot_words::aspect::{self, Aspect};
use vinbot_words::{Key, Known, Reader, clean, name, upper_first};

use crate::sheet::Sheet;
use crate::{buttons, findings, section};

/// Lines of facts.
const MOST: usize = 14;

/// A line: its heading, and the aspects that stand on it.
type Line = (Key, &'static [Aspect]);

#[rustfmt::skip]
const LINES: [Line; 20] = [
    (Key::LINE_MODEL_YEAR, &[aspect::year_candidates]),
    (Key::LINE_KIND, &[aspect::kind]),
    (Key::LINE_BODY, &[aspect::body, aspect::doors, aspect::seats, aspect::cab, aspect::bed, aspect::right_hand]),
    (Key::LINE_TRAILER, &[aspect::trailer_body, aspect::hitch, aspect::trailer_length, aspect::trailer_axles]),
    (Key::LINE_BUS, &[aspect::bus_kind, aspect::bus_floor, aspect::bus_length]),
    (Key::LINE_ENGINE, &[aspect::engine, aspect::engine_power, aspect::engine_fuel]),
    (Key::LINE_ELECTRIC, &[aspect::electrification, aspect::motors, aspect::motor_power, aspect::battery, aspect::voltage]),
    (Key::LINE_CHARGING, &[aspect::charging]),
    (Key::LINE_DRIVE, &[aspect::drive]),
    (Key::LINE_TRANSMISSION, &[aspect::transmission]),
    (Key::LINE_WEIGHT, &[aspect::weight]),
    (Key::LINE_WHEELBASE, &[aspect::wheelbase]),
    (Key::LINE_TOP_SPEED, &[aspect::top_speed]),
    (Key::LINE_AIRBAGS, &[aspect::airbags]),
    (Key::LINE_SAFETY, &[aspect::systems]),
    (Key::LINE_BUILT, &[aspect::built]),
    (Key::LINE_ORIGIN, &[aspect::origin]),
    (Key::LINE_MAKER, &[aspect::maker]),
    (Key::LINE_PRICE, &[aspect::price]),
    (Key::LINE_SERIAL, &[aspect::serial]),
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
    section::summaries(&mut sheet, report, reader);
    last_lines(&mut sheet, report, reader);

    let mut rows = vec![vec![
        Button::view(reader.word(Key::BUTTON_DETAILS), "details"),
        buttons::copy(&report.vehicle, reader),
    ]];
    rows.extend(section::buttons(report, reader));
    rows.push(buttons::more(reader));
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
        sheet.plain(&known.reader.line(known.reader.word(label), &value));
        sheet.plain("\n");
    }
    if let Some(words) = check_digit(known).filter(|_| lines < MOST) {
        let label = known.reader.word(Key::LINE_CHECK_DIGIT);
        sheet.plain(&format!("{}\n", known.reader.line(label, &words)));
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
        let missing = names(&report.missing);
        let line = reader.line(reader.word(Key::UNAVAILABLE), &missing);
        sheet.plain(&format!("{line}\n"));
    }
    if !report.decoded_by.is_empty() {
        let by = reader.say(Key::DECODED_BY, &[("names", &names(&report.decoded_by))]);
        // Nobody wonders about what is complete.
        sheet.italic(&match report.vehicle.confidence {
            100.. => by,
            percent => {
                let given = [("percent", percent.to_string())];
                let given = given.each_ref().map(|(name, text)| (*name, text.as_str()));
                format!("{by} · {}", reader.say(Key::EXPLAINED, &given))
            }
        });
    }
}
