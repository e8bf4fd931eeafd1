//! Printed characters: several looks at the picture, whose readings vote.

use std::io;
use std::path::Path;
use std::time::Instant;

use image::{GrayImage, imageops};

use super::tesseract::{self, Layout};
use super::{Found, Print, Source, Trust, lines, lookalikes, pixels};
use crate::Known;

/// What is done with a picture before it is read.
#[derive(Debug, Clone, Copy)]
enum Look {
    /// Contrast stretched.
    Plain,
    /// White on black made black on white.
    Inverted,
    /// Black and white, by what surrounds a pixel.
    Threshold,
    /// Softened against noise.
    Soft,
    /// Upside down.
    Over,
    /// The same, softened.
    SoftOver,
}

/// Each line that was found. Upside down last: most photos are not.
const LINE_PASSES: [Look; 5] = [
    Look::Plain,
    Look::Soft,
    Look::Over,
    Look::SoftOver,
    Look::Threshold,
];

/// The whole picture, where no line gave a VIN. The number is its longer side in pixels.
const WHOLE_PASSES: [(Look, u32, Layout); 6] = [
    (Look::Plain, 1_600, Layout::Block),
    (Look::Plain, 1_600, Layout::Sparse),
    (Look::Threshold, 2_000, Layout::Sparse),
    (Look::Inverted, 1_600, Layout::Block),
    (Look::Soft, 1_000, Layout::Block),
    (Look::Over, 1_600, Layout::Block),
];

/// Reads until two looks agree on a VIN whose check digit fits, all are done, or the time is up.
pub(super) fn read(
    grey: &GrayImage,
    program: &Path,
    known: Known<'_>,
    until: Instant,
) -> (Vec<Found>, Print) {
    let mut reader = Reader {
        program,
        known,
        until,
        votes: Votes::default(),
        failed: 0,
    };
    let outcome = match reader.look(grey) {
        Ok(()) => Print::Read,
        Err(outcome) => outcome,
    };
    (reader.votes.result(), outcome)
}

/// The looks at one picture.
struct Reader<'a> {
    program: &'a Path,
    known: Known<'a>,
    until: Instant,
    votes: Votes,
    failed: usize,
}

impl Reader<'_> {
    fn look(&mut self, grey: &GrayImage) -> Result<(), Print> {
        let lines = lines::find(grey);
        for look in LINE_PASSES {
            for line in &lines {
                self.pass(&prepared(line.clone(), look), Layout::Line)?;
            }
            if self.votes.settled() {
                return Ok(());
            }
        }
        for (look, side, layout) in WHOLE_PASSES {
            let whole = pixels::stretched(&pixels::scaled(grey, side));
            self.pass(&prepared(whole, look), layout)?;
            if self.votes.settled() {
                break;
            }
        }
        Ok(())
    }

    fn pass(&mut self, picture: &GrayImage, layout: Layout) -> Result<(), Print> {
        match tesseract::read(self.program, picture, layout, self.until) {
            Ok(text) => self.votes.count(&text, self.known),
            Err(error) if error.kind() == io::ErrorKind::TimedOut => return Err(Print::OutOfTime),
            Err(_) => self.failed += 1,
        }
        if self.failed >= 3 && self.votes.passes == 0 {
            return Err(Print::Failed);
        }
        Ok(())
    }
}

fn prepared(grey: GrayImage, look: Look) -> GrayImage {
    let soft = |grey| pixels::stretched(&imageops::fast_blur(grey, 1.5));
    match look {
        Look::Plain => grey,
        Look::Inverted => pixels::inverted(&grey),
        // A stroke's surroundings: about the height of a line.
        Look::Threshold => {
            let reach = (pixels::longer(&grey) / 50).max(8);
            pixels::thresholded(&grey, reach)
        }
        Look::Soft => soft(&grey),
        Look::Over => imageops::rotate180(&grey),
        Look::SoftOver => imageops::rotate180(&soft(&grey)),
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

    /// Two looks agree and the check digit fits, or there is none to fit and four agree.
    fn settled(&self) -> bool {
        self.candidates
            .iter()
            .any(|candidate| match candidate.trust {
                Trust::Code | Trust::Checked => candidate.votes >= 2,
                Trust::Repaired => false,
                Trust::Unchecked => candidate.votes >= 4 && looks_like_a_vin(&candidate.vin),
            })
    }

    /// The best reading of each plate. What nothing proves must have been read twice.
    fn result(mut self) -> Vec<Found> {
        self.candidates
            .sort_by_key(|candidate| std::cmp::Reverse(candidate.score));
        let mut found: Vec<Found> = Vec::new();
        for candidate in self.candidates {
            let same_plate = found.iter().any(|other| alike(&other.vin, &candidate.vin));
            let likely = candidate.trust != Trust::Unchecked
                || candidate.votes >= 2 && looks_like_a_vin(&candidate.vin);
            if !same_plate && likely {
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

/// Enough digits, five of them at the end: other lines of a label come to 17 characters, too.
fn looks_like_a_vin(vin: &str) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    digits(vin) >= 6 && vin.get(12..).is_some_and(|end| digits(end) == end.len())
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
        let mut unproven = Votes::default();
        for _ in 0..4 {
            assert!(!unproven.settled());
            unproven.count("WAUZZZ8K9BA123456", known());
        }
        assert!(unproven.settled());
    }
}
