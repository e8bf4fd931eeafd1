//! What waits to be sent, and who asked too much, as Prometheus reads it.

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use prometheus_client::metrics::MetricType;
use vinbot_limits::Limits;
use vinbot_outbox::Outbox;

use super::cache::counter;

/// Reads the figures of the outbox when it is asked for them.
#[derive(Debug)]
pub(super) struct OutboxFigures(pub(super) Outbox);

impl Collector for OutboxFigures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let figures = self.0.figures();
        let mut requests = encoder.encode_descriptor(
            "outbox_requests",
            "Requests to Telegram through the outbox, by what came of them",
            None,
            MetricType::Counter,
        )?;
        for (outcome, count) in [
            ("sent", figures.sent),
            ("failed", figures.failed),
            ("retried", figures.retried),
            ("superseded", figures.superseded),
            ("refused", figures.refused),
        ] {
            counter(count, &mut requests.encode_family(&[("outcome", outcome)])?)?;
        }
        for (name, help, value) in [
            ("outbox_waiting", "Requests that wait", figures.waiting),
            ("outbox_under_way", "Requests under way", figures.under_way),
            ("outbox_paused", "Chats that pause", figures.paused),
            (
                "outbox_all_paused",
                "1 while everything pauses",
                usize::from(figures.all_paused),
            ),
        ] {
            gauge(&mut encoder, name, help, value)?;
        }
        Ok(())
    }
}

/// Reads the figures of the limits when it is asked for them.
#[derive(Debug)]
pub(super) struct LimitFigures(pub(super) Limits);

impl Collector for LimitFigures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let figures = self.0.figures();
        let mut requests = encoder.encode_descriptor(
            "limit_requests",
            "Requests that were let through, or refused by a limit",
            None,
            MetricType::Counter,
        )?;
        for (outcome, count) in [
            ("allowed", figures.allowed),
            ("user", figures.refused_user),
            ("chat", figures.refused_chat),
            ("all", figures.refused_all),
        ] {
            counter(count, &mut requests.encode_family(&[("outcome", outcome)])?)?;
        }
        let alone = encoder.encode_descriptor(
            "limit_requests_without_redis",
            "Requests that this process counted alone since Redis did not answer",
            None,
            MetricType::Counter,
        )?;
        let mut alone = alone;
        counter(figures.without_redis, &mut alone)?;
        gauge(
            &mut encoder,
            "limit_keys",
            "Users and chats that are counted in this process",
            figures.keys,
        )
    }
}

fn gauge(encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: usize) -> fmt::Result {
    let mut gauge = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
    gauge.encode_gauge(&i64::try_from(value).unwrap_or(i64::MAX))
}
