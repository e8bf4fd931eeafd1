//! vPIC's elements as terms of the contract.

use std::sync::OnceLock;

use ultravin::Db;
use vinbot_plugin::Term;
use vinbot_plugin::vpic::term;

/// Element ids of vPIC that the decoder itself looks at.
pub(crate) const MAKE: i32 = 26;
pub(crate) const MANUFACTURER: i32 = 27;
pub(crate) const MODEL: i32 = 28;
pub(crate) const POSSIBLE_VALUES: i32 = 144;
pub(crate) const ERROR_TEXT: i32 = 191;

/// Every element that vPIC publishes, in its own order.
pub(crate) fn vocabulary(db: &Db) -> Vec<Term> {
    public_elements(db)
        .map(|element| {
            term(
                "vpic",
                element.id.to_native(),
                db.s(element.code.to_native()),
                db.s(element.name.to_native()),
                db.s(element.groupname.to_native()),
            )
        })
        .collect()
}

/// Where an element stands in [`vocabulary`]. Nothing is known until [`index`] has run.
pub(crate) fn position(element: i32) -> Option<u32> {
    let at = usize::try_from(element).ok()?;
    let position = *INDEX.get()?.get(at)?;
    (position != ABSENT).then_some(position)
}

/// By element id, which vPIC counts from 1 without large gaps.
static INDEX: OnceLock<Vec<u32>> = OnceLock::new();

const ABSENT: u32 = u32::MAX;

/// Fills the table behind [`position`]: part of the warm-up.
pub(crate) fn index(db: &Db) {
    INDEX.get_or_init(|| {
        let mut table = Vec::new();
        for (position, element) in (0..).zip(public_elements(db)) {
            let Ok(at) = usize::try_from(element.id.to_native()) else {
                continue;
            };
            if at >= table.len() {
                table.resize(at + 1, ABSENT);
            }
            if let Some(slot) = table.get_mut(at) {
                *slot = position;
            }
        }
        table
    });
}

fn public_elements(db: &Db) -> impl Iterator<Item = &ultravin::tables::ArchivedElement> {
    db.elements()
        .iter()
        .filter(|element| ultravin::public_decode(db, element).is_some())
}
