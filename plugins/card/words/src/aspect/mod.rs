//! Aspects of a vehicle in a few words each: what the card and the comparison show.

mod origin;
mod power;
mod safety;
mod shape;

use crate::Known;

pub use origin::*;
pub use power::*;
pub use safety::*;
pub use shape::*;

/// One aspect; `None` where the report does not say.
pub type Aspect = fn(Known<'_>) -> Option<String>;

/// `Boat Trailer` within a sentence; `SUV` and `4x2` stay.
fn lower(text: &str) -> String {
    let words: Vec<String> = text
        .split(' ')
        .map(|word| {
            let one_capital = word.chars().filter(|c| c.is_uppercase()).count() <= 1;
            if one_capital || word.contains(['/', '-']) {
                word.to_lowercase()
            } else {
                word.to_owned()
            }
        })
        .collect();
    words.join(" ")
}
