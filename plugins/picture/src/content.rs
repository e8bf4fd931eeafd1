//! What a picture shows: what people ask about a car first.

use vinbot_plugin::{Report, Severity};
use vinbot_words::aspect::{self, Aspect};
use vinbot_words::{Key, Known, Reader, clean, findings, name, section, upper_first};

/// Facts on a picture: three rows of two.
const FACTS: usize = 6;
/// Sections at the lower edge.
const SECTIONS: usize = 3;

/// Words of a picture.
#[derive(Debug)]
pub(crate) struct Content {
    pub(crate) name: String,
    pub(crate) year: Option<String>,
    /// `Coupe, 2 doors`.
    pub(crate) kind: String,
    pub(crate) vin: String,
    /// Positions of the VIN that a finding is about, from 0.
    pub(crate) doubtful: Vec<usize>,
    /// A heading and what it says.
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) state: State,
    pub(crate) sections: Vec<Part>,
}

/// What an enricher added.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) title: String,
    /// The first part of its summary: what matters most.
    pub(crate) summary: String,
    /// Such as a recall with the advice not to drive.
    pub(crate) grave: bool,
}

/// What the findings say.
#[derive(Debug)]
pub(crate) struct State {
    /// `None` where nothing is odd.
    pub(crate) severity: Option<Severity>,
    pub(crate) words: String,
}

/// A heading and the aspects below it; of those that a report knows, the first are shown.
const LINES: [(Key, &[Aspect]); 16] = [
    (Key::LINE_ENGINE, &[aspect::engine, aspect::engine_fuel]),
    (
        Key::LINE_ELECTRIC,
        &[aspect::electrification, aspect::motors],
    ),
    (Key::LINE_BATTERY, &[aspect::battery]),
    (Key::LINE_POWER, &[aspect::power]),
    (Key::LINE_TRANSMISSION, &[aspect::transmission]),
    (Key::LINE_DRIVE, &[aspect::drive]),
    (
        Key::LINE_TRAILER,
        &[aspect::hitch, aspect::trailer_length, aspect::trailer_axles],
    ),
    (Key::LINE_BUILT, &[aspect::built]),
    (Key::LINE_ORIGIN, &[aspect::origin]),
    (Key::LINE_TOP_SPEED, &[aspect::top_speed]),
    (Key::LINE_WEIGHT, &[aspect::weight]),
    (Key::LINE_WHEELBASE, &[aspect::wheelbase]),
    (Key::LINE_AIRBAGS, &[aspect::airbags]),
    (Key::LINE_MODEL_YEAR, &[aspect::year_candidates]),
    (Key::LINE_MAKER, &[aspect::maker]),
    (Key::LINE_SERIAL, &[aspect::serial]),
];

pub(crate) fn of(report: &Report, reader: Reader) -> Content {
    let known = Known::new(report, reader);
    let joined = |aspects: &[Aspect]| {
        let parts: Vec<String> = aspects.iter().filter_map(|aspect| aspect(known)).collect();
        upper_first(&parts.join(", "))
    };
    let facts = LINES
        .iter()
        .map(|(key, aspects)| (reader.word(*key), joined(aspects)))
        .filter(|(_, words)| !words.is_empty())
        .take(FACTS);
    let shape: &[Aspect] = &[
        aspect::body,
        aspect::trailer_body,
        aspect::bus_kind,
        aspect::doors,
        aspect::seats,
        aspect::cab,
    ];
    let sections = report.sections.iter().filter_map(|one| {
        let summary = section::summary(one, reader);
        let part = Part {
            title: section::title(one, reader),
            summary: summary.split(", ").next().unwrap_or_default().to_owned(),
            grave: one
                .items
                .iter()
                .any(|item| item.severity == Severity::Error),
        };
        (!part.title.is_empty() && !part.summary.is_empty()).then_some(part)
    });
    Content {
        name: name::without_year(known),
        year: report.vehicle.model_year.map(|year| year.to_string()),
        kind: joined(shape),
        vin: clean::line(&report.vehicle.vin, 17),
        doubtful: findings::positions(&report.vehicle),
        facts: facts.collect(),
        state: state(report, reader),
        sections: sections.take(SECTIONS).collect(),
    }
}

/// The gravest finding, the first of its kind.
fn state(report: &Report, reader: Reader) -> State {
    let all = &report.vehicle.findings;
    let worst = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .find_map(|severity| all.iter().find(|finding| finding.severity == severity));
    match worst {
        Some(finding) => State {
            severity: Some(finding.severity),
            words: findings::text(finding, reader),
        },
        None => State {
            severity: None,
            words: reader.word(Key::PICTURE_CLEAN).to_owned(),
        },
    }
}
