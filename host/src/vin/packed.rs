//! A VIN in fewer characters, for where room is short: the buttons of Telegram.

use super::{LENGTH, Vin};

/// Characters of a packed VIN: 33^17 fits into 64^15.
pub const PACKED: usize = 15;

/// What a VIN is written with, in order.
const VIN: &[u8; 33] = b"0123456789ABCDEFGHJKLMNPRSTUVWXYZ";
/// What it is packed into: base64 for URLs (RFC 4648).
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Vin {
    /// The VIN in [`PACKED`] letters, digits, `-` and `_`.
    ///
    /// ```
    /// use vinbot::vin::{PACKED, Vin};
    ///
    /// let vin: Vin = "1HGCM82633A004352".parse()?;
    /// assert_eq!(vin.packed().len(), PACKED);
    /// assert_eq!(Vin::unpack(&vin.packed()), Some(vin));
    /// # Ok::<(), vinbot::vin::InvalidVin>(())
    /// ```
    #[must_use]
    pub fn packed(&self) -> String {
        let mut number = read(&self.0, VIN).unwrap_or_default();
        let mut packed = [0; PACKED];
        for slot in packed.iter_mut().rev() {
            *slot = BASE64[(number % 64) as usize];
            number /= 64;
        }
        packed.iter().map(|&byte| char::from(byte)).collect()
    }

    /// The VIN of a packed one; none for what [`Vin::packed`] does not make.
    #[must_use]
    pub fn unpack(packed: &str) -> Option<Self> {
        if packed.len() != PACKED {
            return None;
        }
        let mut number = read(packed.as_bytes(), BASE64)?;
        let mut vin = [0; LENGTH];
        for slot in vin.iter_mut().rev() {
            *slot = VIN[(number % 33) as usize];
            number /= 33;
        }
        (number == 0).then_some(Self(vin))
    }
}

/// Digits of this alphabet as a number; none for another character.
fn read(digits: &[u8], alphabet: &[u8]) -> Option<u128> {
    let base = alphabet.len() as u128;
    digits.iter().try_fold(0, |number: u128, digit| {
        let value = alphabet.iter().position(|one| one == digit)?;
        Some(number * base + value as u128)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_back(text in "[0-9A-HJ-NPR-Z]{17}") {
            let vin: Vin = text.parse().unwrap();
            prop_assert_eq!(Vin::unpack(&vin.packed()), Some(vin));
        }

        #[test]
        fn what_is_unpacked_was_packed(text in any::<String>()) {
            if let Some(vin) = Vin::unpack(&text) {
                prop_assert_eq!(vin.packed(), text);
            }
        }
    }

    #[test]
    fn more_than_any_vin_is_none() {
        assert_eq!(Vin::unpack(&"_".repeat(PACKED)), None);
        assert_eq!(Vin::unpack("short"), None);
    }
}
