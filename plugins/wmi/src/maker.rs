//! Positions 1 to 3, the world manufacturer identifier (ISO 3780): who made it.
//!
//! The table (`data/wmi.tsv`, whose README names its sources) is searched as the text
//! that it is: a sandbox lives for one call, so any index would cost more to build
//! than the search does.

use std::cmp::Ordering;

use memchr::{memchr, memrchr};

const TABLE: &str = include_str!("../data/wmi.tsv");

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Maker {
    /// `Automobiles Peugeot`.
    pub(crate) name: &'static str,
    /// `Peugeot`; none for a maker of several makes.
    pub(crate) make: Option<&'static str>,
    pub(crate) vehicle_type: Option<VehicleType>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VehicleType {
    Car,
    Multipurpose,
    /// As vPIC words it: truck, bus, …
    Other(&'static str),
}

impl VehicleType {
    /// In the words of vPIC, so that both decoders say the same.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Car => "PASSENGER CAR",
            Self::Multipurpose => "MULTIPURPOSE PASSENGER VEHICLE (MPV)",
            Self::Other(words) => words,
        }
    }

    fn of_letter(letter: &str) -> Option<Self> {
        Some(match letter {
            "P" => Self::Car,
            "V" => Self::Multipurpose,
            "K" => Self::Other("TRUCK"),
            "B" => Self::Other("BUS"),
            "M" => Self::Other("MOTORCYCLE"),
            "T" => Self::Other("TRAILER"),
            "I" => Self::Other("INCOMPLETE VEHICLE"),
            "L" => Self::Other("LOW SPEED VEHICLE (LSV)"),
            "O" => Self::Other("OFF-ROAD VEHICLE"),
            _ => return None,
        })
    }
}

/// Which data the table holds, from its first line.
pub(crate) fn sources() -> &'static str {
    let first = TABLE.lines().next().unwrap_or_default();
    first.trim_start_matches("# ")
}

/// True for a maker of fewer than 1,000 vehicles a year: it shares positions 1 to 3
/// with others and has positions 12 to 14 to itself (ISO 3780; 500 in older texts).
pub(crate) fn low_volume(vin: &str) -> bool {
    vin.as_bytes().get(2) == Some(&b'9')
}

/// The code that the table is asked for: three characters, or six for makers of few.
pub(crate) fn code(vin: &str) -> Option<String> {
    let start = vin.get(..3)?;
    if low_volume(vin) {
        Some(format!("{start}{}", vin.get(11..14)?))
    } else {
        Some(start.to_owned())
    }
}

/// Who made the vehicle with this VIN.
pub(crate) fn of(vin: &str) -> Option<Maker> {
    find(TABLE, &code(vin)?).and_then(parse)
}

fn parse(line: &'static str) -> Option<Maker> {
    let mut cells = line.split('\t').skip(1);
    let name = cells.next()?;
    let make = match cells.next().unwrap_or_default() {
        "" => None,
        "=" => Some(name),
        make => Some(make),
    };
    let vehicle_type = cells.next().and_then(VehicleType::of_letter);
    Some(Maker {
        name,
        make,
        vehicle_type,
    })
}

/// The line of sorted lines whose first cell is `key`. Lines that begin with `#` sort
/// before all keys.
fn find<'a>(table: &'a str, key: &str) -> Option<&'a str> {
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = low + (high - low) / 2;
        // From any byte inside a line to that line. `middle` may fall inside a
        // letter of several bytes, but a line break is one byte everywhere.
        let bytes = table.as_bytes();
        let start = memrchr(b'\n', bytes.get(..middle)?).map_or(0, |i| i + 1);
        let end = memchr(b'\n', bytes.get(middle..)?).map_or(table.len(), |i| middle + i);
        let line = table.get(start..end)?;
        let cell = memchr(b'\t', line.as_bytes()).and_then(|end| line.get(..end));
        match cell.unwrap_or(line).cmp(key) {
            Ordering::Equal => return Some(line),
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Codes as owners know them from their papers.
    #[rstest]
    #[case("WAU", "Audi")]
    #[case("WVW", "Volkswagen")]
    #[case("WBA", "BMW")]
    #[case("WMW", "MINI")]
    #[case("WDB", "Mercedes-Benz")]
    #[case("WP0", "Porsche")]
    #[case("W0L", "Opel")]
    #[case("VF1", "Renault")]
    #[case("VF3", "Peugeot")]
    #[case("VF7", "Citroën")]
    #[case("VSS", "SEAT")]
    #[case("ZFA", "Fiat")]
    #[case("ZAR", "Alfa Romeo")]
    #[case("ZFF", "Ferrari")]
    #[case("TMB", "Škoda")]
    #[case("UU1", "Dacia")]
    #[case("YV1", "Volvo")]
    #[case("SAL", "Land Rover")]
    #[case("XTA", "Lada")]
    #[case("JTD", "Toyota")]
    #[case("JHM", "Honda")]
    #[case("KMH", "Hyundai")]
    #[case("KNA", "Kia")]
    #[case("LFV", "Volkswagen")]
    #[case("LVH", "Honda")]
    #[case("LRW", "Tesla")]
    #[case("MA3", "Suzuki")]
    #[case("MR0", "Toyota")]
    #[case("AHT", "Toyota")]
    #[case("6T1", "Toyota")]
    #[case("8AP", "Fiat")]
    #[case("9BW", "Volkswagen")]
    #[case("1HG", "Honda")]
    #[case("JH4", "Acura")]
    #[case("1HD", "Harley-Davidson")]
    fn a_code_has_its_make(#[case] code: &str, #[case] make: &str) {
        let found = of(&format!("{code}00000000000000"));
        assert_eq!(
            found.and_then(|maker| maker.make),
            Some(make),
            "{code}: {found:?}"
        );
    }

    #[test]
    fn a_small_maker_is_told_by_positions_12_to_14() {
        let name = |vin| of(vin).map(|maker| maker.name);
        assert_eq!(name("XL900000000486001"), Some("Spyker Nederland B.V."));
        assert_eq!(name("XL900000000000001"), None);
    }

    #[test]
    fn every_line_is_found_and_none_beside_them() {
        let mut before = "";
        let mut rows = 0;
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let key = line.split('\t').next().unwrap();
            assert!(key > before, "{key} after {before}");
            assert_eq!(find(TABLE, key), Some(line));
            assert!(
                parse(line).is_some_and(|maker| !maker.name.is_empty()),
                "{line}"
            );
            before = key;
            rows += 1;
        }
        assert!(rows > 13_000, "{rows}");
        for key in ["", "#", "000", "W", "WAUU", "ZZZ", "é"] {
            assert_eq!(find(TABLE, key), None, "{key}");
        }
    }

    #[test]
    fn the_table_says_where_it_is_from() {
        assert!(sources().starts_with("vPIC 20"), "{}", sources());
    }
}
