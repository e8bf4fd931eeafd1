//! One section, such as the recalls.

mod support;

use insta::assert_snapshot;
use support::{page, report, shown};
use vinbot_card::Card;
use vinbot_plugin::prelude::*;

fn with_recalls() -> Report {
    let mut accord = report("accord");
    accord.sections = vec![
        Section {
            key: "rating".into(),
            title: "Rating".into(),
            summary: "5 of 5".into(),
            attributes: Vec::new(),
            items: Vec::new(),
            ttl: 60,
        },
        Section {
            key: "recalls".into(),
            title: "Recalls".into(),
            summary: "2 recalls".into(),
            attributes: vec![vinbot_plugin::testing::attribute("Source", "NHTSA")],
            items: vec![
                Item {
                    title: "19V-502 Airbag inflator".into(),
                    body: "The inflator may\nrupture.".into(),
                    url: Some("https://www.nhtsa.gov/recalls?nhtsaId=19V502".into()),
                    severity: Severity::Warning,
                },
                Item {
                    title: "04V-086 Transmission".into(),
                    body: String::new(),
                    url: Some("javascript:alert(1)".into()),
                    severity: Severity::Note,
                },
            ],
            ttl: 60,
        },
    ];
    accord
}

#[test]
fn a_section_shows_its_facts_and_items() {
    assert_snapshot!(shown(vec![with_recalls()], page("section", 1)), @"
    *Recalls* · 2003 Honda Accord
    2 recalls

    Source: NHTSA

    ⚠️ *19V-502 Airbag inflator*
    The inflator may rupture.
    www.nhtsa.gov<https://www.nhtsa.gov/recalls?nhtsaId=19V502>

    *04V-086 Transmission*
    [Back]
    ");
}

#[test]
fn a_section_that_is_not_there_is_refused() {
    for number in [2, u32::MAX] {
        let refused = Card::format(vec![with_recalls()], page("section", number));
        assert_eq!(
            refused,
            Err(Error::InvalidInput("There is no such section.".into()))
        );
    }
}
