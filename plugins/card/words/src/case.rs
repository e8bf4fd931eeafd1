//! `MERCEDES-BENZ` as people write it.

/// Words that are not simply a capital and small letters.
const OWN: &[&str] = &[
    "AG",
    "AMG",
    "ATV",
    "BAIC",
    "BMW",
    "BV",
    "BYD",
    "CCC",
    "CFMOTO",
    "CNH",
    "DAF",
    "DS",
    "DeLorean",
    "FAW",
    "FCA",
    "GAC",
    "GM",
    "GMBH",
    "GMC",
    "GmbH",
    "HK",
    "II",
    "III",
    "INFINITI",
    "IV",
    "JAC",
    "JCB",
    "KG",
    "KTM",
    "KGaA",
    "LDV",
    "LLC",
    "LP",
    "LTI",
    "MAN",
    "MCI",
    "MG",
    "MINI",
    "MV",
    "McLaren",
    "NA",
    "NIU",
    "NV",
    "PLC",
    "PSA",
    "RUF",
    "RV",
    "SA",
    "SAIC",
    "SAS",
    "SE",
    "SEAT",
    "SRL",
    "SRT",
    "S.p.A",
    "SpA",
    "SsangYong",
    "TVR",
    "TVS",
    "UAZ",
    "UD",
    "UK",
    "US",
    "USA",
    "VPG",
    "VW",
    "ZAP",
    "de",
    "e-GO",
];

/// Small words inside a name.
const SMALL: [&str; 9] = ["and", "da", "de", "del", "do", "et", "of", "the", "y"];

/// Text that is all in capitals, in the case that people write it; other text as it is.
pub fn natural(text: &str) -> String {
    if text.chars().any(char::is_lowercase) {
        return text.to_owned();
    }
    let words: Vec<String> = text
        .split(' ')
        .enumerate()
        .map(|(i, part)| word(part, i == 0))
        .collect();
    words.join(" ")
}

fn word(word: &str, first: bool) -> String {
    let core = word.trim_matches(['(', ')', ',', '.']);
    if !first && SMALL.iter().any(|small| core.eq_ignore_ascii_case(small)) {
        return word.to_lowercase();
    }
    if let Some(own) = OWN.iter().find(|own| own.eq_ignore_ascii_case(core)) {
        return word.replacen(core, own, 1);
    }
    let vowel = core.contains(['A', 'E', 'I', 'O', 'U', 'Y']);
    // `S.A.`, `B&B`, `4X4`; `JLG`, but not the `LTD` of a firm.
    let initials = core.contains('.') && core.split('.').all(|part| part.len() <= 1);
    if initials || core.contains('&') || core.contains(|c: char| c.is_ascii_digit()) {
        return word.to_owned();
    }
    if !vowel && core.len() <= 4 && !matches!(core, "LTD" | "MFG" | "MR" | "ST" | "MT" | "FT") {
        return word.to_owned();
    }
    capitalised(word)
}

/// A capital after the start, a dash, a slash, a bracket or `O'`; small letters elsewhere.
fn capitalised(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut letters = 0;
    for c in word.chars() {
        if letters == 0 {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        letters = match c {
            '-' | '/' | '(' | '.' => 0,
            '\'' if letters == 1 => 0,
            _ => letters + 1,
        };
    }
    out
}

/// With a capital at the start.
pub fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("HONDA", "Honda")]
    #[case("BMW", "BMW")]
    #[case("MERCEDES-BENZ", "Mercedes-Benz")]
    #[case("LAND ROVER", "Land Rover")]
    #[case("MCLAREN", "McLaren")]
    #[case("HARLEY-DAVIDSON", "Harley-Davidson")]
    #[case("Škoda", "Škoda")]
    #[case("GMC", "GMC")]
    #[case("JLG", "JLG")]
    #[case("AMERICAN HONDA MOTOR CO., INC.", "American Honda Motor Co., Inc.")]
    #[case("BMW OF NORTH AMERICA, LLC", "BMW of North America, LLC")]
    #[case(
        "VOLKSWAGEN DE MEXICO S.A. DE C.V.",
        "Volkswagen de Mexico S.A. de C.V."
    )]
    #[case("AUDI AG", "Audi AG")]
    #[case("FCA ITALY S.P.A.", "FCA Italy S.p.A.")]
    #[case("O'FALLON", "O'Fallon")]
    #[case("ST. LOUIS", "St. Louis")]
    #[case("NORTH CAROLINA", "North Carolina")]
    #[case("", "")]
    fn a_name_in_capitals_is_written_as_people_write_it(#[case] text: &str, #[case] name: &str) {
        assert_eq!(natural(text), name);
    }
}
