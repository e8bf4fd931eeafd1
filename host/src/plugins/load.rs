//! From a file to a version of a plugin, through every check.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use wasmtime::Store;
use wasmtime::component::{Component, ComponentType, Instance, Lift};

use super::bindings::exports::vinbot::plugin::{about, command};
use super::bindings::vinbot::plugin::types;
use super::call;
use super::code::Digest;
use super::contract::{Contract, Function};
use super::convert;
use super::engine::Runtime;
use super::error::LoadError;
use super::manifest::Manifest;
use super::sandbox::{Profile, Sandbox};
use super::version::{Role, Version};
use crate::config::Settings;
use crate::trust::{Policy, is_name};

/// Loads one component by itself, as if it were to be served.
///
/// # Errors
/// See [`LoadError`].
pub async fn check(
    runtime: &Runtime,
    file: &Path,
    settings: &Settings,
) -> Result<Version, LoadError> {
    load(runtime, Source::Loose(file), settings).await
}

/// Where a component comes from.
pub(super) enum Source<'a> {
    /// A plugin folder, whose `plugins.lock` may pin it.
    File {
        /// That folder.
        folder: &'a Path,
        /// The component in it.
        file: &'a Path,
        /// Whether a manifest was seen beside it: if none is found then, somebody is moving
        /// them, and it must not pass for a plugin that asks for nothing.
        manifest: bool,
    },
    /// Somewhere else.
    Loose(&'a Path),
    /// The versions that were kept: what it was then is known.
    Kept(&'a Path, Digest),
}

impl Source<'_> {
    fn path(&self) -> &Path {
        match self {
            Self::File { file, .. } => file,
            Self::Loose(path) | Self::Kept(path, _) => path,
        }
    }

    fn manifest(&self) -> Result<Manifest, LoadError> {
        match (Manifest::find(self.path())?, self) {
            (Some(manifest), _) => Ok(manifest),
            (None, Self::File { manifest: true, .. }) => Err(LoadError::Changing),
            (None, _) => Ok(Manifest::default()),
        }
    }

    fn policy(&self, settings: &Settings) -> Policy {
        let policy = Policy::new(settings);
        match self {
            Self::File { folder, .. } => policy.within(folder),
            Self::Loose(_) | Self::Kept(..) => policy,
        }
    }
}

/// Loads one component: checks the file, compiles it (or takes compiled code from
/// the cache), checks what it imports and exports, and asks what it is.
///
/// # Errors
/// See [`LoadError`]; nothing that a file holds brings the host down.
pub(super) async fn load(
    runtime: &Runtime,
    source: Source<'_>,
    settings: &Settings,
) -> Result<Version, LoadError> {
    let path = source.path();
    let (digest, component, hasty) = compiled(runtime, &source, settings).await?;
    let contract = Contract::of(runtime, &component)?;
    let mismatch = |error: wasmtime::Error| LoadError::Mismatch(first_line(&error));
    let pre = runtime
        .linker
        .instantiate_pre(&component)
        .map_err(mismatch)?;
    let manifest = source.manifest()?;
    let nameless = Profile::nameless(&digest, settings, presumed(path, &manifest));
    let nameless = Arc::new(nameless);
    let exports = &contract.exports;
    let described = call::run(runtime, &pre, &nameless, 1, async |store, instance| {
        if let Err(error) = exports.check(store, instance) {
            return Ok(Err(first_line(&error)));
        }
        let info: about::Info = exports.describe.call(store, instance, ()).await?;
        Ok(Ok(info))
    })
    .await
    .map_err(|error| LoadError::Call {
        function: "describe",
        error,
    })?;
    let info = described.map_err(LoadError::Mismatch)?;
    check_name(&info.name)?;
    source
        .policy(settings)
        .check_name(path, digest.as_str(), &info.name)?;
    manifest.check_name(path, &info.name)?;
    let roles: Vec<&str> = exports.roles().map(Role::name).collect();
    manifest.check_roles(path, &roles)?;
    let own = settings
        .plugins
        .get(&info.name)
        .cloned()
        .unwrap_or_default();
    let name: Arc<str> = info.name.as_str().into();
    let services = &runtime.services;
    let profile = Profile::new(&name, &digest, &manifest, &own, settings, services);
    if let Some(missing) = profile.grants.refusal() {
        return Err(LoadError::NotGranted(missing));
    }
    let idle = contract.reaches.into_iter();
    let mut warnings: Vec<String> = idle.filter_map(|reach| reach.in_vain(&manifest)).collect();
    let claimed = |role: &&&str| manifest.roles.iter().any(|claimed| claimed == *role);
    if !manifest.roles.is_empty() {
        let unclaimed = roles.iter().filter(|role| !claimed(role));
        warnings.extend(unclaimed.map(|role| {
            format!("exports the role `{role}`, which `roles` in its plugin.toml does not name")
        }));
    }
    for warning in &warnings {
        tracing::debug!(plugin = %name, "{warning}");
    }
    let profile = Arc::new(profile);
    let mut version = Version {
        name,
        number: info.version,
        summary: info.summary,
        homepage: info.homepage,
        data: info.data,
        digest,
        asks: profile.grants.asks().to_vec(),
        warnings,
        manifest,
        file: path.to_owned(),
        exports: contract.exports,
        vocabulary: Vec::new(),
        views: Vec::new(),
        commands: Vec::new(),
        hasty,
        pre,
    };
    Asking {
        runtime,
        profile: &profile,
        version: &mut version,
    }
    .all()
    .await?;
    Ok(version)
}

/// What a component is probably called, before it says so itself: by its manifest, else by its
/// file, or the folder of a `plugin.wasm`.
fn presumed<'a>(path: &'a Path, manifest: &'a Manifest) -> Option<&'a str> {
    let stem = path.file_stem().filter(|stem| *stem != "plugin");
    let folder = || path.parent().and_then(Path::file_name);
    let by_file = || stem.or_else(folder).and_then(std::ffi::OsStr::to_str);
    manifest.name.as_deref().or_else(by_file)
}

/// Asks a component what stays the same for as long as it is loaded.
struct Asking<'a> {
    runtime: &'a Runtime,
    profile: &'a Arc<Profile>,
    version: &'a mut Version,
}

impl Asking<'_> {
    async fn all(self) -> Result<(), LoadError> {
        let exports = self.version.exports.clone();
        if let Some(decoder) = exports.decoder {
            let terms: Vec<types::TermResult> = self.ask("vocabulary", &decoder.vocabulary).await?;
            let terms = terms.into_iter().map(convert::term).map(Arc::new);
            self.version.vocabulary = terms.collect();
        }
        if let Some(formatter) = exports.formatter {
            self.version.views = self.ask("views", &formatter.views).await?;
        }
        if let Some(command) = exports.command {
            let specs: Vec<command::Spec> = self.ask("commands", &command.commands).await?;
            self.version.commands = specs.into_iter().map(convert::command).collect();
            if let Some(bad) = self.version.commands.iter().find(|spec| !spec.is_valid()) {
                let name = bad.name.chars().take(40).collect();
                return Err(LoadError::Command(name));
            }
        }
        if let Some(test) = exports.self_test {
            let outcome: Result<(), String> = self.ask("self-test", &test).await?;
            outcome.map_err(|reason| LoadError::SelfTest(call::one_line(&reason)))?;
        }
        Ok(())
    }

    async fn ask<R>(&self, name: &'static str, function: &Function) -> Result<R, LoadError>
    where
        R: ComponentType + Lift + Send + 'static,
    {
        let call = async |store: &mut Store<Sandbox>, instance: &Instance| {
            function.call(store, instance, ()).await
        };
        call::run(self.runtime, &self.version.pre, self.profile, 1, call)
            .await
            .map_err(|error| LoadError::Call {
                function: name,
                error,
            })
    }
}

async fn compiled(
    runtime: &Runtime,
    source: &Source<'_>,
    settings: &Settings,
) -> Result<(Digest, Component, bool), LoadError> {
    let most = settings.runtime.max_component_mb;
    let seconds = settings.runtime.compile_timeout_s;
    let (engine, code) = (runtime.engine.clone(), Arc::clone(&runtime.code));
    // What served before is compiled already, and what is tried out is no hurry.
    let quick = match source {
        Source::File { .. } => runtime.quick.clone(),
        Source::Loose(_) | Source::Kept(..) => None,
    };
    let path = source.path().to_owned();
    let known = match source {
        Source::File { .. } | Source::Loose(_) => None,
        Source::Kept(_, digest) => Some(digest.clone()),
    };
    let policy = source.policy(settings);
    let work = tokio::task::spawn_blocking(move || {
        code.aside(|| {
            let digest = if let Some(digest) = known {
                digest
            } else {
                check_file(&path, most)?;
                code.digest(&path)?
            };
            policy.check(&path, digest.as_str())?;
            let (component, hasty) = code.component(&engine, quick.as_ref(), &path, &digest)?;
            Ok((digest, component, hasty))
        })
    });
    match tokio::time::timeout(Duration::from_secs(seconds), work).await {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => Err(LoadError::Invalid(format!("the compiler crashed: {panic}"))),
        Err(_) => Err(LoadError::CompileTimeout(seconds)),
    }
}

/// Refuses what is no component before it reaches the compiler.
pub(super) fn check_file(path: &Path, max_mb: u64) -> Result<(), LoadError> {
    // Opening a pipe would wait for somebody to write into it.
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("it is no regular file").into());
    }
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let found = length.div_ceil(1 << 20);
    if found > max_mb {
        return Err(LoadError::TooLarge {
            found,
            allowed: max_mb,
        });
    }
    let mut head = Vec::with_capacity(8);
    file.by_ref().take(8).read_to_end(&mut head)?;
    if wasmparser::Parser::is_component(&head) {
        Ok(())
    } else if wasmparser::Parser::is_core_wasm(&head) {
        Err(LoadError::CoreModule)
    } else {
        Err(LoadError::NotWasm {
            empty: head.is_empty(),
        })
    }
}

fn check_name(name: &str) -> Result<(), LoadError> {
    if is_name(name) {
        Ok(())
    } else {
        Err(LoadError::Name(name.chars().take(40).collect()))
    }
}

pub(super) fn first_line(error: &wasmtime::Error) -> String {
    let text = format!("{error:#}");
    text.lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(400)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::by_its_manifest("/plugins/a/plugin.wasm", Some("b"), Some("b"))]
    #[case::by_its_folder("/plugins/a/plugin.wasm", None, Some("a"))]
    #[case::by_its_file("/plugins/a.wasm", None, Some("a"))]
    #[case::not_at_all("plugin.wasm", None, None)]
    fn a_name_is_presumed(
        #[case] path: &str,
        #[case] said: Option<&str>,
        #[case] name: Option<&str>,
    ) {
        let manifest = Manifest {
            name: said.map(str::to_owned),
            ..Manifest::default()
        };
        assert_eq!(presumed(Path::new(path), &manifest), name);
    }

    #[test]
    fn a_manifest_that_was_seen_and_is_gone_is_no_plugin_that_asks_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plugin.wasm");
        let source = |manifest| Source::File {
            folder: folder.path(),
            file: &file,
            manifest,
        };
        assert!(matches!(source(true).manifest(), Err(LoadError::Changing)));
        assert_eq!(source(false).manifest().unwrap(), Manifest::default());
    }
}
