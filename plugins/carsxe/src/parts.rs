//! What the services answer, as parts of the section.

use vinbot_plugin::clean::{self, DateOrder};
use vinbot_plugin::json::{JsonExt, Value};
use vinbot_plugin::prelude::*;

/// Items of one part.
const MOST: usize = 25;

/// A part of the section.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Part {
    /// What it says on the card.
    pub(crate) summary: String,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) items: Vec<Item>,
}

fn say(value: &Value, most: usize) -> Option<String> {
    let text = clean::line(&value.text()?, most);
    (!text.is_empty()).then_some(text)
}

fn day(value: &Value) -> Option<String> {
    clean::date(&value.text()?, DateOrder::MonthFirst)
}

fn fact(key: &str, label: &str, group: &str, value: String) -> Attribute {
    Attribute::new(term(&format!("carsxe:{key}"), label, group), value)
}

fn item(title: String, body: &[Option<String>], severity: Severity) -> Item {
    let lines: Vec<&str> = body.iter().flatten().map(String::as_str).collect();
    Item {
        title,
        body: lines.join("\n"),
        url: None,
        severity,
    }
}

/// `1 brand`, `2 brands`.
fn counted(count: usize, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        several => format!("{several} {one}s"),
    }
}

/// Kinds of price: prefix of the fields, and what people call it.
const PRICES: [(&str, &str); 3] = [
    ("retail", "Retail"),
    ("trade_in", "Trade-in"),
    ("whole", "Wholesale"),
];
const CONDITIONS: [(&str, &str); 4] = [
    ("xclean", "excellent"),
    ("clean", "clean"),
    ("avg", "average"),
    ("rough", "rough"),
];

/// `{"retail_clean": {"adjusted_retail_clean": 9125, "base_retail_clean": …}, "msrp": …}`.
pub(crate) fn value(answer: &Value) -> Option<Part> {
    const GROUP: &str = "Market value";
    let mut part = Part::default();
    let mut clean_prices: Vec<String> = Vec::new();
    for (prefix, price) in PRICES {
        for (suffix, condition) in CONDITIONS {
            let name = format!("{prefix}_{suffix}");
            let Some(amount) = amount(answer.at(&name), &name) else {
                continue;
            };
            if suffix == "clean" {
                clean_prices.push(format!("${amount:.0} {}", price.to_lowercase()));
            }
            let key = format!("value-{}", name.replace('_', "-"));
            let label = format!("{price}, {condition}");
            let term = term(&format!("carsxe:{key}"), &label, GROUP).in_unit("USD");
            part.attributes
                .push(Attribute::new(term, format!("{amount:.0}")));
        }
    }
    if part.attributes.is_empty() {
        return None;
    }
    if let Some(price) = money(answer.at("msrp")) {
        let term = term("carsxe:msrp", "Price when new", GROUP).in_unit("USD");
        part.attributes
            .push(Attribute::new(term, format!("{price:.0}")));
    }
    if let Some(date) = day(answer.at("publish_date")) {
        part.attributes
            .push(fact("value-date", "As of", GROUP, date));
    }
    clean_prices.truncate(2);
    part.summary = if clean_prices.is_empty() {
        "market value known".to_owned()
    } else {
        format!("worth {}", clean_prices.join(", "))
    };
    Some(part)
}

/// The price with all adjustments, which the service may leave to who asks.
fn amount(price: &Value, name: &str) -> Option<f64> {
    if let Some(amount) = money(price).or_else(|| money(price.at(&format!("adjusted_{name}")))) {
        return Some(amount);
    }
    let base = money(price.at(&format!("base_{name}")))?;
    let adjust = |part: &str| {
        let number = price.at(&format!("{part}_{name}")).number();
        number
            .filter(|number| number.abs() < 1e7)
            .unwrap_or_default()
    };
    let amount = base + adjust("mileage") + adjust("add_deduct") + adjust("regional");
    (amount > 0.0).then_some(amount)
}

fn money(value: &Value) -> Option<f64> {
    value
        .number()
        .filter(|number| *number > 0.0 && *number < 1e7)
}

/// Titles, brands, salvage and insurance, as NMVTIS has them.
pub(crate) fn history(answer: &Value) -> Option<Part> {
    let list = |key: &str| answer.at(key).list();
    let (brands, salvage, insurance) = (
        list("brandsInformation"),
        list("junkAndSalvageInformation"),
        list("insuranceInformation"),
    );
    let titles = || {
        list("currentTitleInformation")
            .iter()
            .chain(list("historyInformation"))
    };
    let told = [
        "brandsInformation",
        "junkAndSalvageInformation",
        "insuranceInformation",
        "currentTitleInformation",
        "historyInformation",
        "vinChanged",
    ];
    if told.iter().all(|key| answer.at(key).is_null()) {
        return None;
    }
    let mut part = Part::default();
    let changed = answer.at("vinChanged").flag();
    if changed {
        let words = Some("The records know this vehicle by another VIN, too.".to_owned());
        part.items
            .push(item("VIN changed".into(), &[words], Severity::Warning));
    }
    for brand in brands.iter().take(MOST) {
        let name = say(brand.at("name"), 80).or_else(|| say(brand.at("code"), 80));
        let title = format!("Title brand: {}", name.unwrap_or_else(|| "unnamed".into()));
        part.items.push(item(
            title,
            &[say(brand.at("description"), 400)],
            Severity::Error,
        ));
    }
    for (records, title, severity) in [
        (salvage, "Junk or salvage", Severity::Error),
        (insurance, "Insurance record", Severity::Warning),
    ] {
        for record in records.iter().take(MOST) {
            let who = record.at("ReportingEntityAbstract");
            let place = [
                who.at("EntityName"),
                who.at("LocationCityName"),
                who.at("LocationStateUSPostalServiceCode"),
            ];
            let place: Vec<String> = place.into_iter().filter_map(|text| say(text, 80)).collect();
            let body = [
                (!place.is_empty()).then(|| place.join(", ")),
                say(record.at("VehicleDispositionText"), 80),
                day(record.at("VehicleObtainedDate")),
            ];
            part.items.push(item(title.into(), &body, severity));
        }
    }
    for title in titles().take(MOST) {
        let odometer = say(title.at("VehicleOdometerReadingMeasure"), 20).map(|reading| {
            let unit = say(title.at("VehicleOdometerReadingUnitCode"), 10).unwrap_or_default();
            format!("Odometer: {reading} {unit}").trim_end().to_owned()
        });
        let authority = say(title.at("TitleIssuingAuthorityName"), 80);
        let heading = format!(
            "Title: {}",
            authority.unwrap_or_else(|| "authority unknown".into())
        );
        let body = [day(title.at("TitleIssueDate").at("Date")), odometer];
        part.items.push(item(heading, &body, Severity::Note));
    }
    let mut said = vec![counted(titles().count(), "title")];
    said.push(if brands.is_empty() {
        "no brands".into()
    } else {
        counted(brands.len(), "brand")
    });
    said.push(if salvage.is_empty() {
        "no salvage".into()
    } else {
        counted(salvage.len(), "salvage record")
    });
    if !insurance.is_empty() {
        said.push(counted(insurance.len(), "insurance record"));
    }
    part.summary = said.join(", ");
    Some(part)
}

/// Recalls of this very VIN: `{"data": {"has_recalls", "recall_count", "recalls": […]}}`.
pub(crate) fn recalls(answer: &Value) -> Option<Part> {
    let data = answer.at("data");
    if !data.is_object() {
        return None;
    }
    let listed = data.at("recalls").list();
    let mut part = Part {
        summary: match listed.len() {
            0 => "no recalls of this VIN".to_owned(),
            count => format!("{} of this VIN", counted(count, "recall")),
        },
        ..Part::default()
    };
    for recall in listed.iter().take(MOST) {
        let name = say(recall.at("component"), 120).or_else(|| say(recall.at("recall_name"), 120));
        let number = say(recall.at("nhtsa_id"), 20);
        let drive = recall.at("dont_drive").flag() || recall.at("stop_sale").flag();
        let reference = [
            number.as_ref().map(|number| format!("NHTSA {number}")),
            day(recall.at("recall_date")),
            say(recall.at("recall_status"), 40),
        ];
        let reference: Vec<String> = reference.into_iter().flatten().collect();
        let body = [
            recall
                .at("dont_drive")
                .flag()
                .then(|| "Do not drive it until it is repaired.".to_owned()),
            say(recall.at("recall_description"), 500),
            say(recall.at("risk_description"), 300),
            say(recall.at("recall_remedy"), 400).map(|remedy| format!("Remedy: {remedy}")),
            (!reference.is_empty()).then(|| reference.join(", ")),
        ];
        let severity = if drive {
            Severity::Error
        } else {
            Severity::Warning
        };
        let title = format!("Recall: {}", name.unwrap_or_else(|| "unnamed".into()));
        let mut item = item(title, &body, severity);
        let listed =
            number.filter(|number| number.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        item.url = listed.map(|number| format!("https://www.nhtsa.gov/recalls?nhtsaId={number}"));
        part.items.push(item);
    }
    Some(part)
}

/// `{"images": [{"link", "hostPageDomainFriendlyName", …}]}`: of the model, not the vehicle.
pub(crate) fn images(answer: &Value) -> Option<Part> {
    let images = answer.at("images").list().iter().filter_map(|image| {
        let link = image.at("link").text()?;
        let usable = link.starts_with("https://")
            && link.len() <= 1_000
            && !link
                .chars()
                .any(|c| c.is_whitespace() || clean::acts_unseen(c));
        usable.then(|| Item {
            title: "Picture of the model".into(),
            body: say(image.at("hostPageDomainFriendlyName"), 60).unwrap_or_default(),
            url: Some(link),
            severity: Severity::Note,
        })
    });
    let items: Vec<Item> = images.take(5).collect();
    (!items.is_empty()).then(|| Part {
        summary: counted(items.len(), "picture"),
        attributes: Vec::new(),
        items,
    })
}

/// `{"events": [{"event", "location", "details_list": […]}]}`.
pub(crate) fn lien_theft(answer: &Value) -> Option<Part> {
    if answer.get("success").is_none() && answer.at("events").is_null() {
        return None;
    }
    let events = answer.at("events").list();
    let mut part = Part {
        summary: match events.len() {
            0 => "no lien or theft on record".to_owned(),
            count => counted(count, "lien or theft record"),
        },
        ..Part::default()
    };
    for event in events.iter().take(MOST) {
        let title = say(event.at("event"), 100).unwrap_or_else(|| "Record".into());
        let small = title.to_lowercase();
        let stolen = small.contains("theft") || small.contains("stolen");
        let details: Vec<String> = event
            .at("details_list")
            .list()
            .iter()
            .take(10)
            .filter_map(|text| say(text, 120))
            .collect();
        let body = [
            say(event.at("location"), 80),
            (!details.is_empty()).then(|| details.join("; ")),
        ];
        let severity = if stolen {
            Severity::Error
        } else {
            Severity::Warning
        };
        part.items.push(item(title, &body, severity));
    }
    Some(part)
}
