//! NHTSA's vPIC over the network: the same decode as the plugin `vpic` has built in, with
//! what makers filed since.
//!
//! `GET vpic.nhtsa.dot.gov/api/vehicles/DecodeVinValuesExtended/VIN?format=json` answers
//! `{"Count", "Message", "SearchCriteria", "Results": [{"Make": "HONDA", "ErrorCode": "0", …}]}`,
//! all values texts, those that are unknown empty. Several VINs go in blocks of 50, which is
//! the most that it takes, as a form: `POST …/DecodeVINValuesBatch/` with `format=json` and
//! `data=VIN,YEAR;VIN`. docs/upstreams.md says how that is known.

mod answer;
mod elements;

use vinbot_plugin::host::http::{Method, Request, base_url, segment};
use vinbot_plugin::json::{JsonExt, Value};
use vinbot_plugin::prelude::*;
use vinbot_plugin::vpic;

const OFFICIAL: &str = "https://vpic.nhtsa.dot.gov";
/// VINs that the server takes in one request.
const BLOCK: usize = 50;

/// The plugin.
#[derive(Debug)]
pub struct Nhtsa;

impl Plugin for Nhtsa {
    fn about() -> Info {
        Info {
            homepage: Some("https://vpic.nhtsa.dot.gov/api/".into()),
            ..Info::new(
                "nhtsa",
                env!("CARGO_PKG_VERSION"),
                "NHTSA's vPIC over the network: newer than the data built in",
            )
        }
    }
}

impl Decoder for Nhtsa {
    fn vocabulary() -> Vec<Term> {
        elements::vocabulary()
    }

    fn decode(query: &Query) -> Result<Decoded, Error> {
        Self::decode_all(std::slice::from_ref(query))
            .pop()
            .unwrap_or(Err(Error::NotCovered))
    }

    fn decode_all(queries: &[Query]) -> Vec<Result<Decoded, Error>> {
        let base = base_url(OFFICIAL);
        // European makers fill positions 4 to 6 with Z for other markets, and file nothing
        // of those: nobody has to be asked.
        let asked: Vec<&Query> = queries
            .iter()
            .filter(|query| !vpic::foreign(&query.vin, true))
            .collect();
        let answers: Vec<_> = asked
            .chunks(BLOCK)
            .map(|block| match block {
                [one] => (block, single(&base, one)),
                several => (block, batch(&base, several)),
            })
            .collect();
        let decode = |query: &Query| {
            let of = |block: &[&Query]| block.iter().any(|asked| asked.vin == query.vin);
            let (_, results) = answers
                .iter()
                .find(|(block, _)| of(block))
                .ok_or(Error::NotCovered)?;
            let results = results.as_ref().map_err(Clone::clone)?;
            let is = |result: &&Value| {
                let vin = result.at("VIN").text();
                vin.is_some_and(|vin| vin.eq_ignore_ascii_case(&query.vin))
            };
            let result = results.iter().find(is).ok_or(Error::NotCovered)?;
            answer::decoded(&query.vin, result).ok_or(Error::NotCovered)
        };
        queries.iter().map(decode).collect()
    }
}

vinbot_plugin::export!(Nhtsa: decoder);

fn single(base: &str, query: &Query) -> Result<Vec<Value>, Error> {
    let vin = segment(&query.vin);
    let mut request = Request::get(&format!(
        "{base}/api/vehicles/DecodeVinValuesExtended/{vin}"
    ))
    .query("format", "json");
    if let Some(year) = query.model_year {
        request = request.query("modelyear", &year.to_string());
    }
    request.results()
}

fn batch(base: &str, queries: &[&Query]) -> Result<Vec<Value>, Error> {
    let data: Vec<String> = queries
        .iter()
        .map(|query| match query.model_year {
            Some(year) => format!("{},{year}", query.vin),
            None => query.vin.clone(),
        })
        .collect();
    let url = format!("{base}/api/vehicles/DecodeVINValuesBatch/");
    Request::new(Method::Post, &url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("format=json&data={}", segment(&data.join(";"))))
        .results()
}
