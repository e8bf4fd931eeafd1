//! What a table gets beside its VINs.

use crate::report::Report;
use crate::words::Words;

/// The names of the columns, in the reader's language.
pub(super) fn names(words: Words) -> Vec<String> {
    vec![
        words.text("column-year", &[]),
        words.text("column-make", &[]),
        words.text("column-model", &[]),
        words.text("column-trim", &[]),
        words.text("column-body", &[]),
        words.text("column-engine", &[]),
        words.text("column-fuel", &[]),
        words.text("column-country", &[]),
        words.text("column-error", &[]),
    ]
}

/// How many they are.
const COUNT: usize = 9;

/// A row for what decoders say; a check digit that is wrong is said, too.
pub(super) fn row(words: Words, report: &Report) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let year = report.model_year.map(|year| year.to_string());
    let mistyped = report.vin.has_check_digit() && !report.vin.check_digit_fits();
    vec![
        year.unwrap_or_default(),
        text(&report.make),
        text(&report.model),
        first(report, &["trim", "series"]),
        first(report, &["body-class"]),
        engine(report),
        first(report, &["fuel-type-primary"]),
        first(report, &["plant-country", "country"]),
        if mistyped {
            words.text("sheet-check-digit", &[])
        } else {
            String::new()
        },
    ]
}

/// A row that says what is wrong.
pub(super) fn wrong(why: String) -> Vec<String> {
    let mut row = vec![String::new(); COUNT - 1];
    row.push(why);
    row
}

/// A row of nothing.
pub(super) fn blank() -> Vec<String> {
    wrong(String::new())
}

/// Whether a row says that something is wrong.
pub(super) fn is_wrong(row: &[String]) -> bool {
    row.last().is_some_and(|why| !why.is_empty())
}

/// The first of these that this VIN says.
fn first(report: &Report, keys: &[&str]) -> String {
    let said = keys.iter().find_map(|key| said(report, key));
    said.unwrap_or_default().to_owned()
}

fn said<'a>(report: &'a Report, key: &str) -> Option<&'a str> {
    let mut attributes = report.attributes.iter();
    let found = attributes.find(|one| one.term.key == key && !one.is_default)?;
    Some(&*found.value)
}

/// `3.0 L V6 J30A4 240 hp`: what of it is known.
fn engine(report: &Report) -> String {
    let number = |key| said(report, key).and_then(|text| text.parse::<f64>().ok());
    let mut parts = Vec::new();
    if let Some(litres) = number("displacement-l") {
        parts.push(format!("{litres:.1} L"));
    }
    if let Some(cylinders) = said(report, "engine-cylinders") {
        let shape = match said(report, "engine-configuration") {
            Some("V-Shaped") => "V",
            Some("In-Line") => "I",
            _ => "",
        };
        parts.push(match shape {
            "" => format!("{cylinders} cyl."),
            shape => format!("{shape}{cylinders}"),
        });
    }
    if let Some(model) = said(report, "engine-model") {
        parts.push(model.to_owned());
    }
    if let Some(power) = number("engine-hp") {
        parts.push(format!("{power:.0} hp"));
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Attribute, Term};
    use std::sync::Arc;

    fn report(attributes: &[(&str, &str)]) -> Report {
        let attribute = |(key, value): &(&str, &str)| Attribute {
            term: Arc::new(Term {
                id: format!("t:{key}"),
                key: (*key).to_owned(),
                label: String::new(),
                unit: None,
                group: String::new(),
            }),
            value: (*value).into(),
            is_default: false,
        };
        Report {
            make: Some("HONDA".into()),
            model: Some("Accord".into()),
            model_year: Some(2003),
            attributes: attributes.iter().map(attribute).collect(),
            ..Report::empty("1HGCM82633A004352".parse().unwrap())
        }
    }

    #[test]
    fn every_row_is_as_wide_as_the_names() {
        let words = Words::english();
        assert_eq!(names(words).len(), COUNT);
        assert_eq!(row(Words::english(), &report(&[])).len(), COUNT);
        assert_eq!(blank().len(), COUNT);
        assert!(is_wrong(&wrong("x".into())) && !is_wrong(&blank()));
    }

    #[test]
    fn a_row_says_what_the_vin_says() {
        let honda = report(&[
            ("trim", "EX-V6"),
            ("body-class", "Coupe"),
            ("displacement-l", "2.998832712"),
            ("engine-cylinders", "6"),
            ("engine-configuration", "V-Shaped"),
            ("engine-hp", "240"),
            ("fuel-type-primary", "Gasoline"),
            ("country", "United States"),
        ]);
        let expected = [
            "2003",
            "HONDA",
            "Accord",
            "EX-V6",
            "Coupe",
            "3.0 L V6 240 hp",
            "Gasoline",
            "United States",
            "",
        ];
        assert_eq!(row(Words::english(), &honda), expected);
    }

    #[test]
    fn a_default_of_the_vehicles_type_is_not_this_vin() {
        let mut odd = report(&[("trim", "EX")]);
        odd.attributes[0].is_default = true;
        assert_eq!(row(Words::english(), &odd)[3], "");
    }
}
