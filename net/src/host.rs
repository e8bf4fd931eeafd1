//! One host as the client remembers it: whether it may be asked now, and how it has done.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::attempt::Answer;
use crate::budget::Budget;
use crate::circuit::{Change, Circuit, Entry, Verdict};
use crate::error::HttpError;
use crate::quota::Quota;
use crate::settings::Settings;
use crate::statistics::{Counters, HostStatistics, outcome};
use crate::{clock, retry_after};

/// A timeout says something about the host only if it had this long: else any caller in a
/// hurry could have it left alone for all others.
const FAIR: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) name: String,
    pub(crate) circuit: Circuit,
    pub(crate) quota: Quota,
    pub(crate) budget: Budget,
    pub(crate) counters: Counters,
    places: Arc<Semaphore>,
    most: usize,
}

impl Host {
    pub(crate) fn new(name: &str, settings: &Settings) -> Self {
        let most = usize::try_from(settings.host_concurrency).unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            name: name.to_owned(),
            circuit: Circuit::new(
                settings.circuit_failures,
                Duration::from_secs(settings.circuit_open_s),
            ),
            quota: Quota::default(),
            budget: Budget::new(settings.retry_budget_percent, clock::now()),
            counters: Counters::default(),
            places: Arc::new(Semaphore::new(most)),
            most,
        }
    }

    /// Waits until it may be asked, which must be before `deadline`.
    pub(crate) async fn enter(self: &Arc<Self>, deadline: Instant) -> Result<Pass, HttpError> {
        loop {
            // Before there is a place, so that nobody waits for one in vain.
            if self.circuit.refuses(clock::now()) {
                return Err(HttpError::CircuitOpen(self.name.clone()));
            }
            self.wait_for_quota(deadline).await?;
            let place = Arc::clone(&self.places).acquire_owned();
            let Ok(Ok(place)) = tokio::time::timeout(clock::left(deadline), place).await else {
                return Err(HttpError::Timeout);
            };
            let now = clock::now();
            if self.quota.paused(now).is_some() {
                continue;
            }
            let entry = self.circuit.enter(now);
            let entry = entry.ok_or_else(|| HttpError::CircuitOpen(self.name.clone()))?;
            return Ok(Pass {
                host: Arc::clone(self),
                entry,
                began: now,
                judged: false,
                _place: place,
            });
        }
    }

    async fn wait_for_quota(&self, deadline: Instant) -> Result<(), HttpError> {
        while let Some(until) = self.quota.paused(clock::now()) {
            let left = clock::left(until);
            if until >= deadline {
                return Err(HttpError::Quota {
                    host: self.name.clone(),
                    seconds: left.as_secs() + 1,
                });
            }
            tokio::time::sleep(left).await;
        }
        Ok(())
    }

    pub(crate) fn statistics(&self) -> HostStatistics {
        let now = clock::now();
        let pause = self.quota.paused(now).map(clock::left);
        HostStatistics {
            host: self.name.clone(),
            circuit: self.circuit.shown(now),
            paused_s: pause.map_or(0, |left| left.as_secs() + 1),
            running: self.most - self.places.available_permits(),
            figures: self.counters.figures(),
        }
    }

    fn judge(&self, entry: Entry, verdict: Verdict) {
        match self.circuit.leave(entry, verdict, clock::now()) {
            Some(Change::Opened) => tracing::warn!(
                host = self.name,
                "it has failed so often in a row that it is left alone for a while"
            ),
            Some(Change::Closed) => {
                tracing::info!(host = self.name, "it answers again, and is asked again");
            }
            None => {}
        }
    }
}

/// The right to ask a host once. Given back without a verdict, as when a caller has gone
/// away, it says nothing about the host.
#[derive(Debug)]
pub(crate) struct Pass {
    host: Arc<Host>,
    entry: Entry,
    began: Instant,
    judged: bool,
    _place: OwnedSemaphorePermit,
}

impl Pass {
    /// Has the host bear the consequences.
    pub(crate) fn ended(mut self, result: &Result<Answer, HttpError>) {
        self.judged = true;
        let took = clock::now().saturating_duration_since(self.began);
        let host = &self.host;
        host.counters.took(took);
        host.counters.outcome(match result {
            Ok(answer) => outcome(answer.status.as_u16()),
            Err(error) => error.code(),
        });
        if let Ok(answer) = result
            && answer.status.as_u16() == 429
            && let Some(wanted) = retry_after::read(&answer.headers, SystemTime::now())
        {
            host.quota.pause(clock::now(), wanted);
        }
        host.judge(self.entry, verdict(result, took >= FAIR));
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if !self.judged {
            self.host.judge(self.entry, Verdict::Unknown);
        }
    }
}

fn verdict(result: &Result<Answer, HttpError>, was_fair: bool) -> Verdict {
    match result {
        Ok(answer) if answer.status.is_server_error() => Verdict::Failed,
        Ok(_) | Err(HttpError::TooLarge(_) | HttpError::Encoded(_)) => Verdict::Alive,
        Err(HttpError::Timeout) if !was_fair => Verdict::Unknown,
        Err(
            HttpError::Timeout
            | HttpError::Unresolved(_)
            | HttpError::Unreachable { .. }
            | HttpError::Tls { .. }
            | HttpError::Broken { .. },
        ) => Verdict::Failed,
        Err(_) => Verdict::Unknown,
    }
}
