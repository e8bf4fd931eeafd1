//! The answer about one VIN.

use vinbot_plugin::prelude::*;

use crate::country::{self, Region};
use crate::maker::{self, Maker, VehicleType};
use crate::terms::{About, Say};
use crate::{check_digit, year};

/// Makers that put something else than the year into position 10 of the VINs of
/// their European vehicles: Mercedes-Benz the side of the wheel, Ford a filler before
/// the year in position 11, the others a plant, a variant or always 0. What they
/// build for North America, vPIC decodes.
const NO_YEAR_IN_EUROPE: [&str; 12] = [
    "Alfa Romeo",
    "Citroën",
    "DS",
    "Dacia",
    "Fiat",
    "Ford",
    "Iveco",
    "Lancia",
    "Mercedes-Benz",
    "Peugeot",
    "Renault",
    "Toyota",
];

/// How much is explained: a maker is worth more than its country alone, and far less
/// than a model.
const MAKER_KNOWN: u8 = 40;
const COUNTRY_KNOWN: u8 = 15;
const REGION_KNOWN: u8 = 5;

pub(crate) fn decode(query: &Query, this_year: u16) -> Result<Decoded, Error> {
    let vin = query.vin.as_str();
    let region = country::region(vin).ok_or(Error::NotCovered)?;
    let country = country::of(vin);
    let maker = maker::of(vin);

    let mut decoded = Decoded::new(match (maker, country) {
        (Some(_), _) => MAKER_KNOWN,
        (None, Some(_)) => COUNTRY_KNOWN,
        (None, None) => REGION_KNOWN,
    })
    .say(About::Region, region.name());
    if let Some(country) = country {
        decoded = decoded.say(About::Country, country);
    }
    decoded = match maker {
        Some(maker) => with_maker(decoded, maker),
        None => decoded.finding(unknown(vin)),
    };
    decoded = with_year(decoded, query, region, maker, this_year);
    decoded = with_check_digit(decoded, vin);
    let serial = if maker::low_volume(vin) {
        vin.get(14..)
    } else {
        vin.get(11..)
    };
    Ok(match serial {
        Some(serial) => decoded.say(About::SerialNumber, serial),
        None => decoded,
    })
}

fn with_maker(mut decoded: Decoded, maker: Maker) -> Decoded {
    decoded = decoded.say(About::Manufacturer, maker.name);
    if let Some(make) = maker.make {
        decoded = decoded.say(About::Make, make);
        decoded.make = Some(make.to_owned());
    }
    if let Some(vehicle_type) = maker.vehicle_type {
        decoded = decoded.say(About::VehicleType, vehicle_type.words());
    }
    decoded
}

fn unknown(vin: &str) -> Finding {
    let code = maker::code(vin).unwrap_or_default();
    let text = if maker::low_volume(vin) {
        format!("The code {code} of this small maker is not known here.")
    } else {
        format!("The maker's code {code} is not known here.")
    };
    Finding::new(Severity::Note, "unknown-maker", text)
}

fn with_year(
    mut decoded: Decoded,
    query: &Query,
    region: Region,
    maker: Option<Maker>,
    this_year: u16,
) -> Decoded {
    let codes_other_things = region == Region::Europe
        && maker
            .and_then(|maker| maker.make)
            .is_some_and(|make| NO_YEAR_IN_EUROPE.contains(&make));
    let mut candidates = if codes_other_things {
        Vec::new()
    } else {
        year::candidates(&query.vin, this_year)
    };
    let ruled_by_position_7 = region == Region::NorthAmerica
        && matches!(
            maker.and_then(|maker| maker.vehicle_type),
            Some(VehicleType::Car | VehicleType::Multipurpose)
        );
    if ruled_by_position_7 && let Some(year) = year::by_position_7(&query.vin, &candidates) {
        candidates = vec![year];
    }
    if let Some(words) = year::words(&candidates) {
        decoded = decoded.say(About::Candidates, words);
    }
    decoded.model_year = match (query.model_year, candidates.as_slice()) {
        (Some(said), _) => Some(said),
        (None, [only]) => Some(*only),
        (None, _) => None,
    };
    if let Some(year) = decoded.model_year {
        decoded = decoded.say(About::ModelYear, year.to_string());
    }
    decoded
}

fn with_check_digit(mut decoded: Decoded, vin: &str) -> Decoded {
    let found = vin.chars().nth(8);
    let expected = check_digit::expected(vin);
    let status = match (country::has_check_digit(vin), found, expected) {
        (false, _, _) => "not used in this market",
        (true, Some(found), Some(expected)) if found != expected => {
            decoded = decoded.finding(wrong(vin, found, expected));
            "wrong"
        }
        (true, Some(_), Some(_)) => "valid",
        (true, _, _) => return decoded,
    };
    decoded.say(About::CheckDigit, status)
}

fn wrong(vin: &str, found: char, expected: char) -> Finding {
    Finding::new(
        Severity::Warning,
        "check-digit",
        format!(
            "The check digit (position 9) is {found} but should be {expected}: \
             a character is mistyped."
        ),
    )
    .suggesting(check_digit::with(vin, expected))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Wmi;
    use rstest::rstest;
    use vinbot_plugin::Subject;

    fn ask(vin: &str, model_year: Option<u16>) -> Result<Decoded, Error> {
        Wmi::decode(&Query {
            vin: vin.into(),
            model_year,
        })
    }

    /// What each fact is about.
    fn terms(decoded: &Decoded) -> Vec<Term> {
        let vocabulary = Wmi::vocabulary();
        let of = |fact: &Fact| match fact.subject {
            Subject::Known(place) => vocabulary[place as usize].clone(),
            Subject::Named(_) => panic!("{fact:?} brings its own term"),
        };
        decoded.facts.iter().map(of).collect()
    }

    fn said(decoded: &Decoded) -> String {
        let mut lines = vec![format!(
            "{:?} {:?} {:?} {}",
            decoded.make, decoded.model, decoded.model_year, decoded.confidence
        )];
        for (fact, term) in decoded.facts.iter().zip(terms(decoded)) {
            lines.push(format!("{}: {}", term.id, fact.value));
        }
        for finding in &decoded.findings {
            lines.push(format!(
                "{}: {} {:?}",
                finding.code, finding.text, finding.suggested_vin
            ));
        }
        lines.join("\n")
    }

    #[test]
    fn a_european_audi() {
        insta::assert_snapshot!(said(&ask("WAUZZZ8K9BA123456", None).unwrap()), @r#"
        Some("Audi") None None 40
        wmi:region: Europe
        wmi:country: Germany
        wmi:manufacturer: Audi AG
        wmi:make: Audi
        wmi:vehicle-type: PASSENGER CAR
        wmi:model-year-candidates: 1981 or 2011
        wmi:check-digit: not used in this market
        wmi:serial-number: 123456
        "#);
    }

    #[test]
    fn a_european_fiat_whose_position_10_is_no_year() {
        insta::assert_snapshot!(said(&ask("ZFA31200000123456", None).unwrap()), @r#"
        Some("Fiat") None None 40
        wmi:region: Europe
        wmi:country: Italy
        wmi:manufacturer: Stellantis Europe S.p.A.
        wmi:make: Fiat
        wmi:vehicle-type: PASSENGER CAR
        wmi:check-digit: not used in this market
        wmi:serial-number: 123456
        "#);
    }

    #[test]
    fn an_american_honda_with_a_wrong_check_digit() {
        insta::assert_snapshot!(said(&ask("1HGCM82643A004352", None).unwrap()), @r#"
        Some("Honda") None Some(2003) 40
        wmi:region: North America
        wmi:country: United States
        wmi:manufacturer: American Honda Motor Co., Inc.
        wmi:make: Honda
        wmi:vehicle-type: PASSENGER CAR
        wmi:model-year-candidates: 2003
        wmi:model-year: 2003
        wmi:check-digit: wrong
        wmi:serial-number: 004352
        check-digit: The check digit (position 9) is 4 but should be 3: a character is mistyped. Some("1HGCM82633A004352")
        "#);
    }

    #[test]
    fn a_maker_that_nobody_knows() {
        insta::assert_snapshot!(said(&ask("X7MXXX00000123456", None).unwrap()), @"
        None None None 15
        wmi:region: Europe
        wmi:country: Russia
        wmi:check-digit: not used in this market
        wmi:serial-number: 123456
        unknown-maker: The maker's code X7M is not known here. None
        ");
    }

    #[test]
    fn a_maker_of_few_vehicles() {
        insta::assert_snapshot!(said(&ask("XL9AB00000B486001", None).unwrap()), @r#"
        Some("Spyker") None None 40
        wmi:region: Europe
        wmi:country: Netherlands
        wmi:manufacturer: Spyker Nederland B.V.
        wmi:make: Spyker
        wmi:vehicle-type: PASSENGER CAR
        wmi:check-digit: not used in this market
        wmi:serial-number: 001
        "#);
    }

    #[rstest]
    #[case::car_digit("1HGCM82633A004352", Some(2003))]
    #[case::car_letter("5YJ3E1EA7KF317000", Some(2019))]
    #[case::truck_may_be_either("1FUJGLDR9BS000001", None)]
    #[case::one_candidate_left("WAUZZZ8K9XA123456", Some(1999))]
    #[case::two_candidates("WAUZZZ8K9BA123456", None)]
    #[case::mercedes_says_no_year("WDB2030461A123456", None)]
    fn the_model_year_is_said_where_it_is_certain(#[case] vin: &str, #[case] year: Option<u16>) {
        assert_eq!(ask(vin, None).unwrap().model_year, year);
    }

    #[test]
    fn what_vpic_says_too_has_the_key_that_vpic_gives_it() {
        let decoded = ask("1HGCM82633A004352", None).unwrap();
        let terms = terms(&decoded);
        let keys: Vec<&str> = terms.iter().map(|term| term.key.as_str()).collect();
        for key in ["manufacturer", "make", "vehicle-type", "model-year"] {
            assert!(keys.contains(&key), "{key} in {keys:?}");
        }
        // The country of the maker's code is not always that of the plant.
        assert!(!keys.contains(&"plant-country"));
    }

    #[test]
    fn a_small_maker_that_nobody_knows() {
        let decoded = ask("1A9000000AA000000", None).unwrap();
        assert_eq!(
            decoded.findings[0].text,
            "The code 1A9000 of this small maker is not known here."
        );
    }

    #[test]
    fn the_users_model_year_stands() {
        assert_eq!(
            ask("WAUZZZ8K9BA123456", Some(2011)).unwrap().model_year,
            Some(2011)
        );
    }

    #[test]
    fn china_uses_the_check_digit_and_europe_does_not() {
        let codes = |vin| -> Vec<String> {
            let decoded = ask(vin, None).unwrap();
            decoded
                .findings
                .into_iter()
                .map(|finding| finding.code)
                .collect()
        };
        assert_eq!(codes("LFV3A24F8C3000000"), ["check-digit"]);
        assert!(codes("WAUZZZ8K9BA123456").is_empty());
    }

    #[test]
    fn a_first_character_that_is_not_assigned_is_not_covered() {
        assert_eq!(ask("E0000000000000000", None), Err(Error::NotCovered));
    }

    #[test]
    fn odd_input_is_answered_without_a_panic() {
        for vin in ["", "W", "WA", "WA9", "é", "9é9é9é9é9", "1HGCM82633A00435Q"] {
            let _ = ask(vin, None);
        }
    }
}
