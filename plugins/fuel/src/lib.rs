//! Fuel economy by EPA, in two steps.
//!
//! `GET www.fueleconomy.gov/ws/rest/vehicle/menu/options?year=&make=&model=` answers the
//! versions of a model, `{"menuItem": [{"text", "value"}]}`, and `/ws/rest/vehicle/ID` the
//! figures of one, numbers as texts. Of one version, `menuItem` is no list; of none, the answer
//! is `null`. XML is the default, so JSON is asked for. EPA has its own names of models
//! (`F150 Pickup 4WD`), which stand in `menu/model`, and its own of makes, in `menu/make`.
//! docs/upstreams.md says how that is known.

mod section;

use vinbot_plugin::clean;
use vinbot_plugin::host::cache;
use vinbot_plugin::host::http::{Request, base_url};
use vinbot_plugin::json::{JsonExt, Value};
use vinbot_plugin::names::Wanted;
use vinbot_plugin::prelude::*;
use vinbot_plugin::vpic;

use section::Told;

const OFFICIAL: &str = "https://www.fueleconomy.gov";
const DAY: u32 = 86_400;
/// How long menus of makes and models are kept.
const LIST_TTL: u32 = 7 * DAY;
/// EPA's figures begin here.
const FIRST_YEAR: u16 = 1984;
/// What is read of a menu.
const MOST: usize = 1_000;

/// The plugin.
#[derive(Debug)]
pub struct Fuel;

impl Plugin for Fuel {
    fn about() -> Info {
        Info {
            homepage: Some("https://www.fueleconomy.gov/".into()),
            ..Info::new("fuel", env!("CARGO_PKG_VERSION"), "Fuel economy by EPA")
        }
    }
}

impl Enricher for Fuel {
    fn enrich(vehicle: Vehicle) -> Result<Section, Error> {
        if vpic::not_us_market(&vehicle) {
            return Err(Error::NotCovered);
        }
        let wanted = Wanted::of(&vehicle)
            .filter(|wanted| wanted.year >= FIRST_YEAR)
            .ok_or(Error::NotCovered)?;
        let base = format!("{}/ws/rest/vehicle", base_url(OFFICIAL));
        let year = wanted.year.to_string();
        let year = [("year", year.as_str())];
        let makes = names(&base, "make", &year)?;
        let make = wanted.make_in(&makes).ok_or(Error::NotCovered)?.name;
        let make = [year[0], ("make", make)];
        let models = names(&base, "model", &make)?;
        let model = wanted.model_in(&models).ok_or(Error::NotCovered)?;

        let versions = menu(&base, "options", &[make[0], make[1], ("model", model.name)])?;
        let (version, equal) = closest(&vehicle, &versions).ok_or(Error::NotCovered)?;
        let figures: Value = Request::get(&format!("{base}/{}", version.id)).fetch()?;
        if !figures.is_object() {
            return Err(Error::Unavailable("no figures in the answer".into()));
        }
        let told = Told {
            model: model.name,
            version: &version.name,
            of: versions.len(),
            equal,
            id: &version.id,
            note: model.note(),
        };
        section::section(&figures, &told).ok_or(Error::NotCovered)
    }
}

vinbot_plugin::export!(Fuel: enricher);

/// A line of a menu.
struct Entry {
    name: String,
    id: String,
}

/// The lines of a menu; none where there is none.
fn menu(base: &str, which: &str, parameters: &[(&str, &str)]) -> Result<Vec<Entry>, Error> {
    let mut request = Request::get(&format!("{base}/menu/{which}"));
    for (name, value) in parameters {
        request = request.query(name, value);
    }
    let answer = request
        .header("accept", "application/json")
        .send()?
        .checked()?;
    if answer.status == 204 {
        return Ok(Vec::new());
    }
    let menu: Value = answer.json()?;
    // Where there is nothing to choose from, the answer is `null`, or has nothing in it.
    let empty = match &menu {
        Value::Object(object) => object.is_empty(),
        other => other.is_null(),
    };
    if menu.get("menuItem").is_none() && !empty {
        return Err(Error::Unavailable(format!(
            "no menu in the answer: {}",
            answer.excerpt()
        )));
    }
    let entries = menu.at("menuItem").list().iter().take(MOST);
    Ok(entries
        .filter_map(|entry| {
            let id = entry.at("value").text()?;
            let name = entry.at("text").text().unwrap_or_else(|| id.clone());
            Some(Entry {
                name: clean::line(&name, 100),
                id,
            })
        })
        .collect())
}

/// The names in a menu of makes or models, which change once a year.
fn names(base: &str, which: &str, parameters: &[(&str, &str)]) -> Result<Vec<String>, Error> {
    let of: Vec<String> = parameters
        .iter()
        .map(|(_, value)| value.to_lowercase())
        .collect();
    cache::lines_or(&format!("{which}:{}", of.join(":")), LIST_TTL, || {
        let entries = menu(base, which, parameters)?;
        Ok(entries.into_iter().map(|entry| entry.id).collect())
    })
}

/// The version that says most of what is known of the vehicle, and how many do so equally:
/// `Auto (S6), 6 cyl, 3.5 L, Turbo`.
fn closest<'a>(vehicle: &Vehicle, versions: &'a [Entry]) -> Option<(&'a Entry, usize)> {
    let number = |key: &str| {
        vehicle
            .value(key)
            .and_then(|value| value.parse::<f64>().ok())
    };
    let mut marks: Vec<String> = Vec::new();
    marks.extend(number("displacement-l").map(|litres| format!("{litres:.1} l")));
    marks.extend(number("engine-cylinders").map(|cylinders| format!("{cylinders:.0} cyl")));
    let gearbox = vehicle.value("transmission-style").map(str::to_lowercase);
    if let Some(gearbox) = gearbox {
        let manual = gearbox.contains("manual") && !gearbox.contains("automated");
        marks.push(if manual { "man " } else { "auto" }.to_owned());
        let speeds = vehicle.value("transmission-speeds");
        marks.extend(speeds.map(|speeds| format!("{speeds}-spd")));
    }
    if vehicle
        .value("turbo")
        .is_some_and(|turbo| turbo.eq_ignore_ascii_case("yes"))
    {
        marks.push("turbo".to_owned());
    }
    let usable =
        |entry: &&Entry| entry.id.len() <= 12 && entry.id.bytes().all(|byte| byte.is_ascii_digit());
    let score = |entry: &Entry| {
        let text = format!("{} ", entry.name.to_lowercase());
        marks
            .iter()
            .filter(|mark| text.contains(mark.as_str()))
            .count()
    };
    let best = versions.iter().filter(usable).map(score).max()?;
    let mut equal = versions
        .iter()
        .filter(usable)
        .filter(|entry| score(entry) == best);
    let first = equal.next()?;
    Some((first, 1 + equal.count()))
}
