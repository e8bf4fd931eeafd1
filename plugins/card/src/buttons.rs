//! Buttons under a message.

use vinbot_plugin::{Button, Vehicle};

use vinbot_words::{Key, Reader, clean};

/// As much as a button shows on a phone.
const LABEL: usize = 40;
const SUGGESTED: usize = 3;

pub(crate) fn label(text: &str) -> String {
    clean::line(text, LABEL)
}

pub(crate) fn copy(vehicle: &Vehicle, reader: Reader) -> Button {
    Button::copy(
        reader.word(Key::BUTTON_COPY_VIN),
        clean::line(&vehicle.vin, 17),
    )
}

/// What else there is of a vehicle: to look at, and to keep.
pub(crate) fn more(reader: Reader) -> Vec<Button> {
    vec![
        Button::view(reader.word(Key::BUTTON_PICTURE), "image"),
        Button::view(reader.word(Key::BUTTON_CSV), "csv"),
    ]
}

/// The VINs that findings suggest, a button a row.
pub(crate) fn suggested(vehicle: &Vehicle) -> Vec<Vec<Button>> {
    suggestions(vehicle)
        .into_iter()
        .map(|vin| vec![Button::decode(vin, vin)])
        .collect()
}

pub(crate) fn suggestions(vehicle: &Vehicle) -> Vec<&str> {
    let mut vins: Vec<&str> = Vec::new();
    for vin in vehicle
        .findings
        .iter()
        .filter_map(|finding| finding.suggested_vin.as_deref())
    {
        if is_vin(vin) && vin != vehicle.vin && !vins.contains(&vin) {
            vins.push(vin);
        }
    }
    vins.truncate(SUGGESTED);
    vins
}

pub(crate) fn is_vin(text: &str) -> bool {
    text.len() == 17
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}
