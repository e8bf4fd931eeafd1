//! The card in every language that there is a file of.

mod support;

use rstest::rstest;
use support::{metric, report, shown};
use vinbot_card::Card;
use vinbot_plugin::prelude::*;
use vinbot_plugin::testing;

const LOCALES: [&str; 6] = ["en", "es", "de", "fr", "ru", "uk"];

fn context(locale: &str, view: &str) -> Context {
    Context {
        locale: locale.into(),
        ..metric(view)
    }
}

/// With what enrichers add.
fn honda() -> Report {
    let section = |key: &str, title: &str, summary: &str, items: usize| Section {
        key: key.into(),
        title: title.into(),
        summary: summary.into(),
        attributes: Vec::new(),
        items: vec![
            Item {
                title: "Air bags, frontal".into(),
                body: "The inflator may rupture.".into(),
                url: None,
                severity: Severity::Warning,
            };
            items
        ],
        ttl: 60,
    };
    let mut honda = report("accord");
    honda.sections = vec![
        section("recalls", "Recalls", "3 recalls", 3),
        section("ratings", "Safety", "5★ overall", 0),
        section("fuel", "Fuel economy", "24 mpg combined", 1),
        section(
            "complaints",
            "Complaints",
            "21 complaints, 1 crash, 4 injured",
            2,
        ),
    ];
    honda
}

#[rstest]
fn a_card_of_a_honda(#[values("en", "es", "de", "fr", "ru", "uk")] locale: &str) {
    let card = shown(vec![honda()], context(locale, "card"));
    insta::assert_snapshot!(format!("honda-{locale}"), card);
}

#[rstest]
fn a_card_of_an_electric_car(#[values("es", "de", "fr", "ru", "uk")] locale: &str) {
    let card = shown(vec![report("model-3")], context(locale, "card"));
    insta::assert_snapshot!(format!("tesla-{locale}"), card);
}

#[rstest]
fn a_card_of_little(#[values("es", "de", "fr", "ru", "uk")] locale: &str) {
    let card = shown(vec![report("european-audi")], context(locale, "card"));
    insta::assert_snapshot!(format!("audi-{locale}"), card);
}

#[rstest]
fn details_of_a_truck(#[values("es", "de", "fr", "ru", "uk")] locale: &str) {
    let details = shown(vec![report("f-150")], context(locale, "details"));
    insta::assert_snapshot!(format!("truck-{locale}"), details);
}

#[rstest]
fn a_comparison_and_a_list(#[values("de", "uk")] locale: &str) {
    let several = || vec![report("accord"), report("f-150")];
    let compared = shown(several(), context(locale, "compare"));
    let listed = shown(several(), context(locale, "list"));
    insta::assert_snapshot!(
        format!("several-{locale}"),
        format!("{compared}\n\n{listed}")
    );
}

#[test]
fn a_region_is_spoken_to_in_its_language_and_others_in_english() {
    let card = |locale: &str| shown(vec![report("accord")], context(locale, "card"));
    assert_eq!(card("de-AT"), card("de"));
    assert_eq!(card("ja"), card("en"));
}

#[test]
fn names_of_makes_and_models_and_recalls_stay_as_they_are() {
    for locale in LOCALES {
        let card = shown(vec![honda()], context(locale, "card"));
        assert!(
            card.contains("Honda Accord EX-V6") && card.contains("J30A4"),
            "{card}"
        );
        let recalls = shown(vec![honda()], context(locale, "section"));
        assert!(recalls.contains("The inflator may rupture."), "{recalls}");
    }
}

#[test]
fn a_value_that_no_file_knows_stays_as_it_is() {
    let mut car = testing::vehicle("1HGCM82633A004352");
    car.attributes
        .push(testing::attribute("body-class", "Hovercraft"));
    let card = shown(vec![testing::report(car)], context("uk", "card"));
    assert!(card.contains("Кузов: Hovercraft"), "{card}");
}

#[test]
fn a_finding_is_told_by_its_code_else_in_its_own_words() {
    let mut car = testing::vehicle("1HGCM82643A004352");
    for code in ["check-digit", "solar-flare"] {
        car.findings
            .push(Finding::new(Severity::Warning, code, "In its own words."));
    }
    let report = testing::report(car);
    let card = shown(vec![report.clone()], context("de", "card"));
    assert!(
        card.contains("Die Prüfziffer (Stelle 9) stimmt nicht"),
        "{card}"
    );
    assert_eq!(card.matches("In its own words.").count(), 1, "{card}");
    let english = shown(vec![report], context("en", "card"));
    assert_eq!(english.matches("In its own words.").count(), 2, "{english}");
}

#[test]
fn a_button_in_no_language_is_cut() {
    for locale in LOCALES {
        let message = Card::format(vec![honda()], context(locale, "card")).unwrap();
        for button in message.buttons.iter().flatten() {
            assert!(!button.label.ends_with('…'), "{locale}: {}", button.label);
        }
    }
}
