//! A version of a plugin as the operator wants it to work: what the rest of the
//! program calls.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tracing::{Instrument, field};
use vinbot_net::{HttpError, Network, Request, Response, Trouble};
use wasmtime::Store;
use wasmtime::component::Instance;

use super::bindings::exports::vinbot::plugin::decoder;
use super::bindings::vinbot::plugin::types::PluginError;
use super::call;
use super::convert;
use super::engine::Runtime;
use super::error::CallError;
use super::exchange::{Decoded, Invocation, Query, ViewContext};
use super::flags::Flags;
use super::grants::Ask;
use super::health::{Change, Health};
use super::heard::Heard;
use super::lease::Lease;
use super::packed;
use super::sandbox::{Profile, Sandbox};
use super::version::Version;
use crate::config;
use crate::report::{Report, Section};
use crate::rich::Message;
use crate::vin::Vin;

/// A plugin that can be called.
#[derive(Clone)]
pub struct Plugin {
    /// Unique among the plugins.
    pub name: Arc<str>,
    /// The component that answers.
    pub version: Arc<Version>,
    /// Lower is asked first.
    pub order: i32,
    /// For whom it works.
    pub flags: Flags,
    pub(super) profile: Arc<Profile>,
    pub(super) runtime: Runtime,
    pub(super) health: Arc<Health>,
    pub(super) patience: config::Health,
    stamp: [u8; 32],
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plugin")
            .field("version", &self.version)
            .field("order", &self.order)
            .field("flags", &self.flags)
            .finish_non_exhaustive()
    }
}

impl Plugin {
    /// A version by itself, to be tried out: it is never set aside. With a clock, that is
    /// the time (in seconds since 1970) whenever it looks; with a network, that answers
    /// its requests.
    #[must_use]
    pub fn alone(
        runtime: &Runtime,
        version: &Arc<Version>,
        settings: &config::Settings,
        clock: Option<u64>,
        network: Option<Network>,
    ) -> Self {
        let own = settings.plugins.get(&*version.name).cloned();
        let (own, health) = (own.unwrap_or_default(), Arc::default());
        let mut alone = Self::new(runtime, version, &own, settings, health);
        alone.patience.failures = u32::MAX;
        // Nobody else has it yet.
        if let Some(profile) = Arc::get_mut(&mut alone.profile) {
            profile.clock = clock;
            profile.network = network;
        }
        alone
    }

    /// The same, whose lines go here instead of into the log.
    #[must_use]
    pub fn heard_by(mut self, heard: &Heard) -> Self {
        if let Some(profile) = Arc::get_mut(&mut self.profile) {
            profile.heard = Some(heard.clone());
        }
        self
    }

    /// A version with the operator's settings.
    pub(super) fn new(
        runtime: &Runtime,
        version: &Arc<Version>,
        own: &config::Plugin,
        settings: &config::Settings,
        health: Arc<Health>,
    ) -> Self {
        Self {
            name: Arc::clone(&version.name),
            version: Arc::clone(version),
            order: own.order,
            flags: Flags::new(own),
            profile: Arc::new(Profile::new(
                &version.name,
                &version.digest,
                &version.manifest,
                own,
                settings,
                &runtime.services,
            )),
            runtime: runtime.clone(),
            health,
            patience: settings.health,
            stamp: stamp(version, own),
        }
    }

    /// What its answers depend on beside what it is asked: the component, and what the
    /// operator tells and grants it.
    #[must_use]
    pub fn stamp(&self) -> &[u8; 32] {
        &self.stamp
    }

    /// The most linear memory that a call has used so far, in bytes.
    #[must_use]
    pub fn peak_memory(&self) -> usize {
        self.profile.peak.load(Ordering::Relaxed)
    }

    /// How long it is still set aside after failing again and again; none if it serves.
    #[must_use]
    pub fn aside(&self) -> Option<Duration> {
        self.health.aside(Instant::now())
    }

    /// True if it may ask services outside.
    #[must_use]
    pub fn goes_out(&self) -> bool {
        self.profile.grants.goes_out
    }

    /// True if it may do so with a secret: what it asks may cost money.
    #[must_use]
    pub fn may_cost(&self) -> bool {
        self.profile.grants.goes_out && self.profile.grants.has_secrets
    }

    /// What it asks for, and what of that it is granted.
    #[must_use]
    pub fn asks(&self) -> &[Ask] {
        self.profile.grants.asks()
    }

    /// Sends a request as it would go out if this plugin had made it: to the hosts that it is
    /// granted, with its secrets filled in, and taken out of what comes back.
    ///
    /// # Errors
    /// See [`HttpError`].
    pub async fn send(&self, request: Request) -> Result<Response, HttpError> {
        let deadline = Instant::now() + self.profile.limits.deadline();
        let (client, grants) = (&self.runtime.services.net, &self.profile.grants);
        client.send(&grants.access, request, deadline).await
    }

    /// Asks it what these VINs mean: one answer a VIN, in order. With a lease, in a
    /// sandbox of that lease.
    ///
    /// # Errors
    /// When the call as a whole fails; what it says of a single VIN is in its answer.
    pub async fn decode(
        &self,
        vins: &[Vin],
        lease: Option<&Lease>,
    ) -> Result<Vec<Result<Decoded, CallError>>, CallError> {
        let queries = vins.iter().map(|vin| Query {
            vin: *vin,
            model_year: None,
        });
        self.decode_queries(&queries.collect::<Vec<_>>(), lease)
            .await
    }

    /// The same, with what else is known of each.
    ///
    /// # Errors
    /// As above.
    pub async fn decode_queries(
        &self,
        asked: &[Query],
        lease: Option<&Lease>,
    ) -> Result<Vec<Result<Decoded, CallError>>, CallError> {
        let decoder = self.version.exports.decoder.as_ref();
        let decoder = decoder.ok_or(CallError::NoRole("decoder"))?;
        let queries: Vec<decoder::Query<'_>> = asked
            .iter()
            .map(|query| decoder::Query {
                vin: query.vin.as_str(),
                model_year: query.model_year,
            })
            .collect();
        let times = u32::try_from(asked.len()).unwrap_or(u32::MAX);
        let vocabulary = &self.version.vocabulary;
        let queries = (queries.as_slice(),);
        if let Some(packed) = &decoder.packed {
            let call = async |store: &mut Store<Sandbox>, instance: &Instance| {
                packed.call(store, instance, queries).await
            };
            let convert = |said, trouble| {
                answers(said, asked, trouble, |packed| {
                    packed::decoded(packed, vocabulary)
                })
            };
            return self.call("decode", lease, times, call, convert).await;
        }
        let call = async |store: &mut Store<Sandbox>, instance: &Instance| {
            decoder.decode.call(store, instance, queries).await
        };
        let convert = |said, trouble| {
            answers(said, asked, trouble, |decoded| {
                convert::decoded(decoded, vocabulary)
            })
        };
        self.call("decode", lease, times, call, convert).await
    }

    /// Asks it what it knows about a vehicle.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn enrich(&self, report: &Report) -> Result<Section, CallError> {
        let enricher = self.version.exports.enricher.as_ref();
        let enricher = enricher.ok_or(CallError::NoRole("enricher"))?;
        let arena = bumpalo::Bump::new();
        let vehicle = convert::vehicle(&arena, report);
        let call = async |store: &mut Store<Sandbox>, instance: &Instance| {
            enricher.call(store, instance, (vehicle,)).await
        };
        let convert = |section: Result<_, _>, trouble| {
            let section = section.map(convert::section);
            section.map_err(|error| call_error(error, trouble))
        };
        self.call("enrich", None, 1, call, convert).await
    }

    /// Asks it to show these reports.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn format(
        &self,
        reports: &[&Report],
        context: ViewContext<'_>,
    ) -> Result<Message, CallError> {
        let formatter = self.version.exports.formatter.as_ref();
        let formatter = formatter.ok_or(CallError::NoRole("formatter"))?;
        let arena = bumpalo::Bump::new();
        let reports = convert::reports(&arena, reports);
        let context = convert::context(context);
        let call = async |store: &mut Store<Sandbox>, instance: &Instance| {
            formatter
                .format
                .call(store, instance, (reports, context))
                .await
        };
        let convert = |message: Result<_, _>, trouble| {
            let message = message.map(convert::message);
            message.map_err(|error| call_error(error, trouble))
        };
        self.call("format", None, 1, call, convert).await
    }

    /// Asks it to answer one of its slash commands.
    ///
    /// # Errors
    /// See [`CallError`].
    pub async fn handle(&self, invocation: &Invocation<'_>) -> Result<Message, CallError> {
        let command = self.version.exports.command.as_ref();
        let command = command.ok_or(CallError::NoRole("command"))?;
        let user = self.runtime.alias(&self.name, invocation.asker);
        let invocation = convert::invocation(invocation, &user);
        let call = async |store: &mut Store<Sandbox>, instance: &Instance| {
            command.handle.call(store, instance, (invocation,)).await
        };
        let convert = |message: Result<_, _>, trouble| {
            let message = message.map(convert::message);
            message.map_err(|error| call_error(error, trouble))
        };
        self.call("handle", None, 1, call, convert).await
    }

    /// One call, and what it says about the plugin's health.
    async fn call<T, U>(
        &self,
        what: &'static str,
        lease: Option<&Lease>,
        times: u32,
        call: impl AsyncFnOnce(&mut Store<Sandbox>, &Instance) -> wasmtime::Result<T>,
        convert: impl FnOnce(T, Option<Trouble>) -> Result<U, CallError>,
    ) -> Result<U, CallError> {
        let began = Instant::now();
        let leave = self.health.leave(began);
        let leave = leave.map_err(|left| CallError::SetAside(left.as_secs() + 1))?;
        let digest = &self.version.digest;
        let kept = lease.and_then(|lease| lease.take(digest));
        let pre = &self.version.pre;
        let span = tracing::error_span!(
            "plugin",
            plugin = &*self.name,
            call = what,
            times,
            outcome = field::Empty,
            otel.status_code = field::Empty,
        );
        let answer = call::run_in(kept, &self.runtime, pre, &self.profile, times, call)
            .instrument(span.clone())
            .await;
        let outcome = answer.and_then(|(value, live)| {
            let trouble = self.profile.troubled.after(live.trouble(), began);
            if let Some(lease) = lease {
                lease.keep(&self.runtime, digest, live);
            }
            convert(value, trouble)
        });
        let failed = outcome.as_ref().is_err_and(CallError::is_misbehaviour);
        match self
            .health
            .ended(&leave, failed, Instant::now(), self.patience)
        {
            Change::None => {}
            Change::Aside(wait) => {
                self.runtime.metrics.set_aside(&self.name);
                tracing::error!(
                    plugin = %self.name, digest = digest.short(), seconds = wait.as_secs(),
                    "set aside: it fails again and again; a new file brings it back at once"
                );
            }
            Change::Back => tracing::info!(plugin = %self.name, "serves again"),
        }
        let kind = outcome.as_ref().err().map_or("ok", CallError::label);
        span.record("outcome", kind);
        if failed {
            span.record("otel.status_code", "ERROR");
        }
        let metrics = &self.runtime.metrics;
        metrics.called(&self.name, kind, began.elapsed(), self.peak_memory());
        outcome
    }
}

fn stamp(version: &Version, own: &config::Plugin) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    let mut part = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    part(version.digest.as_str());
    for (key, value) in &own.settings {
        part(key);
        part(value);
    }
    part("");
    for host in &own.hosts {
        part(&host.to_string());
    }
    hasher.finalize().into()
}

/// What a decoder said of each VIN.
fn answers<T>(
    said: Vec<Result<T, PluginError>>,
    asked: &[Query],
    trouble: Option<Trouble>,
    convert: impl Fn(T) -> Result<Decoded, CallError>,
) -> Result<Vec<Result<Decoded, CallError>>, CallError> {
    if said.len() != asked.len() {
        let said = format!("{} answers to {} VINs", said.len(), asked.len());
        return Err(CallError::Contract(said));
    }
    let answers = said.into_iter();
    Ok(answers
        .map(|answer| convert(answer.map_err(|error| call_error(error, trouble))?))
        .collect())
}

fn call_error(error: PluginError, trouble: Option<Trouble>) -> CallError {
    match error {
        PluginError::InvalidInput(text) => CallError::InvalidInput(text),
        PluginError::NotCovered => CallError::NotCovered,
        PluginError::Unavailable(reason) => CallError::Unavailable { reason, trouble },
        PluginError::Internal(text) => CallError::Internal(text),
    }
}
