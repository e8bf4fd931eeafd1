//! The vehicle's make and model among those that a service knows.
//!
//! Everybody spells them in their own way: `F-150`, `F150`, `F150 Pickup 4WD`; `328i` and
//! `3 Series`. [`Wanted`] holds what a decoder said, and finds the service's own name:
//!
//! ```
//! use vinbot_plugin::names::{Fit, Wanted};
//!
//! let mut truck = vinbot_plugin::testing::vehicle("1FTFW1ET5DFC10312");
//! (truck.make, truck.model) = (Some("FORD".into()), Some("F-150".into()));
//! truck.model_year = Some(2013);
//! let wanted = Wanted::of(&truck).unwrap();
//! let found = wanted.model_in(&["Explorer", "F150 SuperCrew", "F250"]).unwrap();
//! assert_eq!((found.name, found.fit), ("F150 SuperCrew", Fit::Longer));
//! assert_eq!(found.note().as_deref(), Some("matched as F150 SuperCrew"));
//! ```
//!
//! A reader has to see what was found where it is not literally what was looked for:
//! [`Found::note`].

use crate::{Error, Vehicle, VehicleExt, clean};

/// How a name fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Letter by letter, in either case.
    Literal,
    /// But for spaces, dashes, accents and the make before it: `F150` for `F-150`.
    Spelling,
    /// Without what the vehicle's name says more: `Silverado 1500` for `Silverado 1500 LT`.
    Shorter,
    /// With more than the vehicle's name says: `F-150 SuperCrew` for `F-150`.
    Longer,
    /// Another name of the vehicle: its series or trim, `3 Series` for `328i`.
    Related,
}

/// A name that a service knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'a> {
    /// As the service spells it.
    pub name: &'a str,
    /// How it fits.
    pub fit: Fit,
}

impl Found<'_> {
    /// What a reader is told, unless it is literally what was looked for.
    pub fn note(&self) -> Option<String> {
        (self.fit != Fit::Literal).then(|| note(self.name))
    }
}

fn note(name: &str) -> String {
    format!("matched as {}", clean::line(name, 40))
}

/// An answer, and under which name it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<T> {
    /// What the service said.
    pub of: T,
    /// For the reader, where the name was not literally the vehicle's.
    pub note: Option<String>,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// As the decoder said it.
    pub make: String,
    /// As the decoder said it.
    pub model: String,
    /// The model year.
    pub year: u16,
    /// The model with and without the make before it.
    spellings: Vec<String>,
    /// Series, trim, family: names that other services use for the model.
    related: Vec<String>,
    /// Words that may stand behind the model in a longer name.
    hints: Vec<String>,
}

impl Wanted {
    /// What a decoder said of a vehicle; `None` if make, model or year is missing, without
    /// which no service can be asked.
    pub fn of(vehicle: &Vehicle) -> Option<Self> {
        let say = |text: &Option<String>| {
            let text = clean::line(text.as_deref()?, 60);
            (!words(&text).is_empty()).then_some(text)
        };
        let (make, model) = (say(&vehicle.make)?, say(&vehicle.model)?);
        let mut wanted = Self {
            spellings: spellings(&make, &model),
            related: Vec::new(),
            hints: hints(vehicle),
            year: vehicle.model_year?,
            make,
            model,
        };
        let others = ["series", "trim", "series2", "trim2"]
            .into_iter()
            .filter_map(|key| vehicle.value(key))
            // `LX` would fit half of all models; `3-Series` and `C300` are names.
            .filter(|name| name.chars().any(|c| c.is_ascii_digit()) && name.len() <= 40)
            .map(str::to_owned);
        wanted.related = others.chain(family(&wanted.make, &wanted.model)).collect();
        Some(wanted)
    }

    /// The make among those that a service knows.
    pub fn make_in<'a, S: AsRef<str>>(&self, listed: &'a [S]) -> Option<Found<'a>> {
        best(
            &self.make,
            std::slice::from_ref(&self.make),
            &[],
            &[],
            listed,
        )
    }

    /// The model among those that a service knows.
    pub fn model_in<'a, S: AsRef<str>>(&self, listed: &'a [S]) -> Option<Found<'a>> {
        best(
            &self.model,
            &self.spellings,
            &self.related,
            &self.hints,
            listed,
        )
    }

    /// Of the versions of the model that a service knows (`2013 Ford F-150 Super Cab 4WD`),
    /// the one that says most of what is known of the vehicle, and how many do so equally.
    pub fn version_in<'a, T>(
        &self,
        listed: &'a [T],
        name: impl Fn(&T) -> &str,
    ) -> Option<(&'a T, usize)> {
        let score = |item: &T| {
            let said = words(name(item));
            let known = said.iter().filter(|word| self.hints.contains(word));
            let apart = said
                .iter()
                .filter(|word| APART.contains(&word.as_str()) && !self.hints.contains(word));
            (usize::MAX - apart.count(), known.count())
        };
        let best = listed.iter().map(score).max()?;
        let mut equal = listed.iter().filter(|item| score(item) == best);
        let first = equal.next()?;
        Some((first, 1 + equal.count()))
    }

    /// Asks by the vehicle's own model, and if that finds nothing, by the name that fits
    /// best of those that the service lists.
    ///
    /// # Errors
    /// Those of `ask` and `list`.
    pub fn ask<T>(
        &self,
        mut ask: impl FnMut(&str) -> Result<Option<T>, Error>,
        list: impl FnOnce() -> Result<Vec<String>, Error>,
    ) -> Result<Option<Answer<T>>, Error> {
        if let Some(of) = ask(&self.model)? {
            return Ok(Some(Answer { of, note: None }));
        }
        let listed = list()?;
        let Some(found) = self.model_in(&listed) else {
            return Ok(None);
        };
        if found.name == self.model {
            return Ok(None);
        }
        Ok(ask(found.name)?.map(|of| Answer {
            of,
            note: found.note(),
        }))
    }
}

/// Letters and digits alone, small and without accents: what is the same in all spellings.
pub fn folded(text: &str) -> String {
    words(text).concat()
}

/// The words of a name, folded.
fn words(text: &str) -> Vec<String> {
    let plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(without_accent)
        .collect();
    plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Those that makers' names have: Citroën, Škoda, Cupra León.
fn without_accent(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'š' => 's',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        other => other,
    }
}

/// `MINI` `MINI Cooper` is `Cooper` to some, `Polestar` `2` is `Polestar 2` to others.
fn spellings(make: &str, model: &str) -> Vec<String> {
    let mut all = vec![model.to_owned()];
    let (make_words, model_words) = (words(make), words(model));
    if let Some(rest) = model_words.strip_prefix(make_words.as_slice()) {
        all.push(rest.join(" "));
    } else if let Some(rest) = folded(model).strip_prefix(&folded(make)) {
        // `Mazda3`.
        all.push(rest.to_owned());
    } else {
        all.push(format!("{make} {model}"));
    }
    all.retain(|name| !words(name).is_empty());
    all
}

/// What makers call the family of a model.
fn family(make: &str, model: &str) -> Option<String> {
    let (make, model) = (folded(make), folded(model));
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    match make.as_str() {
        // 328i, 535xi, 740Li.
        "bmw" if digits(&model) == 3 => Some(format!("{} Series", model.get(..1)?)),
        // C300, GLE350.
        "mercedesbenz" => {
            let letters = model.find(|c: char| c.is_ascii_digit())?;
            let class = model.get(..letters).filter(|class| !class.is_empty())?;
            (digits(model.get(letters..)?) >= 2).then(|| format!("{class}-Class"))
        }
        // Silverado 1500: the lightest of a series of trucks may go without its number.
        _ => {
            let series = model.strip_suffix("1500")?;
            (!series.is_empty()).then(|| series.to_owned())
        }
    }
}

/// What longer names may say besides, of what is known of the vehicle.
fn hints(vehicle: &Vehicle) -> Vec<String> {
    let mut hints: Vec<String> = Vec::new();
    for key in ["trim", "series", "body-class", "fuel-type-primary"] {
        hints.extend(vehicle.values(key).flat_map(words));
    }
    // `Crew/Super Crew/Crew Max` are three words, of which `Super Cab` is none.
    let cabs = vehicle.values("body-cab-type");
    hints.extend(cabs.flat_map(|cab| cab.split('/')).map(folded));
    let drive = vehicle.value("drive-type").map(words).unwrap_or_default();
    let has = |word: &str| drive.iter().any(|known| known == word);
    if has("4wd") || has("4x4") {
        hints.extend(["4wd", "4x4", "awd"].map(str::to_owned));
    } else if has("awd") {
        hints.extend(["awd", "4wd", "xdrive", "quattro", "4matic"].map(str::to_owned));
    } else if has("fwd") || has("rwd") || has("4x2") {
        hints.extend(["2wd", "fwd", "rwd"].map(str::to_owned));
    }
    let electric = vehicle.value("electrification-level").map(words);
    let electric = electric.unwrap_or_default();
    let level = |short: &str| electric.iter().any(|word| word == short);
    if level("bev") {
        hints.extend(["electric", "ev"].map(str::to_owned));
    } else if level("phev") {
        hints.extend(["plug", "in", "hybrid", "phev"].map(str::to_owned));
    } else if level("hev") {
        hints.push("hybrid".to_owned());
    }
    hints
}

/// Words that make another vehicle of it.
const APART: [&str; 7] = [
    "hybrid",
    "electric",
    "ev",
    "phev",
    "diesel",
    "lightning",
    "fcev",
];

/// The name that fits best: of several the one that says least else.
fn best<'a, S: AsRef<str>>(
    literal: &str,
    spellings: &[String],
    related: &[String],
    hints: &[String],
    listed: &'a [S],
) -> Option<Found<'a>> {
    let fitting = listed.iter().map(AsRef::as_ref).filter_map(|name| {
        if name.trim().eq_ignore_ascii_case(literal.trim()) {
            return Some((Fit::Literal, 0, name));
        }
        let listed = words(name);
        let own = spellings
            .iter()
            .filter_map(|spelling| fit(&words(spelling), &listed, hints));
        let other = related.iter().filter_map(|other| {
            match fit(&words(other), &listed, hints)? {
                // A family is known by its whole name.
                (Fit::Shorter, _) => None,
                (Fit::Longer, excess) => {
                    let numbered = listed.iter().any(|word| {
                        word.bytes().all(|b| b.is_ascii_digit()) && !folded(other).contains(word)
                    });
                    (!numbered).then_some((Fit::Related, excess + 1))
                }
                (_, _) => Some((Fit::Related, 0)),
            }
        });
        let (fit, excess) = own.chain(other).min()?;
        Some((fit, excess, name))
    });
    let (fit, _, name) = fitting.min_by_key(|&(fit, excess, name)| (fit, excess, name.len()))?;
    Some(Found { name, fit })
}

/// How one name fits another, and how much either says beyond.
fn fit(wanted: &[String], listed: &[String], hints: &[String]) -> Option<(Fit, usize)> {
    let (short, long) = (wanted.concat(), listed.concat());
    if short.is_empty() || long.is_empty() {
        return None;
    }
    if short == long {
        return Some((Fit::Spelling, 0));
    }
    if let Some(more) = beyond(&short, listed) {
        let excess = more.iter().map(|word| {
            if hints.contains(word) {
                0
            } else if APART.contains(&word.as_str()) {
                4
            } else {
                1
            }
        });
        // Of two, the one with a word that is known of the vehicle.
        let known = more.iter().filter(|word| hints.contains(word)).count();
        return Some((Fit::Longer, (2 * excess.sum::<usize>() + 8) - known.min(8)));
    }
    // One letter stands before everything.
    if long.len() >= 2
        && let Some(more) = beyond(&long, wanted)
    {
        return Some((Fit::Shorter, more.len()));
    }
    None
}

/// The words of `long` that stand behind `short`, which ends where a word does: `CX-30`
/// is no `CX-3`.
fn beyond<'a>(short: &str, long: &'a [String]) -> Option<&'a [String]> {
    let mut rest = short;
    for (count, word) in long.iter().enumerate() {
        rest = rest.strip_prefix(word.as_str())?;
        if rest.is_empty() {
            return long.get(count + 1..).filter(|more| !more.is_empty());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{attribute, vehicle};

    fn wanted(make: &str, model: &str, more: &[(&str, &str)]) -> Wanted {
        let mut car = vehicle("1HGCM82633A004352");
        car.make = Some(make.into());
        car.model = Some(model.into());
        car.model_year = Some(2013);
        car.attributes = more
            .iter()
            .map(|(key, value)| attribute(key, value))
            .collect();
        Wanted::of(&car).unwrap()
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn a_model_is_found_however_it_is_spelt() {
        use Fit::{Literal, Longer, Related, Shorter, Spelling};
        type Case<'a> = (
            &'a str,
            &'a str,
            &'a [(&'a str, &'a str)],
            &'a [&'a str],
            Option<(&'a str, Fit)>,
        );
        let cases: &[Case<'_>] = &[
            (
                "HONDA",
                "Accord",
                &[],
                &["ACCORD", "ACCORD HYBRID"],
                Some(("ACCORD", Literal)),
            ),
            (
                "FORD",
                "F-150",
                &[],
                &["F150", "F250"],
                Some(("F150", Spelling)),
            ),
            ("FORD", "F150", &[], &["F 150"], Some(("F 150", Spelling))),
            (
                "FORD",
                "F-150",
                &[],
                &["F-250", "F-150 SuperCrew"],
                Some(("F-150 SuperCrew", Longer)),
            ),
            (
                "FORD",
                "F-150",
                &[],
                &["F-150 Lightning", "F-150 Regular Cab Long"],
                Some(("F-150 Regular Cab Long", Longer)),
            ),
            (
                "FORD",
                "F-150",
                &[("drive-type", "4WD/4-Wheel Drive/4x4")],
                &["F150 Pickup 2WD", "F150 Pickup 4WD"],
                Some(("F150 Pickup 4WD", Longer)),
            ),
            (
                "FORD",
                "F-150",
                &[("drive-type", "4x2")],
                &["F150 Pickup 4WD", "F150 Pickup 2WD"],
                Some(("F150 Pickup 2WD", Longer)),
            ),
            (
                "CHEVROLET",
                "Silverado 1500 LT",
                &[],
                &["Silverado", "Silverado 1500", "Silverado 2500"],
                Some(("Silverado 1500", Shorter)),
            ),
            (
                "CHEVROLET",
                "Silverado 1500",
                &[],
                &["Silverado 2500 HD", "Silverado 4WD"],
                Some(("Silverado 4WD", Related)),
            ),
            (
                "CHEVROLET",
                "Silverado 1500",
                &[],
                &["Silverado 2500"],
                None,
            ),
            (
                "BMW",
                "328i",
                &[("series", "3-Series")],
                &["X3", "3 SERIES"],
                Some(("3 SERIES", Related)),
            ),
            (
                "BMW",
                "328i",
                &[],
                &["5 Series", "3-series"],
                Some(("3-series", Related)),
            ),
            (
                "BMW",
                "328i",
                &[],
                &["328I", "3 SERIES"],
                Some(("328I", Literal)),
            ),
            (
                "BMW",
                "328i",
                &[],
                &["328i xDrive", "328d"],
                Some(("328i xDrive", Longer)),
            ),
            (
                "MERCEDES-BENZ",
                "C300",
                &[],
                &["CLA-CLASS", "C-CLASS"],
                Some(("C-CLASS", Related)),
            ),
            (
                "MERCEDES-BENZ",
                "C-Class",
                &[("trim", "C 300 4MATIC")],
                &["C63 AMG", "C300 4matic"],
                Some(("C300 4matic", Related)),
            ),
            (
                "MINI",
                "MINI Cooper",
                &[],
                &["Cooper Countryman", "Cooper"],
                Some(("Cooper", Spelling)),
            ),
            (
                "POLESTAR",
                "Polestar 2",
                &[],
                &["2", "3"],
                Some(("2", Spelling)),
            ),
            (
                "POLESTAR",
                "2",
                &[],
                &["Polestar 2"],
                Some(("Polestar 2", Spelling)),
            ),
            (
                "MAZDA",
                "Mazda3",
                &[],
                &["MX-3", "3 4-Door 2WD"],
                Some(("3 4-Door 2WD", Longer)),
            ),
            ("MAZDA", "CX-3", &[], &["CX-30", "CX30"], None),
            ("TESLA", "Model 3", &[], &["Model S", "Model X"], None),
            (
                "TESLA",
                "Model 3",
                &[],
                &["Model S", "MODEL 3 LONG RANGE"],
                Some(("MODEL 3 LONG RANGE", Longer)),
            ),
            (
                "VOLKSWAGEN",
                "Golf",
                &[],
                &["GolfGTI", "Golf R"],
                Some(("Golf R", Longer)),
            ),
            (
                "TOYOTA",
                "Camry",
                &[(
                    "electrification-level",
                    "Strong HEV (Hybrid Electric Vehicle)",
                )],
                &["Camry LE/SE", "Camry Hybrid"],
                Some(("Camry Hybrid", Longer)),
            ),
            (
                "CITROEN",
                "C4 Cactus",
                &[],
                &["Citroën C4 Cactus"],
                Some(("Citroën C4 Cactus", Spelling)),
            ),
            ("HONDA", "Accord", &[], &[], None),
            ("HONDA", "Accord", &[], &["", "  ", "---"], None),
        ];
        for (make, model, more, listed, expected) in cases {
            let wanted = wanted(make, model, more);
            let found = wanted.model_in(listed).map(|found| (found.name, found.fit));
            assert_eq!(found, *expected, "{make} {model} in {listed:?}");
        }
    }

    #[test]
    fn a_make_is_found_however_it_is_spelt() {
        for (make, listed, found) in [
            ("MERCEDES-BENZ", "Mercedes-Benz", Some(Fit::Literal)),
            ("HARLEY-DAVIDSON", "Harley Davidson", Some(Fit::Spelling)),
            ("RAM", "Rambler", None),
        ] {
            let wanted = wanted(make, "X", &[]);
            assert_eq!(
                wanted.make_in(&[listed]).map(|found| found.fit),
                found,
                "{make}"
            );
        }
    }

    #[test]
    fn of_several_versions_the_one_that_says_most_of_the_vehicle_is_taken() {
        let listed = [
            "2013 Ford F-150 Super Cab RWD",
            "2013 Ford F-150 Super Cab 4WD",
            "2013 Ford F-150 Crew Cab 4WD",
        ];
        let four = [("drive-type", "4WD/4-Wheel Drive/4x4")];
        let version = |more: &[(&str, &str)]| {
            let wanted = wanted("FORD", "F-150", more);
            wanted
                .version_in(&listed, |name| name)
                .map(|(name, equal)| (*name, equal))
        };
        assert_eq!(version(&four), Some((listed[1], 2)));
        let crew = [four[0], ("body-cab-type", "Crew/Super Crew/Crew Max")];
        assert_eq!(version(&crew), Some((listed[2], 1)));
        assert_eq!(version(&[]), Some((listed[0], 3)));
        assert_eq!(
            wanted("FORD", "F-150", &[]).version_in(&[] as &[&str], |name| name),
            None
        );
    }

    #[test]
    fn only_what_is_not_literal_is_told() {
        let of = |fit| Found { name: "F-150", fit }.note();
        assert_eq!(of(Fit::Literal), None);
        assert_eq!(of(Fit::Spelling).as_deref(), Some("matched as F-150"));
    }

    #[test]
    fn who_finds_nothing_by_the_vehicles_name_asks_by_the_services_own() {
        let wanted = wanted("FORD", "F-150", &[]);
        let mut asked = Vec::new();
        let answer = wanted.ask(
            |name| {
                asked.push(name.to_owned());
                Ok((name == "F150").then_some(3))
            },
            || Ok(vec!["F150".into()]),
        );
        let found = Answer {
            of: 3,
            note: Some("matched as F150".into()),
        };
        assert_eq!(answer, Ok(Some(found)));
        assert_eq!(asked, ["F-150", "F150"]);

        let never = || Err(Error::NotCovered);
        let answer = wanted.ask(|_| Ok(Some(1)), never);
        assert_eq!(answer, Ok(Some(Answer { of: 1, note: None })));
        assert_eq!(
            wanted.ask(|_| Ok(None::<u8>), never),
            Err(Error::NotCovered)
        );
        let same = wanted.ask(|_| Ok(None::<u8>), || Ok(vec!["F-150".into()]));
        assert_eq!(same, Ok(None));
    }

    #[test]
    fn without_make_model_or_year_nobody_can_be_asked() {
        let mut car = vehicle("1HGCM82633A004352");
        assert_eq!(Wanted::of(&car), None);
        car.make = Some("HONDA".into());
        car.model = Some("Accord".into());
        assert_eq!(Wanted::of(&car), None);
        car.model_year = Some(2003);
        assert!(Wanted::of(&car).is_some());
        car.model = Some(" - ".into());
        assert_eq!(Wanted::of(&car), None);
    }
}
