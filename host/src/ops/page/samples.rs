//! The figures of the last minutes, taken at even steps, for the plots.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval};

use super::figures::{Figures, Times};
use crate::telemetry::Metrics;

/// Between two samples.
const STEP: Duration = Duration::from_secs(5);
/// Samples that are kept: ten minutes of steps.
const KEPT: usize = 121;

/// Steps that a plot shows at least.
const LEAST: usize = 24;

/// What a call of a plugin that went well ends with; all else is a failure.
pub(super) fn is_fine(outcome: &str) -> bool {
    matches!(outcome, "ok" | "not-covered" | "invalid-input")
}

/// The samples. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Samples(Arc<Mutex<VecDeque<Sample>>>);

/// Totals at one moment.
#[derive(Debug, Clone, Default)]
struct Sample {
    at: Option<Instant>,
    messages: f64,
    vins: f64,
    calls: f64,
    failed: f64,
    times: Times,
    waiting: f64,
}

/// What happened between each two samples, the oldest first; none where nothing is known.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Series {
    /// A minute.
    pub(super) messages: Vec<Option<f64>>,
    /// A minute.
    pub(super) vins: Vec<Option<f64>>,
    /// A second.
    pub(super) calls: Vec<Option<f64>>,
    /// A second.
    pub(super) failed: Vec<Option<f64>>,
    /// Milliseconds that half of the calls took at most.
    pub(super) half: Vec<Option<f64>>,
    /// Milliseconds that 95 of 100 calls took at most.
    pub(super) most: Vec<Option<f64>>,
    /// Messages that waited to be sent.
    pub(super) waiting: Vec<Option<f64>>,
}

impl Series {
    /// Steps that a plot is wide: as many as are known, but two minutes at least.
    pub(super) fn width(known: usize) -> usize {
        known.max(LEAST)
    }

    /// How many minutes a plot shows.
    pub(super) fn minutes(&self) -> u64 {
        let steps = Self::width(self.calls.len()) as u64;
        (steps * STEP.as_secs()).div_ceil(60)
    }
}

impl Samples {
    /// Takes them for as long as it is let.
    pub(super) async fn keep_taking(&self, metrics: &Metrics) {
        let mut steps = interval(STEP);
        steps.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            steps.tick().await;
            self.take(&Figures::read(&metrics.text()));
        }
    }

    fn take(&self, figures: &Figures) {
        let events = |event: &str| figures.sum("vinbot_events_total", "event", |it| it == event);
        let calls = |wanted: &dyn Fn(&str) -> bool| {
            figures.sum("vinbot_plugin_calls_total", "outcome", wanted)
        };
        let times = figures.times("vinbot_plugin_call_duration_seconds", "plugin", |_| true);
        let sample = Sample {
            at: Some(Instant::now()),
            messages: events("messages"),
            vins: events("vins"),
            calls: calls(&|_| true),
            failed: calls(&|outcome| !is_fine(outcome)),
            times,
            waiting: figures.one("vinbot_outbox_waiting").unwrap_or_default(),
        };
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back(sample);
    }

    /// What they say.
    pub(super) fn series(&self) -> Series {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut series = Series::default();
        for (before, now) in kept.iter().zip(kept.iter().skip(1)) {
            let took = now.at.zip(before.at).map(|(now, before)| now - before);
            let seconds = took.unwrap_or(STEP).as_secs_f64().max(0.001);
            let rate = |now: f64, before: f64| Some((now - before).max(0.0) / seconds);
            let minute = |now, before| rate(now, before).map(|rate| rate * 60.0);
            series.messages.push(minute(now.messages, before.messages));
            series.vins.push(minute(now.vins, before.vins));
            series.calls.push(rate(now.calls, before.calls));
            series.failed.push(rate(now.failed, before.failed));
            let times = now.times.since(&before.times);
            let ms = |share| times.quantile(share).map(|seconds| seconds * 1e3);
            series.half.push(ms(0.5));
            series.most.push(ms(0.95));
            series.waiting.push(Some(now.waiting));
        }
        series
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_happened_between_two_samples_is_a_rate() {
        let (samples, metrics) = (Samples::default(), Metrics::default());
        let take = || samples.take(&Figures::read(&metrics.text()));
        take();
        for outcome in ["ok", "ok", "not-covered", "trap"] {
            metrics.called("vpic", outcome, Duration::from_millis(2), 0);
        }
        tokio::time::advance(Duration::from_secs(2)).await;
        take();
        tokio::time::advance(STEP).await;
        take();
        let series = samples.series();
        assert_eq!(series.calls, [Some(2.0), Some(0.0)]);
        assert_eq!(series.failed, [Some(0.5), Some(0.0)]);
        assert!(series.half[0].is_some_and(|ms| (1.0..2.5).contains(&ms)));
        assert_eq!(series.half[1], None, "nobody called");
        assert_eq!(series.minutes(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn so_many_samples_are_kept_and_no_more() {
        let (samples, metrics) = (Samples::default(), Metrics::default());
        let taking = samples.clone();
        let keep = async move { taking.keep_taking(&metrics).await };
        let hour = Duration::from_hours(1);
        assert!(tokio::time::timeout(hour, keep).await.is_err());
        assert_eq!(samples.series().calls.len(), KEPT - 1);
        assert_eq!(samples.series().minutes(), 10);
    }
}
