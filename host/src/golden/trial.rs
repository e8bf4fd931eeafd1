//! Running questions on a component.

use std::sync::Arc;

use serde_json::Value;

use super::answer::answered;
use super::canned;
use super::case::{Case, Outcome};
use crate::config::Settings;
use crate::plugins::{Heard, Plugin, Runtime, Version};

/// A component that is to be tried out.
#[derive(Debug)]
pub struct Trial {
    /// The engine.
    pub runtime: Runtime,
    /// The component.
    pub version: Arc<Version>,
    /// The operator's settings: the limits are as in the bot.
    pub settings: Settings,
}

impl Trial {
    /// Runs a test.
    pub async fn run(&self, case: &Case) -> Outcome {
        self.run_heard(case, &Heard::default()).await
    }

    /// The same, and lets somebody hear what the plugin logs and prints meanwhile.
    pub async fn run_heard(&self, case: &Case, heard: &Heard) -> Outcome {
        case.judge(self.ask(case, heard).await)
    }

    async fn ask(&self, case: &Case, heard: &Heard) -> Value {
        let mut settings = self.settings.clone();
        let own = settings.plugins.entry(self.version.name.to_string());
        let own = own.or_default();
        own.settings.clone_from(&case.settings);
        // No test reaches the network, nor needs to be granted what it would reach.
        own.hosts.clear();
        own.secrets.clear();
        let plugin = Plugin::alone(
            &self.runtime,
            &self.version,
            &settings,
            Some(case.clock),
            Some(canned::network(&case.http)),
        )
        .heard_by(heard);
        answered(&plugin, &case.question, None).await
    }

    /// The component with the operator's settings and the system's clock.
    #[must_use]
    pub fn plugin(&self) -> Plugin {
        Plugin::alone(&self.runtime, &self.version, &self.settings, None, None)
    }
}
