//! Keeps up with the files: plugins that change and a configuration that changes take
//! effect while the bot runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::config::Config;
use crate::plugins::{Registry, Watch, folder_of};
use crate::telemetry::Metrics;

/// What may be half written is looked at again after this.
const AGAIN: Duration = Duration::from_millis(100);

/// Follows the plugin folder and the configuration, for ever.
pub(super) async fn follow(config: Config, registry: Arc<Registry>, metrics: Arc<Metrics>) {
    let mut watch = Watch::new();
    let mut file = Followed::new(config);
    loop {
        let folder = file.config.file.as_deref().and_then(folder_of);
        watch.look_at(registry.folders().into_iter().chain(folder));
        // What changed before it was watched is seen by this look.
        if let Some(change) = file.change() {
            apply(change, &registry, &metrics).await;
        }
        if registry.refresh().await {
            watch.changed().await;
        } else {
            tokio::time::sleep(AGAIN).await;
        }
    }
}

async fn apply(change: Change, registry: &Registry, metrics: &Metrics) {
    match change {
        Change::Refused(reason) => {
            metrics.config_reloaded("refused");
            tracing::error!("the configuration is not valid, so the old one holds on: {reason}");
        }
        Change::Settings(new, fixed) => {
            metrics.config_reloaded("applied");
            registry.apply(&new.settings).await;
            tracing::info!("the configuration has changed and holds");
            if fixed {
                tracing::warn!("changes of [runtime], [telegram] and [log] hold after a restart");
            }
        }
    }
}

/// The configuration file, and what it said last.
struct Followed {
    config: Config,
    text: Option<String>,
}

enum Change {
    /// Another configuration; true if a part of what changed holds later only.
    Settings(Box<Config>, bool),
    Refused(String),
}

impl Followed {
    fn new(config: Config) -> Self {
        let text = config.file.as_deref().and_then(read);
        Self { config, text }
    }

    /// What has changed since the last look. A file that is gone for the moment, as while
    /// an editor replaces it, is no change.
    fn change(&mut self) -> Option<Change> {
        let file: PathBuf = self.config.file.clone()?;
        let text = read(&file)?;
        if self.text.as_ref() == Some(&text) {
            return None;
        }
        self.text = Some(text);
        match Config::load(Some(&file)) {
            Err(error) => Some(Change::Refused(error.to_string())),
            Ok(new) => {
                let (old, settings) = (&self.config.settings, &new.settings);
                let fixed = old.runtime != settings.runtime
                    || old.telegram != settings.telegram
                    || old.log != settings.log;
                self.config = new.clone();
                Some(Change::Settings(Box::new(new), fixed))
            }
        }
    }
}

fn read(file: &Path) -> Option<String> {
    std::fs::read_to_string(file).ok()
}
