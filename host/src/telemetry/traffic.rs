//! What passes between Telegram and the bot, as Prometheus reads it.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::held::Held;
use crate::clock::unix_seconds;

/// Seconds from an update to its answer: a card that is kept, before a Telegram on the same
/// machine, takes less than a millisecond; one that waits for services, or for its turn in
/// a crowd, up to the time after which a call of the Bot API is given up.
const ANSWER_SECONDS: [f64; 16] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0,
    30.0,
];

/// Seconds of a call of the Bot API: on this machine, across the world, in time for its
/// timeout, and of a large file.
const REQUEST_SECONDS: [f64; 12] = [
    0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0, 120.0,
];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct UpdateLabels {
    kind: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct MethodLabels {
    method: &'static str,
}

/// Updates in, calls of the Bot API out.
#[derive(Debug)]
pub(super) struct Traffic {
    updates: Family<UpdateLabels, Counter>,
    answers: Family<UpdateLabels, Histogram, fn() -> Histogram>,
    waiting: Gauge,
    under_way: Gauge,
    requests: Family<RequestLabels, Counter>,
    request_seconds: Family<MethodLabels, Histogram, fn() -> Histogram>,
    last_poll: Gauge,
    last_update: Gauge,
}

impl Traffic {
    pub(super) fn registered(registry: &mut Registry) -> Self {
        let traffic = Self {
            updates: Family::default(),
            answers: Family::new_with_constructor(|| Histogram::new(ANSWER_SECONDS)),
            waiting: Gauge::default(),
            under_way: Gauge::default(),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(|| Histogram::new(REQUEST_SECONDS)),
            last_poll: Gauge::default(),
            last_update: Gauge::default(),
        };
        registry.register(
            "updates",
            "Updates of Telegram that are done with, by what came of them",
            traffic.updates.clone(),
        );
        registry.register_with_unit(
            "update_answer_duration",
            "Time from taking an update to Telegram accepting the first answer; of one without \
             an answer, to its end",
            Unit::Seconds,
            traffic.answers.clone(),
        );
        registry.register(
            "updates_waiting",
            "Updates that wait for those of their chat, or for room",
            traffic.waiting.clone(),
        );
        registry.register(
            "updates_under_way",
            "Updates that are being answered, with work on their files",
            traffic.under_way.clone(),
        );
        registry.register(
            "telegram_requests",
            "Attempts at calls of the Bot API, by what came of them",
            traffic.requests.clone(),
        );
        registry.register_with_unit(
            "telegram_request_duration",
            "Time of calls of the Bot API but of polls, which wait on purpose",
            Unit::Seconds,
            traffic.request_seconds.clone(),
        );
        registry.register_with_unit(
            "last_poll_timestamp",
            "When Telegram last answered a poll (seconds since 1970); 0 before the first",
            Unit::Seconds,
            traffic.last_poll.clone(),
        );
        registry.register_with_unit(
            "last_update_timestamp",
            "When the last update came (seconds since 1970); 0 before the first",
            Unit::Seconds,
            traffic.last_update.clone(),
        );
        traffic
    }

    pub(super) fn update_came(&self) -> Held {
        self.last_update.set(now());
        Held::one(&self.waiting)
    }

    pub(super) fn update_begins(&self) -> Held {
        Held::one(&self.under_way)
    }

    pub(super) fn update_ended(&self, kind: &'static str, outcome: &'static str, took: Duration) {
        let labels = UpdateLabels { kind, outcome };
        self.updates.get_or_create(&labels).inc();
        let answers = self.answers.get_or_create(&labels);
        answers.observe(took.as_secs_f64());
    }

    pub(super) fn polled(&self) {
        self.last_poll.set(now());
    }

    pub(super) fn requested(
        &self,
        method: &'static str,
        outcome: &'static str,
        took: Option<Duration>,
    ) {
        let labels = RequestLabels { method, outcome };
        self.requests.get_or_create(&labels).inc();
        if let Some(took) = took {
            let seconds = self.request_seconds.get_or_create(&MethodLabels { method });
            seconds.observe(took.as_secs_f64());
        }
    }
}

/// As gauges have it.
fn now() -> i64 {
    i64::try_from(unix_seconds()).unwrap_or(i64::MAX)
}
