//! Printed characters. Skipped, aloud, where tesseract is not installed.

use std::path::PathBuf;
use std::time::Instant;

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
        ..Settings::default()
    })
}

/// Name, shot, negative, the least part that must be read, in percent.
fn kinds() -> Vec<(&'static str, Shot, bool, u64)> {
    let shot = Shot::default();
    vec![
        ("clean", shot, false, 90),
        ("white on black", shot, true, 90),
        (
            "upside down",
            Shot {
                degrees: 180.0,
                ..shot
            },
            false,
            75,
        ),
        (
            "turned by 90°",
            Shot {
                degrees: 90.0,
                part: 0.6,
                ..shot
            },
            false,
            75,
        ),
        (
            "tilted by 4°",
            Shot {
                degrees: 4.0,
                ..shot
            },
            false,
            75,
        ),
        (
            "tilted by 10°",
            Shot {
                degrees: 10.0,
                ..shot
            },
            false,
            50,
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
            50,
        ),
        (
            "low contrast",
            Shot {
                levels: (100, 150),
                ..shot
            },
            false,
            75,
        ),
        ("blurred by 2 pixels", Shot { blur: 2.0, ..shot }, false, 75),
        ("noise of 40 levels", Shot { noise: 40, ..shot }, false, 50),
        (
            "seen from the side",
            Shot {
                away: 0.2,
                part: 0.7,
                ..shot
            },
            false,
            50,
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
            50,
        ),
    ]
}

#[test]
fn print_of_each_kind_is_read() {
    let Some(settings) = settings() else { return };
    println!(
        "{:<9} {:<26} right  wrong  none  longest (s)",
        "VIN", "photo"
    );
    let mut poor = Vec::new();
    for (market, make) in [
        ("American", vins::american as fn(u64) -> String),
        ("European", vins::european),
    ] {
        for (name, shot, negative, least) in kinds() {
            let mut tally = Tally::default();
            let pictures = count(3);
            for seed in 0..pictures {
                let vin = make(seed * 11 + 5);
                let mut plate = draw::text(&vin, seed as usize);
                if negative {
                    plate = draw::negative(plate);
                }
                let bytes = draw::jpeg(&draw::photo(&plate, shot, seed), 85);
                let start = Instant::now();
                let reading = photo::read(&bytes, &settings, vins::known()).unwrap();
                tally.count(&reading, &vin, start.elapsed());
            }
            println!("{market:<9} {name:<26} {tally}");
            // Without a check digit nothing tells a misreading.
            let least = if market == "American" {
                least
            } else {
                least / 2
            };
            if tally.right * 100 < pictures * least {
                poor.push((market, name, tally));
            }
        }
    }
    assert!(poor.is_empty(), "{poor:#?}");
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
