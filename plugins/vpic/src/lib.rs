//! The full decode by NHTSA's vPIC database, offline.
//!
//! The database (12,000 manufacturers, 1.6 million patterns; a public-domain work
//! of the US government) stands inside the component, read by the crate
//! [`ultravin`], which reproduces NHTSA's own `spVinDecode`.

mod terms;

use ultravin::{Db, DecodeResult, DecodedElement, Filter};
use vinbot_plugin::prelude::*;
use vinbot_plugin::vpic::{self, Errors};
use vinbot_plugin::{Packed, warm_up};

/// The plugin.
#[derive(Debug)]
pub struct Vpic;

impl Plugin for Vpic {
    fn about() -> Info {
        Info {
            homepage: Some("https://vpic.nhtsa.dot.gov/".into()),
            data: Db::try_embedded()
                .map(|db| format!("vPIC {}", db.provenance().data_month.replace('_', "-"))),
            ..Info::new(
                "vpic",
                env!("CARGO_PKG_VERSION"),
                "The full NHTSA vPIC decode, offline",
            )
        }
    }
}

impl Decoder for Vpic {
    fn vocabulary() -> Vec<Term> {
        Db::try_embedded()
            .map(terms::vocabulary)
            .unwrap_or_default()
    }

    fn decode(query: &Query) -> Result<Decoded, Error> {
        packed(query, now()).map(Packed::unpack)
    }

    // Dozens of values a VIN: they are copied once, from the tables into the answer.
    fn decode_packed(queries: &[Query]) -> Vec<Result<Packed, Error>> {
        let now = now();
        queries.iter().map(|query| packed(query, now)).collect()
    }
}

impl SelfTest for Vpic {
    fn run() -> Result<(), String> {
        // From NHTSA's own examples: a 2003 Honda Accord.
        let query = Query {
            vin: "1HGCM82633A004352".into(),
            model_year: None,
        };
        let decoded = Self::decode(&query).map_err(|error| format!("{error:?}"))?;
        match (decoded.make.as_deref(), decoded.model.as_deref()) {
            (Some("HONDA"), Some("Accord")) => Ok(()),
            other => Err(format!("a Honda Accord is taken for {other:?}")),
        }
    }
}

vinbot_plugin::export!(Vpic: decoder, self_test);

warm_up!(warm_up());

/// Decodes a few thousand VINs when the component is built, so that the tables
/// which `ultravin` fills on first use are there when a sandbox starts.
#[cfg_attr(not(target_family = "wasm"), allow(dead_code))]
fn warm_up() {
    /// Noon of 2026-10-01 UTC, in microseconds; any recent day would do.
    const DAY: i64 = 1_790_856_000_000_000;
    if let Some(db) = Db::try_embedded() {
        terms::index(db);
        let year = ultravin::current_year_at(DAY);
        for vin in ultravin::generate(db, 3_000, 17, &Filter::default(), DAY, year) {
            let _ = db.decode_at(&vin, None, DAY);
        }
    }
}

/// In microseconds. The clock is read per call: model years are reckoned by it.
fn now() -> i64 {
    host::unix_seconds().cast_signed().saturating_mul(1_000_000)
}

fn packed(query: &Query, now: i64) -> Result<Packed, Error> {
    let db =
        Db::try_embedded().ok_or_else(|| Error::Internal("built without the vPIC data".into()))?;
    let result = db.decode_at(&query.vin, query.model_year.map(i32::from), now);
    answer(&result).ok_or(Error::NotCovered)
}

/// `None` when vPIC says nothing at all about this VIN.
fn answer(result: &DecodeResult<'_>) -> Option<Packed> {
    let value = |id: i32| {
        let element = result.elements.iter().find(|e| e.element_id == id)?;
        Some(element.value.trim())
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
    };
    let make = value(terms::MAKE);
    let model = value(terms::MODEL);
    let confidence = match (&model, &make, value(terms::MANUFACTURER)) {
        (Some(_), _, _) if result.error_codes == [0] => 100,
        (Some(_), _, _) => 80,
        (None, Some(_), _) => 35,
        (None, None, Some(_)) => 20,
        (None, None, None) => return None,
    };
    // Outside North America position 10 may mean another year or none, and only
    // a known model proves that the maker follows vPIC's reading of it.
    let model_year = (!vpic::foreign(&result.vin, model.is_some()))
        .then_some(result.model_year)
        .flatten();
    let mut packed = Packed {
        make,
        findings: findings(result, model.is_some()),
        model,
        model_year: model_year.and_then(|year| u16::try_from(year).ok()),
        ..Packed::new(confidence)
    };
    let told = || {
        result
            .elements
            .iter()
            .filter(|element| !element.value.is_empty())
    };
    packed.reserve(
        result.elements.len(),
        told().map(|element| element.value.len()).sum(),
    );
    for element in told() {
        add(&mut packed, element);
    }
    Some(packed)
}

fn findings(result: &DecodeResult<'_>, model_known: bool) -> Vec<Finding> {
    let told = |id: i32| {
        let element = result.elements.iter().find(|e| e.element_id == id);
        element.map_or("", |element| element.value.as_ref())
    };
    vpic::findings(&Errors {
        vin: &result.vin,
        codes: &result.error_codes,
        possible_values: told(terms::POSSIBLE_VALUES),
        text: told(terms::ERROR_TEXT),
        suggested: &result.corrected_vin,
        check_digit: ultravin::check_digit(&result.vin),
        model_known,
    })
}

fn add(packed: &mut Packed, element: &DecodedElement<'_>) {
    let is_default = element.source == "Default";
    if let Some(position) = terms::position(element.element_id) {
        packed.push(position, &element.value, is_default);
        return;
    }
    let term = vpic::term(
        "vpic",
        element.element_id,
        element.code,
        element.variable,
        element.group_name,
    );
    packed.push_named(term, &element.value, is_default);
}
