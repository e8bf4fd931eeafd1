//! A component that passed all checks, and its roles.

use std::path::PathBuf;
use std::sync::Arc;

use wasmtime::component::InstancePre;

use super::bindings::exports::vinbot::plugin as exports;
use super::bindings::vinbot::plugin::types::PluginError;
use super::call;
use super::code::Digest;
use super::convert;
use super::engine::Runtime;
use super::error::CallError;
use super::exchange::{Decoded, ViewContext};
use super::lease::Lease;
use super::sandbox::{Profile, Sandbox};
use crate::report::{Report, Term};
use crate::rich::Message;
use crate::vin::Vin;

/// What a plugin can be; found by what it exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Says what a VIN means.
    Decoder,
    /// Adds to a report.
    Enricher,
    /// Shows a report.
    Formatter,
    /// Answers slash commands.
    Command,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [
        Self::Decoder,
        Self::Enricher,
        Self::Formatter,
        Self::Command,
    ];

    /// False for roles that this vinbot finds but does not call yet.
    #[must_use]
    pub fn is_called(self) -> bool {
        matches!(self, Self::Decoder | Self::Formatter)
    }

    /// The name of its interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Decoder => "decoder",
            Self::Enricher => "enricher",
            Self::Formatter => "formatter",
            Self::Command => "command",
        }
    }
}

/// A loaded plugin.
pub struct Plugin {
    /// Unique among the plugins.
    pub name: Arc<str>,
    /// Its own version.
    pub version: String,
    /// One sentence.
    pub summary: String,
    /// Where more is to be read.
    pub homepage: Option<String>,
    /// Which data it carries.
    pub data: Option<String>,
    /// Of its bytes.
    pub digest: Digest,
    /// Where it was loaded from.
    pub file: PathBuf,
    /// Lower is asked first.
    pub order: i32,
    pub(super) exports: Exports,
    pub(super) vocabulary: Vec<Arc<Term>>,
    pub(super) views: Vec<String>,
    pub(super) runtime: Runtime,
    pub(super) pre: InstancePre<Sandbox>,
    pub(super) profile: Arc<Profile>,
}

/// Where the functions of each role are found in an instance.
#[derive(Default)]
pub(super) struct Exports {
    pub(super) decoder: Option<exports::decoder::GuestIndices>,
    pub(super) formatter: Option<exports::formatter::GuestIndices>,
    pub(super) enricher: Option<exports::enricher::GuestIndices>,
    pub(super) command: Option<exports::command::GuestIndices>,
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plugin")
            .field("name", &self.name)
            .field("version", &self.version)
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

impl Plugin {
    /// What it is.
    pub fn roles(&self) -> impl Iterator<Item = Role> + '_ {
        Role::ALL.into_iter().filter(|role| match role {
            Role::Decoder => self.exports.decoder.is_some(),
            Role::Enricher => self.exports.enricher.is_some(),
            Role::Formatter => self.exports.formatter.is_some(),
            Role::Command => self.exports.command.is_some(),
        })
    }

    /// The views that it offers as a formatter.
    #[must_use]
    pub fn views(&self) -> &[String] {
        &self.views
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
        use exports::decoder::Query;
        let indices = self
            .exports
            .decoder
            .as_ref()
            .ok_or(CallError::NoRole("decoder"))?;
        let queries: Vec<Query<'_>> = vins
            .iter()
            .map(|vin| Query {
                vin: vin.as_str(),
                model_year: None,
            })
            .collect();
        let times = u32::try_from(vins.len()).unwrap_or(u32::MAX);
        let answers = self
            .call(lease, times, async |store, instance| {
                indices
                    .load(&mut *store, instance)?
                    .call_decode(&mut *store, &queries)
                    .await
            })
            .await?;
        if answers.len() != vins.len() {
            let said = format!("{} answers to {} VINs", answers.len(), vins.len());
            return Err(CallError::Contract(said));
        }
        Ok(answers
            .into_iter()
            .map(|answer| convert::decoded(answer.map_err(call_error)?, &self.vocabulary))
            .collect())
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
        let indices = self
            .exports
            .formatter
            .as_ref()
            .ok_or(CallError::NoRole("formatter"))?;
        let arena = bumpalo::Bump::new();
        let reports = convert::reports(&arena, reports);
        let context = convert::context(context);
        let message = self
            .call(None, 1, async |store, instance| {
                let guest = indices.load(&mut *store, instance)?;
                guest.call_format(&mut *store, reports, context).await
            })
            .await?;
        message.map(convert::message).map_err(call_error)
    }

    async fn call<T>(
        &self,
        lease: Option<&Lease>,
        times: u32,
        call: impl AsyncFnOnce(
            &mut wasmtime::Store<Sandbox>,
            &wasmtime::component::Instance,
        ) -> wasmtime::Result<T>,
    ) -> Result<T, CallError> {
        let kept = lease.and_then(|lease| lease.take(&self.digest));
        let (value, live) =
            call::run_in(kept, &self.runtime, &self.pre, &self.profile, times, call).await?;
        if let Some(lease) = lease {
            lease.keep(&self.digest, live);
        }
        Ok(value)
    }
}

fn call_error(error: PluginError) -> CallError {
    match error {
        PluginError::InvalidInput(text) => CallError::InvalidInput(text),
        PluginError::NotCovered => CallError::NotCovered,
        PluginError::Unavailable(text) => CallError::Unavailable(text),
        PluginError::Internal(text) => CallError::Internal(text),
    }
}
