//! Decoders in order: each is asked about what none before it explained well enough.

use std::sync::Arc;

use futures::StreamExt;
use futures::stream::BoxStream;
use tracing::Instrument;

use super::complaints::Complaints;
use super::visit::Visit;
use super::{LookupError, merge};
use crate::plugins::{CallError, Decoded, Lease, Plugin, Role};
use crate::report::Report;
use crate::vin::Vin;

/// Calls of one decoder that are under way at once, of one job.
const SIDE_BY_SIDE: usize = 8;
/// A decoder that asks a service gets so many times as many VINs in one call: services take
/// blocks of a size of their own, and few of those should be half empty.
const OUTSIDE: usize = 4;

type Answer = Result<Decoded, CallError>;

/// What these VINs mean: one answer a VIN, in order.
///
/// Each decoder is asked about all that is open of them, in batches: the more VINs, the fuller
/// are those of the later decoders.
pub(super) async fn all(visit: &Visit, vins: &[Vin]) -> Vec<Result<Report, LookupError>> {
    let settings = &visit.settings().lookup;
    let mut states: Vec<State> = vins.iter().map(|&vin| State::new(vin)).collect();
    let mut decoders = visit.with_role(Role::Decoder).peekable();
    if decoders.peek().is_none() {
        tracing::warn!("no decoder is served");
        return vec![Err(LookupError::Unavailable); vins.len()];
    }
    for decoder in decoders {
        let open: Vec<usize> = (0..states.len())
            .filter(|&i| states[i].report.confidence < settings.enough)
            .collect();
        let size = if decoder.goes_out() {
            settings.batch.saturating_mul(OUTSIDE)
        } else {
            settings.batch
        };
        let queries: Vec<Vec<Vin>> = open
            .chunks(size)
            .map(|batch| batch.iter().map(|&i| states[i].report.vin).collect())
            .collect();
        let mut answers = batches(visit, decoder, queries);
        let mut batches = open.chunks(size);
        while let (Some(batch), Some(answers)) = (batches.next(), answers.next().await) {
            for (&i, answer) in batch.iter().zip(answers) {
                let outcome = answer.as_ref().err().map_or("ok", CallError::label);
                visit.answers().metrics().decoded(&decoder.name, outcome);
                states[i].take(decoder, answer, visit.complaints());
            }
        }
    }
    states.into_iter().map(State::finish).collect()
}

/// The answers to each batch, in order. Several are asked about side by side, each in a task
/// of its own, so that they run on all threads.
fn batches<'a>(
    visit: &'a Visit,
    decoder: &'a Arc<Plugin>,
    batches: Vec<Vec<Vin>>,
) -> BoxStream<'a, Vec<Answer>> {
    let alone = batches.len() == 1;
    futures::stream::iter(batches)
        .map(move |vins| async move {
            let (decoder, lease) = (Arc::clone(decoder), visit.lease().cloned());
            let complaints = Arc::clone(visit.complaints());
            let count = vins.len();
            let ask = async move { ask(&decoder, &vins, lease.as_deref(), &complaints).await };
            if alone {
                return ask.await;
            }
            tokio::spawn(ask.in_current_span())
                .await
                .unwrap_or_else(|panic| {
                    tracing::error!(%panic, "asking a decoder crashed");
                    let error = CallError::Internal("asking it crashed".to_owned());
                    vec![Err(error); count]
                })
        })
        .buffered(SIDE_BY_SIDE)
        .boxed()
}

/// One VIN on its way through the decoders.
struct State {
    report: Report,
    answered: bool,
    failed: bool,
}

impl State {
    fn new(vin: Vin) -> Self {
        Self {
            report: Report::empty(vin),
            answered: false,
            failed: false,
        }
    }

    fn take(&mut self, decoder: &Plugin, answer: Answer, complaints: &Complaints) {
        match answer {
            Ok(decoded) => {
                self.answered = true;
                merge::into(&mut self.report, &decoder.name, decoded);
            }
            Err(CallError::NotCovered | CallError::InvalidInput(_)) => {}
            Err(error) => {
                self.failed = true;
                self.report.missing.push(Arc::clone(&decoder.name));
                if matches!(error, CallError::SetAside(_)) {
                    // That was said when it was set aside.
                    return;
                }
                let kind = error.label();
                complaints.of(&decoder.name, kind, || {
                    tracing::warn!(
                        plugin = %decoder.name, vin = %self.report.vin, kind, %error,
                        "a decoder failed: asking the next"
                    );
                });
            }
        }
    }

    fn finish(self) -> Result<Report, LookupError> {
        match (self.answered, self.failed) {
            (true, _) => Ok(self.report),
            (false, true) => Err(LookupError::Unavailable),
            (false, false) => Err(LookupError::Unknown),
        }
    }
}

/// Asks a decoder about many VINs. If the call fails as a whole, each VIN is asked
/// about by itself, so that one bad VIN costs only its own answer.
async fn ask(
    decoder: &Plugin,
    vins: &[Vin],
    lease: Option<&Lease>,
    complaints: &Complaints,
) -> Vec<Answer> {
    match decoder.decode(vins, lease).await {
        Ok(answers) => answers,
        Err(error) if vins.len() == 1 => vec![Err(error)],
        // It would hang on each of them, or on the one that the others then wait for.
        Err(error @ (CallError::Timeout(_) | CallError::SetAside(_))) => {
            vec![Err(error); vins.len()]
        }
        Err(error) => {
            complaints.of(&decoder.name, "batch", || {
                tracing::warn!(
                    plugin = %decoder.name, vins = vins.len(), %error,
                    "a decoder failed on a batch: asking about each VIN by itself"
                );
            });
            let mut answers = Vec::with_capacity(vins.len());
            for vin in vins {
                let answer = decoder.decode(&[*vin], None).await;
                answers.push(answer.and_then(|mut one| {
                    one.pop()
                        .unwrap_or(Err(CallError::Contract("no answer".to_owned())))
                }));
            }
            answers
        }
    }
}
