//! What enrichers added: a line each on the card, and `section` for all of one, in pages.
//!
//! A button carries a view and a number, and by the time it is pressed another section may
//! be late or gone. So the number does not count sections: it says which one, and its page.

use vinbot_plugin::{Button, Error, Item, Message, Report, Section, Severity};

use vinbot_words::section::{line, summary, title};
use vinbot_words::{Key, Known, Reader, clean, findings, heading, name, telling, upper_first};

use crate::buttons;
use crate::sheet::{Sheet, is_web};

/// Sections on a card.
const MOST: usize = 8;
const TITLE: usize = 60;
const BODY: usize = 1_200;

/// What a page holds, so that it is read in a few swipes; Telegram takes 4,096 UTF-16 units.
const UNITS: usize = 3_000;
const ITEMS: usize = 12;
/// Pages that a number has room for.
const PAGES: u32 = 1_000;

pub(crate) fn summaries(sheet: &mut Sheet, report: &Report, reader: Reader) {
    if !report.sections.is_empty() {
        sheet.gap();
    }
    for section in report.sections.iter().take(MOST) {
        let summary = summary(section, reader);
        sheet.bold(&title(section, reader));
        if !summary.is_empty() {
            sheet.plain(&reader.line("", &summary));
        }
        sheet.plain("\n");
    }
}

/// A button for each section that holds more than its summary: `Recalls (3)`.
pub(crate) fn buttons(report: &Report, reader: Reader) -> Vec<Vec<Button>> {
    let opened = report
        .sections
        .iter()
        .take(MOST)
        .filter(|section| !section.items.is_empty() || !section.attributes.is_empty());
    let buttons: Vec<Button> = opened
        .filter_map(|section| {
            let title = clean::line(&title(section, reader), 30);
            let label = match section.items.len() {
                _ if title.is_empty() => return None,
                0 => title,
                count => {
                    let given = [("title", title.as_str()), ("count", &count.to_string())];
                    reader.say(Key::BUTTON_SECTION_COUNT, &given)
                }
            };
            Some(Button::page(
                buttons::label(&label),
                "section",
                number(section, 0),
            ))
        })
        .collect();
    buttons.chunks(2).map(<[Button]>::to_vec).collect()
}

pub(crate) fn view(report: &Report, reader: Reader, number: u32) -> Result<Message, Error> {
    let section = chosen(report, number)
        .ok_or_else(|| Error::InvalidInput(reader.word(Key::NO_SECTION).into()))?;
    let known = Known::new(report, reader);
    let pages = pages(section, known);
    let last = pages.len().saturating_sub(1);
    let index = usize::try_from(number % PAGES).unwrap_or(last).min(last);

    let mut sheet = Sheet::default();
    sheet.bold(&title(section, reader));
    sheet.plain(&format!(" · {}", name::short(known)));
    if last > 0 {
        sheet.plain(&format!(" · {}/{}", index + 1, pages.len()));
    }
    sheet.plain("\n");
    let summary = summary(section, reader);
    if index == 0 && !summary.is_empty() {
        sheet.plain(&format!("{summary}\n"));
    }
    let mut after_fact = false;
    for piece in pages.get(index).into_iter().flatten() {
        match piece {
            Piece::Fact(line) => {
                if !std::mem::replace(&mut after_fact, true) {
                    sheet.gap();
                }
                sheet.plain(&format!("{line}\n"));
            }
            Piece::Thing(thing) => thing.write(&mut sheet),
        }
    }
    let to = |label: &str, index: usize| {
        let page = u32::try_from(index).ok()?;
        Some(Button::page(label, "section", self::number(section, page)))
    };
    let before = index.checked_sub(1).and_then(|index| to("◀", index));
    let after = (index < last).then(|| to("▶", index + 1)).flatten();
    Ok(sheet.into_message(vec![
        before.into_iter().chain(after).collect(),
        vec![Button::view(reader.word(Key::BUTTON_BACK), "card")],
    ]))
}

/// The number of a section's page: no two reports have to hold it at the same place.
fn number(section: &Section, page: u32) -> u32 {
    // FNV-1a: short, and the same in every build, since buttons outlive them.
    let mut hash = 0x811c_9dc5_u32;
    for byte in section.key.bytes().chain([0]).chain(section.title.bytes()) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    let which = 1 + (hash ^ (hash >> 16)) % 4_000_000;
    which * PAGES + page.min(PAGES - 1)
}

/// The section that a number means; without one, as on the command line, the first.
fn chosen(report: &Report, number: u32) -> Option<&Section> {
    let mut sections = report.sections.iter();
    match number / PAGES {
        0 => sections.next(),
        which => sections.find(|section| self::number(section, 0) / PAGES == which),
    }
}

enum Piece {
    /// `Newest: 2019-06-28`.
    Fact(String),
    /// Such as a recall.
    Thing(Thing),
}

/// An item, cut to what is shown of it.
struct Thing {
    mark: Option<&'static str>,
    title: String,
    body: String,
    /// Its words and its address.
    link: Option<(String, String)>,
}

impl Thing {
    fn of(item: &Item, reader: Reader) -> Self {
        let lines = item.body.lines().take(40);
        let lines: Vec<String> = lines
            .map(|said| line(&clean::line(said, BODY), reader))
            .collect();
        let lines: Vec<&str> = lines
            .iter()
            .map(String::as_str)
            .filter(|line| !line.is_empty())
            .collect();
        let link = item.url.as_deref().filter(|url| is_web(url)).map(|url| {
            let host = url.trim_start_matches("https://").split(['/', '?', '#']);
            let host = host.map(|host| clean::line(host, TITLE)).next();
            (host.unwrap_or_default(), url.to_owned())
        });
        Self {
            mark: (item.severity != Severity::Note).then(|| findings::mark(item.severity)),
            title: clean::line(&item.title, 120),
            body: clean::cut(&lines.join("\n"), BODY).into_owned(),
            link: link.filter(|(host, _)| !host.is_empty()),
        }
    }

    fn write(&self, sheet: &mut Sheet) {
        sheet.gap();
        if let Some(mark) = self.mark {
            sheet.plain(&format!("{mark} "));
        }
        sheet.bold(&self.title);
        sheet.plain("\n");
        if !self.body.is_empty() {
            sheet.plain(&format!("{}\n", self.body));
        }
        if let Some((host, url)) = &self.link {
            sheet.link(host, url);
            sheet.plain("\n");
        }
    }
}

impl Piece {
    /// UTF-16 units, line breaks and mark included.
    fn units(&self) -> usize {
        let count = |text: &str| text.encode_utf16().count() + 1;
        match self {
            Self::Fact(line) => count(line),
            Self::Thing(thing) => {
                let link = thing.link.as_ref().map_or(0, |(host, _)| count(host));
                4 + count(&thing.title) + count(&thing.body) + link
            }
        }
    }
}

/// Facts and items in their order, on as many pages as it takes; at least one.
fn pages(section: &Section, known: Known<'_>) -> Vec<Vec<Piece>> {
    let facts = section.attributes.iter().filter_map(|attribute| {
        let (reader, term) = (known.reader, &attribute.term);
        let value = telling(attribute)?;
        let plain = reader.value(&term.key, &value);
        let value = match plain.filter(|_| !reader.words.is_english()) {
            Some(plain) => upper_first(plain),
            None => reader.measure(&value, term.unit.as_deref()),
        };
        let label = heading(term, reader);
        Some(Piece::Fact(reader.line(&label, &value)))
    });
    let things = section
        .items
        .iter()
        .map(|item| Piece::Thing(Thing::of(item, known.reader)));

    let mut pages = Vec::new();
    let mut page: Vec<Piece> = Vec::new();
    let (mut units, mut items) = (0, 0);
    for piece in facts.chain(things) {
        let (more, thing) = (piece.units(), usize::from(matches!(piece, Piece::Thing(_))));
        if !page.is_empty() && (units + more > UNITS || items + thing > ITEMS) {
            pages.push(std::mem::take(&mut page));
            (units, items) = (0, 0);
        }
        units += more;
        items += thing;
        page.push(piece);
    }
    pages.push(page);
    pages.truncate(PAGES as usize);
    pages
}
