//! Files that are damaged, too large, or no pictures.

use std::io::Write;

use image::ImageFormat;
use proptest::prelude::*;
use rstest::rstest;
use rxing::BarcodeFormat;
use vinbot_intake::photo::{self, Limits, PhotoError, Settings};

use crate::{bars_only, draw, vins};

fn error(bytes: &[u8], limits: Limits) -> PhotoError {
    let settings = Settings {
        limits,
        tesseract: None,
    };
    photo::read(bytes, &settings, vins::known()).unwrap_err()
}

#[rstest]
#[case(ImageFormat::Jpeg)]
#[case(ImageFormat::Png)]
#[case(ImageFormat::WebP)]
fn each_format_is_read(#[case] format: ImageFormat) {
    let vin = vins::american(4);
    let label = draw::code(&vin, BarcodeFormat::QR_CODE, 8);
    assert_eq!(bars_only(&draw::file(&label, format)).vins[0].vin, vin);
}

#[rstest]
#[case::nothing(b"")]
#[case::text(b"1HGCM82633A004352")]
#[case::a_gif(b"GIF89a\x01\0\x01\0\0\0\0;")]
#[case::a_pdf(b"%PDF-1.7\n")]
fn what_is_no_picture_is_refused(#[case] bytes: &[u8]) {
    assert_eq!(error(bytes, Limits::default()), PhotoError::Unknown);
}

#[rstest]
#[case(ImageFormat::Png, 8)]
#[case(ImageFormat::Png, 30)]
#[case(ImageFormat::Jpeg, 20)]
#[case(ImageFormat::WebP, 20)]
fn a_file_that_ends_early_is_damaged(#[case] format: ImageFormat, #[case] length: usize) {
    let whole = draw::file(&draw::text("1", 0), format);
    assert_eq!(
        error(&whole[..length], Limits::default()),
        PhotoError::Damaged
    );
}

#[test]
fn a_file_over_the_limit_is_not_looked_at() {
    let limits = Limits {
        bytes: 100,
        ..Limits::default()
    };
    assert_eq!(error(&[0; 101], limits), PhotoError::TooLarge(100));
}

#[test]
fn a_picture_over_the_limit_is_not_decoded() {
    let limits = Limits {
        pixels: 1_000,
        ..Limits::default()
    };
    let bytes = draw::png(&draw::text("1", 0));
    assert_eq!(error(&bytes, limits), PhotoError::TooManyPixels(1_000));
}

/// 60,000 by 60,000 pixels of nothing: a few bytes that would be 3.6 GB.
#[test]
fn a_decompression_bomb_is_refused_by_its_header() {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], data: &[u8]| {
        png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        png.extend(name);
        png.extend(data);
        let mut crc = !0_u32;
        for byte in name.iter().chain(data) {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
            }
        }
        png.write_all(&(!crc).to_be_bytes()).unwrap();
    };
    let side = 60_000_u32.to_be_bytes();
    chunk(
        b"IHDR",
        &[side.as_slice(), &side, &[8, 2, 0, 0, 0]].concat(),
    );
    chunk(b"IDAT", b"\x78\x9c\x03\0\0\0\0\x01");
    chunk(b"IEND", b"");
    let limits = Limits::default();
    assert_eq!(
        error(&png, limits.clone()),
        PhotoError::TooManyPixels(limits.pixels)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Bits of a small picture turned over: whatever comes out, nothing panics or hangs.
    #[test]
    fn no_damage_makes_the_reader_panic(
        at in prop::collection::vec((0_usize..4_000, any::<u8>()), 1..6),
        format in prop::sample::select(vec![ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP]),
    ) {
        let label = draw::code("1HGCM82633A004352", BarcodeFormat::QR_CODE, 3);
        let mut bytes = draw::file(&label, format);
        for (place, value) in at {
            let length = bytes.len();
            bytes[place % length] ^= value;
        }
        let _ = photo::read(&bytes, &Settings::default(), vins::known());
    }
}
