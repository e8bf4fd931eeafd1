//! One call: a sandbox, a deadline, and what went wrong.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::OwnedSemaphorePermit;
use vinbot_net::Trouble;
use wasmtime::component::{Instance, InstancePre};
use wasmtime::{Store, Trap, UpdateDeadline};

use super::engine::Runtime;
use super::error::CallError;
use super::sandbox::{Profile, Sandbox};
use crate::config::Limits;

/// How many deadlines a call with so many questions has: one more for every 32, at
/// most eight in all, so that nothing hangs for long.
fn stretch(questions: u32) -> u32 {
    (1 + questions / 32).min(8)
}

/// A sandbox that is there: made by the first call in it.
pub(super) struct Live {
    store: Store<Sandbox>,
    instance: Instance,
    /// To run, or to be kept.
    _permit: OwnedSemaphorePermit,
}

impl Live {
    /// True if another call is likely to find enough memory.
    pub(super) fn has_room(&self) -> bool {
        let sandbox = self.store.data();
        sandbox.limiter.memory_left() > (sandbox.profile.limits.memory_mb << 20) / 4
    }

    /// Why what its last call asked for may not have been to be had.
    pub(super) fn trouble(&self) -> Option<Trouble> {
        self.store.data().upstream.trouble()
    }

    /// Gives up the leave to run for one to be kept; none if too many are kept already.
    pub(super) fn idle(self, runtime: &Runtime) -> Option<Self> {
        let permit = Arc::clone(&runtime.kept).try_acquire_owned().ok()?;
        Some(Self {
            _permit: permit,
            ..self
        })
    }
}

/// Runs one call in a fresh sandbox; `times` is the number of questions it carries.
pub(super) async fn run<T>(
    runtime: &Runtime,
    pre: &InstancePre<Sandbox>,
    profile: &Arc<Profile>,
    times: u32,
    call: impl AsyncFnOnce(&mut Store<Sandbox>, &Instance) -> wasmtime::Result<T>,
) -> Result<T, CallError> {
    run_in(None, runtime, pre, profile, times, call)
        .await
        .map(|(value, _)| value)
}

/// Runs one call in a sandbox that an earlier one left, or in a fresh one. What comes
/// back with the answer may be called again; after an error nothing does.
pub(super) async fn run_in<T>(
    live: Option<Live>,
    runtime: &Runtime,
    pre: &InstancePre<Sandbox>,
    profile: &Arc<Profile>,
    times: u32,
    call: impl AsyncFnOnce(&mut Store<Sandbox>, &Instance) -> wasmtime::Result<T>,
) -> Result<(T, Live), CallError> {
    let limits = profile.limits;
    let deadline = limits.deadline().saturating_mul(stretch(times));
    let waits = runtime.metrics.call_waits();
    // The semaphore lives as long as the runtime, so it is never closed.
    let permit = Arc::clone(&runtime.permits).acquire_owned().await;
    let permit = permit.map_err(|_| CallError::Trap("the engine is gone".to_owned()))?;
    drop(waits);
    let _runs = runtime.metrics.call_runs();
    let (mut store, instance) = match live {
        Some(live) => (live.store, Some(live.instance)),
        None => (new_store(runtime, profile), None),
    };
    store.data_mut().begin(Instant::now() + deadline);
    store.set_epoch_deadline(1);
    let work = async {
        let instance = match instance {
            Some(instance) => instance,
            None => pre.instantiate_async(&mut store).await?,
        };
        let value = call(&mut store, &instance).await?;
        Ok((value, instance))
    };
    // The epoch ends what computes; the timer ends what waits for the host.
    let outcome = tokio::time::timeout(deadline + Duration::from_millis(100), work).await;
    store.data().measure();
    match outcome {
        Ok(Ok((value, instance))) => Ok((
            value,
            Live {
                store,
                instance,
                _permit: permit,
            },
        )),
        Ok(Err(error)) => Err(classify(&error, &store, limits, deadline)),
        Err(_) => Err(CallError::Timeout(millis(deadline))),
    }
}

fn new_store(runtime: &Runtime, profile: &Arc<Profile>) -> Store<Sandbox> {
    let mut store = Store::new(&runtime.engine, Sandbox::new(profile, &runtime.services));
    store.limiter(|sandbox| &mut sandbox.limiter);
    store.set_hostcall_fuel(profile.limits.output_kb << 10);
    store.epoch_deadline_callback(|store| {
        Ok(if Instant::now() < store.data().end {
            UpdateDeadline::Yield(1)
        } else {
            UpdateDeadline::Interrupt
        })
    });
    store
}

fn classify(
    error: &wasmtime::Error,
    store: &Store<Sandbox>,
    limits: Limits,
    deadline: Duration,
) -> CallError {
    if matches!(error.downcast_ref::<Trap>(), Some(Trap::Interrupt)) {
        return CallError::Timeout(millis(deadline));
    }
    if matches!(error.downcast_ref::<Trap>(), Some(Trap::StackOverflow)) {
        let words = "the stack is full: it recurses too deep, or runtime.stack_kb is too small";
        return CallError::Trap(words.to_owned());
    }
    let root = error.root_cause().to_string();
    // wasmtime has no type for this one.
    if root.contains("hostcalls has been exhausted") {
        return CallError::Output(limits.output_kb);
    }
    // The guest only sees that it gets no more memory, and crashes.
    if store.data().limiter.refused {
        return CallError::Memory(limits.memory_mb);
    }
    CallError::Trap(one_line(&root))
}

/// The first line, of bounded length: a trap's words come from the guest.
pub(super) fn one_line(text: &str) -> String {
    text.lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(300)
        .collect()
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
