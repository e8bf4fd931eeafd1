//! The picture of real vehicles, and of what no vehicle should be called.

#![allow(clippy::unwrap_used)]

mod support;

use std::collections::HashSet;

use proptest::prelude::*;
use resvg::usvg::{self, Node, Rect};
use rstest::rstest;
use support::{LOCALES, NAMES, context, honda, long_names, report, section};
use vinbot_picture::{HEIGHT, Picture, WIDTH, fonts, svg};
use vinbot_plugin::prelude::*;
use vinbot_plugin::testing;
use vinbot_words::Reader;

fn picture(report: &Report, locale: &str) -> Message {
    Picture::format(vec![report.clone()], context(locale)).unwrap()
}

/// Every text of a picture, and where it stands.
fn texts(report: &Report, locale: &str) -> Vec<(String, Rect)> {
    let options = usvg::Options {
        fontdb: fonts(),
        ..usvg::Options::default()
    };
    let svg = svg(report, Reader::of(&context(locale)));
    let tree = usvg::Tree::from_str(&svg, &options).unwrap();
    let mut found = Vec::new();
    collect(tree.root(), &mut found);
    found
}

fn collect(group: &usvg::Group, found: &mut Vec<(String, Rect)>) {
    for node in group.children() {
        match node {
            Node::Group(group) => collect(group, found),
            Node::Text(text) => {
                let chunks = text.chunks().iter().map(usvg::TextChunk::text);
                found.push((chunks.collect(), text.abs_bounding_box()));
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

/// All texts stand between the edges, and none on another.
fn check(report: &Report, locale: &str) -> Result<(), String> {
    let texts = texts(report, locale);
    for (index, (text, place)) in texts.iter().enumerate() {
        let inside = place.left() >= 60.0
            && place.right() <= 1_140.0
            && place.top() >= 20.0
            && place.bottom() <= 665.0;
        if !inside {
            return Err(format!("{locale}: {text:?} at {place:?}"));
        }
        for (other, there) in &texts[index + 1..] {
            // Boxes have the height of the font: the letters are lower.
            let apart = place.right() <= there.left() + 1.0
                || there.right() <= place.left() + 1.0
                || place.bottom() <= there.top() + 0.3 * there.height()
                || there.bottom() <= place.top() + 0.3 * place.height();
            if !apart {
                return Err(format!(
                    "{locale}: {text:?} {place:?} on {other:?} {there:?}"
                ));
            }
        }
    }
    Ok(())
}

#[test]
fn the_message_has_one_picture_and_a_line_of_text() {
    let message = picture(&honda(), "en");
    let [file] = message.attachments.as_slice() else {
        panic!("{:?}", message.attachments.len());
    };
    assert_eq!(file.file_name, "1HGCM82633A004352.png");
    assert_eq!(file.media_type, "image/png");
    assert!(file.data.len() < 300_000, "{}", file.data.len());
    assert_eq!(
        testing::plain(&message),
        "*2003 Honda Accord EX-V6*, VIN `1HGCM82633A004352`"
    );
}

#[test]
fn the_picture_is_a_png_of_its_size() {
    let data = &picture(&honda(), "en").attachments[0].data;
    assert_eq!(data[..8], *b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(data[at..at + 4].try_into().unwrap());
    assert_eq!((number(16), number(20)), (WIDTH, HEIGHT));
}

#[test]
fn the_picture_differs_by_language_and_by_vehicle() {
    let mut seen = HashSet::new();
    for locale in LOCALES {
        assert!(
            seen.insert(picture(&honda(), locale).attachments[0].data.clone()),
            "{locale}"
        );
    }
    assert!(seen.insert(picture(&report("f-150"), "en").attachments[0].data.clone()));
}

#[test]
fn the_same_report_makes_the_same_picture() {
    let twice = [picture(&honda(), "uk"), picture(&honda(), "uk")];
    assert_eq!(twice[0].attachments[0].data, twice[1].attachments[0].data);
}

#[rstest]
fn texts_of_real_vehicles_stand_in_their_places(
    #[values("en", "es", "de", "fr", "ru", "uk")] locale: &str,
) {
    for name in NAMES {
        check(&report(name), locale).unwrap();
    }
    check(&honda(), locale).unwrap();
    check(&long_names(), locale).unwrap();
    check(
        &testing::report(testing::vehicle("1HGCM82633A004352")),
        locale,
    )
    .unwrap();
}

#[test]
fn what_a_picture_shows_of_a_honda() {
    let texts: Vec<String> = texts(&honda(), "de")
        .into_iter()
        .map(|(text, _)| text)
        .collect();
    for shown in [
        "Honda Accord EX-V6",
        "2003",
        "Coupé, 2 Türen",
        "FIN",
        "Motor",
        "3,0 l V6 (J30A4), Benzin",
        "179 kW (243 PS)",
        "Automatik, 5-Gang",
        "Marysville, Ohio, USA",
        "FIN ohne Auffälligkeiten",
        "Rückrufe",
        "3 Rückrufe",
        "9,8 l/100 km kombiniert",
    ] {
        assert!(
            texts.iter().any(|text| text == shown),
            "{shown} in {texts:?}"
        );
    }
}

#[test]
fn a_finding_stands_where_else_it_says_that_nothing_is_odd() {
    let texts = texts(&report("model-3"), "fr");
    let says = |words: &str| texts.iter().any(|(text, _)| text.contains(words));
    assert!(says("Le chiffre de contrôle (position 9) est faux"));
    assert!(!says("sans anomalie"));
}

#[test]
fn a_section_with_something_grave_is_red() {
    let mut honda = honda();
    let before = svg(&honda, Reader::of(&context("en")));
    honda.sections[0].items.push(Item {
        title: "Air bags".into(),
        body: "Do not drive it until it is repaired.".into(),
        url: None,
        severity: Severity::Error,
    });
    let after = svg(&honda, Reader::of(&context("en")));
    let red = r##"fill="#f87171">3 recalls<"##;
    assert!(!before.contains(red) && after.contains(red), "{after}");
}

#[test]
fn what_the_fonts_lack_is_left_out_or_stands_for_something() {
    let mut odd = report("accord");
    odd.vehicle.model = Some("🚗 Accord 👨‍👩‍👧 上海 e\u{301}\u{302} <b>&amp;".into());
    check(&odd, "en").unwrap();
    let texts = texts(&odd, "en");
    assert!(
        texts[0]
            .0
            .starts_with("Honda Accord □ e\u{301}\u{302} <b>&amp;"),
        "{:?}",
        texts[0]
    );
}

#[rstest]
#[case::none(0, "There is no vehicle to show.")]
#[case::several(2, "A picture shows one vehicle: send one VIN.")]
fn a_picture_shows_one_vehicle(#[case] count: usize, #[case] words: &str) {
    let refused = Picture::format(vec![honda(); count], context("en")).unwrap_err();
    assert_eq!(testing::words(&refused), words);
}

#[test]
fn there_is_one_view() {
    assert_eq!(Picture::views(), ["image"]);
    let card = Picture::format(vec![honda()], testing::view("card"));
    assert!(matches!(card, Err(Error::InvalidInput(_))));
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => "[A-Za-z0-9 ,.()/-]{0,60}",
        2 => any::<String>(),
        1 => "[А-Яа-яїєґŁÅßW]{30,90}",
        1 => "[🚗a\u{301}\u{202e}\u{200d}<&\"]{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn no_text_leaves_its_place(
        names in prop::collection::vec(text(), 10),
        findings in prop::collection::vec(text(), 0..3),
        sections in prop::collection::vec((text(), text()), 0..5),
        year in prop::option::of(any::<u16>()),
        locale in prop::sample::select(LOCALES.to_vec()),
        vin in prop_oneof!["[A-HJ-NPR-Z0-9]{17}", text()],
    ) {
        let mut car = testing::vehicle(&vin);
        (car.make, car.model, car.model_year) =
            (Some(names[0].clone()), Some(names[1].clone()), year);
        let keys = [
            "trim", "body-class", "plant-city", "drive-type", "transmission-style",
            "manufacturer", "country", "engine-cylinders",
        ];
        for (key, value) in keys.iter().zip(&names[2..]) {
            car.attributes.push(testing::attribute(key, value));
        }
        for finding in findings {
            car.findings.push(Finding::new(Severity::Warning, "odd", finding));
        }
        let mut report = testing::report(car);
        for (title, summary) in sections {
            report.sections.push(section("odd", &title, &summary));
        }
        if let Err(problem) = check(&report, locale) {
            prop_assert!(false, "{problem}");
        }
    }
}
