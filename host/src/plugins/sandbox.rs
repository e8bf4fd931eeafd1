//! The state of one call, and what holds it to its limits.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use tokio::sync::Semaphore;
use vinbot_net::Network;
use wasmtime::ResourceLimiter;

use super::capabilities::World;
use super::code::Digest;
use super::grants::Grants;
use super::heard::Heard;
use super::log_budget::LogBudget;
use super::manifest::Manifest;
use super::namespaces::Namespace;
use super::services::Services;
use super::upstream::{Troubled, Upstream};
use crate::clock;
use crate::config::{self, Limits, Settings};

/// Requests of one plugin that are on their way at once; further ones wait.
const REQUESTS: usize = 32;

/// What a plugin may use and read, the same for all its calls.
#[derive(Debug)]
pub(super) struct Profile {
    /// The plugin's name, for its log lines.
    pub(super) name: Arc<str>,
    pub(super) limits: Limits,
    pub(super) settings: BTreeMap<String, String>,
    /// Of the component: what one version keeps is not for another.
    pub(super) digest: Digest,
    pub(super) grants: Grants,
    pub(super) log: LogBudget,
    /// Requests to the outside that may be on their way at once.
    pub(super) requests: Semaphore,
    /// Instead of the system's clock, in seconds since 1970.
    pub(super) clock: Option<u64>,
    /// Instead of the network.
    pub(super) network: Option<Network>,
    /// The most linear memory of a call, in bytes.
    pub(super) peak: AtomicUsize,
    /// Where it logs to instead of the log.
    pub(super) heard: Option<Heard>,
    /// Why it got nothing when it last asked somebody.
    pub(super) troubled: Troubled,
}

impl Profile {
    /// What the operator lets this component do, of what its manifest asks for.
    pub(super) fn new(
        name: &Arc<str>,
        digest: &Digest,
        manifest: &Manifest,
        own: &config::Plugin,
        settings: &Settings,
        services: &Services,
    ) -> Self {
        Self {
            name: Arc::clone(name),
            limits: own.limits(settings.limits),
            settings: own.settings.clone(),
            digest: digest.clone(),
            grants: Grants::new(name, manifest, own, &services.environment),
            log: LogBudget::new(Instant::now()),
            requests: Semaphore::new(REQUESTS),
            clock: None,
            network: None,
            peak: AtomicUsize::new(0),
            heard: None,
            troubled: Troubled::default(),
        }
    }

    /// For a component whose name is only presumed: its settings are not known, and it is
    /// granted nothing. It may be large, but has no more time than others of that name.
    pub(super) fn nameless(digest: &Digest, settings: &Settings, presumed: Option<&str>) -> Self {
        let own = presumed.and_then(|name| settings.plugins.get(name));
        let own = own.map_or(settings.limits, |own| own.limits(settings.limits));
        Self {
            name: "(loading)".into(),
            limits: Limits {
                deadline_ms: own.deadline_ms,
                ..settings.largest_limits()
            },
            settings: BTreeMap::new(),
            digest: digest.clone(),
            grants: Grants::default(),
            log: LogBudget::new(Instant::now()),
            requests: Semaphore::new(REQUESTS),
            clock: None,
            network: None,
            peak: AtomicUsize::new(0),
            heard: None,
            troubled: Troubled::default(),
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
    pub(super) services: Arc<Services>,
    /// Its cache, from its first use on.
    pub(super) namespace: Option<Namespace>,
    pub(super) wasi: Option<Box<World>>,
    pub(super) upstream: Upstream,
}

impl Sandbox {
    pub(super) fn new(profile: &Arc<Profile>, services: &Arc<Services>) -> Self {
        Self {
            profile: Arc::clone(profile),
            end: Instant::now(),
            logged: 0,
            limiter: Limiter {
                memory: profile.limits.memory_mb << 20,
                elements: profile.limits.table_elements,
                refused: false,
            },
            services: Arc::clone(services),
            namespace: None,
            wasi: None,
            upstream: Upstream::default(),
        }
    }

    /// A call begins, which must be over by `end`.
    pub(super) fn begin(&mut self, end: Instant) {
        self.end = end;
        self.logged = 0;
        self.upstream.reset();
    }

    /// A call has ended: memory only ever grows, so what it has now is its peak.
    pub(super) fn measure(&self) {
        let used = (self.profile.limits.memory_mb << 20).saturating_sub(self.limiter.memory);
        self.profile.peak.fetch_max(used, Ordering::Relaxed);
    }

    /// The time, in seconds since 1970.
    pub(super) fn unix_seconds(&self) -> u64 {
        self.profile.clock.unwrap_or_else(clock::unix_seconds)
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
