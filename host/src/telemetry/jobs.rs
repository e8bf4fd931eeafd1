//! How jobs fare, as Prometheus reads it.

use std::fmt;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Unit;
use vinbot_jobs::{Listed, Scheduler};

use super::cache::counter;

/// Reads the figures when it is asked for them. Its label is `task`: `job` is Prometheus's own.
#[derive(Debug)]
pub(super) struct JobFigures(pub(super) Vec<Arc<Scheduler>>);

impl Collector for JobFigures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let schedulers = self.0.iter();
        let jobs: Vec<Listed> = schedulers.flat_map(|one| one.list()).collect();
        let mut runs = encoder.encode_descriptor(
            "job_runs",
            "Runs of jobs in this process, by how they ended, and times that there was none",
            None,
            MetricType::Counter,
        )?;
        for job in &jobs {
            let figures = &job.figures;
            for (outcome, count) in [
                ("done", figures.done),
                ("failed", figures.failed),
                ("panicked", figures.panicked),
                ("cut_short", figures.cut_short),
                ("elsewhere", figures.elsewhere),
                ("trouble", figures.troubles),
            ] {
                let labels = [("task", job.name.as_str()), ("outcome", outcome)];
                counter(count, &mut runs.encode_family(&labels)?)?;
            }
        }
        let mut running = encoder.encode_descriptor(
            "job_running",
            "1 while a job runs in this process",
            None,
            MetricType::Gauge,
        )?;
        for job in &jobs {
            running
                .encode_family(&[("task", job.name.as_str())])?
                .encode_gauge(&u32::from(job.running))?;
        }
        let mut last = encoder.encode_descriptor(
            "job_last_run",
            "When the last run of a job began, in any process (seconds since 1970)",
            Some(&Unit::Seconds),
            MetricType::Gauge,
        )?;
        for job in &jobs {
            let since = job
                .last_run
                .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            if let Some(since) = since {
                last.encode_family(&[("task", job.name.as_str())])?
                    .encode_gauge(&since.as_secs_f64())?;
            }
        }
        Ok(())
    }
}
