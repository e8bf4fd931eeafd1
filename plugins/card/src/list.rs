//! `list`: a line a vehicle, for messages with many VINs.

use vinbot_plugin::{Button, Message, Report};

use vinbot_words::{Key, Known, Reader, clean, name};

use crate::sheet::Sheet;
use crate::{buttons, findings};

const MOST: usize = 20;
/// From here on, two buttons stand side by side.
const MANY: usize = 5;

pub(crate) fn view(reports: &[Report], reader: Reader) -> Message {
    let mut sheet = Sheet::default();
    sheet.bold(&reader.count(Key::VEHICLES, &reports.len().to_string()));
    sheet.plain("\n\n");
    let mut opened = Vec::new();
    for (i, report) in reports.iter().take(MOST).enumerate() {
        let known = Known::new(report, reader);
        let vin = clean::line(&report.vehicle.vin, 17);
        let mark = findings::worst(&report.vehicle).map(|mark| format!(" {mark}"));
        sheet.plain(&format!(
            "{}. {}{}\n",
            i + 1,
            name::full(known),
            mark.unwrap_or_default()
        ));
        sheet.code(&vin);
        sheet.plain("\n");
        if buttons::is_vin(&vin) {
            let label = buttons::label(&format!("{} · {}", i + 1, name::short(known)));
            opened.push(Button::decode(label, vin));
        }
    }
    let more = reports.len().saturating_sub(MOST);
    if more > 0 {
        let more = reader.count(Key::MORE, &more.to_string());
        sheet.plain(&format!("+ {more}\n"));
    }
    let side_by_side = if opened.len() > MANY { 2 } else { 1 };
    let mut rows: Vec<Vec<Button>> = opened
        .chunks(side_by_side)
        .map(<[Button]>::to_vec)
        .collect();
    if (2..=4).contains(&reports.len()) {
        rows.push(vec![Button::view(
            reader.word(Key::BUTTON_COMPARE),
            "compare",
        )]);
    }
    sheet.into_message(rows)
}
