//! Position 10: the model year, modulo thirty years.

/// The codes from 1980 on, again from 2010 on, by 49 CFR 565.15 table VII and
/// ISO 3779: no I, O, Q (as everywhere in a VIN), U, Z or 0.
const CODES: &str = "ABCDEFGHJKLMNPRSTVWXY123456789";
const FIRST: u16 = 1980;
const CYCLE: u16 = 30;

/// The years that the code in position 10 may stand for, oldest first. A model year
/// begins before its calendar year does, so next year's is possible.
pub(crate) fn candidates(vin: &str, this_year: u16) -> Vec<u16> {
    let Some(offset) = vin
        .chars()
        .nth(9)
        .and_then(|code| CODES.find(code))
        .and_then(|offset| u16::try_from(offset).ok())
    else {
        return Vec::new();
    };
    (FIRST + offset..=this_year.saturating_add(1))
        .step_by(usize::from(CYCLE))
        .collect()
}

/// Which of the two cycles it is for cars, multipurpose vehicles and light trucks in
/// North America: position 7 is a digit up to 2009 and a letter from 2010 on
/// (49 CFR 565.15(b)).
pub(crate) fn by_position_7(vin: &str, candidates: &[u16]) -> Option<u16> {
    let from_2010 = vin.chars().nth(6)?.is_ascii_alphabetic();
    candidates
        .iter()
        .copied()
        .find(|&year| (year >= FIRST + CYCLE) == from_2010)
}

/// `1981 or 2011`.
pub(crate) fn words(candidates: &[u16]) -> Option<String> {
    if candidates.is_empty() {
        return None;
    }
    let years: Vec<String> = candidates.iter().map(u16::to_string).collect();
    Some(years.join(" or "))
}

/// The year of a clock in seconds since 1970-01-01 UTC.
pub(crate) fn of_clock(seconds: u64) -> u16 {
    // Mean Gregorian year (146,097 days in 400 years): wrong by hours at New Year's.
    const SECONDS_IN_400_YEARS: u64 = 146_097 * 86_400;
    u16::try_from(1970 + seconds.saturating_mul(400) / SECONDS_IN_400_YEARS).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::both_cycles("WAUZZZ8K9BA123456", 2026, &[1981, 2011])]
    #[case::next_year_is_possible("WAUZZZ8K9VA123456", 2026, &[1997, 2027])]
    #[case::the_year_after_is_not("WAUZZZ8K9WA123456", 2026, &[1998])]
    #[case::digits_follow_letters("WAUZZZ8K91A123456", 2026, &[2001])]
    #[case::zero_is_no_year("ZFA312000A0123456", 2026, &[1980, 2010])]
    #[case::zero_is_no_year("ZFA31200000123456", 2026, &[])]
    #[case::z_is_no_year("WAUZZZ8K9ZA123456", 2026, &[])]
    #[case::a_third_cycle("WAUZZZ8K9AA123456", 2040, &[1980, 2010, 2040])]
    fn years_that_a_code_may_stand_for(
        #[case] vin: &str,
        #[case] this_year: u16,
        #[case] years: &[u16],
    ) {
        assert_eq!(candidates(vin, this_year), years);
    }

    #[rstest]
    #[case::digit("1HGCM82633A004352", &[2003], Some(2003))]
    #[case::letter("5YJ3E1EA7KF317000", &[1989, 2019], Some(2019))]
    #[case::digit_in_the_old_cycle("1G1AF1182CY100001", &[1982, 2012], Some(1982))]
    #[case::letter_but_only_an_old_year("1G1AF1A82WY100001", &[1998], None)]
    fn position_7_tells_the_cycle(
        #[case] vin: &str,
        #[case] years: &[u16],
        #[case] year: Option<u16>,
    ) {
        assert_eq!(by_position_7(vin, years), year);
    }

    #[test]
    fn the_clock_gives_the_year() {
        assert_eq!(of_clock(vinbot_plugin::testing::NOW), 2026);
        assert_eq!(of_clock(0), 1970);
    }
}
