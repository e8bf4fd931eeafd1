//! Printed characters: several looks at the picture, whose readings vote.

use std::io;
use std::path::Path;
use std::time::Instant;

use image::{GrayImage, imageops};

use super::tesseract::{self, Layout};
use super::{Found, Print, Source, Trust, lookalikes, pixels};
use crate::Known;

/// What is done with the picture before it is read.
#[derive(Debug, Clone, Copy)]
enum Look {
    /// Contrast stretched.
    Plain,
    /// White on black made black on white.
    Inverted,
    /// Black and white, by what surrounds a pixel.
    Threshold,
    /// The same, white on black.
    InvertedThreshold,
    /// Softened against noise.
    Soft,
    /// Quarters of a circle.
    Quarters(u8),
    /// A few degrees.
    Turned(f32),
    /// A third of its height, from the top: 0 to 2, enlarged.
    Strip(u32),
}

/// The likely first. The number is the longer side in pixels.
const PASSES: &[(Look, u32, Layout)] = &[
    (Look::Plain, 1_600, Layout::Sparse),
    (Look::Plain, 1_600, Layout::Block),
    (Look::Threshold, 2_000, Layout::Sparse),
    (Look::Inverted, 1_600, Layout::Sparse),
    (Look::Plain, 2_600, Layout::Sparse),
    (Look::Soft, 1_600, Layout::Sparse),
    (Look::InvertedThreshold, 2_000, Layout::Sparse),
    (Look::Quarters(2), 1_600, Layout::Sparse),
    (Look::Quarters(1), 1_600, Layout::Sparse),
    (Look::Quarters(3), 1_600, Layout::Sparse),
    (Look::Turned(7.0), 1_600, Layout::Sparse),
    (Look::Turned(-7.0), 1_600, Layout::Sparse),
    (Look::Turned(14.0), 1_600, Layout::Sparse),
    (Look::Turned(-14.0), 1_600, Layout::Sparse),
    (Look::Strip(1), 2_000, Layout::Sparse),
    (Look::Strip(2), 2_000, Layout::Sparse),
    (Look::Strip(0), 2_000, Layout::Sparse),
    (Look::Plain, 1_000, Layout::Block),
    (Look::Plain, 1_600, Layout::Line),
];

/// Reads until two looks agree on a VIN whose check digit fits, all are done, or the time is up.
pub(super) fn read(
    grey: &GrayImage,
    program: &Path,
    known: Known<'_>,
    until: Instant,
) -> (Vec<Found>, Print) {
    let mut votes = Votes::default();
    let mut failed = 0;
    let mut outcome = Print::Read;
    for (look, side, layout) in PASSES {
        if votes.settled() {
            break;
        }
        match tesseract::read(program, &prepared(grey, *look, *side), *layout, until) {
            Ok(text) => votes.count(&text, known),
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                outcome = Print::OutOfTime;
                break;
            }
            Err(_) => failed += 1,
        }
        if failed == 3 && votes.passes == 0 {
            return (Vec::new(), Print::Failed);
        }
    }
    (votes.result(), outcome)
}

fn prepared(grey: &GrayImage, look: Look, side: u32) -> GrayImage {
    let plain = || pixels::stretched(&pixels::scaled(grey, side));
    // A stroke's surroundings: about the height of a line.
    let threshold = |grey: &GrayImage| pixels::thresholded(grey, side / 50);
    match look {
        Look::Plain => plain(),
        Look::Inverted => pixels::inverted(&plain()),
        Look::Threshold => threshold(&plain()),
        Look::InvertedThreshold => threshold(&pixels::inverted(&plain())),
        Look::Soft => pixels::stretched(&imageops::fast_blur(&plain(), 1.5)),
        Look::Quarters(1) => imageops::rotate90(&plain()),
        Look::Quarters(2) => imageops::rotate180(&plain()),
        Look::Quarters(_) => imageops::rotate270(&plain()),
        Look::Turned(degrees) => pixels::turned(&plain(), degrees),
        Look::Strip(number) => {
            let height = (grey.height() / 2).max(1);
            let top = grey.height() / 4 * number;
            let strip = imageops::crop_imm(grey, 0, top, grey.width(), height).to_image();
            pixels::stretched(&pixels::scaled(&strip, side))
        }
    }
}

/// What the looks at a picture have read.
#[derive(Debug, Default)]
struct Votes {
    passes: usize,
    candidates: Vec<Candidate>,
}

#[derive(Debug)]
struct Candidate {
    vin: String,
    trust: Trust,
    votes: usize,
    score: usize,
}

impl Votes {
    fn count(&mut self, text: &str, known: Known<'_>) {
        self.passes += 1;
        let mut counted: Vec<String> = Vec::new();
        for (vin, trust) in text
            .lines()
            .flat_map(|line| lookalikes::in_line(line, known))
        {
            // One look has one vote for a VIN.
            if counted.contains(&vin) {
                continue;
            }
            counted.push(vin.clone());
            let score = weight(trust);
            match self.candidates.iter_mut().find(|known| known.vin == vin) {
                Some(candidate) => {
                    candidate.votes += 1;
                    candidate.score += score;
                    candidate.trust = candidate.trust.min(trust);
                }
                None => self.candidates.push(Candidate {
                    vin,
                    trust,
                    votes: 1,
                    score,
                }),
            }
        }
    }

    /// Two looks agree, and the check digit fits.
    fn settled(&self) -> bool {
        self.candidates
            .iter()
            .any(|candidate| candidate.trust == Trust::Checked && candidate.votes >= 2)
    }

    /// The best reading of each plate. What nothing proves must have been read twice.
    fn result(mut self) -> Vec<Found> {
        self.candidates
            .sort_by_key(|candidate| std::cmp::Reverse(candidate.score));
        let mut found: Vec<Found> = Vec::new();
        for candidate in self.candidates {
            let same_plate = found.iter().any(|other| alike(&other.vin, &candidate.vin));
            if !same_plate && (candidate.trust != Trust::Unchecked || candidate.votes >= 2) {
                found.push(Found {
                    vin: candidate.vin,
                    from: Source::Print,
                    trust: candidate.trust,
                });
            }
        }
        found.sort_by_key(|found| found.trust);
        found
    }
}

fn weight(trust: Trust) -> usize {
    match trust {
        Trust::Code | Trust::Checked => 4,
        Trust::Repaired => 2,
        Trust::Unchecked => 1,
    }
}

/// Two readings of the same plate: most characters are the same, here or one place aside.
fn alike(one: &str, other: &str) -> bool {
    let same = |one: &str, other: &str| {
        one.bytes()
            .zip(other.bytes())
            .filter(|(a, b)| a == b)
            .count()
    };
    let aside = |one: &str, other: &str| one.get(1..).map_or(0, |rest| same(rest, other));
    same(one, other)
        .max(aside(one, other))
        .max(aside(other, one))
        >= 9
}

#[cfg(test)]
mod tests {
    use super::*;

    const HONDA: &str = "1HGCM82633A004352";

    fn known() -> Known<'static> {
        Known {
            find: &|text| {
                text.split(' ')
                    .filter(|word| word.len() == 17)
                    .map(Into::into)
                    .collect()
            },
            check: &|vin| vin == HONDA,
        }
    }

    fn result(looks: &[&str]) -> Vec<(String, Trust)> {
        let mut votes = Votes::default();
        for text in looks {
            votes.count(text, known());
        }
        votes
            .result()
            .into_iter()
            .map(|found| (found.vin, found.trust))
            .collect()
    }

    #[test]
    fn the_reading_whose_check_digit_fits_wins_over_its_likes() {
        let looks = ["1HGCM82633A004357", "1HGCM82633A004357", HONDA];
        assert_eq!(result(&looks), [(HONDA.into(), Trust::Checked)]);
    }

    #[test]
    fn a_reading_that_nothing_proves_must_come_twice() {
        let audi = "WAUZZZ8K9BA123456";
        assert_eq!(result(&[audi]), []);
        assert_eq!(result(&[audi, audi]), [(audi.into(), Trust::Unchecked)]);
    }

    #[test]
    fn two_plates_are_two_vins() {
        let both = "1HGCM82633A004352\nWAUZZZ8K9BA123456";
        assert_eq!(result(&[both, both]).len(), 2);
    }

    #[test]
    fn two_looks_that_agree_are_enough() {
        let mut votes = Votes::default();
        votes.count(HONDA, known());
        assert!(!votes.settled());
        votes.count(HONDA, known());
        assert!(votes.settled());
    }
}
