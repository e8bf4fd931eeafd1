//! Position 9: a check digit in some markets, a free character in others.

/// What a letter counts, by 49 CFR 565.15(c)(4) table IV; digits count themselves.
fn value(character: u8) -> Option<u32> {
    Some(match character {
        b'0'..=b'9' => u32::from(character - b'0'),
        b'A' | b'J' => 1,
        b'B' | b'K' | b'S' => 2,
        b'C' | b'L' | b'T' => 3,
        b'D' | b'M' | b'U' => 4,
        b'E' | b'N' | b'V' => 5,
        b'F' | b'W' => 6,
        b'G' | b'P' | b'X' => 7,
        b'H' | b'Y' => 8,
        b'R' | b'Z' => 9,
        _ => return None,
    })
}

/// How much each position counts, by 49 CFR 565.15(c)(4) table V.
const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/// The character that belongs in position 9.
pub(crate) fn expected(vin: &str) -> Option<char> {
    let mut sum = 0;
    for (character, weight) in vin.bytes().zip(WEIGHTS) {
        sum += value(character)? * weight;
    }
    match sum % 11 {
        10 => Some('X'),
        rest => char::from_digit(rest, 10),
    }
}

/// The VIN with this character in position 9.
pub(crate) fn with(vin: &str, digit: char) -> String {
    vin.chars()
        .enumerate()
        .map(|(i, character)| if i == 8 { digit } else { character })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_check_digit_is_that_of_49_cfr_565() {
        // The worked example of 49 CFR 565.15(c)(4) and two vehicles on the road.
        for (vin, digit) in [
            ("1G4AH59H45G118341", '4'),
            ("1M8GDM9AXKP042788", 'X'),
            ("1HGCM82633A004352", '3'),
        ] {
            assert_eq!(expected(vin), Some(digit), "{vin}");
        }
    }

    #[test]
    fn a_character_that_no_vin_holds_has_no_check_digit() {
        assert_eq!(expected("1HGCM82633A00435Q"), None);
    }

    proptest! {
        #[test]
        fn position_9_never_counts_for_itself(vin in "[A-HJ-NPR-Z0-9]{17}", digit in "[0-9X]") {
            let digit = digit.chars().next().unwrap();
            prop_assert_eq!(expected(&with(&vin, digit)), expected(&vin));
        }
    }
}
