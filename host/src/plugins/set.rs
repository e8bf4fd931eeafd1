//! The plugins that are live at one moment.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use super::error::LoadError;
use super::exchange::CommandSpec;
use super::flags::Asker;
use super::plugin::Plugin;
use super::version::Role;

/// What is served, in the operator's order, and what is not. Never changes: whoever
/// holds it goes on with what it began with.
#[derive(Debug, Default)]
pub struct Plugins {
    served: Vec<Arc<Plugin>>,
    broken: Vec<Broken>,
}

/// A file that is not served.
#[derive(Debug, Clone)]
pub struct Broken {
    /// The file.
    pub file: PathBuf,
    /// Why.
    pub error: Arc<LoadError>,
    /// The version that serves on in its place.
    pub instead: Option<String>,
}

impl Plugins {
    pub(super) fn new(mut served: Vec<Arc<Plugin>>, broken: Vec<Broken>) -> Self {
        served.sort_by(|a, b| (a.order, &a.name).cmp(&(b.order, &b.name)));
        Self { served, broken }
    }

    /// Those that are loaded, in the operator's order, also those that are switched off.
    #[must_use]
    pub fn all(&self) -> &[Arc<Plugin>] {
        &self.served
    }

    /// Those that are not switched off.
    pub fn on(&self) -> impl Iterator<Item = &Arc<Plugin>> {
        self.served.iter().filter(|plugin| plugin.flags.enabled)
    }

    /// The files that are not served, with the reason.
    #[must_use]
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }

    /// True if a plugin with this name is here, whether it can be served or not: then it is
    /// a file that is called so.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        let called = |file: &Path| {
            let stem = file.file_stem()?;
            let folder = file.parent().and_then(Path::file_name)?;
            Some(if stem == "plugin" {
                folder == name
            } else {
                stem == name
            })
        };
        let mut broken = self.broken().iter();
        self.named(name).is_some() || broken.any(|broken| called(&broken.file) == Some(true))
    }

    /// The plugin with this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Arc<Plugin>> {
        self.served.iter().find(|plugin| &*plugin.name == name)
    }

    /// Those that work for this asker and have this role.
    pub fn with_role(&self, role: Role, asker: Asker) -> impl Iterator<Item = &Arc<Plugin>> {
        self.of(asker)
            .filter(move |plugin| plugin.version.roles().any(|has| has == role))
    }

    /// The formatters that offer a view to this asker, in order.
    pub fn with_view<'a>(
        &'a self,
        view: &'a str,
        asker: Asker,
    ) -> impl Iterator<Item = &'a Arc<Plugin>> {
        self.of(asker)
            .filter(move |plugin| plugin.version.views().iter().any(|name| name == view))
    }

    /// The slash commands that this asker has, each with the plugin that answers it:
    /// where two have the same name, the first in order.
    pub fn commands(&self, asker: Asker) -> impl Iterator<Item = (&CommandSpec, &Arc<Plugin>)> {
        self.of(asker).flat_map(|plugin| {
            plugin
                .version
                .commands()
                .iter()
                .map(move |spec| (spec, plugin))
        })
    }

    fn of(&self, asker: Asker) -> impl Iterator<Item = &Arc<Plugin>> {
        self.served
            .iter()
            .filter(move |plugin| plugin.flags.serves(&plugin.name, asker))
    }
}
