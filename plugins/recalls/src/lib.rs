//! Recalls of a model and year, from NHTSA.
//!
//! `GET api.nhtsa.gov/recalls/recallsByVehicle?make=&model=&modelYear=` answers
//! `{"Count", "Message", "results": [{"NHTSACampaignNumber", "Component", "Summary", …}]}`;
//! dates are `DD/MM/YYYY`. A model that NHTSA does not know is answered like one without
//! recalls (with 400 or with 200 and none), so where there are none, the names that NHTSA
//! itself lists are looked at: `/products/vehicle/models?modelYear=&make=&issueType=r`.
//! docs/upstreams.md says how that is known.

use vinbot_plugin::clean::{self, DateOrder};
use vinbot_plugin::host::cache;
use vinbot_plugin::host::http::{Request, base_url};
use vinbot_plugin::json::{JsonExt, Value};
use vinbot_plugin::names::{Answer, Wanted};
use vinbot_plugin::prelude::*;
use vinbot_plugin::vpic;

const OFFICIAL: &str = "https://api.nhtsa.gov";
const HOUR: u32 = 3_600;
const TTL: u32 = 12 * HOUR;
/// How long the list of models is kept.
const LIST_TTL: u32 = 24 * HOUR;
/// Recalls in a section: hardly any model has more of one year.
const MOST: usize = 50;

/// The plugin.
#[derive(Debug)]
pub struct Recalls;

impl Plugin for Recalls {
    fn about() -> Info {
        Info {
            homepage: Some("https://www.nhtsa.gov/recalls".into()),
            ..Info::new(
                "recalls",
                env!("CARGO_PKG_VERSION"),
                "Recalls of the model and year, by NHTSA",
            )
        }
    }
}

impl Enricher for Recalls {
    fn enrich(vehicle: Vehicle) -> Result<Section, Error> {
        if vpic::not_us_market(&vehicle) {
            return Err(Error::NotCovered);
        }
        let wanted = Wanted::of(&vehicle).ok_or(Error::NotCovered)?;
        let base = base_url(OFFICIAL);
        let found = wanted.ask(
            |model| campaigns(&base, &wanted, model),
            || models(&base, &wanted),
        )?;
        Ok(section(found, &wanted))
    }
}

vinbot_plugin::export!(Recalls: enricher);

/// `None` if there are none under this name.
fn campaigns(base: &str, wanted: &Wanted, model: &str) -> Result<Option<Vec<Value>>, Error> {
    let results = Request::get(&format!("{base}/recalls/recallsByVehicle"))
        .query("make", &wanted.make)
        .query("model", model)
        .query("modelYear", &wanted.year.to_string())
        .results()?;
    Ok((!results.is_empty()).then_some(results))
}

/// The models of this make and year that have recalls.
fn models(base: &str, wanted: &Wanted) -> Result<Vec<String>, Error> {
    let (make, year) = (&wanted.make, wanted.year.to_string());
    let key = format!("models:{year}:{}", make.to_lowercase());
    cache::lines_or(&key, LIST_TTL, || {
        let listed = Request::get(&format!("{base}/products/vehicle/models"))
            .query("modelYear", &year)
            .query("make", make)
            .query("issueType", "r")
            .results()?;
        let names = listed.iter().filter_map(|item| item.at("model").text());
        Ok(names.take(1_000).collect())
    })
}

/// How bad it is, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Danger {
    DoNotDrive,
    ParkOutside,
    Usual,
}

struct Recall {
    danger: Danger,
    /// `2025-11-14`.
    date: Option<String>,
    item: Item,
}

/// That there are no recalls is news, too.
fn section(found: Option<Answer<Vec<Value>>>, wanted: &Wanted) -> Section {
    let (campaigns, note) = found.map_or_else(Default::default, |answer| (answer.of, answer.note));
    let mut recalls: Vec<Recall> = campaigns.iter().filter_map(recall).collect();
    recalls.sort_by(|a, b| a.danger.cmp(&b.danger).then(b.date.cmp(&a.date)));
    let count = |danger| {
        recalls
            .iter()
            .filter(|recall| recall.danger == danger)
            .count()
    };

    let mut summary = match recalls.len() {
        // Perhaps NHTSA has another name for it: the reader sees under which there are none.
        0 => format!(
            "none known to NHTSA for {} {} {}",
            wanted.make, wanted.model, wanted.year
        ),
        1 => "1 recall".to_owned(),
        several => format!("{several} recalls"),
    };
    for (danger, words) in [
        (Danger::DoNotDrive, "do not drive"),
        (Danger::ParkOutside, "park outside"),
    ] {
        match count(danger) {
            0 => {}
            number => summary = format!("{summary}, {number} with the advice: {words}"),
        }
    }
    if let Some(note) = note {
        summary = format!("{summary} ({note})");
    }

    let newest = recalls
        .iter()
        .filter_map(|recall| recall.date.clone())
        .max();
    let mut attributes = Vec::new();
    if let Some(newest) = newest {
        attributes.push(Attribute::new(
            term("recalls:newest", "Newest", "Recalls"),
            newest,
        ));
        attributes.push(Attribute::new(
            term("recalls:scope", "Counted", "Recalls"),
            "of this model and year; nhtsa.gov/recalls tells whether this very car is repaired",
        ));
    }
    if recalls.len() > MOST {
        attributes.push(Attribute::new(
            term("recalls:shown", "Shown", "Recalls"),
            format!("the first {MOST}"),
        ));
    }
    Section {
        key: "recalls".into(),
        title: "Recalls".into(),
        summary,
        attributes,
        items: recalls
            .into_iter()
            .take(MOST)
            .map(|recall| recall.item)
            .collect(),
        ttl: TTL,
    }
}

/// `None` of what is no recall at all.
fn recall(campaign: &Value) -> Option<Recall> {
    let say = |key: &str, most: usize| {
        let text = clean::line(&campaign.at(key).text()?, most);
        (!text.is_empty()).then_some(text)
    };
    let number = say("NHTSACampaignNumber", 20);
    let summary = say("Summary", 500);
    if number.is_none() && summary.is_none() {
        return None;
    }
    let danger = if campaign.at("parkIt").flag() {
        Danger::DoNotDrive
    } else if campaign.at("parkOutSide").flag() {
        Danger::ParkOutside
    } else {
        Danger::Usual
    };
    let date =
        say("ReportReceivedDate", 30).and_then(|date| clean::date(&date, DateOrder::DayFirst));

    let mut parts: Vec<String> = Vec::new();
    match danger {
        Danger::DoNotDrive => parts.push("Do not drive it until it is repaired.".into()),
        Danger::ParkOutside => parts.push("Park it outside and away from buildings.".into()),
        Danger::Usual => {}
    }
    parts.extend(summary);
    parts.extend(say("Consequence", 300));
    parts.extend(say("Remedy", 400).map(|remedy| format!("Remedy: {remedy}")));
    if campaign.at("overTheAirUpdate").flag() {
        parts.push("It is repaired by an update over the air.".into());
    }
    let reference = match (&number, &date) {
        (Some(number), Some(date)) => Some(format!("NHTSA {number}, {date}")),
        (Some(number), None) => Some(format!("NHTSA {number}")),
        (None, date) => date.clone(),
    };
    parts.extend(reference);
    let listed = number.filter(|number| number.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    Some(Recall {
        danger,
        date,
        item: Item {
            title: say("Component", 120).map_or_else(|| "Recall".into(), |text| component(&text)),
            body: parts.join("\n"),
            url: listed.map(|number| format!("https://www.nhtsa.gov/recalls?nhtsaId={number}")),
            severity: match danger {
                Danger::DoNotDrive => Severity::Error,
                Danger::ParkOutside | Danger::Usual => Severity::Warning,
            },
        },
    })
}

/// `AIR BAGS:FRONTAL` as people write it: `Air bags, frontal`.
fn component(text: &str) -> String {
    let parts: Vec<String> = text
        .split(':')
        .map(|part| part.trim().to_lowercase())
        .filter(|part| !part.is_empty())
        .collect();
    let joined = parts.join(", ");
    let mut letters = joined.chars();
    letters.next().map_or_else(
        || "Recall".to_owned(),
        |first| first.to_uppercase().chain(letters).collect(),
    )
}
