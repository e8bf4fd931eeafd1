//! VINs in photos: first barcodes, then, where those hold none, printed characters.

mod barcodes;
mod lines;
mod lookalikes;
mod picture;
mod pixels;
mod print;
mod tesseract;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::Known;

pub use tesseract::installed;

/// What a photo may cost.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Width times height, before anything is decoded.
    pub pixels: u64,
    /// Bytes that decoding may take.
    pub memory: u64,
    /// For barcodes and print together. Looked at between passes, of which one takes about a
    /// second at most; a running OCR process is ended.
    pub time: Duration,
}

impl Default for Limits {
    /// 20 MB (what Telegram lets a bot fetch), 50 megapixels (the largest that phones take
    /// by themselves), 256 MiB, 20 seconds.
    fn default() -> Self {
        Self {
            bytes: 20_000_000,
            pixels: 50_000_000,
            memory: 256 * 1024 * 1024,
            time: Duration::from_secs(20),
        }
    }
}

/// How photos are read.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What a photo may cost.
    pub limits: Limits,
    /// The program `tesseract`; without one, print is not read. See [`installed`].
    pub tesseract: Option<PathBuf>,
}

/// What a photo holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Each VIN once, the surest first.
    pub vins: Vec<Found>,
    /// Barcodes that were read and hold no VIN.
    pub other_codes: usize,
    /// What became of the printed characters.
    pub print: Print,
}

/// A VIN in a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The 17 characters.
    pub vin: String,
    /// What it was read from.
    pub from: Source,
    /// How much it can be trusted.
    pub trust: Trust,
}

/// What a VIN was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The barcode of most door labels and plates.
    Code39,
    /// A barcode of some makers and of paperwork.
    Code128,
    /// A small square of dots.
    DataMatrix,
    /// A square with three eyes.
    QrCode,
    /// Printed or stamped characters.
    Print,
}

/// How much a VIN can be trusted, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trust {
    /// From a barcode, whose symbols check themselves.
    Code,
    /// From print, and its check digit fits.
    Checked,
    /// From print; its check digit fits once characters that look alike are exchanged.
    Repaired,
    /// From print; nothing proves it. Ask the user to compare.
    Unchecked,
}

/// What became of the printed characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Print {
    /// A barcode gave the VIN: print was not looked at.
    NotNeeded,
    /// There is no program that reads print.
    Absent,
    /// Read to the end.
    Read,
    /// Read until the time was up.
    OutOfTime,
    /// The program could not be started, or it failed each time.
    Failed,
}

/// Why a photo can't be read. The words are for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// Larger than [`Limits::bytes`].
    #[error("the picture is larger than {} MB; send a smaller one", .0 / 1_000_000)]
    TooLarge(usize),
    /// More than [`Limits::pixels`] or [`Limits::memory`].
    #[error("the picture has more than {} megapixels; send a smaller one", .0 / 1_000_000)]
    TooManyPixels(u64),
    /// Neither JPEG nor PNG nor WebP.
    #[error("this is no picture that can be read; send a JPEG, PNG or WebP")]
    Unknown,
    /// One of them, broken.
    #[error("the picture is damaged; send it once more")]
    Damaged,
}

/// The VINs in a photo. It blocks for up to [`Limits::time`] and a little more.
///
/// ```
/// use vinbot_intake::photo::{self, PhotoError, Settings};
/// use vinbot_intake::Known;
///
/// let known = Known { find: &|_| Vec::new(), check: &|_| false };
/// let error = photo::read(b"no picture", &Settings::default(), known);
/// assert_eq!(error, Err(PhotoError::Unknown));
/// ```
pub fn read(bytes: &[u8], settings: &Settings, known: Known<'_>) -> Result<Reading, PhotoError> {
    let start = Instant::now();
    let limits = &settings.limits;
    let grey = picture::decode(bytes, limits)?;
    // Print takes longer than bars, and what has no barcode has print.
    let codes = barcodes::read(&grey, known, start + limits.time / 3);
    let mut reading = Reading {
        vins: codes.vins,
        other_codes: codes.others,
        print: Print::NotNeeded,
    };
    if reading.vins.is_empty() {
        (reading.vins, reading.print) = match &settings.tesseract {
            Some(program) => print::read(&grey, program, known, start + limits.time),
            None => (Vec::new(), Print::Absent),
        };
    }
    Ok(reading)
}
