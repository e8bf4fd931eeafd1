//! Calls of the Bot API: counted, and retried where that is safe.

use std::time::{Duration, Instant};

use backon::{BackoffBuilder, ExponentialBuilder};
use teloxide::RequestError;
use teloxide::requests::{Payload, Request};
use tracing::{Instrument, Span, field};

use super::client::Failed;
use crate::telemetry::{Course, Metrics};

/// The call that waits on purpose.
const POLL: &str = "GetUpdates";

/// Repeats what may be repeated, after half a second, then one, then two.
pub(super) async fn repeat<R>(
    metrics: &Metrics,
    request: &R,
) -> Result<<R::Payload as Payload>::Output, Failed>
where
    R: Request<Err = RequestError, Send: Send> + Clone + Sync,
{
    let mut pauses = ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(500))
        .with_max_times(3)
        .with_jitter()
        .build();
    loop {
        let error = match call(metrics, request).await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let pause = pauses.next().filter(|_| error.may_repeat());
        let Some(pause) = pause else {
            return Err(error);
        };
        tokio::time::sleep(pause).await;
    }
}

/// One call, counted.
pub(super) async fn call<R>(
    metrics: &Metrics,
    request: &R,
) -> Result<<R::Payload as Payload>::Output, Failed>
where
    R: Request<Err = RequestError, Send: Send> + Clone + Sync,
{
    let began = Instant::now();
    let method = R::Payload::NAME;
    // One that waits for what may come is no part of anything.
    let span = if method == POLL {
        Span::none()
    } else {
        tracing::error_span!(
            "telegram",
            otel.kind = "client",
            otel.status_code = field::Empty,
            method,
            outcome = field::Empty,
        )
    };
    let work = request.clone().send().instrument(span.clone());
    let answer = work.await.map_err(Failed::from);
    let outcome = answer.as_ref().err().map_or("ok", Failed::outcome);
    span.record("outcome", outcome);
    if answer.is_err() {
        span.record("otel.status_code", "ERROR");
    }
    let took = (method != POLL).then(|| began.elapsed());
    metrics.requested(method, outcome, took);
    answer
}

/// Notes at the update that is worked on whether it has an answer now.
pub(super) fn noted<T>(sent: Result<T, Failed>) -> Result<T, Failed> {
    match &sent {
        Ok(_) => Course::accepted(),
        // What is there already, or is no longer wanted, is as good.
        Err(error) => match error.outcome() {
            "unchanged" | "superseded" | "unwanted" => {}
            _ => Course::unsent(),
        },
    }
    sent
}
