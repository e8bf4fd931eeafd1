//! What owners of a model and year complained of to NHTSA.
//!
//! `GET api.nhtsa.gov/complaints/complaintsByVehicle?make=&model=&modelYear=` answers
//! `{"count", "message", "results": [{"odiNumber", "dateOfIncident", "components", "crash",
//! "summary", …}]}`; dates are `MM/DD/YYYY`, unlike those of recalls. It takes its own names of
//! models alone: of `C300` it knows nothing, of `C-Class` a hundred complaints. They stand in
//! `/products/vehicle/models?modelYear=&make=&issueType=c`. docs/upstreams.md says how that
//! is known.

use vinbot_plugin::clean::{self, DateOrder};
use vinbot_plugin::host::cache;
use vinbot_plugin::host::http::{Request, base_url};
use vinbot_plugin::json::{JsonExt, Value};
use vinbot_plugin::names::{Answer, Wanted};
use vinbot_plugin::prelude::*;
use vinbot_plugin::vpic;

const OFFICIAL: &str = "https://api.nhtsa.gov";
const HOUR: u32 = 3_600;
const TTL: u32 = 24 * HOUR;
/// How long the list of models is kept.
const LIST_TTL: u32 = 24 * HOUR;
/// Complaints that are shown, of hundreds.
const MOST: usize = 20;
/// Components that are named as those most complained of.
const COMPONENTS: usize = 5;

/// The plugin.
#[derive(Debug)]
pub struct Complaints;

impl Plugin for Complaints {
    fn about() -> Info {
        Info {
            homepage: Some("https://www.nhtsa.gov/recalls".into()),
            ..Info::new(
                "complaints",
                env!("CARGO_PKG_VERSION"),
                "What owners complained of to NHTSA",
            )
        }
    }
}

impl Enricher for Complaints {
    fn enrich(vehicle: Vehicle) -> Result<Section, Error> {
        if vpic::not_us_market(&vehicle) {
            return Err(Error::NotCovered);
        }
        let wanted = Wanted::of(&vehicle).ok_or(Error::NotCovered)?;
        let base = base_url(OFFICIAL);
        let found = wanted.ask(
            |model| complaints(&base, &wanted, model),
            || models(&base, &wanted),
        )?;
        // That nobody complained of a model that hardly anybody drives is no praise.
        found.and_then(section).ok_or(Error::NotCovered)
    }
}

vinbot_plugin::export!(Complaints: enricher);

/// `None` if there are none under this name.
fn complaints(base: &str, wanted: &Wanted, model: &str) -> Result<Option<Vec<Value>>, Error> {
    let results = Request::get(&format!("{base}/complaints/complaintsByVehicle"))
        .query("make", &wanted.make)
        .query("model", model)
        .query("modelYear", &wanted.year.to_string())
        .results()?;
    Ok((!results.is_empty()).then_some(results))
}

/// The models of this make and year that somebody complained of.
fn models(base: &str, wanted: &Wanted) -> Result<Vec<String>, Error> {
    let (make, year) = (&wanted.make, wanted.year.to_string());
    let key = format!("models:{year}:{}", make.to_lowercase());
    cache::lines_or(&key, LIST_TTL, || {
        let listed = Request::get(&format!("{base}/products/vehicle/models"))
            .query("modelYear", &year)
            .query("make", make)
            .query("issueType", "c")
            .results()?;
        let names = listed.iter().filter_map(|item| item.at("model").text());
        Ok(names.take(1_000).collect())
    })
}

struct Complaint {
    number: Option<String>,
    /// `2025-11-14`.
    date: Option<String>,
    components: Vec<String>,
    crash: bool,
    fire: bool,
    injured: u32,
    killed: u32,
    summary: Option<String>,
}

impl Complaint {
    /// `None` of what is no complaint at all.
    fn read(complaint: &Value) -> Option<Self> {
        let say = |key: &str, most: usize| {
            let text = clean::line(&complaint.at(key).text()?, most);
            (!text.is_empty()).then_some(text)
        };
        let number = say("odiNumber", 20);
        let summary = say("summary", 700);
        if number.is_none() && summary.is_none() {
            return None;
        }
        let date = say("dateOfIncident", 30).or_else(|| say("dateComplaintFiled", 30));
        let components = say("components", 300).unwrap_or_default();
        Some(Self {
            number,
            date: date.and_then(|date| clean::date(&date, DateOrder::MonthFirst)),
            components: components
                .split([',', ';', '|'])
                .map(|part| part.trim().to_lowercase())
                .filter(|part| !part.is_empty())
                .collect(),
            crash: complaint.at("crash").flag(),
            fire: complaint.at("fire").flag(),
            injured: people(complaint.at("numberOfInjuries")),
            killed: people(complaint.at("numberOfDeaths")),
            summary,
        })
    }

    fn item(self) -> Item {
        let mut title = first_upper(&clean::line(&self.components.join(", "), 100));
        if title.is_empty() {
            "Complaint".clone_into(&mut title);
        }
        let mut harm: Vec<String> = Vec::new();
        if self.crash {
            harm.push("a crash".into());
        }
        if self.fire {
            harm.push("a fire".into());
        }
        harm.extend(counted(self.injured, ["injured", "injured"]));
        harm.extend(counted(self.killed, ["killed", "killed"]));
        let mut parts: Vec<String> = Vec::new();
        if !harm.is_empty() {
            parts.push(format!("With {}.", harm.join(", ")));
        }
        let severity = if harm.is_empty() {
            Severity::Note
        } else {
            Severity::Warning
        };
        parts.extend(self.summary);
        let reference = [
            self.number.as_ref().map(|n| format!("NHTSA {n}")),
            self.date,
        ];
        let reference: Vec<String> = reference.into_iter().flatten().collect();
        if !reference.is_empty() {
            parts.push(reference.join(", "));
        }
        let listed = self
            .number
            .filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        Item {
            title,
            body: parts.join("\n"),
            url: listed.map(|number| format!("https://www.nhtsa.gov/?nhtsaId={number}")),
            severity,
        }
    }
}

fn people(count: &Value) -> u32 {
    let count = count
        .number()
        .filter(|count| (0.0..1_000.0).contains(count));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is between 0 and 1,000"
    )]
    count.map_or(0, |count| count as u32)
}

/// `3 fires`; nothing of none.
fn counted(count: u32, words: [&str; 2]) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {}", words[0])),
        several => Some(format!("{several} {}", words[1])),
    }
}

fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn section(found: Answer<Vec<Value>>) -> Option<Section> {
    let mut complaints: Vec<Complaint> = found.of.iter().filter_map(Complaint::read).collect();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let total = number(complaints.len());
    let with =
        |has: fn(&Complaint) -> bool| number(complaints.iter().filter(|one| has(one)).count());
    let people = |of: fn(&Complaint) -> u32| complaints.iter().map(of).fold(0, u32::saturating_add);
    let (crashes, fires) = (with(|one| one.crash), with(|one| one.fire));
    let (injured, killed) = (people(|one| one.injured), people(|one| one.killed));

    let mut summary = counted(total, ["complaint", "complaints"])?;
    for more in [
        counted(crashes, ["crash", "crashes"]),
        counted(fires, ["fire", "fires"]),
        counted(injured, ["injured", "injured"]),
        counted(killed, ["killed", "killed"]),
    ] {
        summary.extend(more.map(|more| format!(", {more}")));
    }
    summary.extend(found.note.map(|note| format!(" ({note})")));

    let mut attributes = Vec::new();
    let often = often(&complaints);
    if !often.is_empty() {
        let term = term("complaints:components", "Most about", "Complaints");
        attributes.push(Attribute::new(term, often));
    }
    if complaints.len() > MOST {
        let term = term("complaints:shown", "Shown", "Complaints");
        attributes.push(Attribute::new(
            term,
            format!("those with harm and the newest, {MOST}"),
        ));
    }
    let harm = |one: &Complaint| (one.killed, one.injured, one.crash || one.fire);
    complaints.sort_by(|a, b| harm(b).cmp(&harm(a)).then(b.date.cmp(&a.date)));
    Some(Section {
        key: "complaints".into(),
        title: "Complaints".into(),
        summary,
        attributes,
        items: complaints
            .into_iter()
            .take(MOST)
            .map(Complaint::item)
            .collect(),
        ttl: TTL,
    })
}

/// `engine (12), steering (7)`.
fn often(complaints: &[Complaint]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for component in complaints.iter().flat_map(|one| &one.components) {
        if component == "unknown or other" {
            continue;
        }
        let full = counts.len() >= 200;
        match counts.iter_mut().find(|(known, _)| known == component) {
            Some((_, count)) => *count += 1,
            None if full => {}
            None => counts.push((component, 1)),
        }
    }
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let told: Vec<String> = counts
        .into_iter()
        .take(COMPONENTS)
        .map(|(component, count)| format!("{} ({count})", clean::line(component, 60)))
        .collect();
    told.join(", ")
}
