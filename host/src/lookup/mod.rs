//! The service in the middle: VINs in, reports out, reports into messages.
//!
//! [`Lookup::decode`] asks the decoders in the operator's order; [`Lookup::show`]
//! asks a formatter. Whatever a plugin does wrong, the next one is asked, and the
//! log says which failed and why.

mod fallback;
mod merge;
mod suggest;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{self, Config};
use crate::plugins::{CallError, Decoded, Lease, Plugin, Plugins, Role, Runtime, ViewContext};
use crate::report::Report;
use crate::rich::Message;
use crate::vin::Vin;

/// Views that the bot asks for by itself: a formatter should offer each.
pub const VIEWS: [&str; 4] = ["card", "details", "compare", "list"];

/// Why a VIN has no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// Every decoder knows nothing about it.
    #[error("no decoder knows this VIN: its first characters belong to no known maker or country")]
    Unknown,
    /// No decoder could answer.
    #[error("no decoder could answer")]
    Unavailable,
}

impl LookupError {
    /// A code that stays the same whatever the words.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Unavailable => "unavailable",
        }
    }
}

/// Why the service can't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The engine could not be made.
    #[error("the plugin engine can't start: {0}")]
    Engine(String),
    /// There is no folder with plugins.
    #[error(
        "no plugins found: looked in {}. Build them with `make plugins`, or name their folder in \
         runtime.plugin_dir", looked_in(.0)
    )]
    NoFolder(Vec<PathBuf>),
    /// The folder can't be read.
    #[error("can't read the plugin folder {}: {reason}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The system's words.
        reason: std::io::Error,
    },
}

fn looked_in(folders: &[PathBuf]) -> String {
    folders
        .iter()
        .map(|folder| folder.display().to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The service. Shared by all handlers.
#[derive(Debug)]
pub struct Lookup {
    plugins: Plugins,
    settings: config::Lookup,
}

impl Lookup {
    /// Loads the plugins and is ready.
    ///
    /// # Errors
    /// See [`StartError`]. A plugin that can't be loaded is no error: see
    /// [`Plugins::broken`].
    pub async fn start(config: &Config) -> Result<Self, StartError> {
        let settings = &config.settings;
        let folder = plugin_folder(&settings.runtime)?;
        let runtime = Runtime::new(
            &settings.runtime,
            settings.largest_limits(),
            &config.state_dir,
        )
        .map_err(|error| StartError::Engine(format!("{error:#}")))?;
        let plugins = Plugins::load(&runtime, &folder, settings)
            .await
            .map_err(|reason| StartError::Folder { folder, reason })?;
        Ok(Self::new(plugins, settings.lookup.clone()))
    }

    /// A service over these plugins.
    #[must_use]
    pub fn new(plugins: Plugins, settings: config::Lookup) -> Self {
        Self { plugins, settings }
    }

    /// The plugins that it asks.
    #[must_use]
    pub fn plugins(&self) -> &Plugins {
        &self.plugins
    }

    /// Its settings.
    #[must_use]
    pub fn settings(&self) -> &config::Lookup {
        &self.settings
    }

    /// What one VIN means.
    ///
    /// # Errors
    /// See [`LookupError`].
    pub async fn decode_one(&self, vin: Vin) -> Result<Report, LookupError> {
        self.decode(&[vin])
            .await
            .pop()
            .unwrap_or(Err(LookupError::Unavailable))
    }

    /// What these VINs mean: one answer a VIN, in order.
    ///
    /// Each decoder is asked about those VINs that none before it explained well
    /// enough; what it adds is merged.
    pub async fn decode(&self, vins: &[Vin]) -> Vec<Result<Report, LookupError>> {
        self.decode_in(None, vins).await
    }

    /// The same as a part of a larger job, whose sandboxes are kept in `lease`.
    pub async fn decode_in(
        &self,
        lease: Option<&Lease>,
        vins: &[Vin],
    ) -> Vec<Result<Report, LookupError>> {
        let mut states: Vec<State> = vins.iter().map(|&vin| State::new(vin)).collect();
        if self.plugins.with_role(Role::Decoder).next().is_none() {
            tracing::warn!("no decoder is served");
            return vec![Err(LookupError::Unavailable); vins.len()];
        }
        for decoder in self.plugins.with_role(Role::Decoder) {
            let open: Vec<usize> = (0..states.len())
                .filter(|&i| states[i].report.confidence < self.settings.enough)
                .collect();
            for batch in open.chunks(self.settings.batch) {
                let queries: Vec<Vin> = batch.iter().map(|&i| states[i].report.vin).collect();
                let answers = ask(decoder, &queries, lease).await;
                for (&i, answer) in batch.iter().zip(answers) {
                    states[i].take(decoder, answer);
                }
            }
        }
        states.into_iter().map(State::finish).collect()
    }

    /// Shows reports in a view. If a formatter fails, the next that has the view is
    /// asked; if none is left, a plain line a vehicle is better than nothing.
    ///
    /// # Errors
    /// [`CallError::InvalidInput`] when the formatter refuses view or page, or when
    /// no formatter has a view that is not one of [`VIEWS`].
    pub async fn show(
        &self,
        reports: &[&Report],
        context: ViewContext<'_>,
    ) -> Result<Message, CallError> {
        for formatter in self.plugins.with_view(context.view) {
            match formatter.format(reports, context).await {
                Ok(message) => return Ok(message),
                Err(refused @ CallError::InvalidInput(_)) => return Err(refused),
                Err(error) => tracing::warn!(
                    plugin = %formatter.name, view = context.view, %error,
                    "a formatter failed: asking the next"
                ),
            }
        }
        if !VIEWS.contains(&context.view) {
            return Err(CallError::InvalidInput(format!(
                "There is no view “{}”.",
                context.view
            )));
        }
        tracing::warn!(view = context.view, "no formatter shows this view");
        Ok(fallback::plain(reports))
    }

    /// VINs that this one may have been meant to be: those of `candidates` that a
    /// decoder explains best, at most three.
    pub async fn best_of(&self, candidates: &[Vin]) -> Vec<Vin> {
        suggest::best(self, candidates).await
    }
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
                tracing::warn!(
                    plugin = %decoder.name, vin = %self.report.vin, kind = error.kind(), %error,
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
        Err(CallError::Timeout(ms)) => vec![Err(CallError::Timeout(ms)); vins.len()],
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

/// The folder of the configuration, else the one beside the program: `plugins`
/// next to `release/` in a checkout, or next to `bin/` where it is installed.
fn plugin_folder(settings: &config::Runtime) -> Result<PathBuf, StartError> {
    if let Some(folder) = &settings.plugin_dir {
        return if folder.is_dir() {
            Ok(folder.clone())
        } else {
            Err(StartError::NoFolder(vec![folder.clone()]))
        };
    }
    let program = std::env::current_exe()
        .and_then(|path| path.canonicalize())
        .unwrap_or_default();
    let beside = program
        .parent()
        .and_then(Path::parent)
        .map(|folder| folder.join("plugins"));
    // Test binaries stand one folder deeper than the program.
    let deeper = program
        .ancestors()
        .nth(3)
        .map(|folder| folder.join("plugins"));
    let folders: Vec<PathBuf> = beside.into_iter().chain(deeper).collect();
    folders
        .iter()
        .find(|folder| folder.is_dir())
        .cloned()
        .ok_or(StartError::NoFolder(folders))
}
