//! Positions 1 and 2: region and country (ISO 3780).
//!
//! Source of the ranges: `vininfo` 1.11.0 (BSD-3-Clause), which follows ISO 3780.
//! What vPIC's registrations show to be newer or different is marked `vPIC`; the
//! ranges of New Zealand agree with Wikibooks' "World Manufacturer Identifier".
//! Where two-character codes lie between the ranges, no country is assigned.

/// The order of characters within a range: letters, then 1 to 9, then 0.
const ORDER: &str = "ABCDEFGHJKLMNPRSTUVWXYZ1234567890";

/// First character, sorted, then first and last second character, then the country.
const RANGES: &[(u8, [u8; 2], &str)] = &[
    (b'1', *b"A0", "United States"),
    (b'2', *b"A5", "Canada"),
    (b'3', *b"AX", "Mexico"),
    (b'3', *b"55", "Dominican Republic"),
    (b'3', *b"66", "Honduras"),
    (b'3', *b"77", "Panama"),
    (b'3', *b"89", "Puerto Rico"),
    (b'4', *b"A0", "United States"),
    (b'5', *b"A0", "United States"),
    (b'6', *b"AX", "Australia"),
    (b'6', *b"Y1", "New Zealand"),
    (b'6', *b"22", "Australia"),   // vPIC
    (b'7', *b"AE", "New Zealand"), // vPIC, Wikibooks
    (b'7', *b"F0", "United States"),
    (b'8', *b"AE", "Argentina"),
    (b'8', *b"FG", "Chile"),
    (b'8', *b"LN", "Ecuador"),
    (b'8', *b"ST", "Peru"),
    (b'8', *b"XZ", "Venezuela"),
    (b'8', *b"22", "Bolivia"),
    (b'9', *b"AE", "Brazil"),
    (b'9', *b"FG", "Colombia"),
    (b'9', *b"SV", "Uruguay"),
    (b'9', *b"29", "Brazil"),
    (b'A', *b"AH", "South Africa"),
    (b'A', *b"JK", "Ivory Coast"),
    (b'A', *b"LM", "Lesotho"),
    (b'A', *b"NP", "Botswana"),
    (b'A', *b"RS", "Namibia"),
    (b'A', *b"TU", "Madagascar"),
    (b'A', *b"VW", "Mauritius"),
    (b'A', *b"XY", "Tunisia"),
    (b'A', *b"Z1", "Cyprus"),
    (b'A', *b"23", "Zimbabwe"),
    (b'A', *b"45", "Mozambique"),
    (b'B', *b"AB", "Angola"),
    (b'B', *b"FG", "Kenya"),
    (b'B', *b"LL", "Nigeria"),
    (b'B', *b"RR", "Algeria"),
    (b'B', *b"34", "Libya"),
    (b'C', *b"AB", "Egypt"),
    (b'C', *b"FG", "Morocco"),
    (b'C', *b"LM", "Zambia"),
    (b'D', *b"AE", "Egypt"),
    (b'H', *b"A0", "China"),
    (b'J', *b"A0", "Japan"),
    (b'K', *b"FH", "Israel"),
    (b'K', *b"LR", "South Korea"),
    (b'K', *b"ST", "Jordan"),
    (b'L', *b"A0", "China"),
    (b'M', *b"AE", "India"),
    (b'M', *b"FK", "Indonesia"),
    (b'M', *b"LR", "Thailand"),
    (b'M', *b"SS", "Myanmar"),
    (b'M', *b"UU", "Mongolia"),
    (b'M', *b"XX", "Kazakhstan"),
    (b'M', *b"Z6", "India"), // MZ: vPIC
    (b'N', *b"AE", "Iran"),
    (b'N', *b"FG", "Pakistan"),
    (b'N', *b"JJ", "Iraq"),
    (b'N', *b"LR", "Turkey"),
    (b'N', *b"ST", "Uzbekistan"),
    (b'N', *b"UU", "Azerbaijan"),
    (b'N', *b"YY", "Armenia"),
    (b'N', *b"15", "Iran"),
    (b'P', *b"AC", "Philippines"),
    (b'P', *b"FG", "Singapore"),
    (b'P', *b"LR", "Malaysia"),
    (b'P', *b"ST", "Bangladesh"),
    (b'R', *b"AB", "United Arab Emirates"),
    (b'R', *b"FK", "Taiwan"),
    (b'R', *b"LN", "Vietnam"),
    (b'R', *b"PP", "Laos"),
    (b'R', *b"ST", "Saudi Arabia"),
    (b'R', *b"UW", "Russia"),
    (b'R', *b"XX", "Vietnam"),   // vPIC
    (b'R', *b"18", "Hong Kong"), // R2 to R8: vPIC
    (b'S', *b"AM", "United Kingdom"),
    (b'S', *b"NT", "Germany"),
    (b'S', *b"UZ", "Poland"),
    (b'S', *b"12", "Latvia"),
    (b'T', *b"AH", "Switzerland"),
    (b'T', *b"JP", "Czech Republic"),
    (b'T', *b"RV", "Hungary"),
    (b'T', *b"W2", "Portugal"),
    (b'T', *b"35", "Serbia"),
    (b'T', *b"66", "Andorra"),
    (b'U', *b"AD", "Spain"), // UD: vPIC
    (b'U', *b"HM", "Denmark"),
    (b'U', *b"NR", "Ireland"),
    (b'U', *b"UW", "Romania"),
    (b'U', *b"12", "North Macedonia"),
    (b'U', *b"57", "Slovakia"),
    (b'U', *b"80", "Bosnia and Herzegovina"),
    (b'V', *b"AE", "Austria"),
    (b'V', *b"FR", "France"),
    (b'V', *b"SW", "Spain"),
    (b'V', *b"X2", "Serbia"),
    (b'V', *b"35", "Croatia"),
    (b'V', *b"68", "Estonia"),
    (b'W', *b"A0", "Germany"),
    (b'X', *b"AC", "Bulgaria"),
    (b'X', *b"DE", "Russia"),
    (b'X', *b"FH", "Greece"),
    (b'X', *b"JK", "Russia"),
    (b'X', *b"LR", "Netherlands"),
    (b'X', *b"SW", "Russia"),
    (b'X', *b"XY", "Luxembourg"),
    (b'X', *b"Z0", "Russia"),
    (b'Y', *b"AE", "Belgium"),
    (b'Y', *b"FK", "Finland"),
    (b'Y', *b"NN", "Malta"),
    (b'Y', *b"SW", "Sweden"),
    (b'Y', *b"X2", "Norway"),
    (b'Y', *b"35", "Belarus"),
    (b'Y', *b"68", "Ukraine"),
    (b'Z', *b"AU", "Italy"),
    (b'Z', *b"XZ", "Slovenia"),
    (b'Z', *b"11", "San Marino"),
    (b'Z', *b"35", "Lithuania"),
    (b'Z', *b"60", "Russia"),
];

/// The country that the code is assigned to: where the maker is registered, which is
/// mostly but not always where the vehicle was built.
pub(crate) fn of(vin: &str) -> Option<&'static str> {
    let (&first, rest) = vin.as_bytes().split_first()?;
    let second = rank(*rest.first()?)?;
    let start = RANGES.partition_point(|(letter, ..)| *letter < first);
    RANGES
        .get(start..)?
        .iter()
        .take_while(|(letter, ..)| *letter == first)
        .find(|(_, [from, to], _)| rank(*from) <= Some(second) && Some(second) <= rank(*to))
        .map(|(_, _, country)| *country)
}

/// Where a character stands in [`ORDER`].
fn rank(character: u8) -> Option<usize> {
    memchr::memchr(character, ORDER.as_bytes())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Region {
    Africa,
    Asia,
    Europe,
    NorthAmerica,
    Oceania,
    SouthAmerica,
}

impl Region {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Africa => "Africa",
            Self::Asia => "Asia",
            Self::Europe => "Europe",
            Self::NorthAmerica => "North America",
            Self::Oceania => "Oceania",
            Self::SouthAmerica => "South America",
        }
    }
}

/// The region of the first character; `None` where nothing is assigned (E to G and 0).
/// H has left Africa for China, and New Zealand shares 7 with the United States.
pub(crate) fn region(vin: &str) -> Option<Region> {
    Some(match vin.chars().next()? {
        'A'..='D' => Region::Africa,
        'H' | 'J'..='R' => Region::Asia,
        'S'..='Z' => Region::Europe,
        '6' => Region::Oceania,
        '7' if of(vin) == Some("New Zealand") => Region::Oceania,
        '1'..='5' | '7' => Region::NorthAmerica,
        '8' | '9' => Region::SouthAmerica,
        _ => return None,
    })
}

/// True where the law makes position 9 a check digit: North America (49 CFR 565.15,
/// and Canada and Mexico alike) and China (GB 16735).
pub(crate) fn has_check_digit(vin: &str) -> bool {
    region(vin) == Some(Region::NorthAmerica) || of(vin) == Some("China")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("WAU", "Europe", Some("Germany"))]
    #[case("SAL", "Europe", Some("United Kingdom"))]
    #[case("SNA", "Europe", Some("Germany"))]
    #[case("TMB", "Europe", Some("Czech Republic"))]
    #[case("TSM", "Europe", Some("Hungary"))]
    #[case("VF1", "Europe", Some("France"))]
    #[case("VSS", "Europe", Some("Spain"))]
    #[case("XTA", "Europe", Some("Russia"))]
    #[case("XLR", "Europe", Some("Netherlands"))]
    #[case("X7M", "Europe", Some("Russia"))]
    #[case("YV1", "Europe", Some("Sweden"))]
    #[case("ZFA", "Europe", Some("Italy"))]
    #[case("Z94", "Europe", Some("Russia"))]
    #[case("UU1", "Europe", Some("Romania"))]
    #[case("U5Y", "Europe", Some("Slovakia"))]
    #[case("NMT", "Asia", Some("Turkey"))]
    #[case("JTD", "Asia", Some("Japan"))]
    #[case("KMH", "Asia", Some("South Korea"))]
    #[case("LFV", "Asia", Some("China"))]
    #[case("HES", "Asia", Some("China"))]
    #[case("MA3", "Asia", Some("India"))]
    #[case("MR0", "Asia", Some("Thailand"))]
    #[case("R5H", "Asia", Some("Hong Kong"))]
    #[case("AHT", "Africa", Some("South Africa"))]
    #[case("6T1", "Oceania", Some("Australia"))]
    #[case("7A8", "Oceania", Some("New Zealand"))]
    #[case("7SA", "North America", Some("United States"))]
    #[case("1HG", "North America", Some("United States"))]
    #[case("2T1", "North America", Some("Canada"))]
    #[case("3VW", "North America", Some("Mexico"))]
    #[case("8AP", "South America", Some("Argentina"))]
    #[case("9BW", "South America", Some("Brazil"))]
    #[case("93Y", "South America", Some("Brazil"))]
    #[case("84A", "South America", None)]
    fn a_code_lies_in_region_and_country(
        #[case] code: &str,
        #[case] area: &str,
        #[case] country: Option<&str>,
    ) {
        assert_eq!(region(code).map(Region::name), Some(area));
        assert_eq!(of(code), country);
    }

    #[rstest]
    fn some_first_characters_are_not_assigned(#[values("E", "F", "G", "0", "")] start: &str) {
        assert_eq!(region(start), None);
    }

    #[test]
    fn ranges_are_sorted_run_forward_and_do_not_overlap() {
        assert!(RANGES.is_sorted_by_key(|(first, ..)| *first));
        let mut seen = std::collections::BTreeMap::new();
        for (first, [from, to], country) in RANGES {
            let (from, to) = (rank(*from).unwrap(), rank(*to).unwrap());
            assert!(from <= to, "{country}");
            for second in from..=to {
                assert_eq!(seen.insert((first, second), country), None, "{country}");
            }
        }
    }

    #[rstest]
    #[case("1HG", true)]
    #[case("3VW", true)]
    #[case("7SA", true)]
    #[case("LFV", true)]
    #[case("HES", true)]
    #[case("7A8", false)]
    #[case("WAU", false)]
    #[case("JTD", false)]
    fn the_law_of_the_market_makes_position_9_a_check_digit(#[case] code: &str, #[case] yes: bool) {
        assert_eq!(has_check_digit(code), yes);
    }
}
