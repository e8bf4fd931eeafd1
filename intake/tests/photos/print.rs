//! Printed characters. Skipped, aloud, where tesseract is not installed.

use std::path::PathBuf;
use std::time::Instant;

use rstest::rstest;
use vinbot_intake::photo::{self, Print, Settings, Source, Trust};

use crate::draw::{self, Shot};
use crate::{Tally, count, vins};

fn settings() -> Option<Settings> {
    let tesseract = photo::installed();
    if tesseract.is_none() {
        eprintln!("SKIPPED: tesseract is not installed (apt-get install tesseract-ocr)");
    }
    Some(Settings {
        tesseract: Some(tesseract?),
        limits: crate::patient(),
    })
}

/// Name, shot, whether it is white on black.
fn kinds() -> Vec<(&'static str, Shot, bool)> {
    let shot = Shot::default();
    vec![
        ("clean", shot, false),
        ("white on black", shot, true),
        (
            "upside down",
            Shot {
                degrees: 180.0,
                ..shot
            },
            false,
        ),
        (
            "turned by 90°",
            Shot {
                degrees: 90.0,
                part: 0.6,
                ..shot
            },
            false,
        ),
        (
            "tilted by 4°",
            Shot {
                degrees: 4.0,
                ..shot
            },
            false,
        ),
        (
            "tilted by 10°",
            Shot {
                degrees: 10.0,
                ..shot
            },
            false,
        ),
        (
            "small in a large photo",
            Shot {
                width: 3_000,
                height: 2_000,
                part: 0.2,
                ..shot
            },
            false,
        ),
        (
            "low contrast",
            Shot {
                levels: (100, 150),
                ..shot
            },
            false,
        ),
        ("blurred by 2 pixels", Shot { blur: 2.0, ..shot }, false),
        ("noise of 40 levels", Shot { noise: 40, ..shot }, false),
        (
            "seen from the side",
            Shot {
                away: 0.2,
                part: 0.7,
                ..shot
            },
            false,
        ),
        (
            "windscreen: small, noise",
            Shot {
                levels: (40, 180),
                part: 0.4,
                noise: 15,
                degrees: -3.0,
                blur: 0.7,
                ..shot
            },
            true,
        ),
    ]
}

/// What must be read of all kinds together, in percent: another version of tesseract misreads
/// other pictures. Without a check digit nothing tells a misreading.
#[rstest]
#[case::with_a_check_digit(vins::american, 80)]
#[case::without_one(vins::european, 50)]
fn print_of_each_kind_is_read(#[case] vin: fn(u64) -> String, #[case] least: u64) {
    let Some(settings) = settings() else { return };
    println!("{:<26} right  wrong  none  longest (s)", vin(0));
    let pictures = count(1);
    let (mut right, mut all) = (0, 0);
    for (name, shot, negative) in kinds() {
        let mut tally = Tally::default();
        for seed in 0..pictures {
            let vin = vin(seed * 11 + 5);
            let mut plate = draw::text(&vin, seed as usize);
            if negative {
                plate = draw::negative(plate);
            }
            let bytes = draw::jpeg(&draw::photo(&plate, shot, seed), 85);
            let start = Instant::now();
            let reading = photo::read(&bytes, &settings, vins::known()).unwrap();
            tally.count(&reading, &vin, start.elapsed());
        }
        println!("{name:<26} {tally}");
        assert_eq!(tally.believed, 0, "a wrong VIN was said to be proven");
        right += tally.right;
        all += pictures;
    }
    println!("{right} of {all}");
    assert!(right * 100 >= all * least, "{right} of {all}");
}

#[test]
fn a_clean_plate_is_read_and_checked() {
    let Some(settings) = settings() else { return };
    let vin = vins::american(1);
    let bytes = draw::png(&draw::photo(&draw::text(&vin, 0), Shot::default(), 1));
    let reading = photo::read(&bytes, &settings, vins::known()).unwrap();
    assert_eq!(reading.print, Print::Read);
    assert_eq!(reading.vins[0].vin, vin);
    assert_eq!(reading.vins[0].from, Source::Print);
    assert!(reading.vins[0].trust <= Trust::Repaired);
}

#[test]
fn a_photo_without_print_holds_no_vin() {
    let Some(settings) = settings() else { return };
    let plate = draw::stacked(&[
        draw::text("MFD BY ANY MOTOR CO 04/03", 1),
        draw::text("GVWR 2449KG 5400LB", 1),
        draw::text("GAWR FRONT 1200KG 2645LB", 1),
    ]);
    let bytes = draw::png(&draw::photo(&plate, Shot::default(), 1));
    let reading = photo::read(&bytes, &settings, vins::known()).unwrap();
    assert_eq!(reading.vins, []);
}

#[test]
fn a_program_that_is_not_there_is_told() {
    let settings = Settings {
        tesseract: Some(PathBuf::from("/nonexistent/tesseract")),
        ..Settings::default()
    };
    let bytes = draw::png(&draw::text(&vins::american(1), 0));
    let reading = photo::read(&bytes, &settings, vins::known()).unwrap();
    assert_eq!(reading.print, Print::Failed);
}
