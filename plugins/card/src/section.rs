//! What enrichers added: a line each on the card, and `section` for all of one.

use vinbot_plugin::{Button, Error, Item, Message, Report, Severity};

use crate::known::{Known, heading, telling, with_unit};
use crate::sheet::{Sheet, is_web};
use crate::{Reader, buttons, clean, findings, name};

/// Sections on a card, and things within one.
const MOST: usize = 8;
const ITEMS: usize = 25;
const BODY: usize = 600;

pub(crate) fn summaries(sheet: &mut Sheet, report: &Report) {
    if !report.sections.is_empty() {
        sheet.gap();
    }
    for section in report.sections.iter().take(MOST) {
        let title = clean::line(&section.title, 60);
        let summary = clean::line(&section.summary, clean::VALUE);
        sheet.bold(&title);
        sheet.plain(&if summary.is_empty() {
            "\n".to_owned()
        } else {
            format!(": {summary}\n")
        });
    }
}

/// A button for each section that holds more than its summary.
pub(crate) fn buttons(report: &Report) -> Vec<Vec<Button>> {
    let opened: Vec<Button> = (0..)
        .zip(report.sections.iter().take(MOST))
        .filter(|(_, section)| !section.items.is_empty() || !section.attributes.is_empty())
        .map(|(page, section)| Button::page(buttons::label(&section.title), "section", page))
        .filter(|button| !button.label.is_empty())
        .collect();
    opened.chunks(2).map(<[Button]>::to_vec).collect()
}

pub(crate) fn view(report: &Report, reader: Reader, page: u32) -> Result<Message, Error> {
    let index = usize::try_from(page).ok();
    let Some(section) = index.and_then(|index| report.sections.get(index)) else {
        return Err(Error::InvalidInput(reader.words.no_section.into()));
    };
    let known = Known::new(report, reader);
    let mut sheet = Sheet::default();
    sheet.bold(&clean::line(&section.title, 60));
    sheet.plain(&format!(" · {}\n", name::short(known)));
    let summary = clean::line(&section.summary, clean::VALUE);
    if !summary.is_empty() {
        sheet.plain(&format!("{summary}\n"));
    }
    if !section.attributes.is_empty() {
        sheet.gap();
    }
    for attribute in &section.attributes {
        let Some(value) = telling(attribute) else {
            continue;
        };
        let label = heading(&attribute.term, known.words);
        let value = with_unit(&value, &attribute.term, reader.metric);
        sheet.plain(&format!("{label}: {value}\n"));
    }
    for item in section.items.iter().take(ITEMS) {
        write_item(&mut sheet, item);
    }
    let more = section.items.len().saturating_sub(ITEMS);
    if more > 0 {
        sheet.plain(&format!("\n+ {more} {}\n", reader.words.and_more));
    }
    let back = vec![Button::view(reader.words.back, "card")];
    Ok(sheet.into_message(vec![back]))
}

fn write_item(sheet: &mut Sheet, item: &Item) {
    sheet.gap();
    if item.severity != Severity::Note {
        sheet.plain(&format!("{} ", findings::mark(item.severity)));
    }
    sheet.bold(&clean::line(&item.title, 120));
    sheet.plain("\n");
    let body = clean::line(&item.body, BODY);
    if !body.is_empty() {
        sheet.plain(&format!("{body}\n"));
    }
    if let Some(url) = item.url.as_deref().filter(|url| is_web(url)) {
        let host = url
            .trim_start_matches("https://")
            .split(['/', '?', '#'])
            .next();
        sheet.link(&clean::line(host.unwrap_or(url), 60), url);
        sheet.plain("\n");
    }
}
