//! `details`: everything that is known, group by group, in pages.

use vinbot_plugin::{Attribute, Button, Message, Report};

use vinbot_words::{
    Key, Known, Reader, aspect, clean, findings, group, heading, name, natural, telling,
    upper_first,
};

use crate::buttons;
use crate::sheet::Sheet;

/// A page is as long as a phone shows in two swipes.
const LINES: usize = 30;
const UNITS: usize = 2_800;

/// The order of areas, what people look for first. Others stand before `Number`.
const ORDER: [&str; 8] = [
    "General",
    "Origin",
    "Engine",
    "Mechanical",
    "Exterior",
    "Interior",
    "Active Safety System",
    "Passive Safety System",
];
/// About the number rather than the vehicle.
const LAST: [&str; 2] = ["Number", "Decoding"];

/// Keys whose values stand in capitals for no reason.
const NAMES: [&str; 7] = [
    "make",
    "manufacturer",
    "vehicle-type",
    "plant-city",
    "plant-state",
    "plant-country",
    "plant-company-name",
];

/// Keys that findings or the headline tell better.
const TOLD: [&str; 5] = [
    "error-code",
    "error-text",
    "additional-error-text",
    "possible-values",
    "suggested-vin",
];

/// A heading and its lines.
struct Block {
    heading: String,
    lines: Vec<String>,
}

pub(crate) fn view(report: &Report, reader: Reader, page: u32) -> Message {
    let known = Known::new(report, reader);
    let pages = pages(blocks(report, known), reader);
    let last = pages.len().saturating_sub(1);
    let index = usize::try_from(page).unwrap_or(last).min(last);

    let mut sheet = Sheet::default();
    sheet.bold(&name::short(known));
    if pages.len() > 1 {
        sheet.plain(&format!(" · {}/{}", index + 1, pages.len()));
    }
    sheet.plain("\n");
    for block in pages.get(index).into_iter().flatten() {
        sheet.gap();
        sheet.bold(&block.heading);
        sheet.plain("\n");
        for line in &block.lines {
            sheet.plain(&format!("{line}\n"));
        }
    }
    let to = |label: &str, index: usize| {
        u32::try_from(index)
            .ok()
            .map(|page| Button::page(label, "details", page))
    };
    let before = index.checked_sub(1).and_then(|index| to("◀", index));
    let after = (index < last).then(|| to("▶", index + 1)).flatten();
    sheet.into_message(vec![
        before.into_iter().chain(after).collect(),
        vec![
            Button::view(reader.word(Key::BUTTON_BACK), "card"),
            buttons::copy(&report.vehicle, reader),
        ],
    ])
}

/// All groups in order, then the defaults of the vehicle's type, then the findings.
fn blocks(report: &Report, known: Known<'_>) -> Vec<Block> {
    let attributes = || {
        report.vehicle.attributes.iter().filter(|attribute| {
            // A year that the decoder itself does not stand by.
            let doubtful =
                attribute.term.key == "model-year" && report.vehicle.model_year.is_none();
            !TOLD.contains(&attribute.term.key.as_str()) && !doubtful
        })
    };
    let mut blocks = Vec::new();
    let mut groups: Vec<&str> = Vec::new();
    for attribute in attributes() {
        if !groups.contains(&attribute.term.group.as_str()) {
            groups.push(&attribute.term.group);
        }
    }
    groups.sort_by_key(|group| {
        let area = group.split('/').next().unwrap_or_default();
        let place = ORDER
            .iter()
            .position(|known| *known == area)
            .unwrap_or(ORDER.len());
        (LAST.contains(&area), place)
    });
    for name in groups {
        let of_group = attributes().filter(|a| !a.is_default && a.term.group == name);
        blocks.push(Block {
            heading: group(name, known.reader),
            lines: lines(of_group, known),
        });
    }
    blocks.push(Block {
        heading: known.reader.word(Key::TYPE_DEFAULTS).to_owned(),
        lines: lines(attributes().filter(|attribute| attribute.is_default), known),
    });
    blocks.push(Block {
        heading: known.reader.word(Key::ABOUT_VIN).to_owned(),
        lines: report
            .vehicle
            .findings
            .iter()
            .map(|f| {
                format!(
                    "{} {}",
                    findings::mark(f.severity),
                    findings::text(f, known.reader)
                )
            })
            .collect(),
    });
    blocks.retain(|block| !block.lines.is_empty());
    blocks
}

/// A line a heading: values under the same heading stand together.
fn lines<'a>(attributes: impl Iterator<Item = &'a Attribute>, known: Known<'_>) -> Vec<String> {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for attribute in attributes {
        let Some(value) = telling(attribute) else {
            continue;
        };
        let value = shown(attribute, &value, known.reader);
        let label = heading(&attribute.term, known.reader);
        match lines.iter_mut().find(|(known, _)| *known == label) {
            Some((_, values)) if !values.contains(&value) => values.push(value),
            Some(_) => {}
            None => lines.push((label, vec![value])),
        }
    }
    lines
        .into_iter()
        .map(|(label, values)| {
            clean::cut(&known.reader.line(&label, &values.join(" · ")), 700).into_owned()
        })
        .collect()
}

/// A value as the reader likes it. English readers get the very words of the plugin, which
/// are English and exact; others what there is in their language, else the same.
fn shown(attribute: &Attribute, value: &str, reader: Reader) -> String {
    let (key, unit) = (attribute.term.key.as_str(), attribute.term.unit.as_deref());
    if !reader.words.is_english() {
        if let Some(words) = reader.value(key, value) {
            return upper_first(words);
        }
        if let Some((weight, class)) = aspect::weight_rating(value, reader) {
            return format!("{weight} ({class})");
        }
    }
    if NAMES.contains(&key) {
        return natural(value);
    }
    reader.measure(value, unit)
}

/// Blocks on pages. A block that does not fit goes on the next page; only one that is
/// longer than a page is torn.
fn pages(blocks: Vec<Block>, reader: Reader) -> Vec<Vec<Block>> {
    let mut pages: Vec<Vec<Block>> = vec![Vec::new()];
    let mut room = Room::default();
    for block in blocks {
        let mut whole = Room::default();
        let fits_a_page = whole.take(&block.heading) && block.lines.iter().all(|l| whole.take(l));
        if fits_a_page && !room.has(&whole) {
            pages.push(Vec::new());
            room = Room::default();
        }
        let mut current = Block {
            heading: block.heading.clone(),
            lines: Vec::new(),
        };
        room.take(&current.heading);
        for line in block.lines {
            if !room.take(&line) {
                if !current.lines.is_empty() {
                    put(&mut pages, current);
                }
                pages.push(Vec::new());
                room = Room::default();
                let heading = reader.say(Key::CONTINUED, &[("heading", &block.heading)]);
                room.take(&heading);
                room.take(&line);
                current = Block {
                    heading,
                    lines: Vec::new(),
                };
            }
            current.lines.push(line);
        }
        put(&mut pages, current);
    }
    pages.retain(|page| !page.is_empty());
    if pages.is_empty() {
        pages.push(Vec::new());
    }
    pages
}

fn put(pages: &mut [Vec<Block>], block: Block) {
    if let Some(page) = pages.last_mut() {
        page.push(block);
    }
}

/// What a page holds so far.
#[derive(Default)]
struct Room {
    lines: usize,
    units: usize,
}

impl Room {
    /// Adds a line, unless the page is full.
    fn take(&mut self, line: &str) -> bool {
        let units = line.encode_utf16().count() + 1;
        if self.lines + 1 > LINES || self.units + units > UNITS {
            return false;
        }
        self.lines += 1;
        self.units += units;
        true
    }

    fn has(&self, other: &Self) -> bool {
        self.lines + other.lines <= LINES && self.units + other.units <= UNITS
    }
}
