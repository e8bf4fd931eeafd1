//! From a file to a version of a plugin, through every check.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use wasmtime::component::Component;
use wasmtime::component::types::ComponentItem;

use super::bindings::exports::vinbot::plugin as exports;
use super::call;
use super::capabilities;
use super::code::Digest;
use super::convert;
use super::engine::Runtime;
use super::error::LoadError;
use super::manifest::Manifest;
use super::sandbox::{Profile, Sandbox};
use super::version::{Exports, Role, Version};
use crate::config::Settings;

/// The contract's version, as the packages of `wit/` carry it.
const SERVED: &str = "0.1.0";
const PACKAGE: &str = "vinbot:plugin/";
/// What a decoder may export besides, for speed.
const PACKED_DECODER: &str = "vinbot:plugin/packed-decoder@0.1.0";

/// Loads one component by itself, as if it were to be served.
///
/// # Errors
/// See [`LoadError`].
pub async fn check(
    runtime: &Runtime,
    file: &Path,
    settings: &Settings,
) -> Result<Version, LoadError> {
    load(runtime, Source::File(file), settings).await
}

/// Where a component comes from.
pub(super) enum Source<'a> {
    /// The plugin folder.
    File(&'a Path),
    /// The versions that were kept: what it was then is known.
    Kept(&'a Path, Digest),
}

impl Source<'_> {
    fn path(&self) -> &Path {
        match self {
            Self::File(path) | Self::Kept(path, _) => path,
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
    let (digest, component) = compiled(runtime, &source, settings).await?;
    let contract = contract(runtime, &component)?;
    let mismatch = |error: wasmtime::Error| LoadError::Mismatch(first_line(&error));
    let pre = runtime
        .linker
        .instantiate_pre(&component)
        .map_err(mismatch)?;
    let manifest = Manifest::beside(path)?;
    let nameless = Arc::new(Profile::nameless(&digest, settings));
    let about = exports::about::GuestIndices::new(&pre).map_err(mismatch)?;
    let info = call::run(runtime, &pre, &nameless, 1, async |store, instance| {
        about
            .load(&mut *store, instance)?
            .call_describe(&mut *store)
            .await
    })
    .await
    .map_err(|error| LoadError::Call {
        function: "describe",
        error,
    })?;
    check_name(&info.name)?;
    manifest.check_name(path, &info.name)?;
    let mut exports = Exports::default();
    for role in contract.roles {
        match role {
            Role::Decoder => {
                exports.decoder = Some(new(&pre, exports::decoder::GuestIndices::new)?);
                if component.get_export_index(None, PACKED_DECODER).is_some() {
                    exports.packed = Some(new(&pre, exports::packed_decoder::GuestIndices::new)?);
                }
            }
            Role::Enricher => {
                exports.enricher = Some(new(&pre, exports::enricher::GuestIndices::new)?);
            }
            Role::Formatter => {
                exports.formatter = Some(new(&pre, exports::formatter::GuestIndices::new)?);
            }
            Role::Command => {
                exports.command = Some(new(&pre, exports::command::GuestIndices::new)?);
            }
        }
    }
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
    let warnings: Vec<String> = idle.filter_map(|reach| reach.in_vain(&manifest)).collect();
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
        exports,
        vocabulary: Vec::new(),
        views: Vec::new(),
        commands: Vec::new(),
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

fn new<T, S>(pre: &S, make: impl FnOnce(&S) -> wasmtime::Result<T>) -> Result<T, LoadError> {
    make(pre).map_err(|error| LoadError::Mismatch(first_line(&error)))
}

/// Asks a component what stays the same for as long as it is loaded.
struct Asking<'a> {
    runtime: &'a Runtime,
    profile: &'a Arc<Profile>,
    version: &'a mut Version,
}

impl Asking<'_> {
    async fn all(self) -> Result<(), LoadError> {
        let exports = &self.version.exports;
        if let Some(decoder) = &exports.decoder {
            let terms = self
                .ask("vocabulary", async |store, instance| {
                    let guest = decoder.load(&mut *store, instance)?;
                    guest.call_vocabulary(&mut *store).await
                })
                .await?;
            let terms = terms.into_iter().map(convert::term).map(Arc::new);
            self.version.vocabulary = terms.collect();
        }
        let exports = &self.version.exports;
        if let Some(formatter) = &exports.formatter {
            self.version.views = self
                .ask("views", async |store, instance| {
                    let guest = formatter.load(&mut *store, instance)?;
                    guest.call_views(&mut *store).await
                })
                .await?;
        }
        let exports = &self.version.exports;
        if let Some(command) = &exports.command {
            let specs = self
                .ask("commands", async |store, instance| {
                    let guest = command.load(&mut *store, instance)?;
                    guest.call_commands(&mut *store).await
                })
                .await?;
            self.version.commands = specs.into_iter().map(convert::command).collect();
            if let Some(bad) = self.version.commands.iter().find(|spec| !spec.is_valid()) {
                let name = bad.name.chars().take(40).collect();
                return Err(LoadError::Command(name));
            }
        }
        if let Ok(test) = exports::self_test::GuestIndices::new(&self.version.pre) {
            self.ask("self-test", async |store, instance| {
                let guest = test.load(&mut *store, instance)?;
                guest.call_run(&mut *store).await
            })
            .await?
            .map_err(|reason| LoadError::SelfTest(call::one_line(&reason)))?;
        }
        Ok(())
    }

    async fn ask<T>(
        &self,
        function: &'static str,
        call: impl AsyncFnOnce(
            &mut wasmtime::Store<Sandbox>,
            &wasmtime::component::Instance,
        ) -> wasmtime::Result<T>,
    ) -> Result<T, LoadError> {
        call::run(self.runtime, &self.version.pre, self.profile, 1, call)
            .await
            .map_err(|error| LoadError::Call { function, error })
    }
}

async fn compiled(
    runtime: &Runtime,
    source: &Source<'_>,
    settings: &Settings,
) -> Result<(Digest, Component), LoadError> {
    let most = settings.runtime.max_component_mb;
    let seconds = settings.runtime.compile_timeout_s;
    let (engine, code) = (runtime.engine.clone(), Arc::clone(&runtime.code));
    let path = source.path().to_owned();
    let known = match source {
        Source::File(_) => None,
        Source::Kept(_, digest) => Some(digest.clone()),
    };
    let work = tokio::task::spawn_blocking(move || {
        let digest = if let Some(digest) = known {
            digest
        } else {
            check_file(&path, most)?;
            code.digest(&path)?
        };
        let component = code.component(&engine, &path, &digest)?;
        Ok((digest, component))
    });
    match tokio::time::timeout(Duration::from_secs(seconds), work).await {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => Err(LoadError::Invalid(format!("the compiler crashed: {panic}"))),
        Err(_) => Err(LoadError::CompileTimeout(seconds)),
    }
}

/// Refuses what is no component before it reaches the compiler.
fn check_file(path: &Path, max_mb: u64) -> Result<(), LoadError> {
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

/// What a component is, by its imports and exports.
struct Contract {
    roles: Vec<Role>,
    reaches: Vec<Reach>,
}

/// An import that is of no use without a grant.
#[derive(Clone, Copy)]
enum Reach {
    Http(&'static str),
    Cache,
}

impl Reach {
    fn of(import: &str) -> Option<Self> {
        let (interface, _) = import.split_once('@').unwrap_or((import, ""));
        match interface {
            "vinbot:plugin/http" => Some(Self::Http("vinbot:plugin/http")),
            "wasi:http/outgoing-handler" => Some(Self::Http("wasi:http/outgoing-handler")),
            "vinbot:plugin/cache" => Some(Self::Cache),
            _ => None,
        }
    }

    /// What to tell about it if the manifest asks for nothing of the kind. It is no
    /// reason to refuse the component: compilers for Python, for one, import whatever the
    /// contract has, used or not.
    fn in_vain(self, manifest: &Manifest) -> Option<String> {
        let asks = [&manifest.needs, &manifest.wants];
        match self {
            Self::Http(import) if asks.iter().all(|asks| asks.hosts.is_empty()) => Some(format!(
                "imports {import}, but its plugin.toml asks for no `hosts`: every request \
                 will be denied"
            )),
            Self::Cache if asks.iter().all(|asks| !asks.cache) => Some(
                "imports vinbot:plugin/cache, but its plugin.toml does not ask for \
                 `cache = true`: nothing will be kept"
                    .to_owned(),
            ),
            _ => None,
        }
    }
}

/// Checks imports and exports by name and version, and finds the roles.
fn contract(runtime: &Runtime, component: &Component) -> Result<Contract, LoadError> {
    let ty = component.component_type();
    let mut reaches = Vec::new();
    for (name, _) in ty.imports(&runtime.engine) {
        reaches.extend(Reach::of(name));
        match versioned(name) {
            Some((interface, version)) => {
                check_version(interface, version)?;
                let served = interface.strip_prefix(PACKAGE).unwrap_or_default();
                if !capabilities::SERVED.contains(&served) {
                    return Err(LoadError::UnknownImport(name.to_owned()));
                }
            }
            None if name.starts_with("wasi:") => {}
            None => return Err(LoadError::UnknownImport(name.to_owned())),
        }
    }
    let mut interfaces = Vec::new();
    for (name, item) in ty.exports(&runtime.engine) {
        if let (Some((interface, version)), ComponentItem::ComponentInstance(_)) =
            (versioned(name), item.ty)
        {
            check_version(interface, version)?;
            interfaces.push(
                interface
                    .strip_prefix(PACKAGE)
                    .unwrap_or_default()
                    .to_owned(),
            );
        }
    }
    if !interfaces.iter().any(|name| name == "about") {
        return Err(LoadError::NoAbout);
    }
    let roles: Vec<Role> = Role::ALL
        .into_iter()
        .filter(|role| interfaces.iter().any(|name| name == role.name()))
        .collect();
    if roles.is_empty() {
        Err(LoadError::NoRole)
    } else {
        Ok(Contract { roles, reaches })
    }
}

/// `vinbot:plugin/clock@0.1.0` as interface and version; `None` for other packages.
fn versioned(name: &str) -> Option<(&str, &str)> {
    let (interface, version) = name.split_once('@').unwrap_or((name, ""));
    interface
        .starts_with(PACKAGE)
        .then_some((interface, version))
}

/// Before 1.0 a new minor version may change everything: only patches fit.
fn check_version(interface: &str, version: &str) -> Result<(), LoadError> {
    let minor = |version: &str| version.rsplit_once('.').map(|(minor, _)| minor.to_owned());
    if minor(version) == minor(SERVED) {
        return Ok(());
    }
    Err(LoadError::ContractVersion {
        interface: interface.to_owned(),
        found: version.to_owned(),
        served: SERVED,
    })
}

fn check_name(name: &str) -> Result<(), LoadError> {
    let valid = (1..=40).contains(&name.len())
        && name
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if valid {
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
