//! VINs to draw, and what is known of VINs here.

use vinbot_intake::Known;

const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPRSTUVWXYZ";

pub(crate) fn check_digit(vin: &str) -> char {
    let value = |byte: u8| match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'I' => u32::from(byte - b'A') + 1,
        b'J'..=b'R' => u32::from(byte - b'J') + 1,
        _ => u32::from(byte - b'S') + 2,
    };
    let sum: u32 = vin
        .bytes()
        .zip(WEIGHTS)
        .map(|(byte, weight)| value(byte) * weight)
        .sum();
    char::from_digit(sum % 11, 10).unwrap_or('X')
}

/// An American VIN whose check digit fits.
pub(crate) fn american(seed: u64) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut vin = String::from(["1", "2", "3", "4", "5"][random.usize(..5)]);
    while vin.len() < 11 {
        vin.push(char::from(ALPHABET[random.usize(..ALPHABET.len())]));
    }
    vin = format!("{vin}{:06}", random.u32(..1_000_000));
    let digit = check_digit(&vin);
    vin.replace_range(8..9, &digit.to_string());
    vin
}

/// A European one, without check digit.
pub(crate) fn european(seed: u64) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let makers = ["WVWZZZ", "WAUZZZ", "VF1BB0", "ZFA312", "TMBJJ7"];
    let mut vin = String::from(makers[random.usize(..makers.len())]);
    while vin.len() < 11 {
        vin.push(char::from(ALPHABET[random.usize(..ALPHABET.len())]));
    }
    vin = format!("{vin}{:06}", random.u32(..1_000_000));
    vin
}

fn find(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .map(str::to_ascii_uppercase)
        .filter(|word| word.len() == 17 && word.bytes().all(|byte| ALPHABET.contains(&byte)))
        .filter(|word| word.bytes().filter(u8::is_ascii_digit).count() >= 2)
        .collect()
}

fn check(vin: &str) -> bool {
    vin.starts_with(['1', '2', '3', '4', '5']) && vin[8..].starts_with(check_digit(vin))
}

pub(crate) fn known() -> Known<'static> {
    Known {
        find: &find,
        check: &check,
    }
}
