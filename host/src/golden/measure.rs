//! How long calls take.

use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::Value;

use super::answer::answered;
use super::question::Question;
use crate::plugins::{Lease, Plugin};

/// Calls that are measured, unless they take too long.
const CALLS: usize = 500;
/// How long is measured at most, once there are some figures.
const LONG: Duration = Duration::from_secs(2);
/// Calls that there are in any case.
const LEAST: usize = 5;

/// Microseconds a call.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figures {
    /// How many were measured.
    pub calls: usize,
    /// The shortest.
    pub min_us: f64,
    /// Half of them are shorter.
    pub median_us: f64,
    /// One in a hundred is longer.
    pub p99_us: f64,
}

/// How one question fares.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// What was asked.
    pub question: String,
    /// Whom.
    pub role: &'static str,
    /// The kind of error that is the answer, if it is one.
    pub error: Option<String>,
    /// In a fresh sandbox each, as the bot asks.
    pub fresh: Figures,
    /// In one sandbox for all, as a file of VINs is decoded. Decoders only.
    pub warm: Option<Figures>,
}

impl Measured {
    /// Asks again and again.
    pub async fn of(plugin: &Plugin, question: &Question) -> Self {
        // The first call pays for what is made once: it is not counted.
        let answer = answered(plugin, question, None).await;
        let fresh = figures(plugin, question, None).await;
        let decodes = matches!(question, Question::Decode(_) | Question::DecodeAll(_));
        let warm = if decodes {
            let lease = Lease::default();
            answered(plugin, question, Some(&lease)).await;
            Some(figures(plugin, question, Some(&lease)).await)
        } else {
            None
        };
        Self {
            question: words(question),
            role: question.role().name(),
            error: answer
                .get("error")
                .and_then(Value::as_str)
                .map(str::to_owned),
            fresh,
            warm,
        }
    }
}

async fn figures(plugin: &Plugin, question: &Question, lease: Option<&Lease>) -> Figures {
    let began = Instant::now();
    let mut times = Vec::with_capacity(CALLS);
    while times.len() < CALLS && (times.len() < LEAST || began.elapsed() < LONG) {
        let start = Instant::now();
        answered(plugin, question, lease).await;
        times.push(start.elapsed());
    }
    of(times)
}

fn of(mut times: Vec<Duration>) -> Figures {
    times.sort_unstable();
    let micros = |index: usize| {
        let time = times.get(index).copied().unwrap_or_default();
        // A hundredth of a microsecond is more than any clock knows.
        (time.as_secs_f64() * 1e8).round() / 100.0
    };
    let last = times.len().saturating_sub(1);
    Figures {
        calls: times.len(),
        min_us: micros(0),
        median_us: micros(last / 2),
        p99_us: micros((times.len() * 99 / 100).min(last)),
    }
}

fn words(question: &Question) -> String {
    match question {
        Question::Decode(query) => query.vin.to_string(),
        Question::DecodeAll(queries) => format!("{} VINs", queries.len()),
        Question::Enrich(report) => report.vin.to_string(),
        Question::Format { reports, view, .. } => match reports.len() {
            1 => view.clone(),
            many => format!("{view} of {many}"),
        },
        Question::Command {
            name, arguments, ..
        } => format!("/{name} {arguments}").trim_end().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::float_cmp, reason = "whole numbers")]
    fn the_figures_are_those_of_the_times() {
        let times = (1..=200).rev().map(Duration::from_micros).collect();
        let figures = of(times);
        assert_eq!(figures.calls, 200);
        assert_eq!(figures.min_us, 1.0);
        assert_eq!(figures.median_us, 100.0);
        assert_eq!(figures.p99_us, 199.0);
        let one = of(vec![Duration::from_micros(7)]);
        assert_eq!((one.min_us, one.median_us, one.p99_us), (7.0, 7.0, 7.0));
    }
}
