//! One call's sandbox: its state, its limits, its end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use wasmtime::component::{Instance, ResourceTable};
use wasmtime::{ResourceLimiter, Store, Trap, UpdateDeadline};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use super::engine::Runtime;
use super::error::CallError;
use crate::config::Limits;

/// What a plugin may use and read, the same for all its calls.
#[derive(Debug)]
pub(super) struct Profile {
    /// The plugin's name, for its log lines.
    pub(super) name: Arc<str>,
    pub(super) limits: Limits,
    pub(super) settings: std::collections::BTreeMap<String, String>,
}

/// The state of one call.
pub(super) struct Sandbox {
    pub(super) profile: Arc<Profile>,
    /// Lines that this call has logged.
    pub(super) logged: u32,
    limiter: Limiter,
    wasi: Option<Box<(WasiCtx, ResourceTable)>>,
}

impl WasiView for Sandbox {
    /// An empty world: no file, no socket, no environment, no arguments. Made on
    /// first use, since most plugins never ask.
    fn ctx(&mut self) -> WasiCtxView<'_> {
        let (ctx, table) = &mut **self
            .wasi
            .get_or_insert_with(|| Box::new((WasiCtx::builder().build(), ResourceTable::new())));
        WasiCtxView { ctx, table }
    }
}

/// Holds memory and tables to the plugin's limits and remembers a refusal, since
/// the guest itself only sees that growing failed, and crashes.
struct Limiter {
    memory: usize,
    elements: usize,
    refused: bool,
}

impl ResourceLimiter for Limiter {
    fn memory_growing(
        &mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let allowed = desired <= self.memory;
        self.refused |= !allowed;
        Ok(allowed)
    }

    fn table_growing(
        &mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let allowed = desired <= self.elements;
        self.refused |= !allowed;
        Ok(allowed)
    }
}

/// Runs one call in a fresh sandbox. `times` stretches the deadline for a call
/// that carries that many questions.
pub(super) async fn run<T>(
    runtime: &Runtime,
    pre: &wasmtime::component::InstancePre<Sandbox>,
    profile: &Arc<Profile>,
    times: u32,
    call: impl AsyncFnOnce(&mut Store<Sandbox>, &Instance) -> wasmtime::Result<T>,
) -> Result<T, CallError> {
    let limits = profile.limits;
    // The semaphore lives as long as the runtime, so it is never closed.
    let _permit = runtime.permits.acquire().await;
    let deadline = limits.deadline().saturating_mul(times.max(1));
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
    let sandbox = Sandbox {
        profile: Arc::clone(profile),
        logged: 0,
        limiter: Limiter {
            memory: limits.memory_mb << 20,
            elements: limits.table_elements,
            refused: false,
        },
        wasi: None,
    };
    let mut store = Store::new(&runtime.engine, sandbox);
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
