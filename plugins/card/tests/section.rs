//! One section, such as the recalls.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use insta::assert_snapshot;
use support::{page, report, shown};
use vinbot_card::Card;
use vinbot_plugin::ViewRef;
use vinbot_plugin::prelude::*;
use vinbot_plugin::testing::view;

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

/// Where the button of a section leads.
fn opened(reports: &[Report], title: &str) -> Context {
    let card = Card::format(reports.to_vec(), view("card")).unwrap();
    let to = to(&card, title).unwrap_or_else(|| panic!("no button {title}"));
    page(&to.view, to.page)
}

/// Where the button whose label begins like this leads.
fn to(message: &Message, label: &str) -> Option<ViewRef> {
    let mut buttons = message.buttons.iter().flatten();
    buttons.find_map(|button| match &button.action {
        Action::View(to) if button.label.starts_with(label) => Some(to.clone()),
        _ => None,
    })
}

fn many(count: usize) -> Report {
    let mut accord = with_recalls();
    accord.sections[1].items = (0..count)
        .map(|i| Item {
            title: format!("Recall no. {i:03}"),
            body: "Dealers will replace it. ".repeat(1 + i % 30),
            url: Some(format!("https://www.nhtsa.gov/recalls?nhtsaId={i}")),
            severity: Severity::Warning,
        })
        .collect();
    accord
}

#[test]
fn a_section_shows_its_facts_and_items() {
    let reports = vec![with_recalls()];
    let context = opened(&reports, "Recalls (2)");
    assert_snapshot!(shown(reports, context), @"
    *Recalls* · 2003 Honda Accord
    2 recalls

    Source: NHTSA

    ⚠️ *19V-502 Airbag inflator*
    The inflator may
    rupture.
    www.nhtsa.gov<https://www.nhtsa.gov/recalls?nhtsaId=19V502>

    *04V-086 Transmission*
    [Back]
    ");
}

#[test]
fn its_button_counts_items_and_one_without_more_than_a_summary_has_none() {
    let mut accord = with_recalls();
    accord.sections[1].items.clear();
    for (report, labels) in [(with_recalls(), ["Recalls (2)"]), (accord, ["Recalls"])] {
        let card = Card::format(vec![report], view("card")).unwrap();
        let sections =
            card.buttons.iter().flatten().filter(
                |button| matches!(&button.action, Action::View(to) if to.view == "section"),
            );
        let sections: Vec<&str> = sections.map(|button| button.label.as_str()).collect();
        assert_eq!(sections, labels);
    }
}

#[test]
fn every_item_stands_on_one_page_and_arrows_lead_to_all_of_them() {
    let reports = vec![many(60)];
    let mut context = opened(&reports, "Recalls (60)");
    let mut all = String::new();
    let mut pages = 0;
    loop {
        let message = Card::format(reports.clone(), context).unwrap();
        let text: String = message
            .spans
            .iter()
            .map(|span| span.text.as_str())
            .collect();
        assert!(text.encode_utf16().count() <= 4_096);
        assert!(!text.contains('…'));
        assert_eq!(to(&message, "Back").unwrap().view, "card");
        assert_eq!(to(&message, "◀").is_some(), pages > 0);
        all.push_str(&text);
        pages += 1;
        match to(&message, "▶") {
            Some(next) => context = page(&next.view, next.page),
            None => break,
        }
    }
    assert!((5..30).contains(&pages), "{pages}");
    assert!(all.contains(&format!("1/{pages}")) && all.contains(&format!("{pages}/{pages}")));
    for i in 0..60 {
        assert_eq!(all.matches(&format!("Recall no. {i:03}")).count(), 1, "{i}");
    }
}

#[test]
fn a_button_finds_its_section_though_others_came_or_went() {
    let context = opened(&[with_recalls()], "Recalls");
    let mut later = with_recalls();
    later.sections.remove(0);
    let text = shown(vec![later.clone()], context.clone());
    assert!(text.starts_with("*Recalls*"), "{text}");
    let mut first = later.sections[0].clone();
    first.key = "fuel".into();
    later.sections.insert(0, first);
    assert_eq!(shown(vec![later], context), text);
}

#[test]
fn without_a_number_it_is_the_first_and_past_the_last_page_the_last() {
    let text = shown(vec![with_recalls()], page("section", 0));
    assert!(text.starts_with("*Rating*"), "{text}");
    let reports = vec![many(60)];
    let far = opened(&reports, "Recalls").page + 900;
    let text = shown(reports, page("section", far));
    assert!(text.contains("Recall no. 059"), "{text}");
}

#[test]
fn a_section_that_is_not_there_is_refused() {
    let mut none = with_recalls();
    none.sections.clear();
    let context = opened(&[with_recalls()], "Recalls");
    for context in [context, page("section", 0), page("section", u32::MAX)] {
        let refused = Card::format(vec![none.clone()], context);
        let words = "This part can't be had just now. Try again in a moment.";
        assert_eq!(refused, Err(Error::InvalidInput(words.into())));
    }
}
