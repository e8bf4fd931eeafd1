//! What is wrong with something that is almost a VIN, and which VINs it may have
//! been meant to be.

use super::{LENGTH, NearMiss, Vin, check_digit, is_vin_byte};

/// One thing that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A character is missing.
    TooShort,
    /// A character too many.
    TooLong,
    /// `I`, `O` or `Q`.
    Letter {
        /// From 1.
        position: usize,
        /// `I`, `O` or `Q`.
        letter: char,
    },
}

impl Fault {
    /// The position that is wrong, from 1, where one can be told.
    #[must_use]
    pub fn position(&self) -> Option<usize> {
        match self {
            Self::Letter { position, .. } => Some(*position),
            Self::TooShort | Self::TooLong => None,
        }
    }
}

/// Everything that is wrong with it, at least one thing.
#[must_use]
pub fn faults(miss: &NearMiss) -> Vec<Fault> {
    let text = miss.as_str();
    let mut faults = Vec::new();
    match text.len() {
        n if n < LENGTH => faults.push(Fault::TooShort),
        n if n > LENGTH => faults.push(Fault::TooLong),
        _ => {}
    }
    for (i, letter) in text.chars().enumerate() {
        if matches!(letter, 'I' | 'O' | 'Q') {
            faults.push(Fault::Letter {
                position: i + 1,
                letter,
            });
        }
    }
    faults
}

/// VINs that it may have been meant to be, best guesses first; at most 64.
///
/// `I` becomes 1, `O` and `Q` become 0. A character too many is left out, and one
/// too few is added, at each place in turn; of what that gives, only VINs whose
/// check digit fits are kept, where the market has one.
#[must_use]
pub fn repairs(miss: &NearMiss) -> Vec<Vin> {
    let digits: Vec<u8> = miss.as_str().bytes().map(as_digit).collect();
    let mut found = match digits.len() {
        LENGTH => vec![digits],
        n if n == LENGTH + 1 => shortened(&digits),
        n if n == LENGTH - 1 => lengthened(&digits),
        _ => Vec::new(),
    };
    let whole = found.len() == 1;
    found.dedup();
    let mut vins: Vec<Vin> = Vec::new();
    for bytes in found {
        let Some(vin) = std::str::from_utf8(&bytes)
            .ok()
            .and_then(|text| text.parse().ok())
        else {
            continue;
        };
        let vin: Vin = vin;
        if (whole || (vin.has_check_digit() && vin.check_digit_fits())) && !vins.contains(&vin) {
            vins.push(vin);
        }
    }
    vins.truncate(64);
    vins
}

/// VINs that differ from this one in a single mistyped character, so that the
/// check digit fits: position 9 itself first, then the characters that are often
/// taken for one another, then neighbours swapped. Empty where it fits already or
/// the market has no check digit.
#[must_use]
pub fn candidates(vin: Vin) -> Vec<Vin> {
    if !vin.has_check_digit() || vin.check_digit_fits() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut consider = |bytes: [u8; LENGTH]| {
        let candidate = Vin(bytes);
        if candidate.check_digit_fits() && !found.contains(&candidate) {
            found.push(candidate);
        }
    };
    if let Some(digit) = check_digit(&vin.0) {
        let mut bytes = vin.0;
        bytes[8] = digit;
        consider(bytes);
    }
    for i in 0..LENGTH {
        for &other in confused_with(vin.0[i]) {
            let mut bytes = vin.0;
            bytes[i] = other;
            consider(bytes);
        }
    }
    for i in 0..LENGTH - 1 {
        let mut bytes = vin.0;
        bytes.swap(i, i + 1);
        consider(bytes);
    }
    found
}

fn as_digit(byte: u8) -> u8 {
    match byte {
        b'I' => b'1',
        b'O' | b'Q' => b'0',
        other => other,
    }
}

/// Characters that look alike in print or lie under one finger.
fn confused_with(byte: u8) -> &'static [u8] {
    match byte {
        b'0' => b"DG6",
        b'1' => b"L7T",
        b'2' => b"Z",
        b'3' => b"8B",
        b'4' => b"A",
        b'5' => b"S6",
        b'6' => b"G5",
        b'7' => b"1T",
        b'8' => b"B3",
        b'A' => b"4",
        b'B' => b"83",
        b'C' => b"G",
        b'D' => b"0",
        b'E' => b"F",
        b'F' => b"E",
        b'G' => b"6C",
        b'L' => b"1",
        b'M' => b"N",
        b'N' => b"M",
        b'P' => b"R",
        b'R' => b"P",
        b'S' => b"5",
        b'T' => b"17",
        b'V' => b"UY",
        b'U' | b'W' | b'Y' => b"V",
        b'Z' => b"2",
        _ => b"",
    }
}

/// Each character left out in turn, doubled ones first: a key pressed twice is
/// the likeliest mistake.
fn shortened(digits: &[u8]) -> Vec<Vec<u8>> {
    let doubled = |i: usize| i > 0 && digits[i] == digits[i - 1];
    let mut places: Vec<usize> = (0..digits.len()).collect();
    places.sort_by_key(|&i| !doubled(i));
    places
        .into_iter()
        .map(|i| {
            let mut shorter = digits.to_vec();
            shorter.remove(i);
            shorter
        })
        .collect()
}

/// Each character added at each place, repeated ones first.
fn lengthened(digits: &[u8]) -> Vec<Vec<u8>> {
    let alphabet = || {
        (b'0'..=b'9')
            .chain(b'A'..=b'Z')
            .filter(|byte| is_vin_byte(*byte))
    };
    // The last character gets lost in copying, and one of two alike in typing.
    let mut last = Vec::new();
    let mut repeated = Vec::new();
    let mut others = Vec::new();
    for i in 0..=digits.len() {
        for byte in alphabet() {
            let mut longer = digits.to_vec();
            longer.insert(i, byte);
            if i == digits.len() {
                last.push(longer);
            } else if i > 0 && digits[i - 1] == byte {
                repeated.push(longer);
            } else {
                others.push(longer);
            }
        }
    }
    last.append(&mut repeated);
    last.append(&mut others);
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn miss(text: &str) -> NearMiss {
        NearMiss(text.into())
    }

    fn texts(vins: &[Vin]) -> Vec<&str> {
        vins.iter().map(Vin::as_str).collect()
    }

    #[test]
    fn letters_that_no_vin_holds_become_the_digits_they_look_like() {
        let typed = miss("IHGCM82633AOO4352");
        assert_eq!(texts(&repairs(&typed)), ["1HGCM82633A004352"]);
        let positions: Vec<_> = faults(&typed).iter().filter_map(Fault::position).collect();
        assert_eq!(positions, [1, 12, 13]);
    }

    #[test]
    fn a_character_typed_twice_is_left_out() {
        let typed = miss("1HGCM82633AA004352");
        assert_eq!(faults(&typed), [Fault::TooLong]);
        assert_eq!(repairs(&typed)[0].as_str(), "1HGCM82633A004352");
    }

    #[test]
    fn a_dropped_repeat_is_put_back() {
        let typed = miss("1HGCM82633A04352");
        assert_eq!(faults(&typed), [Fault::TooShort]);
        assert!(texts(&repairs(&typed)).contains(&"1HGCM82633A004352"));
    }

    #[test]
    fn where_there_is_no_check_digit_a_missing_character_is_not_guessed() {
        assert!(repairs(&miss("WAUZZZ8K9BA12345")).is_empty());
    }

    #[test]
    fn a_wrong_check_digit_is_put_right_first() {
        let vin: Vin = "1HGCM82643A004352".parse().unwrap();
        assert_eq!(candidates(vin)[0].as_str(), "1HGCM82633A004352");
        let right: Vin = "1HGCM82633A004352".parse().unwrap();
        assert!(candidates(right).is_empty());
    }

    proptest! {
        #[test]
        fn every_repair_is_a_vin_whose_check_digit_fits(text in "[1-5][A-HJ-NPR-Z0-9]{15,17}") {
            for vin in repairs(&miss(&text)) {
                prop_assert!(vin.check_digit_fits() || text.len() == 17);
            }
        }
    }
}
