//! Barcodes.

use std::time::Instant;

use rstest::rstest;
use rxing::BarcodeFormat;
use vinbot_intake::photo::{Print, Source, Trust};

use crate::draw::{self, Shot};
use crate::{Tally, bars_only, count, vins};

#[derive(Debug, Clone, Copy)]
struct Code {
    name: &'static str,
    format: BarcodeFormat,
    source: Source,
    before: &'static str,
    after: &'static str,
}

const CODES: [Code; 6] = [
    code("Code 39", BarcodeFormat::CODE_39, Source::Code39, "", ""),
    code(
        "Code 39 with I",
        BarcodeFormat::CODE_39,
        Source::Code39,
        "I",
        "",
    ),
    code("Code 128", BarcodeFormat::CODE_128, Source::Code128, "", ""),
    code(
        "Data Matrix",
        BarcodeFormat::DATA_MATRIX,
        Source::DataMatrix,
        "",
        "",
    ),
    code("QR", BarcodeFormat::QR_CODE, Source::QrCode, "", ""),
    code(
        "QR with a link",
        BarcodeFormat::QR_CODE,
        Source::QrCode,
        "https://cars.example/find?vin=",
        "&lang=en",
    ),
];

const fn code(
    name: &'static str,
    format: BarcodeFormat,
    source: Source,
    before: &'static str,
    after: &'static str,
) -> Code {
    Code {
        name,
        format,
        source,
        before,
        after,
    }
}

impl Code {
    fn flat(self) -> bool {
        matches!(self.source, Source::Code39 | Source::Code128)
    }

    /// A label with this code.
    fn label(self, vin: &str) -> image::GrayImage {
        let content = format!("{}{vin}{}", self.before, self.after);
        draw::code(&content, self.format, if self.flat() { 4 } else { 14 })
    }
}

/// Name, the shot for bars and for squares, the least part that must be read, in percent.
fn kinds() -> Vec<(&'static str, Shot, Shot, u64)> {
    let flat = Shot::default();
    let square = Shot { part: 0.4, ..flat };
    let kind =
        |name, change: &dyn Fn(Shot) -> Shot, least| (name, change(flat), change(square), least);
    vec![
        kind("clean", &|shot| shot, 100),
        kind(
            "turned by 90°",
            &|s| Shot {
                degrees: 90.0,
                part: s.part * 0.7,
                ..s
            },
            100,
        ),
        kind(
            "turned by 180°",
            &|s| Shot {
                degrees: 180.0,
                ..s
            },
            100,
        ),
        kind(
            "turned by 270°",
            &|s| Shot {
                degrees: 270.0,
                part: s.part * 0.7,
                ..s
            },
            100,
        ),
        kind("tilted by 8°", &|s| Shot { degrees: 8.0, ..s }, 100),
        kind("tilted by 20°", &|s| Shot { degrees: 20.0, ..s }, 90),
        kind("tilted by 40°", &|s| Shot { degrees: 40.0, ..s }, 90),
        kind(
            "small in a large photo",
            &|s| Shot {
                width: 4_000,
                height: 3_000,
                part: if s.part > 0.5 { 0.2 } else { 0.05 },
                ..s
            },
            90,
        ),
        kind(
            "low contrast",
            &|s| Shot {
                levels: (110, 140),
                ..s
            },
            90,
        ),
        kind(
            "low contrast, noise",
            &|s| Shot {
                levels: (100, 150),
                noise: 12,
                ..s
            },
            80,
        ),
        kind("blurred by 1 pixel", &|s| Shot { blur: 1.0, ..s }, 90),
        kind("blurred by 2 pixels", &|s| Shot { blur: 2.0, ..s }, 50),
        kind("noise of 40 levels", &|s| Shot { noise: 40, ..s }, 90),
        kind("noise of 90 levels", &|s| Shot { noise: 90, ..s }, 50),
        kind(
            "seen from the side",
            &|s| Shot {
                away: 0.3,
                part: s.part * 0.8,
                ..s
            },
            90,
        ),
        kind(
            "white on black",
            &|s| Shot {
                levels: (235, 30),
                ..s
            },
            90,
        ),
    ]
}

#[rstest]
fn barcodes_of_each_kind_are_read(#[values(0, 1, 2, 3, 4, 5)] code: usize) {
    let code = CODES[code];
    println!("{:<26} right  wrong  none  longest (s)", code.name);
    let mut poor = Vec::new();
    for (name, flat, square, least) in kinds() {
        let mut tally = Tally::default();
        let pictures = count(1);
        for seed in 0..pictures {
            let vin = vins::american(seed * 7 + 1);
            let shot = if code.flat() { flat } else { square };
            let picture = draw::photo(&code.label(&vin), shot, seed);
            let bytes = draw::jpeg(&picture, 85);
            let start = Instant::now();
            let reading = bars_only(&bytes);
            tally.count(&reading, &vin, start.elapsed());
            if let Some(found) = reading.vins.first() {
                assert_eq!((found.from, found.trust), (code.source, Trust::Code));
                assert_eq!(reading.print, Print::NotNeeded);
            }
        }
        println!("{name:<26} {tally}");
        if tally.wrong > 0 || tally.right * 100 < pictures * least {
            poor.push((name, tally));
        }
    }
    assert!(poor.is_empty(), "{poor:#?}");
}

#[test]
fn every_code_of_a_label_is_read() {
    let texts: Vec<_> = (0..3).map(vins::american).collect();
    let label = draw::stacked(&[
        draw::code(&texts[0], BarcodeFormat::CODE_39, 4),
        draw::code(&texts[1], BarcodeFormat::CODE_128, 4),
        draw::code(&texts[2], BarcodeFormat::QR_CODE, 8),
        draw::code("PART 4711", BarcodeFormat::CODE_128, 4),
    ]);
    let reading = bars_only(&draw::png(&draw::photo(
        &label,
        Shot {
            part: 0.5,
            ..Shot::default()
        },
        1,
    )));
    let mut read: Vec<_> = reading.vins.into_iter().map(|found| found.vin).collect();
    let mut expected = texts;
    read.sort();
    expected.sort();
    assert_eq!(read, expected);
    assert_eq!(reading.other_codes, 1);
}

#[test]
fn a_code_without_a_vin_is_counted() {
    let label = draw::code("HELLO 123", BarcodeFormat::CODE_39, 4);
    let reading = bars_only(&draw::png(&draw::photo(&label, Shot::default(), 1)));
    assert!(reading.vins.is_empty());
    assert_eq!(reading.other_codes, 1);
    assert_eq!(reading.print, Print::Absent);
}

#[test]
fn a_vin_in_two_codes_is_one_vin() {
    let vin = vins::american(9);
    let label = draw::stacked(&[
        draw::code(&vin, BarcodeFormat::CODE_39, 4),
        draw::code(&vin, BarcodeFormat::QR_CODE, 8),
    ]);
    let reading = bars_only(&draw::png(&draw::photo(
        &label,
        Shot {
            part: 0.5,
            ..Shot::default()
        },
        1,
    )));
    assert_eq!(reading.vins.len(), 1);
}

/// Bars are read whichever way they lie; what tells is print, or a code on a tilted plate. So
/// this asks only that no orientation breaks reading.
#[rstest]
fn a_photo_is_read_whatever_its_exif_says(#[values(1, 2, 3, 4, 5, 6, 7, 8)] orientation: u8) {
    let vin = vins::american(3);
    let label = draw::code(&vin, BarcodeFormat::QR_CODE, 10);
    let shot = Shot {
        part: 0.4,
        ..Shot::default()
    };
    let bytes = draw::jpeg_with_orientation(&draw::photo(&label, shot, 1), orientation);
    assert_eq!(bars_only(&bytes).vins[0].vin, vin);
}
