//! vPIC's elements: from the code in an answer to the term that the plugin `vpic` has, too.

use std::collections::HashMap;
use std::sync::OnceLock;

use vinbot_plugin::{Term, vpic};

const TABLE: &str = include_str!("../data/elements.tsv");

/// Id, code, name and group of each element.
fn elements() -> impl Iterator<Item = (i32, &'static str, &'static str, &'static str)> {
    TABLE.lines().filter_map(|line| {
        let mut fields = line.split('\t');
        let id = fields.next()?.parse().ok()?;
        Some((id, fields.next()?, fields.next()?, fields.next()?))
    })
}

pub(crate) fn vocabulary() -> Vec<Term> {
    elements()
        .map(|(id, code, name, group)| vpic::term("nhtsa", id, code, name, group))
        .collect()
}

/// Where an element stands in [`vocabulary`], by its code in any case.
pub(crate) fn position(code: &str) -> Option<u32> {
    static INDEX: OnceLock<HashMap<String, u32>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        let codes = elements().map(|(_, code, _, _)| code.to_ascii_lowercase());
        codes.zip(0..).collect()
    });
    index.get(&code.to_ascii_lowercase()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_element_and_codes_are_found_in_any_case() {
        let all = vocabulary();
        assert_eq!(all.len(), TABLE.lines().count());
        let at = |code| &all[usize::try_from(position(code).unwrap()).unwrap()];
        assert_eq!(at("Make").id, "nhtsa:26");
        assert_eq!(
            (
                at("displacementl").key.as_str(),
                at("DisplacementL").unit.as_deref()
            ),
            ("displacement-l", Some("L"))
        );
        assert_eq!(position("MakeID"), None);
    }
}
