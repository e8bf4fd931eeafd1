//! The sum behind a check digit, by 49 CFR 565.15(c).

/// How much each position counts: table V.
const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/// One position.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) character: char,
    pub(crate) value: u32,
    pub(crate) weight: u32,
}

/// All of them.
#[derive(Debug)]
pub(crate) struct Sum {
    pub(crate) steps: Vec<Step>,
    pub(crate) total: u32,
    /// What belongs in position 9.
    pub(crate) digit: char,
}

impl Sum {
    /// Of a VIN; characters that none has count nothing.
    pub(crate) fn of(vin: &str) -> Self {
        let steps: Vec<Step> = vin
            .chars()
            .zip(WEIGHTS)
            .map(|(character, weight)| Step {
                character,
                value: value(character).unwrap_or_default(),
                weight,
            })
            .collect();
        let total = steps.iter().map(|step| step.value * step.weight).sum();
        Self {
            steps,
            total,
            digit: char::from_digit(total % 11, 10).unwrap_or('X'),
        }
    }
}

/// What a character counts: table IV; digits count themselves.
pub(crate) fn value(character: char) -> Option<u32> {
    let letters = ["AJ", "BKS", "CLT", "DMU", "ENV", "FW", "GPX", "HY", "RZ"];
    character.to_digit(10).or_else(|| {
        let row = letters.iter().position(|row| row.contains(character))?;
        u32::try_from(row + 1).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    // The worked example of 49 CFR 565.15(c)(4) and two vehicles on the road.
    #[rstest]
    #[case("1G4AH59H45G118341", '4')]
    #[case("1M8GDM9AXKP042788", 'X')]
    #[case("1HGCM82633A004352", '3')]
    fn the_digit_is_that_of_the_regulation(#[case] vin: &str, #[case] digit: char) {
        assert_eq!(Sum::of(vin).digit, digit);
    }

    #[test]
    fn what_no_vin_has_counts_nothing() {
        for character in "IOQ*".chars() {
            assert_eq!(value(character), None, "{character}");
        }
    }
}
