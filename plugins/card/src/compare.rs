//! `compare`: two to four vehicles side by side, what differs first.

use vinbot_plugin::{Button, Error, Message, Report};

use vinbot_words::aspect::{self, Aspect};
use vinbot_words::{Key, Known, Reader, clean, name};

use crate::monospace::{HALF, WIDTH, columns, wrap};
use crate::sheet::Sheet;
use crate::{buttons, findings};

const MOST: usize = 4;
const MISSING: &str = "–";

type Row = (Key, Aspect);

/// Year, make, model and trim stand above the table.
const ROWS: [Row; 18] = [
    (Key::LINE_MODEL_YEAR, aspect::year_candidates),
    (Key::LINE_BODY, aspect::body),
    (Key::LINE_DOORS, |known| known.said("doors")),
    (Key::LINE_SEATS, |known| known.said("seats")),
    (Key::LINE_TRAILER, aspect::trailer_body),
    (Key::LINE_ENGINE, aspect::engine),
    (Key::LINE_POWER, aspect::power),
    (Key::LINE_FUEL, aspect::fuel),
    (Key::LINE_ELECTRIC, aspect::electrification),
    (Key::LINE_BATTERY, aspect::battery),
    (Key::LINE_DRIVE, aspect::drive),
    (Key::LINE_TRANSMISSION, aspect::transmission),
    (Key::LINE_WEIGHT, aspect::weight),
    (Key::LINE_WHEELBASE, aspect::wheelbase),
    (Key::LINE_TOP_SPEED, aspect::top_speed),
    (Key::LINE_AIRBAGS, aspect::airbags),
    (Key::LINE_BUILT, aspect::built),
    (Key::LINE_ORIGIN, aspect::origin),
];

/// A row of which at least one vehicle says something.
struct Said {
    label: String,
    values: Vec<Option<String>>,
    is_system: bool,
}

impl Said {
    fn is_same(&self) -> bool {
        let mut values = self
            .values
            .iter()
            .map(|v| v.as_deref().map(str::to_lowercase));
        let first = values.next();
        values.all(|value| Some(value) == first)
    }

    /// The only vehicle that says anything, which makes no comparison.
    fn alone(&self) -> Option<usize> {
        let mut said = self
            .values
            .iter()
            .enumerate()
            .filter(|(_, value)| value.is_some());
        let (index, _) = said.next()?;
        said.next().is_none().then_some(index)
    }
}

pub(crate) fn view(reports: &[Report], reader: Reader) -> Result<Message, Error> {
    if reports.len() < 2 {
        return Err(Error::InvalidInput(reader.word(Key::TWO_TO_COMPARE).into()));
    }
    let known: Vec<Known<'_>> = reports
        .iter()
        .take(MOST)
        .map(|report| Known::new(report, reader))
        .collect();
    let (alone, rows): (Vec<Said>, Vec<Said>) = rows(&known, reader)
        .into_iter()
        .partition(|row| row.alone().is_some());
    let (same, different): (Vec<Said>, Vec<Said>) = rows.into_iter().partition(Said::is_same);

    let mut sheet = Sheet::default();
    heads(&mut sheet, &known);
    if reports.len() > MOST {
        sheet.plain(&format!("{}\n", reader.word(Key::FIRST_ONLY)));
    }
    if !different.is_empty() {
        heading(&mut sheet, reader.word(Key::DIFFERENT));
        sheet.pre(&table(&different, known.len()));
        sheet.plain("\n");
    }
    if !same.is_empty() {
        heading(&mut sheet, reader.word(Key::SAME));
        lines(&mut sheet, &same.iter().collect::<Vec<_>>(), reader);
    }
    for (index, vehicle) in known.iter().enumerate() {
        let own: Vec<&Said> = alone
            .iter()
            .filter(|row| row.alone() == Some(index))
            .collect();
        if !own.is_empty() {
            let name = format!("{} · {}", index + 1, name::short(*vehicle));
            heading(&mut sheet, &reader.say(Key::KNOWN_ONLY, &[("name", &name)]));
            lines(&mut sheet, &own, reader);
        }
    }
    Ok(sheet.into_message(open_buttons(&known)))
}

fn heading(sheet: &mut Sheet, text: &str) {
    sheet.gap();
    sheet.bold(text);
    sheet.plain("\n");
}

/// Rows of one value; the systems that all have as standard share a line.
fn lines(sheet: &mut Sheet, rows: &[&Said], reader: Reader) {
    let standard = reader.word(Key::VALUE_STANDARD);
    let mut systems: Vec<String> = Vec::new();
    for row in rows {
        let Some(value) = row.values.iter().flatten().next() else {
            continue;
        };
        if !row.is_system {
            sheet.plain(&format!("{}\n", reader.line(&row.label, value)));
        } else if value == standard {
            systems.push(row.label.clone());
        } else {
            systems.push(format!("{} ({value})", row.label));
        }
    }
    if !systems.is_empty() {
        let systems = systems.join(", ");
        let line = reader.line(reader.word(Key::LINE_SAFETY), &systems);
        sheet.plain(&format!("{line}\n"));
    }
}

fn open_buttons(known: &[Known<'_>]) -> Vec<Vec<Button>> {
    let opened = (1..)
        .zip(known)
        .filter(|(_, known)| buttons::is_vin(&known.vehicle.vin));
    opened
        .map(|(number, known)| {
            let label = buttons::label(&format!("{number} · {}", name::short(*known)));
            vec![Button::decode(label, &known.vehicle.vin)]
        })
        .collect()
}

/// Who is compared: the numbers are those of the columns.
fn heads(sheet: &mut Sheet, known: &[Known<'_>]) {
    for (number, known) in (1..).zip(known) {
        sheet.plain(&format!("{number} · "));
        sheet.bold(&name::full(*known));
        let mark = findings::worst(known.vehicle).map(|mark| format!(" {mark}"));
        sheet.plain(&format!("{}\n", mark.unwrap_or_default()));
        sheet.code(&clean::line(&known.vehicle.vin, 17));
        sheet.plain("\n");
    }
}

fn rows(known: &[Known<'_>], reader: Reader) -> Vec<Said> {
    let general = ROWS.iter().map(|(label, aspect)| Said {
        label: reader.word(*label).to_owned(),
        values: known.iter().map(|known| aspect(*known)).collect(),
        is_system: false,
    });
    let systems = aspect::SYSTEMS.iter().map(|(key, name)| Said {
        label: reader.word(*name).to_owned(),
        values: known
            .iter()
            .map(|known| aspect::system(*known, key))
            .collect(),
        is_system: true,
    });
    general
        .chain(systems)
        .filter(|row| row.values.iter().any(Option::is_some))
        .collect()
}

/// Two vehicles stand in columns; more of them below each other, since a phone has no
/// room for three columns.
fn table(rows: &[Said], vehicles: usize) -> String {
    let mut out = String::new();
    if vehicles == 2 {
        out.push_str(&columns(&[wrap("1", HALF), wrap("2", HALF)]));
    }
    for row in rows {
        if !out.is_empty() {
            out.push('\n');
        }
        let value = |value: &Option<String>| value.as_deref().unwrap_or(MISSING).to_owned();
        out.extend([&row.label.to_uppercase(), "\n"]);
        if vehicles == 2 {
            let cells: Vec<Vec<String>> =
                row.values.iter().map(|v| wrap(&value(v), HALF)).collect();
            out.push_str(&columns(&cells));
        } else {
            for (number, v) in (1..).zip(&row.values) {
                for (i, line) in wrap(&value(v), WIDTH - 2).iter().enumerate() {
                    let lead = if i == 0 {
                        format!("{number} ")
                    } else {
                        "  ".to_owned()
                    };
                    out.extend([&lead, line, "\n"]);
                }
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}
