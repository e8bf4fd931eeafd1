//! Decoders in order: each is asked about what none before it explained well enough.

use std::sync::Arc;

use super::visit::Visit;
use super::{LookupError, merge};
use crate::plugins::{CallError, Decoded, Lease, Plugin, Role};
use crate::report::Report;
use crate::vin::Vin;

/// What these VINs mean: one answer a VIN, in order.
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
        for batch in open.chunks(settings.batch) {
            let queries: Vec<Vin> = batch.iter().map(|&i| states[i].report.vin).collect();
            let answers = ask(decoder, &queries, visit.lease()).await;
            for (&i, answer) in batch.iter().zip(answers) {
                states[i].take(decoder, answer);
            }
        }
    }
    states.into_iter().map(State::finish).collect()
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

    fn take(&mut self, decoder: &Plugin, answer: Result<Decoded, CallError>) {
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
                tracing::warn!(
                    plugin = %decoder.name, vin = %self.report.vin, kind = error.label(), %error,
                    "a decoder failed: asking the next"
                );
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
) -> Vec<Result<Decoded, CallError>> {
    match decoder.decode(vins, lease).await {
        Ok(answers) => answers,
        Err(error) if vins.len() == 1 => vec![Err(error)],
        // It would hang on each of them, or on the one that the others then wait for.
        Err(error @ (CallError::Timeout(_) | CallError::SetAside(_))) => {
            vec![Err(error); vins.len()]
        }
        Err(error) => {
            tracing::warn!(
                plugin = %decoder.name, vins = vins.len(), %error,
                "a decoder failed on a batch: asking about each VIN by itself"
            );
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
