//! Whatever a report holds, its message is one that Telegram takes.

#![allow(clippy::unwrap_used)]

mod support;

use proptest::collection::vec;
use proptest::prelude::*;
use support::{names, report};
use vinbot_card::Card;
use vinbot_plugin::ViewRef;
use vinbot_plugin::prelude::*;

/// Text as plugins may send it: long, in any script, with what acts unseen.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z0-9 ,.()/-]{0,30}",
        2 => any::<String>(),
        1 => "[\u{202a}-\u{202e}\u{2066}-\u{2069}\u{200b}\u{feff}\0-\u{1f}\u{7f}-\u{9f}a]{0,20}",
        1 => "[🚗ab \n]{200,900}",
    ]
}

fn attribute() -> impl Strategy<Value = Attribute> {
    let keys = prop_oneof![
        Just("body-class".to_owned()),
        Just("engine-hp".to_owned()),
        Just("displacement-l".to_owned()),
        Just("gvwr".to_owned()),
        Just("plant-city".to_owned()),
        Just("manufacturer".to_owned()),
        Just("trim".to_owned()),
        text(),
    ];
    let unit = prop::option::of(prop_oneof![
        Just("in".to_owned()),
        Just("hp".to_owned()),
        text()
    ]);
    (
        text(),
        keys,
        text(),
        unit,
        text(),
        prop_oneof![text(), "[0-9]{1,12}"],
        any::<bool>(),
    )
        .prop_map(
            |(id, key, label, unit, group, value, is_default)| Attribute {
                term: Term {
                    id,
                    key,
                    label,
                    unit,
                    group,
                },
                value,
                is_default,
            },
        )
}

fn severity() -> impl Strategy<Value = Severity> {
    prop_oneof![
        Just(Severity::Note),
        Just(Severity::Warning),
        Just(Severity::Error)
    ]
}

fn finding() -> impl Strategy<Value = Finding> {
    (
        severity(),
        prop_oneof![Just("check-digit".to_owned()), text()],
        text(),
        prop::option::of(text()),
    )
        .prop_map(|(severity, code, text, suggested_vin)| Finding {
            severity,
            code,
            text,
            suggested_vin,
        })
}

fn section() -> impl Strategy<Value = Section> {
    let item = (
        text(),
        text(),
        prop::option::of(prop_oneof![text(), "https://[a-z./]{0,40}"]),
        severity(),
    )
        .prop_map(|(title, body, url, severity)| Item {
            title,
            body,
            url,
            severity,
        });
    (
        text(),
        text(),
        text(),
        vec(attribute(), 0..12),
        vec(item, 0..40),
    )
        .prop_map(|(key, title, summary, attributes, items)| Section {
            key,
            title,
            summary,
            attributes,
            items,
            ttl: 0,
        })
}

fn any_report() -> impl Strategy<Value = Report> {
    let vehicle = (
        prop_oneof!["[A-HJ-NPR-Z0-9]{17}", text()],
        prop::option::of(text()),
        prop::option::of(text()),
        prop::option::of(any::<u16>()),
        vec(attribute(), 0..150),
        vec(finding(), 0..12),
        any::<u8>(),
    )
        .prop_map(
            |(vin, make, model, model_year, attributes, findings, confidence)| Vehicle {
                vin,
                make,
                model,
                model_year,
                attributes,
                findings,
                confidence,
            },
        );
    (
        vehicle,
        vec(text(), 0..4),
        vec(section(), 0..10),
        vec(text(), 0..4),
    )
        .prop_map(|(vehicle, decoded_by, sections, missing)| Report {
            vehicle,
            decoded_by,
            sections,
            missing,
        })
}

fn context() -> impl Strategy<Value = Context> {
    let page = prop_oneof![0..8_u32, any::<u32>()];
    let locale = prop::sample::select(vec!["en", "es", "de-AT", "fr", "ru", "uk", "ja", "-"]);
    (0..5_usize, page, any::<bool>(), locale).prop_map(|(view, page, metric, locale)| Context {
        locale: locale.into(),
        units: if metric { Units::Metric } else { Units::Us },
        view: Card::views()[view].clone(),
        page,
    })
}

fn check(message: &Message) {
    let text: String = message
        .spans
        .iter()
        .map(|span| span.text.as_str())
        .collect();
    assert!(
        text.encode_utf16().count() <= 4_096,
        "{} units",
        text.encode_utf16().count()
    );
    assert!(!text.trim().is_empty());
    let styled = message
        .spans
        .iter()
        .filter(|s| !s.style.is_empty() || s.link.is_some())
        .count();
    assert!(styled <= 100, "{styled} entities");
    let unseen = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(unseen), "{text:?}");
    let links = message.spans.iter().filter_map(|span| span.link.as_ref());
    assert!(links.into_iter().all(|link| link.starts_with("https://")));

    let buttons: Vec<&Button> = message.buttons.iter().flatten().collect();
    assert!(
        buttons.len() <= 100
            && message
                .buttons
                .iter()
                .all(|row| (1..=8).contains(&row.len()))
    );
    for button in buttons {
        assert!(
            (1..=40).contains(&button.label.chars().count()),
            "{:?}",
            button.label
        );
        assert!(!button.label.contains(|c: char| unseen(c) || c == '\n'));
        match &button.action {
            Action::Copy(text) => assert!(text.chars().count() <= 256),
            Action::Decode(vin) => assert_eq!(vin.len(), 17),
            Action::View(to) => {
                let elsewhere = ["image", "csv"].contains(&to.view.as_str());
                assert!(elsewhere || Card::views().contains(&to.view));
            }
            Action::OpenUrl(_) | Action::Command(_) => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_message_is_within_the_limits(reports in vec(any_report(), 1..4), context in context()) {
        match Card::format(reports, context) {
            Ok(message) => check(&message),
            Err(Error::InvalidInput(_)) => {}
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}

/// All pages of all sections, as a reader gets to them: from the card by its buttons.
fn read_all(report: &Report) {
    let context = |to: &ViewRef| Context {
        locale: "en".into(),
        units: Units::Us,
        view: to.view.clone(),
        page: to.page,
    };
    let sections = |message: &Message, label: &dyn Fn(&str) -> bool| -> Vec<ViewRef> {
        let buttons = message.buttons.iter().flatten();
        buttons
            .filter_map(|button| match &button.action {
                Action::View(to) if to.view == "section" && label(&button.label) => {
                    Some(to.clone())
                }
                _ => None,
            })
            .collect()
    };
    let show = |to: &ViewRef| {
        let message = Card::format(vec![report.clone()], context(to)).unwrap();
        check(&message);
        message
    };
    let card = ViewRef {
        view: "card".into(),
        page: 0,
    };
    for first in sections(&show(&card), &|_| true) {
        let mut message = show(&first);
        let mut pages = 1;
        while let Some(next) = sections(&message, &|label| label == "▶").first() {
            message = show(next);
            pages += 1;
            assert!(pages <= 200, "no last page");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn so_is_every_page_of_a_section(report in any_report()) {
        read_all(&report);
    }
}

#[test]
fn so_is_every_message_about_a_real_vehicle() {
    let locales = ["en", "es", "de", "fr", "ru", "uk"];
    for (name, locale) in names().flat_map(|name| locales.map(|locale| (name, locale))) {
        for view in Card::views() {
            for units in [Units::Metric, Units::Us] {
                let reports = vec![report(name); if view == "compare" { 4 } else { 1 }];
                let context = Context {
                    locale: locale.into(),
                    units,
                    view: view.clone(),
                    page: 0,
                };
                if let Ok(message) = Card::format(reports, context) {
                    check(&message);
                }
            }
        }
    }
}
