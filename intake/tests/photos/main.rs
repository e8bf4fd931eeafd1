//! Photos that are drawn here, and how many of each kind are read.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]

mod bars;
mod draw;
mod files;
mod print;
mod vins;

use vinbot_intake::photo::{self, Limits, Reading, Settings, Trust};

/// Pictures of each kind: `VINBOT_PHOTOS`, else so many.
fn count(usual: u64) -> u64 {
    std::env::var("VINBOT_PHOTOS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// A slow machine is no reason to fail.
fn patient() -> Limits {
    Limits {
        time: std::time::Duration::from_mins(5),
        ..Limits::default()
    }
}

fn bars_only(bytes: &[u8]) -> Reading {
    let settings = Settings {
        limits: patient(),
        tesseract: None,
    };
    photo::read(bytes, &settings, vins::known()).unwrap()
}

/// What became of the pictures of one kind.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    right: u64,
    wrong: u64,
    none: u64,
    /// Of the wrong ones, those that were said to be proven.
    believed: u64,
    /// The longest that one took.
    longest: std::time::Duration,
}

impl Tally {
    fn count(&mut self, reading: &Reading, vin: &str, took: std::time::Duration) {
        match reading.vins.first() {
            Some(found) if found.vin == vin => self.right += 1,
            Some(found) => {
                println!("    wrong: {vin} read as {} ({:?})", found.vin, found.trust);
                self.wrong += 1;
                self.believed += u64::from(found.trust <= Trust::Checked);
            }
            None => self.none += 1,
        }
        self.longest = self.longest.max(took);
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            right,
            wrong,
            none,
            longest,
            ..
        } = self;
        let seconds = longest.as_secs_f32();
        write!(f, "{right:>4} {wrong:>6} {none:>5} {seconds:>8.1}")
    }
}
