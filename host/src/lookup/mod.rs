//! The service in the middle: VINs in, reports out, reports into messages.
//!
//! Each piece of work begins with a [`Visit`]: the plugins that this asker has, as they
//! are at that moment. [`Visit::decode`] asks the decoders in the operator's order;
//! [`Visit::show`] asks a formatter. Whatever a plugin does wrong, the next one is
//! asked, and the log says which failed and why.

mod answers;
mod asked;
mod complaints;
mod decode;
mod enrich;
mod fallback;
mod merge;
mod recalls;
mod suggest;
mod trace;
mod visit;
mod warm;

use std::sync::Arc;

use vinbot_cache::Backend;

use crate::config::Config;
use crate::plugins::{Asker, Plugin, Registry, Role, StartError};
use crate::telemetry::Metrics;
use crate::vin::Vin;

pub use answers::RECALLS;
pub use enrich::Enriching;
pub use recalls::{Recalls, Told};
pub use trace::{Step, Trace};
pub use visit::Visit;

use answers::Answers;

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

/// The service. Shared by all handlers; cheap to clone.
#[derive(Debug, Clone)]
pub struct Lookup {
    registry: Arc<Registry>,
    answers: Answers,
}

impl Lookup {
    /// Loads the plugins and is ready.
    ///
    /// # Errors
    /// See [`StartError`]. A plugin that can't be loaded is no error: see
    /// [`Plugins::broken`](crate::plugins::Plugins::broken).
    pub async fn start(config: &Config, metrics: Arc<Metrics>) -> Result<Self, StartError> {
        Ok(Self::new(Registry::start(config, metrics).await?))
    }

    /// The same for a program that stays: see [`Registry::start_to_stay`].
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn start_to_stay(config: &Config, metrics: Arc<Metrics>) -> Result<Self, StartError> {
        Ok(Self::new(Registry::start_to_stay(config, metrics).await?))
    }

    /// A service over these plugins.
    #[must_use]
    pub fn new(registry: Registry) -> Self {
        Self {
            answers: Answers::new(registry.cache(), registry.metrics()),
            registry: Arc::new(registry),
        }
    }

    /// What is kept, and where.
    #[must_use]
    pub fn cache(&self) -> &Backend {
        self.answers.backend()
    }

    /// Forgets what is kept of a VIN, in this process and where processes share it: the next
    /// who asks is answered anew.
    ///
    /// # Errors
    /// If the shared store does not answer: what it has may come back from there.
    pub async fn purge(&self, vin: Vin) -> Result<(), vinbot_cache::StoreError> {
        let snapshot = self.registry.snapshot();
        let of = |plugin: &&Arc<Plugin>| plugin.version.roles().any(|role| role == Role::Enricher);
        let enrichers: Vec<_> = snapshot.plugins.all().iter().filter(of).cloned().collect();
        self.answers.purge(vin, &enrichers).await
    }

    /// Where the plugins are looked after.
    #[must_use]
    pub fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// Tells what was only counted of failures that came again and again: the work is over.
    pub fn sum_up(&self) {
        self.answers.complaints().end();
    }

    /// Begins a piece of work for somebody: whatever changes until it ends, it goes on
    /// with the plugins and settings of now.
    #[must_use]
    pub fn visit(&self, asker: Asker) -> Visit {
        Visit::new(self.registry.snapshot(), asker, self.answers.clone())
    }

    /// Begins a piece of work for nobody in particular.
    #[must_use]
    pub fn anyone(&self) -> Visit {
        self.visit(Asker::default())
    }
}
