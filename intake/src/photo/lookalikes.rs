//! What print may have been meant to say: characters that look alike, exchanged only where the
//! check digit then fits.

use super::Trust;
use crate::Known;

const LENGTH: usize = 17;
/// Lines with more letters and digits than this are not a VIN with a stray mark at its side.
const LONGEST: usize = 20;
/// Position 9, from 0: a digit or `X` (49 CFR 565.15(c)).
const CHECK_DIGIT: usize = 8;
/// The last four are digits (ISO 3779).
const SERIAL: usize = 13;

/// The VINs that a line of print may be, each once.
pub(super) fn in_line(line: &str, known: Known<'_>) -> Vec<(String, Trust)> {
    let mut vins: Vec<(String, Trust)> = Vec::new();
    for vin in (known.find)(line) {
        let trust = if (known.check)(&vin) {
            Trust::Checked
        } else {
            Trust::Unchecked
        };
        if ends_in_digits(&vin) && !vins.contains(&(vin.clone(), trust)) {
            vins.push((vin, trust));
        }
    }
    if !vins.iter().any(|(_, trust)| *trust == Trust::Checked) {
        for text in windows(line) {
            if let Some(found) = repaired(&text, known)
                && !vins.iter().any(|(vin, _)| *vin == found.0)
            {
                vins.push(found);
            }
        }
    }
    vins
}

/// The 17 characters at the beginning and at the end of the line and of each long word in it.
fn windows(line: &str) -> Vec<String> {
    let compact = |text: &str| -> String {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_uppercase())
            .collect()
    };
    let mut windows = Vec::new();
    for text in std::iter::once(line).chain(line.split_whitespace()) {
        let text = compact(text);
        let text = text.strip_prefix("VIN").unwrap_or(&text);
        if !(LENGTH..=LONGEST).contains(&text.len()) {
            continue;
        }
        for window in [&text[..LENGTH], &text[text.len() - LENGTH..]] {
            let digits = window.bytes().filter(u8::is_ascii_digit).count();
            if digits >= 5 && !windows.iter().any(|other| other == window) {
                windows.push(window.to_owned());
            }
        }
    }
    windows
}

/// The one VIN whose check digit fits: as it is, with the letters that can't stand where they
/// stand as digits, or with one more character exchanged. `None` if more than one would do.
fn repaired(text: &str, known: Known<'_>) -> Option<(String, Trust)> {
    let fits = |bytes: &[u8]| {
        let vin = String::from_utf8(bytes.to_vec()).ok()?;
        (ends_in_digits(&vin) && (known.check)(&vin)).then_some(vin)
    };
    if let Some(vin) = fits(text.as_bytes()) {
        return Some((vin, Trust::Checked));
    }
    let mut bytes = text.as_bytes().to_vec();
    for (at, byte) in bytes.iter_mut().enumerate() {
        let digit_only = at >= SERIAL || at == CHECK_DIGIT && *byte != b'X';
        if let Some(digit) = as_digit(*byte)
            && (digit_only || matches!(*byte, b'I' | b'O' | b'Q'))
        {
            *byte = digit;
        }
    }
    if let Some(vin) = fits(&bytes) {
        return Some((vin, Trust::Repaired));
    }
    let mut found = Vec::new();
    for at in 0..SERIAL {
        for &other in lookalikes(bytes[at]) {
            let mut changed = bytes.clone();
            changed[at] = other;
            found.extend(fits(&changed));
        }
    }
    match found.as_slice() {
        [one] => Some((one.clone(), Trust::Repaired)),
        _ => None,
    }
}

fn ends_in_digits(vin: &str) -> bool {
    vin.len() == LENGTH && vin.bytes().skip(SERIAL).all(|byte| byte.is_ascii_digit())
}

/// The digit that a letter looks like.
fn as_digit(byte: u8) -> Option<u8> {
    Some(match byte {
        b'I' | b'L' | b'J' => b'1',
        b'O' | b'Q' | b'D' | b'U' => b'0',
        b'Z' => b'2',
        b'A' => b'4',
        b'S' => b'5',
        b'G' => b'6',
        b'T' | b'Y' => b'7',
        b'B' | b'R' => b'8',
        _ => return None,
    })
}

/// What is taken for one another in print.
fn lookalikes(byte: u8) -> &'static [u8] {
    match byte {
        b'0' => b"DU8",
        b'1' => b"LT7J",
        b'2' => b"Z",
        b'3' | b'9' => b"8",
        b'4' => b"A",
        b'6' => b"G8",
        b'7' => b"1T",
        b'8' => b"B3S",
        b'5' => b"S",
        b'A' => b"4",
        b'B' => b"8R",
        b'C' => b"G",
        b'D' => b"0",
        b'E' | b'P' => b"F",
        b'F' => b"PE",
        b'G' => b"6C",
        b'H' => b"N",
        b'J' | b'L' => b"1",
        b'K' => b"X",
        b'M' => b"NW",
        b'N' => b"MH",
        b'R' => b"B",
        b'S' => b"58",
        b'T' => b"7",
        b'U' => b"0V",
        b'V' => b"YU",
        b'W' => b"MV",
        b'X' => b"K",
        b'Y' => b"V",
        b'Z' => b"27",
        _ => b"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const HONDA: &str = "1HGCM82633A004352";

    fn vins(line: &str) -> Vec<(String, Trust)> {
        let known = Known {
            find: &|text| {
                text.split(' ')
                    .filter(|word| word.len() == 17 && !word.contains(['I', 'O', 'Q']))
                    .map(Into::into)
                    .collect()
            },
            check: &|vin| vin == HONDA,
        };
        in_line(line, known)
    }

    #[rstest]
    #[case::as_it_is("1HGCM82633A004352", Trust::Checked)]
    #[case::between_marks("L1HGCM82633A004352", Trust::Checked)]
    #[case::labelled("VIN1HGCM82633A004352", Trust::Checked)]
    #[case::apart("1HGCM826 33A 004352", Trust::Checked)]
    #[case::letters_of_no_vin("IHGCM82633AOQ4352", Trust::Repaired)]
    #[case::a_letter_among_the_last("1HGCM82633A00435Z", Trust::Repaired)]
    #[case::one_of_two_alike("1HGCM8Z633A004352", Trust::Repaired)]
    #[case::both("1HGCMB2633A0043S2", Trust::Repaired)]
    fn a_line_that_is_a_vin_is_read(#[case] line: &str, #[case] trust: Trust) {
        let found = vins(line);
        assert!(found.contains(&(HONDA.into(), trust)), "{found:?}");
    }

    #[rstest]
    #[case::two_mistakes("1HGCMBZ633A004352")]
    #[case::too_long("1HGCM82633A004352 ABCDEF 12")]
    #[case::words("MANUFACTURED BY HONDA")]
    fn what_can_be_no_vin_is_not_made_one(#[case] line: &str) {
        let found = vins(line);
        assert!(
            !found.iter().any(|(_, trust)| *trust == Trust::Repaired),
            "{found:?}"
        );
    }

    #[test]
    fn where_two_repairs_fit_none_is_taken() {
        let known = Known {
            find: &|_| Vec::new(),
            check: &|vin| vin == "1HGCMB2633A004352" || vin == "1HGCM32633A004352",
        };
        assert!(in_line(HONDA, known).is_empty());
    }
}
