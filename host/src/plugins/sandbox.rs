//! The state of one call, and what holds it to its limits.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use wasmtime::ResourceLimiter;
use wasmtime::component::ResourceTable;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use crate::config::{self, Limits, Settings};

/// What a plugin may use and read, the same for all its calls.
#[derive(Debug)]
pub(super) struct Profile {
    /// The plugin's name, for its log lines.
    pub(super) name: Arc<str>,
    pub(super) limits: Limits,
    pub(super) settings: BTreeMap<String, String>,
}

impl Profile {
    pub(super) fn new(name: &Arc<str>, own: &config::Plugin, settings: &Settings) -> Self {
        Self {
            name: Arc::clone(name),
            limits: own.limits(settings.limits),
            settings: own.settings.clone(),
        }
    }
}

/// The state of one call.
pub(super) struct Sandbox {
    pub(super) profile: Arc<Profile>,
    /// When the running call must be over.
    pub(super) end: Instant,
    /// Lines that this call has logged.
    pub(super) logged: u32,
    pub(super) limiter: Limiter,
    wasi: Option<Box<(WasiCtx, ResourceTable)>>,
}

impl Sandbox {
    pub(super) fn new(profile: &Arc<Profile>) -> Self {
        Self {
            profile: Arc::clone(profile),
            end: Instant::now(),
            logged: 0,
            limiter: Limiter {
                memory: profile.limits.memory_mb << 20,
                elements: profile.limits.table_elements,
                refused: false,
            },
            wasi: None,
        }
    }

    /// A call begins, which must be over by `end`.
    pub(super) fn begin(&mut self, end: Instant) {
        self.end = end;
        self.logged = 0;
    }
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

/// Holds all memories and all tables of a sandbox to the plugin's limits and remembers
/// a refusal, since the guest itself only sees that growing failed, and crashes.
pub(super) struct Limiter {
    /// Bytes that are left.
    memory: usize,
    /// Table elements that are left.
    elements: usize,
    pub(super) refused: bool,
}

impl Limiter {
    /// Bytes that may still be taken.
    pub(super) fn memory_left(&self) -> usize {
        self.memory
    }

    fn take(left: &mut usize, refused: &mut bool, current: usize, desired: usize) -> bool {
        let rest = left.checked_sub(desired.saturating_sub(current));
        *left = rest.unwrap_or(*left);
        *refused |= rest.is_none();
        rest.is_some()
    }
}

impl ResourceLimiter for Limiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(Self::take(
            &mut self.memory,
            &mut self.refused,
            current,
            desired,
        ))
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(Self::take(
            &mut self.elements,
            &mut self.refused,
            current,
            desired,
        ))
    }
}
