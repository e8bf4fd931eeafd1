//! The check digit at position 9 (49 CFR 565.15(c), ISO 3779 annex).

/// Weight of each position; position 9 itself has none.
const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/// What position 9 should be: `0`–`9` or `X`. `None` if a character has no value,
/// which no character of a VIN lacks.
///
/// ```
/// assert_eq!(vinbot::vin::check_digit(b"1HGCM82633A004352"), Some(b'3'));
/// ```
#[must_use]
pub fn check_digit(vin: &[u8; 17]) -> Option<u8> {
    let mut sum = 0;
    for (&byte, weight) in vin.iter().zip(WEIGHTS) {
        sum += value(byte)? * weight;
    }
    Some(match u8::try_from(sum % 11).ok()? {
        10 => b'X',
        digit => b'0' + digit,
    })
}

/// Transliteration of letters, table III of 49 CFR 565.15.
fn value(byte: u8) -> Option<u32> {
    let value = match byte {
        b'0'..=b'9' => byte - b'0',
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
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// The second is the example of 49 CFR 565.15(c) as published; the others are
    /// well-known VINs.
    #[rstest]
    #[case(b"1HGCM82633A004352", b'3')]
    #[case(b"1M8GDM9AXKP042788", b'X')]
    #[case(b"5YJ3E1EA2KF317000", b'2')]
    #[case(b"11111111111111111", b'1')]
    fn known_vins_have_their_check_digit(#[case] vin: &[u8; 17], #[case] digit: u8) {
        assert_eq!(check_digit(vin).map(char::from), Some(char::from(digit)));
    }

    #[test]
    fn a_letter_outside_the_alphabet_has_no_value() {
        assert_eq!(check_digit(b"1HGCM82633A00435O"), None);
    }
}
