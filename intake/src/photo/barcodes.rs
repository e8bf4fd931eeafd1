//! Barcodes: the picture as it is, then larger, smaller, paler, turned and in parts, until one
//! holds a VIN.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use image::{GrayImage, imageops};
use rxing::common::{GlobalHistogramBinarizer, HybridBinarizer};
use rxing::multi::{GenericMultipleBarcodeReader, MultipleBarcodeReader};
use rxing::{
    BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource, MultiUseMultiFormatReader,
    RXingResult,
};

use super::{Found, Source, Trust, pixels};
use crate::Known;

/// What the barcodes of a picture hold.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// Each VIN once.
    pub(super) vins: Vec<Found>,
    /// Codes without a VIN.
    pub(super) others: usize,
}

/// How dark is told from bright.
#[derive(Debug, Clone, Copy)]
enum Ground {
    /// By what surrounds a pixel.
    Near,
    /// By the whole row or picture: better where there are large areas of one colour.
    Whole,
}

/// A way to look at the picture.
#[derive(Debug, Clone, Copy)]
enum Pass {
    /// With this longer side.
    Side(u32, Ground),
    /// Contrast stretched.
    Stretched,
    /// Softened by this many pixels, against noise.
    Soft(f32),
    /// A part of three by three that overlap, column and row.
    Part(u32, u32),
    /// Turned by so many degrees.
    Turned(f32),
}

/// The cheap and the likely first; whatever they find, the first two are always done, so that
/// of several codes none is missed for being small.
const PASSES: &[Pass] = &[
    Pass::Side(1_600, Ground::Near),
    Pass::Side(3_200, Ground::Near),
    Pass::Side(800, Ground::Near),
    Pass::Stretched,
    Pass::Side(1_600, Ground::Whole),
    Pass::Soft(1.5),
    Pass::Part(1, 1),
    Pass::Part(0, 1),
    Pass::Part(2, 1),
    Pass::Part(1, 0),
    Pass::Part(1, 2),
    Pass::Turned(12.0),
    Pass::Turned(-12.0),
    Pass::Part(0, 0),
    Pass::Part(2, 0),
    Pass::Part(0, 2),
    Pass::Part(2, 2),
    Pass::Turned(25.0),
    Pass::Turned(-25.0),
    Pass::Turned(45.0),
    Pass::Turned(-45.0),
    Pass::Soft(3.0),
];
const ALWAYS: usize = 2;

/// Reads until a VIN is found, every pass is done, or the time is up.
pub(super) fn read(grey: &GrayImage, known: Known<'_>, until: Instant) -> Codes {
    let mut codes = Codes::default();
    let mut seen = HashSet::new();
    for (number, pass) in PASSES.iter().enumerate() {
        if number >= ALWAYS && !codes.vins.is_empty() || Instant::now() >= until {
            break;
        }
        for code in look(grey, *pass) {
            if seen.insert((*code.getBarcodeFormat(), code.getText().to_owned())) {
                codes.take(&code, known);
            }
        }
    }
    codes
}

impl Codes {
    fn take(&mut self, code: &RXingResult, known: Known<'_>) {
        let Some(from) = source(*code.getBarcodeFormat()) else {
            return;
        };
        let vins = vins(code.getText(), known);
        self.others += usize::from(vins.is_empty());
        for vin in vins {
            if !self.vins.iter().any(|found| found.vin == vin) {
                self.vins.push(Found {
                    vin,
                    from,
                    trust: Trust::Code,
                });
            }
        }
    }
}

fn source(format: BarcodeFormat) -> Option<Source> {
    Some(match format {
        BarcodeFormat::CODE_39 => Source::Code39,
        BarcodeFormat::CODE_128 => Source::Code128,
        BarcodeFormat::DATA_MATRIX => Source::DataMatrix,
        BarcodeFormat::QR_CODE => Source::QrCode,
        _ => return None,
    })
}

/// The VINs in the text of a code. Import labels put an `I` before the VIN, and fields of a
/// Data Matrix are apart by control characters.
fn vins(text: &str, known: Known<'_>) -> Vec<String> {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() || c == '*' { ' ' } else { c })
        .collect();
    let plain = plain.trim();
    if plain.len() == 18
        && let Some(rest) = plain.strip_prefix(['I', 'i'])
    {
        let found = (known.find)(rest);
        if !found.is_empty() {
            return found;
        }
    }
    (known.find)(plain)
}

fn look(grey: &GrayImage, pass: Pass) -> Vec<RXingResult> {
    let (picture, ground) = match pass {
        Pass::Side(side, ground) => {
            // A small picture is looked at larger than it is once, not twice.
            let largest = (pixels::longer(grey) * 2)
                .min(1_600)
                .max(pixels::longer(grey));
            (pixels::scaled(grey, side.min(largest)), ground)
        }
        Pass::Stretched => (pixels::stretched(&small(grey)), Ground::Near),
        Pass::Soft(by) => (
            pixels::stretched(&imageops::fast_blur(&small(grey), by)),
            Ground::Near,
        ),
        Pass::Part(column, row) => (part(grey, column, row), Ground::Near),
        Pass::Turned(degrees) => (pixels::turned(&small(grey), degrees), Ground::Near),
    };
    decode(picture, ground)
}

fn small(grey: &GrayImage) -> GrayImage {
    pixels::shrunk(grey.clone(), 1_600)
}

/// Half the width and height, from a grid of three by three, enlarged if it is small.
fn part(grey: &GrayImage, column: u32, row: u32) -> GrayImage {
    let (width, height) = ((grey.width() / 2).max(1), (grey.height() / 2).max(1));
    let (x, y) = (grey.width() / 4 * column, grey.height() / 4 * row);
    let part = imageops::crop_imm(grey, x, y, width, height).to_image();
    if pixels::longer(&part) < 1_200 {
        pixels::scaled(&part, 1_200)
    } else {
        part
    }
}

/// Every code in a picture. A panic of the reader is a picture without codes.
fn decode(picture: GrayImage, ground: Ground) -> Vec<RXingResult> {
    let (width, height) = picture.dimensions();
    let hints = DecodeHints {
        PossibleFormats: Some(HashSet::from([
            BarcodeFormat::CODE_39,
            BarcodeFormat::CODE_128,
            BarcodeFormat::DATA_MATRIX,
            BarcodeFormat::QR_CODE,
        ])),
        TryHarder: Some(true),
        AlsoInverted: Some(true),
        ..DecodeHints::default()
    };
    std::panic::catch_unwind(AssertUnwindSafe(|| {
        let source = Luma8LuminanceSource::new(picture.into_raw(), width, height).ok()?;
        let mut reader = GenericMultipleBarcodeReader::new(MultiUseMultiFormatReader::default());
        match ground {
            Ground::Near => reader.decode_multiple_with_hints(
                &mut BinaryBitmap::new(HybridBinarizer::new(source)),
                &hints,
            ),
            Ground::Whole => reader.decode_multiple_with_hints(
                &mut BinaryBitmap::new(GlobalHistogramBinarizer::new(source)),
                &hints,
            ),
        }
        .ok()
    }))
    .ok()
    .flatten()
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("1HGCM82633A004352")]
    #[case::imported("I1HGCM82633A004352")]
    #[case::with_its_stars("*1HGCM82633A004352*")]
    #[case::imported_with_its_stars("*I1HGCM82633A004352*")]
    #[case::between_fields("\u{1e}06\u{1d}I1HGCM82633A004352 \u{1d}X")]
    fn the_vin_is_found_in_what_labels_put_around_it(#[case] text: &str) {
        let known = Known {
            find: &|text| {
                text.split(' ')
                    .filter(|word| word.len() == 17 || word.starts_with("I1HG") && text.len() > 20)
                    .map(|word| word.trim_start_matches('I').to_owned())
                    .collect()
            },
            check: &|_| false,
        };
        assert_eq!(vins(text, known), ["1HGCM82633A004352"]);
    }
}
