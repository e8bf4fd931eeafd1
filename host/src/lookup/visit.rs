//! One piece of work for one asker.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt;
use tracing::Instrument;

use super::answers::Answers;
use super::complaints::Complaints;
use super::enrich::Enriching;
use super::{LookupError, VIEWS, decode, fallback, suggest};
use crate::config::Settings;
use crate::plugins::{
    Asker, CallError, CommandSpec, Invocation, Lease, Plugin, Plugins, Role, Snapshot, ViewContext,
};
use crate::report::Report;
use crate::rich::Message;
use crate::vin::Vin;

/// Vehicles of one piece of work that enrichers are asked about at once. How many requests
/// of a plugin, and to a host, are under way is bounded besides.
const VEHICLES: usize = 8;

/// The plugins and settings that hold for one piece of work.
#[derive(Debug)]
pub struct Visit {
    snapshot: Arc<Snapshot>,
    asker: Asker,
    answers: Answers,
    lease: Option<Arc<Lease>>,
    /// Only plugins that ask nobody outside.
    inside: bool,
}

impl Visit {
    pub(super) fn new(snapshot: Arc<Snapshot>, asker: Asker, answers: Answers) -> Self {
        Self {
            snapshot,
            asker,
            answers,
            lease: None,
            inside: false,
        }
    }

    /// The same work, carried on by a task that others wait for, too.
    pub(super) fn share(&self) -> Self {
        Self {
            inside: self.inside,
            ..Self::new(Arc::clone(&self.snapshot), self.asker, self.answers.clone())
        }
    }

    /// The same for what nobody asked for by name, such as a guess: services outside are
    /// not asked, for that takes time and may cost money.
    #[must_use]
    pub fn inside(&self) -> Self {
        Self {
            inside: true,
            ..self.share()
        }
    }

    /// The same as a large job of one caller, who keeps his sandboxes from call to call.
    #[must_use]
    pub fn with_lease(self) -> Self {
        Self {
            lease: Some(Arc::default()),
            ..self
        }
    }

    /// The settings that hold.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.snapshot.settings
    }

    /// All plugins, also those that this asker has not.
    #[must_use]
    pub fn plugins(&self) -> &Plugins {
        &self.snapshot.plugins
    }

    pub(super) fn answers(&self) -> &Answers {
        &self.answers
    }

    pub(super) fn lease(&self) -> Option<&Arc<Lease>> {
        self.lease.as_ref()
    }

    pub(super) fn complaints(&self) -> &Arc<Complaints> {
        self.answers.complaints()
    }

    /// The plugins that have this role and work for this asker.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Arc<Plugin>> {
        let plugins = self.snapshot.plugins.with_role(role, self.asker);
        plugins.filter(|plugin| !(self.inside && plugin.goes_out()))
    }

    /// What one VIN means.
    ///
    /// # Errors
    /// See [`LookupError`].
    pub async fn decode_one(&self, vin: Vin) -> Result<Report, LookupError> {
        let mut answers = self.decode(&[vin]).await;
        answers.pop().unwrap_or(Err(LookupError::Unavailable))
    }

    /// What these VINs mean: one answer a VIN, in order.
    ///
    /// Each decoder is asked about those VINs that none before it explained well
    /// enough; what it adds is merged. A large job (see [`Visit::with_lease`]) asks about
    /// each VIN once: only others are answered with what is kept.
    pub async fn decode(&self, vins: &[Vin]) -> Vec<Result<Report, LookupError>> {
        let began = Instant::now();
        let work = async {
            if self.lease.is_some() {
                decode::all(self, vins).await
            } else {
                self.answers.reports(self, vins).await
            }
        };
        let span = tracing::error_span!("lookup", vins = vins.len());
        let reports = work.instrument(span).await;
        let outcomes = reports.iter().map(|report| match report {
            Ok(report) if report.missing.is_empty() => "whole",
            Ok(_) => "partial",
            Err(LookupError::Unknown) => "unknown",
            Err(LookupError::Unavailable) => "unavailable",
        });
        let metrics = self.answers.metrics();
        metrics.looked_up(outcomes, began.elapsed());
        reports
    }

    /// Shows reports in a view. If a formatter fails, the next that has the view is
    /// asked; if none is left, a plain line a vehicle is better than nothing.
    ///
    /// # Errors
    /// [`CallError::InvalidInput`] when the formatter refuses view or page;
    /// [`CallError::NotCovered`] when no formatter has a view that is not one of [`VIEWS`].
    pub async fn show(
        &self,
        reports: &[&Report],
        context: ViewContext<'_>,
    ) -> Result<Message, CallError> {
        self.show_by(None, reports, context).await
    }

    /// The same, by this formatter if it has the view.
    ///
    /// # Errors
    /// As [`Visit::show`].
    pub async fn show_by(
        &self,
        preferred: Option<&str>,
        reports: &[&Report],
        context: ViewContext<'_>,
    ) -> Result<Message, CallError> {
        let formatters = || self.snapshot.plugins.with_view(context.view, self.asker);
        let is_preferred = |name: &str| preferred == Some(name);
        let first = formatters().filter(|one| is_preferred(&one.name));
        let others = formatters().filter(|one| !is_preferred(&one.name));
        for formatter in first.chain(others) {
            match formatter.format(reports, context).await {
                Ok(message) => return Ok(message),
                Err(refused @ CallError::InvalidInput(_)) => return Err(refused),
                Err(error) => {
                    let kind = error.label();
                    self.complaints().of(&formatter.name, kind, || {
                        tracing::warn!(
                            plugin = %formatter.name, view = context.view, kind, %error,
                            "a formatter failed: asking the next"
                        );
                    });
                }
            }
        }
        if !VIEWS.contains(&context.view) {
            return Err(CallError::NotCovered);
        }
        tracing::warn!(view = context.view, "no formatter shows this view");
        Ok(fallback::plain(reports))
    }

    /// The formatters that have a view, in order.
    pub fn formatters<'a>(&'a self, view: &'a str) -> impl Iterator<Item = &'a str> {
        let formatters = self.snapshot.plugins.with_view(view, self.asker);
        formatters.map(|formatter| &*formatter.name)
    }

    /// Somebody asked about these VINs: the more often, the sooner they are kept ready.
    pub fn note_asked(&self, vins: &[Vin]) {
        self.answers.asked().note(vins);
    }

    /// Lets all enrichers say what they know, side by side: their sections come one by one.
    #[must_use]
    pub fn enriching(&self, report: &Report) -> Enriching {
        Enriching::new(self, &self.answers, report)
    }

    /// Lets all enrichers add what they know, each within its deadline; the report names
    /// those that could not. False if there is nobody to ask.
    pub async fn enrich(&self, report: &mut Report) -> bool {
        let mut enriching = self.enriching(report);
        while enriching.next().await {}
        *report = enriching.report();
        self.has_enrichers()
    }

    /// Whether there is anybody who may know more than decoders do.
    #[must_use]
    pub fn has_enrichers(&self) -> bool {
        self.with_role(Role::Enricher).next().is_some()
    }

    /// The same for many vehicles, some of them at a time.
    pub async fn enrich_all<'a>(&self, reports: impl IntoIterator<Item = &'a mut Report>) {
        futures::stream::iter(reports)
            .for_each_concurrent(VEHICLES, async |report| {
                self.enrich(report).await;
            })
            .await;
    }

    /// The same for as long as somebody has the patience to wait: who is late is named as
    /// missing, and what it says is kept for the next time.
    pub async fn enrich_within(&self, report: &mut Report, patience: Duration) {
        let mut enriching = self.enriching(report);
        let all = async { while enriching.next().await {} };
        // Late or not: what is there is shown.
        let _ = tokio::time::timeout(patience, all).await;
        *report = enriching.report();
    }

    /// VINs that this one may have been meant to be: those of `candidates` that a
    /// decoder explains best, at most three.
    pub async fn best_of(&self, candidates: &[Vin]) -> Vec<Vin> {
        suggest::best(self, candidates).await
    }

    /// The slash commands that plugins have for this asker.
    pub fn commands(&self) -> impl Iterator<Item = &CommandSpec> {
        self.snapshot
            .plugins
            .commands(self.asker)
            .map(|(spec, _)| spec)
    }

    /// The slash command with this name, if a plugin has it for this asker.
    #[must_use]
    pub fn command(&self, name: &str) -> Option<&CommandSpec> {
        self.find_command(name).map(|(spec, _)| spec)
    }

    /// Lets a plugin answer a slash command.
    ///
    /// # Errors
    /// [`CallError::NotCovered`] when there is no such command; else what its plugin ran
    /// into.
    pub async fn run_command(
        &self,
        name: &str,
        arguments: &str,
        locale: &str,
    ) -> Result<Message, CallError> {
        let (_, plugin) = self.find_command(name).ok_or(CallError::NotCovered)?;
        let invocation = Invocation {
            name,
            arguments,
            locale,
            asker: self.asker,
        };
        let answer = plugin.handle(&invocation).await;
        if let Err(error) = &answer
            && !matches!(error, CallError::InvalidInput(_) | CallError::SetAside(_))
        {
            let kind = error.label();
            self.complaints().of(&plugin.name, kind, || {
                tracing::warn!(
                    plugin = %plugin.name, command = name, kind, %error, "a command failed"
                );
            });
        }
        answer
    }

    fn find_command(&self, name: &str) -> Option<(&CommandSpec, &Arc<Plugin>)> {
        let mut commands = self.snapshot.plugins.commands(self.asker);
        commands.find(|(spec, _)| spec.name == name)
    }
}
