//! Asking CarsXE, and telling apart what it may say instead of an answer.

use vinbot_plugin::clean;
use vinbot_plugin::host::cache;
use vinbot_plugin::host::http::{Request, Response, base_url, secret};
use vinbot_plugin::json::{JsonExt, Value};
use vinbot_plugin::prelude::*;

const OFFICIAL: &str = "https://api.carsxe.com";
/// For so long nobody is asked again who refused the key or has no requests left, seconds.
const REST: u32 = 600;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Refused {
    /// The key is wrong, or its plan lacks the service. Words for who runs the bot.
    Key(String),
    /// The plan's requests are used up. Words for who runs the bot.
    Quota(String),
    /// CarsXE knows nothing of it.
    NotFound,
    /// CarsXE takes what was asked for a mistake. Its own words.
    Input(String),
    /// All else: out of order, out of reach.
    Outage(Error),
}

/// What it means for a decoder or an enricher.
impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Key(words) => Self::Internal(words),
            Refused::Quota(words) => Self::Unavailable(words),
            // The host has checked the VIN: that CarsXE does not take it is no news.
            Refused::NotFound | Refused::Input(_) => Self::NotCovered,
            Refused::Outage(error) => error,
        }
    }
}

/// Asks one of the services: `ask("v1/recalls", &[("vin", …)])`.
pub(crate) fn ask(path: &str, parameters: &[(&str, &str)]) -> Result<Value, Refused> {
    let resting = format!("refused:{path}");
    if let Some(why) = cache::get_text(&resting) {
        return Err(match why.split_once(' ') {
            Some(("key", words)) => Refused::Key(words.to_owned()),
            _ => Refused::Quota(why.trim_start_matches("quota ").to_owned()),
        });
    }
    let mut request = Request::get(&format!("{}/{path}", base_url(OFFICIAL)))
        .query("key", &secret("CARSXE_API_KEY"));
    for (name, value) in parameters {
        request = request.query(name, value);
    }
    let sent = request.header("accept", "application/json").send();
    let answer = sent.map_err(|error| Refused::Outage(error.into()))?;
    let answer = read(path, &answer);
    match &answer {
        Err(Refused::Key(words)) => cache::set(&resting, format!("key {words}").as_bytes(), REST),
        Err(Refused::Quota(words)) => {
            cache::set(&resting, format!("quota {words}").as_bytes(), REST);
        }
        _ => {}
    }
    answer
}

fn read(path: &str, answer: &Response) -> Result<Value, Refused> {
    let json = answer.json::<Value>();
    // An error may come with status 200.
    let body = json.as_ref().unwrap_or(&Value::Null);
    let error = body.at("error");
    let failed = body.get("success") == Some(&Value::Bool(false)) || says_something(error);
    if answer.is_success() && !failed {
        return match json {
            Ok(json) if json.is_object() => Ok(json),
            Ok(_) => Err(Refused::Outage(Error::Unavailable(format!(
                "CarsXE answers {path} by no object: {}",
                answer.excerpt()
            )))),
            Err(error) => Err(Refused::Outage(error)),
        };
    }
    Err(refused(path, answer, body))
}

fn says_something(error: &Value) -> bool {
    error.text().is_some() || error.as_object().is_some_and(|error| !error.is_empty())
}

fn refused(path: &str, answer: &Response, body: &Value) -> Refused {
    let error = body.at("error");
    let said: Vec<String> = [
        body.at("message"),
        error,
        error.at("code"),
        error.at("message"),
    ]
    .into_iter()
    .filter_map(JsonExt::text)
    .collect();
    let said = clean::line(&said.join(": "), 200);
    let small = said.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| small.contains(word));
    let status = answer.status;
    let shown = if said.is_empty() {
        answer.excerpt()
    } else {
        said.clone()
    };

    let about_key = has(&[
        "api key",
        "apikey",
        "invalid key",
        "key is",
        "unauthorized",
        "subscription",
    ]);
    let about_quota = has(&["limit", "quota", "credit", "exceeded", "too many"]);
    if status == 429 || (about_quota && (200..500).contains(&status)) {
        let usage = body.at("usage");
        let used = match (usage.at("current").text(), usage.at("limit").text()) {
            (Some(current), Some(limit)) => format!(", {current} of {limit} used"),
            _ => String::new(),
        };
        return Refused::Quota(format!(
            "CarsXE's quota for {path} is used up (status {status}: {shown}{used}): raise the \
             plan at carsxe.com, or take the part out of `sections` in [plugins.carsxe.settings]"
        ));
    }
    if matches!(status, 401..=403) || (about_key && (200..500).contains(&status)) {
        return Refused::Key(format!(
            "CarsXE refuses the key for {path} (status {status}: {shown}): look at \
             CARSXE_API_KEY, and whether its plan at carsxe.com has this service"
        ));
    }
    let unknown = has(&[
        "not found",
        "not_found",
        "no data",
        "no_data",
        "no results",
        "no result",
        "no record",
        "no vehicle",
        "no match",
        "could not find",
        "invalid vin",
        "invalid_vin",
        "not available",
    ]);
    match status {
        404 | 410 | 422 => Refused::NotFound,
        200..=499 if unknown => Refused::NotFound,
        400..=499 => Refused::Input(shown),
        200..=299 if has(&["invalid", "missing", "required", "must be"]) => Refused::Input(shown),
        // `success: false` and nothing else.
        200..=299 if said.is_empty() => Refused::NotFound,
        _ => Refused::Outage(Error::Unavailable(format!(
            "CarsXE failed at {path} (status {status}: {shown})"
        ))),
    }
}
