//! One call: a fresh sandbox, a deadline, and what went wrong.

use std::sync::Arc;
use std::time::{Duration, Instant};

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

/// Runs one call in a fresh sandbox; `times` is the number of questions it carries.
pub(super) async fn run<T>(
    runtime: &Runtime,
    pre: &InstancePre<Sandbox>,
    profile: &Arc<Profile>,
    times: u32,
    call: impl AsyncFnOnce(&mut Store<Sandbox>, &Instance) -> wasmtime::Result<T>,
) -> Result<T, CallError> {
    let limits = profile.limits;
    // The semaphore lives as long as the runtime, so it is never closed.
    let _permit = runtime.permits.acquire().await;
    let deadline = limits.deadline().saturating_mul(stretch(times));
    let mut store = new_store(runtime, profile, deadline);
    let work = async {
        let instance = pre.instantiate_async(&mut store).await?;
        call(&mut store, &instance).await
    };
    // The epoch ends what computes; the timer ends what waits for the host.
    let outcome = tokio::time::timeout(deadline + Duration::from_millis(100), work).await;
    match outcome {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(classify(&error, &store, limits, deadline)),
        Err(_) => Err(CallError::Timeout(millis(deadline))),
    }
}

fn new_store(runtime: &Runtime, profile: &Arc<Profile>, deadline: Duration) -> Store<Sandbox> {
    let limits = profile.limits;
    let mut store = Store::new(&runtime.engine, Sandbox::new(profile));
    store.limiter(|sandbox| &mut sandbox.limiter);
    store.set_hostcall_fuel(limits.output_kb << 10);
    store.set_epoch_deadline(1);
    let end = Instant::now() + deadline;
    store.epoch_deadline_callback(move |_| {
        Ok(if Instant::now() < end {
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
fn one_line(text: &str) -> String {
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
