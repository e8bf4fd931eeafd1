//! The answer to what is almost a VIN: what is wrong, where, and what was meant.

use crate::rich::{Action, Button, Message, Style};
use crate::vin::{Fault, NearMiss, Vin, faults};
use crate::words::Words;

/// Says what is wrong with it and offers the VINs that it may have been meant to be.
pub(super) fn message(words: Words, miss: &NearMiss, repaired: &[Vin]) -> Message {
    let faults = faults(miss);
    let mut message = Message::default()
        .text(words.text("near-miss", &[]), Style::BOLD)
        .plain("\n");
    for fault in &faults {
        message = message.plain(format!("{}\n", told(words, *fault)));
    }
    message = message.text(
        marked(miss.as_str(), &positions(miss, &faults, repaired)),
        Style::PRE,
    );
    let hint = match repaired {
        [] => words.text("near-miss-none", &[]),
        [_] => words.text("near-miss-one", &[]),
        _ => words.text("near-miss-several", &[]),
    };
    message = message.plain(format!("\n{hint}"));
    for vin in repaired {
        let action = Action::Decode(vin.to_string());
        message = message.row(vec![Button::new(vin.to_string(), action)]);
    }
    message
}

/// What is wrong, in a sentence.
pub(super) fn told(words: Words, fault: Fault) -> String {
    match fault {
        Fault::TooShort => words.text("fault-too-short", &[]),
        Fault::TooLong => words.text("fault-too-long", &[]),
        Fault::Letter { position, letter } => {
            let digit = if letter == 'I' { "1" } else { "0" };
            let letter = letter.to_string();
            words.text(
                "fault-letter",
                &[
                    ("position", position.into()),
                    ("letter", letter.into()),
                    ("digit", digit.into()),
                ],
            )
        }
    }
}

/// The positions that are wrong, from 1. Where a character is missing or too many, that
/// is known only if there is one way to repair it: the place from which on they differ.
fn positions(miss: &NearMiss, faults: &[Fault], repaired: &[Vin]) -> Vec<usize> {
    let mut positions: Vec<usize> = faults.iter().filter_map(Fault::position).collect();
    let length = faults.iter().any(|fault| fault.position().is_none());
    if let ([vin], true) = (repaired, length) {
        let pairs = miss.as_str().chars().zip(vin.as_str().chars());
        positions.push(1 + pairs.take_while(|(typed, meant)| typed == meant).count());
    }
    positions
}

/// The text with a caret under each wrong position.
fn marked(text: &str, positions: &[usize]) -> String {
    let Some(last) = positions.iter().max() else {
        return text.to_owned();
    };
    let carets: String = (1..=*last)
        .map(|position| {
            if positions.contains(&position) {
                '^'
            } else {
                ' '
            }
        })
        .collect();
    format!("{text}\n{carets}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vin::scan;

    fn miss(text: &str) -> NearMiss {
        scan(text).near_misses.remove(0)
    }

    #[test]
    fn wrong_letters_are_marked_and_the_repaired_vin_is_a_button() {
        let vin = "1HGCM82633A004352".parse().unwrap();
        let message = message(Words::english(), &miss("1HGCM82633AO04352"), &[vin]);
        insta::assert_snapshot!(message.to_plain_text(), @"
        That is almost a VIN.
        Position 12 is the letter O, which no VIN holds: it is usually the digit 0.
        1HGCM82633AO04352
                   ^
        Did you mean this one?
        ");
        assert_eq!(
            message.buttons[0][0].action,
            Action::Decode(vin.to_string())
        );
    }

    #[test]
    fn a_character_too_many_is_marked_where_it_stands() {
        let vin = "1HGCM82633A004352".parse().unwrap();
        let message = message(Words::english(), &miss("1HGCM82X633A004352"), &[vin]);
        assert!(
            message
                .to_plain_text()
                .contains("\n1HGCM82X633A004352\n       ^\n")
        );
    }

    #[test]
    fn where_nothing_fits_the_user_is_sent_to_the_papers() {
        insta::assert_snapshot!(message(Words::english(), &miss("1HGCM82633A00435"), &[]).to_plain_text(), @"
        That is almost a VIN.
        It has 16 characters, one too few: a VIN has 17.
        1HGCM82633A00435
        Please compare it with the papers, character by character.
        ");
    }
}
