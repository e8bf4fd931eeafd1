//! Positions 1 and 2: region and country (ISO 3780).
//!
//! Source of the ranges: `vininfo` 1.11.0 (BSD-3-Clause), which follows ISO 3780.
//! What vPIC's registrations show to be newer or different is marked `vPIC`; the
//! ranges of New Zealand agree with Wikibooks' "World Manufacturer Identifier".
//! Where two-character codes lie between the ranges, no country is assigned.

/// The order of characters within a range: letters, then 1 to 9, then 0.
const ORDER: &str = "ABCDEFGHJKLMNPRSTUVWXYZ1234567890";

/// First character, then first and last second character, then the country.
const RANGES: &[(&str, &str, &str)] = &[
    ("A", "AH", "South Africa"),
    ("A", "JK", "Ivory Coast"),
    ("A", "LM", "Lesotho"),
    ("A", "NP", "Botswana"),
    ("A", "RS", "Namibia"),
    ("A", "TU", "Madagascar"),
    ("A", "VW", "Mauritius"),
    ("A", "XY", "Tunisia"),
    ("A", "Z1", "Cyprus"),
    ("A", "23", "Zimbabwe"),
    ("A", "45", "Mozambique"),
    ("B", "AB", "Angola"),
    ("B", "FG", "Kenya"),
    ("B", "LL", "Nigeria"),
    ("B", "RR", "Algeria"),
    ("B", "34", "Libya"),
    ("C", "AB", "Egypt"),
    ("C", "FG", "Morocco"),
    ("C", "LM", "Zambia"),
    ("D", "AE", "Egypt"),
    ("H", "A0", "China"),
    ("J", "A0", "Japan"),
    ("K", "FH", "Israel"),
    ("K", "LR", "South Korea"),
    ("K", "ST", "Jordan"),
    ("L", "A0", "China"),
    ("M", "AE", "India"),
    ("M", "FK", "Indonesia"),
    ("M", "LR", "Thailand"),
    ("M", "SS", "Myanmar"),
    ("M", "UU", "Mongolia"),
    ("M", "XX", "Kazakhstan"),
    ("M", "Z6", "India"), // MZ: vPIC
    ("N", "AE", "Iran"),
    ("N", "FG", "Pakistan"),
    ("N", "JJ", "Iraq"),
    ("N", "LR", "Turkey"),
    ("N", "ST", "Uzbekistan"),
    ("N", "UU", "Azerbaijan"),
    ("N", "YY", "Armenia"),
    ("N", "15", "Iran"),
    ("P", "AC", "Philippines"),
    ("P", "FG", "Singapore"),
    ("P", "LR", "Malaysia"),
    ("P", "ST", "Bangladesh"),
    ("R", "AB", "United Arab Emirates"),
    ("R", "FK", "Taiwan"),
    ("R", "LN", "Vietnam"),
    ("R", "PP", "Laos"),
    ("R", "ST", "Saudi Arabia"),
    ("R", "UW", "Russia"),
    ("R", "XX", "Vietnam"),   // vPIC
    ("R", "18", "Hong Kong"), // R2 to R8: vPIC
    ("S", "AM", "United Kingdom"),
    ("S", "NT", "Germany"),
    ("S", "UZ", "Poland"),
    ("S", "12", "Latvia"),
    ("T", "AH", "Switzerland"),
    ("T", "JP", "Czech Republic"),
    ("T", "RV", "Hungary"),
    ("T", "W2", "Portugal"),
    ("T", "35", "Serbia"),
    ("T", "66", "Andorra"),
    ("U", "AD", "Spain"), // UD: vPIC
    ("U", "HM", "Denmark"),
    ("U", "NR", "Ireland"),
    ("U", "UW", "Romania"),
    ("U", "12", "North Macedonia"),
    ("U", "57", "Slovakia"),
    ("U", "80", "Bosnia and Herzegovina"),
    ("V", "AE", "Austria"),
    ("V", "FR", "France"),
    ("V", "SW", "Spain"),
    ("V", "X2", "Serbia"),
    ("V", "35", "Croatia"),
    ("V", "68", "Estonia"),
    ("W", "A0", "Germany"),
    ("X", "AC", "Bulgaria"),
    ("X", "DE", "Russia"),
    ("X", "FH", "Greece"),
    ("X", "JK", "Russia"),
    ("X", "LR", "Netherlands"),
    ("X", "SW", "Russia"),
    ("X", "XY", "Luxembourg"),
    ("X", "Z0", "Russia"),
    ("Y", "AE", "Belgium"),
    ("Y", "FK", "Finland"),
    ("Y", "NN", "Malta"),
    ("Y", "SW", "Sweden"),
    ("Y", "X2", "Norway"),
    ("Y", "35", "Belarus"),
    ("Y", "68", "Ukraine"),
    ("Z", "AU", "Italy"),
    ("Z", "XZ", "Slovenia"),
    ("Z", "11", "San Marino"),
    ("Z", "35", "Lithuania"),
    ("Z", "60", "Russia"),
    ("1", "A0", "United States"),
    ("2", "A5", "Canada"),
    ("3", "AX", "Mexico"),
    ("3", "55", "Dominican Republic"),
    ("3", "66", "Honduras"),
    ("3", "77", "Panama"),
    ("3", "89", "Puerto Rico"),
    ("4", "A0", "United States"),
    ("5", "A0", "United States"),
    ("6", "AX", "Australia"),
    ("6", "Y1", "New Zealand"),
    ("6", "22", "Australia"),   // vPIC
    ("7", "AE", "New Zealand"), // vPIC, Wikibooks
    ("7", "F0", "United States"),
    ("8", "AE", "Argentina"),
    ("8", "FG", "Chile"),
    ("8", "LN", "Ecuador"),
    ("8", "ST", "Peru"),
    ("8", "XZ", "Venezuela"),
    ("8", "22", "Bolivia"),
    ("9", "AE", "Brazil"),
    ("9", "FG", "Colombia"),
    ("9", "SV", "Uruguay"),
    ("9", "29", "Brazil"),
];

/// The country that the code is assigned to: where the maker is registered, which is
/// mostly but not always where the vehicle was built.
pub(crate) fn of(vin: &str) -> Option<&'static str> {
    let second = ORDER.find(vin.chars().nth(1)?)?;
    RANGES
        .iter()
        .find(|(first, range, _)| {
            let mut ends = range.chars().filter_map(|end| ORDER.find(end));
            vin.starts_with(first)
                && ends.next().is_some_and(|from| from <= second)
                && ends.next().is_some_and(|to| second <= to)
        })
        .map(|(_, _, country)| *country)
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
    fn ranges_run_forward_and_do_not_overlap() {
        let mut seen = std::collections::BTreeMap::new();
        for (first, range, country) in RANGES {
            let ends: Vec<_> = range.chars().map(|end| ORDER.find(end).unwrap()).collect();
            assert!(ends.len() == 2 && ends[0] <= ends[1], "{first}{range}");
            for second in ends[0]..=ends[1] {
                let other = seen.insert((first, second), country);
                assert_eq!(other, None, "{first}{range} {country}");
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
