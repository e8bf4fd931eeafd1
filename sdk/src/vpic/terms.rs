//! vPIC's elements as terms of the contract.

use crate::Term;

/// The term of one element, as the plugin of this name says it: `vpic:13`,
/// `displacement-l`, `Displacement`, `L`.
///
/// ```
/// use vinbot_plugin::vpic;
/// let term = vpic::term("vpic", 13, "DisplacementL", "Displacement (L)", "Engine");
/// assert_eq!((term.id.as_str(), term.key.as_str()), ("vpic:13", "displacement-l"));
/// assert_eq!((term.label.as_str(), term.unit.as_deref()), ("Displacement", Some("L")));
/// ```
pub fn term(plugin: &str, id: i32, code: &str, name: &str, group: &str) -> Term {
    let (label, unit) = label_and_unit(name);
    Term {
        id: format!("{plugin}:{id}"),
        key: key(code),
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

/// The machine key of vPIC's code: `EngineCylinders` is `engine-cylinders`, `GVWR_to` is
/// `gvwr-to`, `AirBagLocFront` is `air-bag-loc-front`, `ABS` is `abs`.
pub fn key(code: &str) -> String {
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
        for (code, expected) in [
            ("EngineCylinders", "engine-cylinders"),
            ("DisplacementL", "displacement-l"),
            ("GVWR_to", "gvwr-to"),
            ("AirBagLocFront", "air-bag-loc-front"),
            ("ABS", "abs"),
            ("EVDriveUnit", "ev-drive-unit"),
            ("BatteryKWh_to", "battery-k-wh-to"),
            ("Trim2", "trim2"),
        ] {
            assert_eq!(key(code), expected);
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
        assert_eq!(
            term("vpic", 143, "ErrorCode", "Error Code", "").group,
            "Decoding"
        );
    }
}
