//! The contract as a component has it: which version, which functions.
//!
//! Several versions are served side by side. A function whose types are the same in all
//! of them is called through one set of Rust types, whichever version's name it has: so a
//! version that adds functions costs a line where they are linked
//! (`capabilities/mod.rs`), and one that changes a type costs a module that converts it,
//! once, when it is called. Components of an older version go on as they are.

use wasmtime::Store;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{
    Component, ComponentExportIndex, ComponentNamedList, ComponentType, Instance, Lift, Lower,
};

use super::bindings::exports::vinbot::plugin as wit;
use super::bindings::vinbot::plugin::rich_text::Message;
use super::bindings::vinbot::plugin::types::{
    PluginError, Report, SectionResult, TermResult, Vehicle,
};
use super::capabilities;
use super::engine::Runtime;
use super::error::LoadError;
use super::manifest::Manifest;
use super::sandbox::Sandbox;
use super::version::Role;

/// The versions that are served: that of `wit/`, and that of `wit/next/`, which is the
/// same with what is added there.
pub(super) const VERSIONS: [&str; 2] = ["0.1.0", "0.2.0"];
pub(super) const PACKAGE: &str = "vinbot:plugin/";

/// What a component is, by its imports and exports.
pub(super) struct Contract {
    pub(super) exports: Exports,
    pub(super) reaches: Vec<Reach>,
}

/// An import that is of no use without a grant.
#[derive(Clone, Copy)]
pub(super) enum Reach {
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
    pub(super) fn in_vain(self, manifest: &Manifest) -> Option<String> {
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

impl Contract {
    /// Checks imports and exports by name and version, and finds the functions.
    pub(super) fn of(runtime: &Runtime, component: &Component) -> Result<Self, LoadError> {
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
        let mut names = Vec::new();
        for (name, item) in ty.exports(&runtime.engine) {
            if let (Some((interface, version)), ComponentItem::ComponentInstance(_)) =
                (versioned(name), item.ty)
            {
                check_version(interface, version)?;
                names.push(name);
            }
        }
        let exports = Exports::find(component, &names)?;
        Ok(Self { exports, reaches })
    }
}

/// A function that a component exports, found when it was loaded.
#[derive(Debug, Clone)]
pub(super) struct Function(ComponentExportIndex);

impl Function {
    /// Calls it in an instance; its types are checked against these.
    pub(super) async fn call<P, R>(
        &self,
        store: &mut Store<Sandbox>,
        instance: &Instance,
        parameters: P,
    ) -> wasmtime::Result<R>
    where
        P: ComponentNamedList + Lower + Send + Sync,
        R: ComponentType + Lift + Send + 'static,
    {
        let function = instance.get_typed_func::<P, (R,)>(&mut *store, &self.0)?;
        let (answer,) = function.call_async(&mut *store, parameters).await?;
        Ok(answer)
    }
}

impl Function {
    /// Compares its types with these.
    fn check<P, R>(&self, store: &mut Store<Sandbox>, instance: &Instance) -> wasmtime::Result<()>
    where
        P: ComponentNamedList + Lower,
        R: ComponentType + Lift,
    {
        instance.get_typed_func::<P, (R,)>(store, &self.0).map(drop)
    }
}

/// The functions of a component, by interface.
#[derive(Debug, Clone)]
pub(super) struct Exports {
    pub(super) describe: Function,
    pub(super) decoder: Option<Decoder>,
    pub(super) enricher: Option<Function>,
    pub(super) formatter: Option<Formatter>,
    pub(super) command: Option<Command>,
    pub(super) self_test: Option<Function>,
}

#[derive(Debug, Clone)]
pub(super) struct Decoder {
    pub(super) vocabulary: Function,
    pub(super) decode: Function,
    /// The same with packed answers, which is faster.
    pub(super) packed: Option<Function>,
}

#[derive(Debug, Clone)]
pub(super) struct Formatter {
    pub(super) views: Function,
    pub(super) format: Function,
}

#[derive(Debug, Clone)]
pub(super) struct Command {
    pub(super) commands: Function,
    pub(super) handle: Function,
}

impl Exports {
    /// Compares the types of all functions with those of the contract, so that a component
    /// that was built for something else is refused when it is loaded.
    pub(super) fn check(
        &self,
        store: &mut Store<Sandbox>,
        instance: &Instance,
    ) -> wasmtime::Result<()> {
        type Answer<T> = Result<T, PluginError>;
        type Queries<'a> = (&'a [wit::decoder::Query<'a>],);
        type Decoded = Vec<Answer<wit::decoder::Decoded>>;
        type Packed = Vec<Answer<wit::packed_decoder::Packed>>;
        type Invoked<'a> = (wit::command::Invocation<'a>,);
        type Shown<'a> = (&'a [Report<'a>], wit::formatter::Context<'a>);
        self.describe
            .check::<(), wit::about::Info>(store, instance)?;
        if let Some(decoder) = &self.decoder {
            decoder
                .vocabulary
                .check::<(), Vec<TermResult>>(store, instance)?;
            decoder
                .decode
                .check::<Queries<'_>, Decoded>(store, instance)?;
            if let Some(packed) = &decoder.packed {
                packed.check::<Queries<'_>, Packed>(store, instance)?;
            }
        }
        if let Some(enricher) = &self.enricher {
            enricher.check::<(Vehicle<'_>,), Answer<SectionResult>>(store, instance)?;
        }
        if let Some(formatter) = &self.formatter {
            formatter.views.check::<(), Vec<String>>(store, instance)?;
            formatter
                .format
                .check::<Shown<'_>, Answer<Message>>(store, instance)?;
        }
        if let Some(command) = &self.command {
            command
                .commands
                .check::<(), Vec<wit::command::Spec>>(store, instance)?;
            command
                .handle
                .check::<Invoked<'_>, Answer<Message>>(store, instance)?;
        }
        if let Some(test) = &self.self_test {
            test.check::<(), Result<(), String>>(store, instance)?;
        }
        Ok(())
    }

    /// What the component is.
    pub(super) fn roles(&self) -> impl Iterator<Item = Role> + '_ {
        Role::ALL.into_iter().filter(|role| match role {
            Role::Decoder => self.decoder.is_some(),
            Role::Enricher => self.enricher.is_some(),
            Role::Formatter => self.formatter.is_some(),
            Role::Command => self.command.is_some(),
        })
    }

    /// Finds them among the exports with these names, such as
    /// `vinbot:plugin/decoder@0.1.0`.
    fn find(component: &Component, names: &[&str]) -> Result<Self, LoadError> {
        let interface = |wanted: &str| {
            let of = |name: &&&str| {
                versioned(name)
                    .is_some_and(|(interface, _)| interface.strip_prefix(PACKAGE) == Some(wanted))
            };
            component.get_export_index(None, names.iter().find(of)?)
        };
        let function = |wanted: &str, name: &str| -> Result<Option<Function>, LoadError> {
            let Some(interface) = interface(wanted) else {
                return Ok(None);
            };
            let index = component.get_export_index(Some(&interface), name);
            let missing = || LoadError::Mismatch(format!("`{wanted}` has no function `{name}`"));
            index.ok_or_else(missing).map(|index| Some(Function(index)))
        };
        let describe = function("about", "describe")?.ok_or(LoadError::NoAbout)?;
        let (vocabulary, decode) = (
            function("decoder", "vocabulary")?,
            function("decoder", "decode")?,
        );
        let packed = function("packed-decoder", "decode")?;
        let (views, format) = (
            function("formatter", "views")?,
            function("formatter", "format")?,
        );
        let (commands, handle) = (
            function("command", "commands")?,
            function("command", "handle")?,
        );
        let exports = Self {
            describe,
            decoder: vocabulary.zip(decode).map(|(vocabulary, decode)| Decoder {
                vocabulary,
                decode,
                packed,
            }),
            enricher: function("enricher", "enrich")?,
            formatter: views
                .zip(format)
                .map(|(views, format)| Formatter { views, format }),
            command: commands
                .zip(handle)
                .map(|(commands, handle)| Command { commands, handle }),
            self_test: function("self-test", "run")?,
        };
        let some_role = exports.decoder.is_some()
            || exports.enricher.is_some()
            || exports.formatter.is_some()
            || exports.command.is_some();
        some_role.then_some(exports).ok_or(LoadError::NoRole)
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
    if VERSIONS
        .iter()
        .any(|served| minor(served) == minor(version))
    {
        return Ok(());
    }
    Err(LoadError::ContractVersion {
        interface: interface.to_owned(),
        found: version.to_owned(),
    })
}
