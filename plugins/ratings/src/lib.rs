//! NHTSA's 5-star ratings of safety (NCAP), in two steps.
//!
//! `GET api.nhtsa.gov/SafetyRatings/modelyear/Y/make/M/model/N` answers the versions that were
//! tested, `{"Count", "Results": [{"VehicleDescription", "VehicleId"}]}`, and
//! `/SafetyRatings/VehicleId/ID` the stars of one. Without `/model/…` it answers the names of
//! models. Stars are texts, and `Not Rated` is one of them. docs/upstreams.md says how that
//! is known.

use vinbot_plugin::clean;
use vinbot_plugin::host::cache;
use vinbot_plugin::host::http::{Request, base_url, segment};
use vinbot_plugin::json::{JsonExt, Value};
use vinbot_plugin::names::Wanted;
use vinbot_plugin::prelude::*;
use vinbot_plugin::vpic;

const OFFICIAL: &str = "https://api.nhtsa.gov";
const DAY: u32 = 86_400;
const TTL: u32 = 7 * DAY;
/// How long the list of models is kept.
const LIST_TTL: u32 = 7 * DAY;
/// Before it, nothing was rated.
const FIRST_YEAR: u16 = 1990;

/// The plugin.
#[derive(Debug)]
pub struct Ratings;

impl Plugin for Ratings {
    fn about() -> Info {
        Info {
            homepage: Some("https://www.nhtsa.gov/ratings".into()),
            ..Info::new(
                "ratings",
                env!("CARGO_PKG_VERSION"),
                "NHTSA's 5-star ratings of safety",
            )
        }
    }
}

impl Enricher for Ratings {
    fn enrich(vehicle: Vehicle) -> Result<Section, Error> {
        if vpic::not_us_market(&vehicle) {
            return Err(Error::NotCovered);
        }
        let wanted = Wanted::of(&vehicle)
            .filter(|wanted| wanted.year >= FIRST_YEAR)
            .ok_or(Error::NotCovered)?;
        let base = base_url(OFFICIAL);
        let make = format!(
            "{base}/SafetyRatings/modelyear/{}/make/{}",
            wanted.year,
            segment(&wanted.make)
        );
        let found = wanted.ask(
            |model| versions(&format!("{make}/model/{}", segment(model))),
            || models(&make, &wanted),
        )?;
        let found = found.ok_or(Error::NotCovered)?;
        let (version, equal) = wanted
            .version_in(&found.of, |version| &version.name)
            .ok_or(Error::NotCovered)?;
        let stars =
            Request::get(&format!("{base}/SafetyRatings/VehicleId/{}", version.id)).results()?;
        let stars = stars.first().ok_or(Error::NotCovered)?;
        let told = Told {
            version: &version.name,
            of: found.of.len(),
            equal,
            note: found.note,
        };
        // No rating is no news.
        section(stars, told).ok_or(Error::NotCovered)
    }
}

vinbot_plugin::export!(Ratings: enricher);

/// A version that was tested: `2013 Honda Accord 4 DR FWD`.
struct Version {
    name: String,
    id: String,
}

/// `None` if there are none under this name.
fn versions(url: &str) -> Result<Option<Vec<Version>>, Error> {
    let results = Request::get(url).results()?;
    let versions = results.iter().take(200).filter_map(|version| {
        let id = version.at("VehicleId").text()?;
        let usable = id != "0" && id.len() <= 12 && id.bytes().all(|byte| byte.is_ascii_digit());
        usable.then(|| Version {
            name: clean::line(
                &version.at("VehicleDescription").text().unwrap_or_default(),
                100,
            ),
            id,
        })
    });
    let versions: Vec<Version> = versions.collect();
    Ok((!versions.is_empty()).then_some(versions))
}

/// The models of this make and year that were tested.
fn models(make_url: &str, wanted: &Wanted) -> Result<Vec<String>, Error> {
    let key = format!("models:{}:{}", wanted.year, wanted.make.to_lowercase());
    cache::lines_or(&key, LIST_TTL, || {
        let listed = Request::get(make_url).results()?;
        let names = listed.iter().filter_map(|item| item.at("Model").text());
        Ok(names.take(1_000).collect())
    })
}

/// What was tested.
struct Told<'a> {
    version: &'a str,
    /// Of so many versions.
    of: usize,
    /// So many fit as well.
    equal: usize,
    note: Option<String>,
}

#[rustfmt::skip]
const STARS: [(&str, &str, &str); 9] = [
    ("OverallRating", "overall", "Overall"),
    ("OverallFrontCrashRating", "frontal-crash", "Frontal crash"),
    ("FrontCrashDriversideRating", "frontal-driver", "Frontal crash, driver"),
    ("FrontCrashPassengersideRating", "frontal-passenger", "Frontal crash, passenger"),
    ("OverallSideCrashRating", "side-crash", "Side crash"),
    ("SideCrashDriversideRating", "side-front-seat", "Side crash, front seat"),
    ("SideCrashPassengersideRating", "side-rear-seat", "Side crash, rear seat"),
    ("SidePoleCrashRating", "side-pole", "Side crash against a pole"),
    ("RolloverRating", "rollover", "Rollover"),
];

const SYSTEMS: [(&str, &str, &str); 3] = [
    (
        "NHTSAElectronicStabilityControl",
        "stability-control",
        "Stability control",
    ),
    (
        "NHTSAForwardCollisionWarning",
        "collision-warning",
        "Collision warning",
    ),
    (
        "NHTSALaneDepartureWarning",
        "lane-departure-warning",
        "Lane departure warning",
    ),
];

/// `None` if nothing was rated.
fn section(rated: &Value, told: Told<'_>) -> Option<Section> {
    let term = |key: &str, label: &str| term(&format!("ratings:{key}"), label, "Safety ratings");
    let mut attributes = Vec::new();
    let mut summary = None;
    for (field, key, label) in STARS {
        // `Not Rated` is no number.
        let stars = rated
            .at(field)
            .number()
            .filter(|stars| (1.0..=5.0).contains(stars));
        let Some(stars) = stars else { continue };
        summary.get_or_insert_with(|| format!("{stars:.0}★ {}", label.to_lowercase()));
        attributes.push(Attribute::new(
            term(key, label).in_unit("of 5 stars"),
            format!("{stars:.0}"),
        ));
    }
    let mut summary = summary?;
    if let Some(risk) = rated
        .at("RolloverPossibility")
        .number()
        .filter(|risk| *risk > 0.0)
    {
        // A fraction; some years have it in percent.
        let percent = if risk <= 1.0 { risk * 100.0 } else { risk };
        if percent <= 100.0 {
            let term = term("rollover-risk", "Risk of rollover").in_unit("%");
            attributes.push(Attribute::new(term, format!("{percent:.1}")));
        }
    }
    for (field, key, label) in SYSTEMS {
        let fitted = rated.at(field).text().map(|text| clean::line(&text, 40));
        if let Some(fitted) = fitted.filter(|fitted| !fitted.eq_ignore_ascii_case("not rated")) {
            attributes.push(Attribute::new(term(key, label), fitted));
        }
    }
    let version = rated.at("VehicleDescription").text();
    let version = clean::line(version.as_deref().unwrap_or(told.version), 100);
    if !version.is_empty() {
        attributes.push(Attribute::new(term("tested", "Tested"), version));
    }
    if told.equal > 1 {
        attributes.push(Attribute::new(
            term("versions", "Versions"),
            format!(
                "{} were tested, {} of which may be this one",
                told.of, told.equal
            ),
        ));
    }
    if let Some(note) = told.note {
        summary = format!("{summary} ({note})");
    }
    Some(Section {
        key: "ratings".into(),
        title: "Safety".into(),
        summary,
        attributes,
        items: Vec::new(),
        ttl: TTL,
    })
}
