//! The commands: a licence plate's vehicle, a trouble code's meaning, what a car is worth.

use vinbot_plugin::clean;
use vinbot_plugin::host::{Level, cache};
use vinbot_plugin::json::{JsonExt, Value};
use vinbot_plugin::prelude::*;
use vinbot_plugin::words::{Given, Words};

use crate::api::{self, Refused};
use crate::parts;
use crate::words::{self, Key};

/// How long an answer is kept, so that who asks twice is charged once, in seconds.
const PLATE_TTL: u32 = 3_600;
const CODE_TTL: u32 = 30 * 86_400;
const VALUE_TTL: u32 = 24 * 3_600;

/// More than any car has run, in miles.
const MOST_MILES: u32 = 2_000_000;

pub(crate) fn commands() -> Vec<Spec> {
    let spec = |name: &str, description: &str, usage: &str| Spec {
        name: name.into(),
        description: description.into(),
        usage: usage.into(),
        admin_only: false,
    };
    vec![
        spec("plate", "Look up a licence plate", "/plate STATE PLATE"),
        spec("obd", "Explain a trouble code", "/obd CODE"),
        spec("value", "What a car is worth", "/value VIN MILEAGE STATE"),
    ]
}

pub(crate) fn handle(invocation: &Invocation) -> Result<Message, Error> {
    let words = Words::of(&words::TABLES, &invocation.locale);
    match invocation.name.as_str() {
        "plate" => plate(words, &invocation.arguments),
        "obd" => obd(words, &invocation.arguments),
        "value" => value(words, &invocation.arguments),
        other => Err(Error::Internal(format!("no command {other:?}"))),
    }
}

/// An answer that may have been paid for before.
fn paid(key: &str, ttl: u32, path: &str, query: &[(&str, &str)]) -> Result<Value, Refused> {
    if let Some(kept) = cache::get(key).and_then(|kept| serde_json::from_slice(&kept).ok()) {
        return Ok(kept);
    }
    let answer = api::ask(path, query)?;
    cache::set(key, answer.to_string().as_bytes(), ttl);
    Ok(answer)
}

/// What the user reads where CarsXE does not answer; the log gets what to do.
fn sorry(refused: Refused, nothing: String, sorry: &str, busy: &str) -> Result<Message, Error> {
    let text = match refused {
        Refused::NotFound => nothing,
        Refused::Input(words) => {
            host::log(
                Level::Info,
                "CarsXE takes it for a mistake",
                &[("said", &words)],
            );
            return Err(Error::InvalidInput(nothing));
        }
        Refused::Key(words) => {
            host::log(Level::Error, &words, &[]);
            sorry.to_owned()
        }
        Refused::Quota(words) => {
            host::log(Level::Error, &words, &[]);
            busy.to_owned()
        }
        Refused::Outage(error) => return Err(error),
    };
    Ok(Text::new().plain(text).into())
}

/// A plate and where it is from.
#[derive(Debug, PartialEq, Eq)]
struct Plate {
    country: String,
    state: Option<String>,
    number: String,
}

/// Countries whose plates are those of states, and these.
#[rustfmt::skip]
const STATES: [(&str, &[&str]); 3] = [
    ("US", &[
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS",
        "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC",
        "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
    ]),
    ("CA", &["AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"]),
    ("AU", &["ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"]),
];

fn states(country: &str) -> Option<&'static [&'static str]> {
    let (_, states) = STATES.iter().find(|(known, _)| *known == country)?;
    Some(states)
}

impl Plate {
    /// `CA 7XER187`, `US CA 7XER187`, `GB AB12CDE`, `country=DE B AB 1234`.
    fn read(text: &str) -> Option<Self> {
        let text = text.to_uppercase();
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let mut country = None;
        words.retain(|word| match word.strip_prefix("COUNTRY=") {
            Some(code) => {
                country = Some(code);
                false
            }
            None => true,
        });
        let is_state = |country: &str, word: &str| {
            states(country).is_some_and(|states| states.contains(&word))
        };
        let is_country =
            |word: &str| word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase());
        let mut state = None;
        match words.as_slice() {
            // `CA ON …` is Ontario, `CA ABC 123` California.
            [first, second, _, ..] if country.is_none() && is_state(first, second) => {
                country = Some(*first);
                state = Some(*second);
                words.drain(..2);
            }
            [first, _, ..] if is_state(country.unwrap_or("US"), first) => {
                state = Some(*first);
                words.remove(0);
            }
            [first, _, ..] if country.is_none() && is_country(first) => {
                country = Some(*first);
                words.remove(0);
            }
            _ => {}
        }
        let country = country.unwrap_or("US");
        let plate: String = words
            .concat()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        let needs_state = states(country).is_some();
        let whole = (1..=12).contains(&plate.chars().count())
            && is_country(country)
            && (state.is_some() || !needs_state);
        whole.then(|| Self {
            country: country.to_owned(),
            state: state.map(str::to_owned),
            number: plate,
        })
    }

    fn shown(&self) -> String {
        let parts = [
            (self.country != "US").then_some(self.country.as_str()),
            self.state.as_deref(),
            Some(self.number.as_str()),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        parts.join(" ")
    }
}

/// Label and field.
const FIELDS: [(Key, &str); 9] = [
    (Key::LABEL_TRIM, "trim"),
    (Key::LABEL_STYLE, "style"),
    (Key::LABEL_BODY, "body_style"),
    (Key::LABEL_ENGINE, "engine_size"),
    (Key::LABEL_FUEL, "fuel_type"),
    (Key::LABEL_DRIVE, "drive_type"),
    (Key::LABEL_TRANSMISSION, "transmission"),
    (Key::LABEL_COLOR, "color"),
    (Key::LABEL_BUILT_IN, "assembly"),
];

fn odd(words: Words, key: Key) -> Error {
    Error::InvalidInput(words.word(key).to_owned())
}

fn plate(words: Words, arguments: &str) -> Result<Message, Error> {
    let Some(plate) = Plate::read(arguments) else {
        return Err(odd(words, Key::PLATE_USAGE));
    };
    let shown = plate.shown();
    let mut query = vec![
        ("plate", plate.number.as_str()),
        ("country", plate.country.as_str()),
    ];
    query.extend(plate.state.as_deref().map(|state| ("state", state)));
    let nothing = || words.say(Key::PLATE_NOTHING, &[("plate", Given::Text(&shown))]);
    let answer = match paid(
        &format!("plate:{shown}"),
        PLATE_TTL,
        "v2/platedecoder",
        &query,
    ) {
        Ok(answer) => answer,
        Err(refused) => {
            let (sad, busy) = (words.word(Key::SORRY_PLATE), words.word(Key::BUSY_PLATE));
            return sorry(refused, nothing(), sad, busy);
        }
    };
    // Texts, or of European plates objects with a name.
    let say = |field: &str| {
        let value = answer.at(field);
        let text = value.text().or_else(|| value.at("name").text())?;
        Some(clean::line(&text, 80)).filter(|text| !text.is_empty())
    };
    let name: Vec<String> = ["year", "make", "model"]
        .into_iter()
        .filter_map(say)
        .collect();
    let vin = say("vin").map(|vin| vin.to_uppercase()).filter(|vin| {
        vin.len() == 17
            && vin
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() && !b"IOQ".contains(&b))
    });
    let heading = if name.is_empty() {
        say("description")
    } else {
        Some(name.join(" "))
    };
    if heading.is_none() && vin.is_none() {
        return Ok(Text::new().plain(nothing()).into());
    }
    let mut text = Text::new()
        .bold(heading.unwrap_or_else(|| words.word(Key::PLATE_VEHICLE).into()))
        .newline();
    let label = words.word(Key::PLATE);
    text = text
        .plain(format!("{label}: "))
        .code(shown.clone())
        .newline();
    if let Some(vin) = &vin {
        text = text.plain("VIN: ").code(vin.clone()).newline();
    }
    for (label, field) in FIELDS {
        if let Some(value) = say(field) {
            let label = words.word(label);
            text = text.plain(format!("{label}: {value}\n"));
        }
    }
    let text = text.italic(words.word(Key::BY));
    let button = vin.map(|vin| Button::decode(words.word(Key::DECODE_VIN), vin));
    Ok(Message::from(text).row(button))
}

fn obd(words: Words, arguments: &str) -> Result<Message, Error> {
    let code = arguments.trim().to_uppercase();
    let [system, first, rest @ ..] = code.as_bytes() else {
        return Err(odd(words, Key::CODE_USAGE));
    };
    let right = b"PCBU".contains(system)
        && (b'0'..=b'3').contains(first)
        && rest.len() == 3
        && rest.iter().all(u8::is_ascii_hexdigit);
    if !right {
        return Err(odd(words, Key::CODE_WRONG));
    }
    let query = [("code", code.as_str())];
    let nothing = || words.say(Key::CODE_NOTHING, &[("code", Given::Text(&code))]);
    let answer = match paid(&format!("obd:{code}"), CODE_TTL, "obdcodesdecoder", &query) {
        Ok(answer) => answer,
        Err(refused) => {
            let (sad, busy) = (words.word(Key::SORRY_CODE), words.word(Key::BUSY_CODE));
            return sorry(refused, nothing(), sad, busy);
        }
    };
    let diagnosis = answer
        .at("diagnosis")
        .text()
        .map(|text| clean::line(&text, 500));
    let Some(diagnosis) = diagnosis.filter(|text| !text.is_empty()) else {
        return Ok(Text::new().plain(nothing()).into());
    };
    let system = words.word(match system {
        b'P' => Key::SYSTEM_P,
        b'C' => Key::SYSTEM_C,
        b'B' => Key::SYSTEM_B,
        _ => Key::SYSTEM_U,
    });
    let system = if *first == b'1' {
        words.say(Key::CODE_OWN, &[("system", Given::Text(system))])
    } else {
        system.to_owned()
    };
    let text = Text::new()
        .bold(code.as_str())
        .plain(format!(" {diagnosis}\n{system}\n"))
        .italic(words.word(Key::CODE_BY));
    Ok(text.into())
}

/// A car, how far it has run in miles, and the US state it is in.
#[derive(Debug, PartialEq, Eq)]
struct Valued {
    vin: String,
    miles: u32,
    state: String,
}

impl Valued {
    /// `1HGCM82633A004352 120,000 ca`.
    fn read(text: &str) -> Option<Self> {
        let text = text.to_uppercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let [vin, miles @ .., state] = words.as_slice() else {
            return None;
        };
        let of_vin = |byte: u8| byte.is_ascii_alphanumeric() && !b"IOQ".contains(&byte);
        let whole = vin.len() == 17 && vin.bytes().all(of_vin);
        let digits: String = miles
            .concat()
            .chars()
            .filter(|c| !matches!(c, ',' | '.' | '\''))
            .collect();
        let miles: u32 = digits.parse().ok().filter(|miles| *miles <= MOST_MILES)?;
        let known = states("US").is_some_and(|states| states.contains(state));
        (whole && known).then(|| Self {
            vin: (*vin).to_owned(),
            miles,
            state: (*state).to_owned(),
        })
    }
}

fn value(words: Words, arguments: &str) -> Result<Message, Error> {
    let Some(car) = Valued::read(arguments) else {
        return Err(odd(words, Key::VALUE_USAGE));
    };
    let Valued { vin, miles, state } = &car;
    let run = Given::Number(u64::from(*miles));
    let miles = miles.to_string();
    let query = [("vin", vin.as_str()), ("mileage", &miles), ("state", state)];
    let nothing = || words.say(Key::VALUE_NOTHING, &[("vin", Given::Text(vin))]);
    let key = format!("value:{vin}:{miles}:{state}");
    let answer = match paid(&key, VALUE_TTL, "v2/marketvalue", &query) {
        Ok(answer) => answer,
        Err(refused) => {
            let (sad, busy) = (words.word(Key::SORRY_VALUE), words.word(Key::BUSY_VALUE));
            return sorry(refused, nothing(), sad, busy);
        }
    };
    let Some(part) = parts::value(&answer) else {
        return Ok(Text::new().plain(nothing()).into());
    };
    let at = [("miles", run), ("state", Given::Text(state))];
    let at = words.say(Key::VALUE_AT, &at);
    let mut text = Text::new()
        .bold(words.word(Key::VALUE_TITLE))
        .plain(format!(" {at}\n"))
        .code(vin.clone())
        .newline();
    for attribute in &part.attributes {
        let (label, value) = (&attribute.term.label, &attribute.value);
        let unit = attribute.term.unit.as_deref().unwrap_or_default();
        text = text
            .plain(format!("{label}: {value} {unit}").trim_end())
            .newline();
    }
    for item in &part.items {
        text = text.plain(format!("{}: {}\n", item.title, item.body));
    }
    Ok(Message::from(text.italic(words.word(Key::VALUE_BY)))
        .row([Button::decode(words.word(Key::THE_CAR), vin.clone())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn all_languages_say_all() {
        let missing: Vec<_> = words::TABLES.missing().collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert_eq!(words::TABLES.languages.len(), 6);
    }

    #[rstest]
    #[case("CA 7XER187", Some(("US", Some("CA"), "7XER187")))]
    #[case("ca 7xer 187", Some(("US", Some("CA"), "7XER187")))]
    #[case("CA ABC 123", Some(("US", Some("CA"), "ABC123")))]
    #[case("US CA 7XER187", Some(("US", Some("CA"), "7XER187")))]
    #[case("CA ON ABCD123", Some(("CA", Some("ON"), "ABCD123")))]
    #[case("AU NSW ABC-123", Some(("AU", Some("NSW"), "ABC123")))]
    #[case("GB AB12 CDE", Some(("GB", None, "AB12CDE")))]
    #[case("country=DE B AB 1234", Some(("DE", None, "BAB1234")))]
    #[case("NSW ABC123 country=AU", Some(("AU", Some("NSW"), "ABC123")))]
    #[case("7XER187", None)]
    #[case("CA", None)]
    #[case("", None)]
    #[case("US 7XER187", None)]
    #[case("CA 7XER187123456789", None)]
    #[case("country=D3 X", None)]
    fn a_plate_is_read(#[case] text: &str, #[case] read: Option<(&str, Option<&str>, &str)>) {
        let plate = Plate::read(text);
        let plate = plate
            .as_ref()
            .map(|p| (p.country.as_str(), p.state.as_deref(), p.number.as_str()));
        assert_eq!(plate, read);
    }

    #[rstest]
    #[case("1HGCM82633A004352 120000 CA", Some(120_000))]
    #[case("1hgcm82633a004352 120,000 ca", Some(120_000))]
    #[case("1HGCM82633A004352 120 000 TX", Some(120_000))]
    #[case("1HGCM82633A004352 CA", None)]
    #[case("1HGCM82633A004352 many CA", None)]
    #[case("1HGCM82633A004352 120000 XX", None)]
    #[case("1HGCM82633A00435 120000 CA", None)]
    #[case("1HGCM82633A004352 99999999 CA", None)]
    #[case("", None)]
    fn a_car_to_value_is_read(#[case] text: &str, #[case] miles: Option<u32>) {
        assert_eq!(Valued::read(text).map(|car| car.miles), miles);
    }
}
