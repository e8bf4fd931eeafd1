//! The vehicle identification number: what it is, how it is found in what people
//! type, and what is wrong with one that is almost right.

mod check_digit;
mod find;
mod packed;
mod repair;

use std::fmt;
use std::str::FromStr;

pub use check_digit::check_digit;
pub use find::{Found, NearMiss, Scan, scan};
pub use packed::PACKED;
pub use repair::{Fault, candidates, faults, repairs};

/// Characters of a VIN (ISO 3779).
pub const LENGTH: usize = 17;

/// A VIN: 17 characters out of `0–9` and `A–Z` without `I`, `O`, `Q`.
///
/// There is no other way to one than parsing, which folds case and drops spaces
/// and dashes:
///
/// ```
/// use vinbot::vin::Vin;
///
/// let vin: Vin = "1hgcm-82633 a004352".parse()?;
/// assert_eq!(vin.as_str(), "1HGCM82633A004352");
/// assert!("1HGCM82633A00435O".parse::<Vin>().is_err());
/// # Ok::<(), vinbot::vin::InvalidVin>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Vin([u8; LENGTH]);

impl Vin {
    /// The 17 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only ASCII gets in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// True where a wrong check digit means a mistyped VIN: North America (regions
    /// 1–5 and the codes 7F to 70 of the US; 49 CFR 565.15(c)) and China (`L`;
    /// GB 16735). Elsewhere position 9 is the maker's to use.
    #[must_use]
    pub fn has_check_digit(&self) -> bool {
        matches!(
            self.0,
            [b'1'..=b'5' | b'L', ..] | [b'7', b'F'..=b'Z' | b'0', ..]
        )
    }

    /// True if position 9 is what the other characters make it.
    #[must_use]
    pub fn check_digit_fits(&self) -> bool {
        check_digit(&self.0) == Some(self.0[8])
    }
}

/// Why a text is no VIN. The words are for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidVin {
    /// Nothing but spaces and dashes.
    #[error("the VIN is empty")]
    Empty,
    /// Not 17 characters.
    #[error("a VIN has 17 characters, this has {0}")]
    Length(usize),
    /// A character that no VIN holds, and its position from 1.
    #[error("{}", character_words(*.character, *.position))]
    Character {
        /// As it was typed.
        character: char,
        /// From 1.
        position: usize,
    },
}

impl InvalidVin {
    /// A code that stays the same whatever the words.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Length(_) => "length",
            Self::Character { .. } => "character",
        }
    }
}

fn character_words(character: char, position: usize) -> String {
    match character {
        'I' | 'O' | 'Q' => {
            let digit = if character == 'I' { '1' } else { '0' };
            format!("a VIN never holds {character} (position {position}); it is often a {digit}")
        }
        other if other.is_control() => {
            format!("position {position} is a control character; a VIN holds letters and digits")
        }
        other => format!("position {position} is `{other}`; a VIN holds letters and digits"),
    }
}

impl FromStr for Vin {
    type Err = InvalidVin;

    fn from_str(text: &str) -> Result<Self, InvalidVin> {
        let letters: Vec<char> = text
            .chars()
            .filter(|c| !is_joiner(*c))
            .map(|c| fold(c).unwrap_or(c))
            .collect();
        if letters.is_empty() {
            return Err(InvalidVin::Empty);
        }
        if letters.len() != LENGTH {
            return Err(InvalidVin::Length(letters.len()));
        }
        let mut vin = [0; LENGTH];
        for (i, (slot, &letter)) in vin.iter_mut().zip(&letters).enumerate() {
            *slot = u8::try_from(letter)
                .ok()
                .filter(|byte| is_vin_byte(*byte))
                .ok_or(InvalidVin::Character {
                    character: letter,
                    position: i + 1,
                })?;
        }
        Ok(Self(vin))
    }
}

impl fmt::Display for Vin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Vin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vin({self})")
    }
}

/// True for what may stand in a VIN: no `I`, `O`, `Q` (ISO 3779).
fn is_vin_byte(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'A'..=b'Z') && !matches!(byte, b'I' | b'O' | b'Q')
}

/// What people put between the groups of a VIN.
fn is_joiner(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '_' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}')
        || is_invisible(c)
}

/// Characters that show nothing: zero-width, soft hyphen, direction marks.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// The ASCII letter or digit that a character is or looks like: lower case,
/// full-width forms, Cyrillic and Greek capitals (and the Cyrillic small letters
/// that share their capital's shape), as mobile keyboards produce them.
fn fold(c: char) -> Option<char> {
    let folded = match c {
        '0'..='9' | 'A'..='Z' => c,
        'a'..='z' => c.to_ascii_uppercase(),
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            // Full-width forms stand 0xFEE0 above their ASCII twins.
            return char::from_u32(u32::from(c) - 0xfee0).map(|c| c.to_ascii_uppercase());
        }
        'А' | 'а' | 'Α' => 'A',
        'В' | 'в' | 'Β' => 'B',
        'С' | 'с' => 'C',
        'Е' | 'е' | 'Ё' | 'ё' | 'Ε' => 'E',
        'Н' | 'н' | 'Η' => 'H',
        'І' | 'і' | 'Ι' => 'I',
        'Ј' | 'ј' => 'J',
        'К' | 'к' | 'Κ' => 'K',
        'М' | 'м' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'о' | 'Ο' => 'O',
        'Р' | 'р' | 'Ρ' => 'P',
        'Ѕ' | 'ѕ' => 'S',
        'Т' | 'т' | 'Τ' => 'T',
        'У' | 'у' | 'Υ' => 'Y',
        'Х' | 'х' | 'Χ' => 'X',
        'З' | 'з' => '3',
        'Ζ' => 'Z',
        _ => return None,
    };
    Some(folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("1HGCM82633A004352")]
    #[case::lower_case("1hgcm82633a004352")]
    #[case::groups("1HG-CM826 33A.004352")]
    #[case::full_width("１ＨＧＣＭ８２６３３Ａ００４３５２")]
    #[case::cyrillic("1НGСМ82633А004352")]
    #[case::zero_width("1HGCM82633A\u{200b}004352\u{feff}")]
    fn a_vin_is_read_however_it_is_written(#[case] text: &str) {
        assert_eq!(text.parse::<Vin>().unwrap().as_str(), "1HGCM82633A004352");
    }

    #[rstest]
    #[case("", InvalidVin::Empty)]
    #[case(" - ", InvalidVin::Empty)]
    #[case("1HGCM82633A00435", InvalidVin::Length(16))]
    #[case("1HGCM82633A0043521", InvalidVin::Length(18))]
    #[case("1HGCM82633A00435O", InvalidVin::Character { character: 'O', position: 17 })]
    #[case("1HGCM82633A0043💥2", InvalidVin::Character { character: '💥', position: 16 })]
    #[case("1HGCM82633A0043\u{1}2", InvalidVin::Character { character: '\u{1}', position: 16 })]
    fn what_is_no_vin_is_refused_with_the_reason(#[case] text: &str, #[case] reason: InvalidVin) {
        assert_eq!(text.parse::<Vin>(), Err(reason));
    }

    proptest! {
        #[test]
        fn every_vin_survives_being_written_and_read(text in "[A-HJ-NPR-Z0-9]{17}") {
            let vin: Vin = text.parse().unwrap();
            prop_assert_eq!(vin.to_string(), text.clone());
            prop_assert_eq!(text.to_lowercase().parse::<Vin>().unwrap(), vin);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in any::<String>()) {
            let _ = text.parse::<Vin>();
        }
    }
}
