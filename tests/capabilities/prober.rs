//! The component of `tests/guests/prober`, loaded as the program would load it.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;
use tempfile::TempDir;
use vinbot::config::{self, Settings};
use vinbot::plugins::{Asker, Environment, Invocation, Registry, Runtime, Services};
use vinbot_net::Names;

use crate::support;

/// The secret of these tests: every character that some encoding changes.
pub(crate) const SECRET: &str = "Zk/9+s3cr3t=Va_lue~x7";

/// What a prober is loaded with.
pub(crate) struct Setup {
    /// `plugin.toml`, without its name.
    pub(crate) manifest: String,
    /// `[plugins.prober]`.
    pub(crate) own: config::Plugin,
    pub(crate) http: vinbot_net::Settings,
    pub(crate) names: Vec<(&'static str, &'static str)>,
    pub(crate) environment: Vec<(&'static str, &'static str)>,
}

impl Setup {
    pub(crate) fn new(manifest: &str, own: &str) -> Self {
        Self {
            manifest: manifest.to_owned(),
            own: toml::from_str(own).unwrap(),
            http: vinbot_net::Settings {
                allow_loopback: true,
                ..vinbot_net::Settings::default()
            },
            names: Vec::new(),
            environment: vec![("KEY", SECRET)],
        }
    }

    /// Asks for these hosts and is granted them.
    pub(crate) fn granted(hosts: &[String]) -> Self {
        let list = format!("hosts = {hosts:?}\n");
        Self::new(&format!("[wants]\n{list}"), &list)
    }

    pub(crate) fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        settings.runtime.concurrency = 4;
        settings.http = self.http.clone();
        settings.plugins.insert("prober".into(), self.own.clone());
        settings
    }

    pub(crate) async fn load(&self) -> Prober {
        let folder = tempfile::tempdir().unwrap();
        support::prober(folder.path(), &self.manifest);
        let names = self
            .names
            .iter()
            .map(|(name, address)| ((*name).to_owned(), vec![address.parse().unwrap()]));
        let names = Names::Table(Arc::new(names.collect::<HashMap<_, _>>()));
        let environment = self.environment.iter();
        let environment = environment.map(|(name, value)| ((*name).to_owned(), (*value).into()));
        let environment = Environment::Of(environment.collect());
        let services = Services::with(&self.http, names, environment).unwrap();
        let settings = self.settings();
        let state = support::state_dir();
        let limits = settings.largest_limits();
        let runtime =
            Runtime::new(&settings.runtime, limits, &state, Arc::default(), services).unwrap();
        let registry = Registry::open(runtime, folder.path(), &settings, &state)
            .await
            .unwrap();
        Prober {
            registry,
            _folder: folder,
        }
    }
}

pub(crate) struct Prober {
    pub(crate) registry: Registry,
    _folder: TempDir,
}

impl Prober {
    /// Lets it act, in one call, and tells what it saw.
    pub(crate) async fn does(&self, act: Value) -> Value {
        let snapshot = self.registry.snapshot();
        let broken = snapshot.plugins.broken();
        assert!(broken.is_empty(), "{broken:?}");
        let plugin = snapshot.plugins.named("prober").unwrap();
        let arguments = act.to_string();
        let invocation = Invocation {
            name: "probe",
            arguments: &arguments,
            locale: "en",
            asker: Asker::default(),
        };
        let message = plugin.handle(&invocation).await.unwrap();
        let text: String = message
            .spans
            .iter()
            .map(|span| span.text.as_str())
            .collect();
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"))
    }

    /// Why it is not served.
    pub(crate) fn refusal(&self) -> String {
        let snapshot = self.registry.snapshot();
        assert!(snapshot.plugins.named("prober").is_none());
        snapshot.plugins.broken()[0].error.to_string()
    }
}
