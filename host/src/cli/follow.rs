//! Keeps up with the files: plugins that change and a configuration that changes take
//! effect while the bot runs.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::config::Config;
use crate::plugins::{Registry, Watch, folders_of};
use crate::telemetry::Metrics;

/// What may be half written is looked at again after this.
const AGAIN: Duration = Duration::from_millis(100);

/// A file that was written to so recently may be half written; an empty one all the more.
const SETTLES: Duration = Duration::from_millis(500);
const EMPTY_SETTLES: Duration = Duration::from_secs(5);

/// Follows the plugin folder and the configuration, whatever happens.
pub(super) async fn for_ever(config: Config, registry: Arc<Registry>, metrics: Arc<Metrics>) {
    loop {
        let follow = follow(config.clone(), Arc::clone(&registry), Arc::clone(&metrics));
        if let Err(panic) = tokio::spawn(follow).await {
            tracing::error!(%panic, "following the files crashed: beginning again");
        }
        tokio::time::sleep(AGAIN).await;
    }
}

async fn follow(config: Config, registry: Arc<Registry>, metrics: Arc<Metrics>) {
    let mut watch = Watch::new();
    let mut file = Followed::new(config);
    loop {
        let folders = folders_of(&file.file());
        watch.look_at(registry.folders().into_iter().chain(folders));
        // What changed before it was watched is seen by this look.
        let look = file.look();
        let settled = !matches!(look, Look::Unsettled);
        if let Look::Change(change) = look {
            apply(change, &registry, &metrics).await;
        }
        if registry.refresh().await && settled {
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
                tracing::warn!(
                    "changes of [runtime], [http], [cache], [telegram], [jobs] and [log] hold after a \
                     restart"
                );
            }
        }
    }
}

/// The configuration file, and what it said last.
struct Followed {
    config: Config,
    text: Option<String>,
    gone: bool,
    /// Why it could not be read at the last look, which was said then.
    unreadable: Option<String>,
}

enum Look {
    Same,
    /// Somebody may still be writing it.
    Unsettled,
    Change(Change),
}

enum Change {
    /// Another configuration; true if a part of what changed holds later only.
    Settings(Box<Config>, bool),
    Refused(String),
}

impl Followed {
    fn new(config: Config) -> Self {
        let text = config.file.as_deref();
        let text = text.and_then(|file| std::fs::read_to_string(file).ok());
        Self {
            config,
            text,
            gone: false,
            unreadable: None,
        }
    }

    /// Where the configuration is, or would be.
    fn file(&self) -> PathBuf {
        let here = || PathBuf::from("config.toml");
        self.config.file.clone().unwrap_or_else(here)
    }

    /// What has changed since the last look. A file that is gone for the moment, as while
    /// an editor replaces it, is no change; and one that was written to just now may be
    /// half of what it will be, with all that it switches off switched on.
    fn look(&mut self) -> Look {
        let file = self.file();
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if self.text.is_some() && !self.gone {
                    tracing::warn!(file = %file.display(), "the configuration is gone: the old one holds on");
                }
                self.gone = true;
                return Look::Same;
            }
            Err(error) => return self.unreadable(&file, &error),
        };
        (self.gone, self.unreadable) = (false, None);
        if self.text.as_ref() == Some(&text) {
            return Look::Same;
        }
        if is_young(&file, text.is_empty()) {
            return Look::Unsettled;
        }
        self.text = Some(text);
        match Config::load(Some(&file)) {
            Err(error) => Look::Change(Change::Refused(error.to_string())),
            Ok(new) => {
                let (old, settings) = (&self.config.settings, &new.settings);
                let fixed = old.runtime != settings.runtime
                    || old.http != settings.http
                    || old.cache != settings.cache
                    || old.telegram != settings.telegram
                    || old.jobs != settings.jobs
                    || old.log != settings.log;
                self.config = new.clone();
                Look::Change(Change::Settings(Box::new(new), fixed))
            }
        }
    }
}

impl Followed {
    /// It is there and can't be read, which is said once.
    fn unreadable(&mut self, file: &Path, error: &std::io::Error) -> Look {
        if is_young(file, false) {
            return Look::Unsettled;
        }
        let reason = if error.kind() == ErrorKind::InvalidData {
            format!("{} is not UTF-8: save it as UTF-8", file.display())
        } else {
            format!("can't read {}: {error}", file.display())
        };
        if self.unreadable.replace(reason.clone()).as_ref() == Some(&reason) {
            return Look::Same;
        }
        Look::Change(Change::Refused(reason))
    }
}

fn is_young(file: &Path, empty: bool) -> bool {
    let age = std::fs::metadata(file)
        .and_then(|found| found.modified())
        .ok()
        .and_then(|at| at.elapsed().ok());
    age.is_some_and(|age| age < if empty { EMPTY_SETTLES } else { SETTLES })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_that_was_written_to_just_now_is_not_believed_yet() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        std::fs::write(&file, "[plugins.wmi]\nenabled = false\n").unwrap();
        let config = Config::load(Some(&file)).unwrap();
        let mut followed = Followed::new(config);
        assert!(matches!(followed.look(), Look::Same));
        let write = |text: &str, age: u64| {
            std::fs::write(&file, text).unwrap();
            let at = std::time::SystemTime::now() - Duration::from_millis(age);
            let file = std::fs::File::options().append(true).open(&file).unwrap();
            file.set_modified(at).unwrap();
        };
        write("[plugins.wmi]\n", 100);
        assert!(matches!(followed.look(), Look::Unsettled));
        write("", 1_000);
        assert!(matches!(followed.look(), Look::Unsettled), "nothing at all");
        write("[plugins.wmi]\n", 1_000);
        let Look::Change(Change::Settings(new, false)) = followed.look() else {
            panic!("it has changed")
        };
        assert!(new.settings.plugins["wmi"].enabled);
        assert!(matches!(followed.look(), Look::Same));
    }

    #[test]
    fn a_configuration_that_is_no_utf_8_is_refused_once_with_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        std::fs::write(&file, "[plugins.wmi]\n").unwrap();
        let mut followed = Followed::new(Config::load(Some(&file)).unwrap());
        let long_ago = std::time::SystemTime::now() - Duration::from_mins(1);
        let write = |bytes: &[u8]| {
            std::fs::write(&file, bytes).unwrap();
            let file = std::fs::File::options().append(true).open(&file).unwrap();
            file.set_modified(long_ago).unwrap();
        };
        write(b"# Stra\xdfe\n[plugins.wmi]\n");
        let Look::Change(Change::Refused(reason)) = followed.look() else {
            panic!("it can't be read")
        };
        assert!(reason.contains("config.toml is not UTF-8"), "{reason}");
        assert!(matches!(followed.look(), Look::Same), "said once");
        write(b"[plugins.wmi]\n");
        assert!(matches!(followed.look(), Look::Same), "as it was before");
        write(b"\xff\n");
        assert!(matches!(followed.look(), Look::Change(Change::Refused(_))));
    }
}
