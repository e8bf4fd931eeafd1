//! vPIC's elements as terms of the contract.

use std::sync::OnceLock;

use ultravin::Db;
use vinbot_plugin::Term;

/// Element ids of vPIC that the decoder itself looks at.
pub(crate) const MAKE: i32 = 26;
pub(crate) const MANUFACTURER: i32 = 27;
pub(crate) const MODEL: i32 = 28;

/// Every element that vPIC publishes, in its own order.
pub(crate) fn vocabulary(db: &Db) -> Vec<Term> {
    public_elements(db)
        .map(|element| {
            term(
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

/// The term of one element: `vpic:13`, `displacement-l`, `Displacement`, `L`.
pub(crate) fn term(id: i32, code: &str, name: &str, group: &str) -> Term {
    let (label, unit) = label_and_unit(name);
    Term {
        id: format!("vpic:{id}"),
        key: kebab(code),
        label,
        unit: unit.map(str::to_owned),
        // vPIC leaves the elements about the decoding itself without a group.
        group: if group.is_empty() { "Decoding" } else { group }.to_owned(),
    }
}

/// What vPIC writes in brackets for a unit, and the unit's symbol.
const UNITS: [(&str, &str); 14] = [
    ("(CC)", "cc"),
    ("(CI)", "cu in"),
    ("(L)", "L"),
    ("(KW)", "kW"),
    ("(hp)", "hp"),
    ("(inches)", "in"),
    ("(feet)", "ft"),
    ("(pounds)", "lb"),
    ("(Amps)", "A"),
    ("(Volts)", "V"),
    ("(KWh)", "kWh"),
    ("(MPH)", "mph"),
    ("($)", "USD"),
    ("(mm)", "mm"),
];

/// `Engine Brake (hp) From` is `Engine Power From` in `hp`.
///
/// vPIC's «Engine Brake (hp)» is brake horsepower: without its unit in the name it
/// would read as a brake.
fn label_and_unit(name: &str) -> (String, Option<&'static str>) {
    let name = &name.replace("Engine Brake (hp)", "Engine Power (hp)");
    for (brackets, unit) in UNITS {
        if let Some((before, after)) = name.split_once(brackets) {
            let label = format!("{} {}", before.trim(), after.trim());
            return (label.trim().to_owned(), Some(unit));
        }
    }
    (name.to_owned(), None)
}

/// `EngineCylinders` is `engine-cylinders`, `GVWR_to` is `gvwr-to`,
/// `AirBagLocFront` is `air-bag-loc-front`, `ABS` is `abs`.
fn kebab(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let mut out = String::with_capacity(code.len() + 4);
    for (i, &letter) in letters.iter().enumerate() {
        if letter == '_' {
            out.push('-');
            continue;
        }
        let before = i.checked_sub(1).and_then(|i| letters.get(i));
        let after = letters.get(i + 1);
        let starts_word = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase))
            });
        if starts_word {
            out.push('-');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_the_codes_of_vpic_in_kebab_case() {
        for (code, key) in [
            ("EngineCylinders", "engine-cylinders"),
            ("DisplacementL", "displacement-l"),
            ("GVWR_to", "gvwr-to"),
            ("AirBagLocFront", "air-bag-loc-front"),
            ("ABS", "abs"),
            ("EVDriveUnit", "ev-drive-unit"),
            ("BatteryKWh_to", "battery-k-wh-to"),
            ("Trim2", "trim2"),
        ] {
            assert_eq!(kebab(code), key);
        }
    }

    #[test]
    fn a_unit_moves_from_the_label_to_its_own_field() {
        assert_eq!(
            label_and_unit("Displacement (L)"),
            ("Displacement".into(), Some("L"))
        );
        assert_eq!(
            label_and_unit("Engine Brake (hp) From"),
            ("Engine Power From".into(), Some("hp"))
        );
        assert_eq!(
            label_and_unit("Antilock Braking System (ABS)"),
            ("Antilock Braking System (ABS)".into(), None)
        );
    }

    #[test]
    fn an_element_without_a_group_is_about_the_decoding() {
        assert_eq!(term(143, "ErrorCode", "Error Code", "").group, "Decoding");
    }
}
