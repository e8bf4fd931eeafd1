//! All plugins of one host.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures::StreamExt;

use super::engine::Runtime;
use super::error::LoadError;
use super::load::load;
use super::plugin::{Plugin, Role};
use crate::config::Settings;

/// What was loaded, in the operator's order, and what was not.
#[derive(Debug, Default)]
pub struct Plugins {
    loaded: Vec<Arc<Plugin>>,
    broken: Vec<Broken>,
    off: Vec<Arc<Plugin>>,
}

/// A file that is not served.
#[derive(Debug)]
pub struct Broken {
    /// The file.
    pub file: PathBuf,
    /// Why.
    pub error: LoadError,
}

impl Plugins {
    /// Loads every component of a folder: `NAME.wasm` and `NAME/plugin.wasm`.
    ///
    /// Files that fail are kept as [`Broken`] and logged; the rest is served.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub async fn load(
        runtime: &Runtime,
        folder: &Path,
        settings: &Settings,
    ) -> std::io::Result<Self> {
        let files = components(folder)?;
        // In parallel: compiling takes seconds the first time.
        let results: Vec<_> = futures::stream::iter(files)
            .map(|file| async move {
                let result = load(runtime, &file, settings).await;
                (file, result)
            })
            .buffered(4)
            .collect()
            .await;
        let mut plugins = Self::default();
        for (file, result) in results {
            match result {
                Ok(plugin) => plugins.add(plugin, settings),
                Err(error) => plugins.refuse(file, error),
            }
        }
        runtime.code.tidy();
        for name in settings.plugins.keys().filter(|name| !plugins.knows(name)) {
            tracing::info!(
                plugin = name,
                "the configuration names a plugin that is not here"
            );
        }
        plugins
            .loaded
            .sort_by(|a, b| (a.order, &a.name).cmp(&(b.order, &b.name)));
        Ok(plugins)
    }

    /// Loads one file by itself.
    ///
    /// # Errors
    /// See [`LoadError`].
    pub async fn check(
        runtime: &Runtime,
        file: &Path,
        settings: &Settings,
    ) -> Result<Plugin, LoadError> {
        load(runtime, file, settings).await
    }

    fn add(&mut self, plugin: Plugin, settings: &Settings) {
        let name = Arc::clone(&plugin.name);
        if self.knows(&name) {
            self.refuse(plugin.file, LoadError::Duplicate(name.to_string()));
            return;
        }
        tracing::debug!(plugin = %name, version = plugin.version, digest = plugin.digest.short(),
            "loaded");
        if settings.plugins.get(&*name).is_none_or(|own| own.enabled) {
            self.loaded.push(Arc::new(plugin));
        } else {
            self.off.push(Arc::new(plugin));
        }
    }

    /// True for a plugin that is loaded, whether it is served or switched off.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.loaded
            .iter()
            .chain(&self.off)
            .any(|plugin| &*plugin.name == name)
    }

    fn refuse(&mut self, file: PathBuf, error: LoadError) {
        tracing::warn!(file = %file.display(), %error, "this plugin is not served");
        self.broken.push(Broken { file, error });
    }

    /// Those that are served, in the operator's order.
    #[must_use]
    pub fn all(&self) -> &[Arc<Plugin>] {
        &self.loaded
    }

    /// Those that are loaded but switched off.
    #[must_use]
    pub fn off(&self) -> &[Arc<Plugin>] {
        &self.off
    }

    /// The files that are not served, with the reason.
    #[must_use]
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }

    /// Those that have this role.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Arc<Plugin>> {
        self.loaded
            .iter()
            .filter(move |plugin| plugin.roles().any(|has| has == role))
    }

    /// The formatters that offer a view, in order.
    pub fn with_view<'a>(&'a self, view: &'a str) -> impl Iterator<Item = &'a Arc<Plugin>> {
        self.loaded
            .iter()
            .filter(move |plugin| plugin.views().iter().any(|name| name == view))
    }
}

fn components(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if hidden {
            continue;
        }
        if path.is_dir() {
            let inside = path.join("plugin.wasm");
            if inside.is_file() {
                files.push(inside);
            }
        } else if path
            .extension()
            .is_some_and(|extension| extension == "wasm")
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
