//! What can go wrong with a plugin: while loading it, while calling it, and when it is
//! steered.

use std::path::PathBuf;

use vinbot_net::Trouble;

use super::contract::VERSIONS;

use super::manifest::ManifestError;

/// Why no plugins can be loaded at all.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The client for requests of plugins could not be made.
    #[error("the client for plugins' requests can't start: {0}")]
    Client(#[from] reqwest::Error),
    /// A secret that requests are to be signed with can't be used.
    #[error("{0} (http.signing in config.toml)")]
    Signing(#[from] vinbot_net::SigningError),
    /// What is kept can't be kept where the operator says.
    #[error(transparent)]
    Cache(#[from] vinbot_cache::ConnectError),
    /// The engine could not be made.
    #[error("the plugin engine can't start: {0}")]
    Engine(String),
    /// There is no folder with plugins.
    #[error(
        "no plugins found: looked in {}. Build them with `make plugins`, or name their folder in \
         runtime.plugin_dir", looked_in(.0)
    )]
    NoFolder(Vec<PathBuf>),
    /// The folder can't be read.
    #[error("can't read the plugin folder {}: {reason}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The system's words.
        reason: std::io::Error,
    },
}

fn looked_in(folders: &[PathBuf]) -> String {
    let folders: Vec<String> = folders
        .iter()
        .map(|folder| folder.display().to_string())
        .collect();
    folders.join(", ")
}

/// Why a plugin is not steered as was wanted. The words are for admins.
#[derive(Debug, thiserror::Error)]
pub enum SteerError {
    /// There is none with this name.
    #[error("there is no plugin `{0}`: the list of plugins tells which there are")]
    Unknown(String),
    /// No rollout.
    #[error("a rollout is from 0 to 100 percent, and {0} is not")]
    Percent(u8),
    /// No version to go back to.
    #[error("no {} version of `{plugin}` has served here", match wanted {
        Some(digest) => format!("`{digest}`"),
        None => "earlier".to_owned(),
    })]
    NoVersion {
        /// The plugin.
        plugin: String,
        /// How its digest was to begin.
        wanted: Option<String>,
    },
    /// Several versions have a digest that begins so.
    #[error("several versions have a digest that begins with `{0}`: write more of it")]
    Ambiguous(String),
    /// The version to go back to can't be loaded.
    #[error("that version can't be loaded: {0}")]
    Load(#[from] LoadError),
    /// It would not be remembered.
    #[error("it can't be remembered, so nothing was changed: {0}")]
    Io(#[from] std::io::Error),
}

/// Why a file is not served. The words are for operators and plugin authors.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file can't be read.
    #[error("can't read the file: {0}")]
    Unreadable(#[from] std::io::Error),
    /// Larger than `runtime.max_component_mb`.
    #[error("the file has {found} MB; runtime.max_component_mb allows {allowed}")]
    TooLarge {
        /// MB found.
        found: u64,
        /// MB allowed.
        allowed: u64,
    },
    /// Not WebAssembly at all.
    #[error("not a WebAssembly file{}", if *.empty { ": it is empty" } else { "" })]
    NotWasm {
        /// The file has no bytes.
        empty: bool,
    },
    /// A core module.
    #[error(
        "a core module, not a component: make one of it with `wasm-tools component new` or \
         build for a component target"
    )]
    CoreModule,
    /// It can't be compiled.
    #[error("not a valid component: {0}")]
    Invalid(String),
    /// Compiling took too long.
    #[error("compiling took longer than runtime.compile_timeout_s ({0} s)")]
    CompileTimeout(u64),
    /// It was built for another version of the contract.
    #[error(
        "built for {interface}@{found}; this vinbot serves vinbot:plugin@{}",
        VERSIONS.join(" and ")
    )]
    ContractVersion {
        /// `vinbot:plugin/decoder`.
        interface: String,
        /// The version it asks for.
        found: String,
    },
    /// It imports what the host has not.
    #[error("imports `{0}`, which this vinbot does not serve")]
    UnknownImport(String),
    /// Its `plugin.toml` can't be used.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// It needs what it is not granted.
    #[error("needs what it is not granted in config.toml: {0}")]
    NotGranted(String),
    /// `about` is missing.
    #[error("exports no `vinbot:plugin/about`, so it is no vinbot plugin")]
    NoAbout,
    /// No role is exported.
    #[error("exports no role: a plugin is a decoder, enricher, formatter or command")]
    NoRole,
    /// The host and the component disagree on a type.
    #[error("does not fit the contract: {0}")]
    Mismatch(String),
    /// A call that belongs to loading failed.
    #[error("`{function}` failed: {error}")]
    Call {
        /// `describe`, `vocabulary`, `views`, `commands`, `self-test`.
        function: &'static str,
        /// How.
        error: CallError,
    },
    /// Its own test failed.
    #[error("its self-test failed: {0}")]
    SelfTest(String),
    /// Somebody was still writing it.
    #[error("the file changed while it was read")]
    Changing,
    /// It is not pinned to these bytes, or not signed as the operator wants.
    #[error(transparent)]
    Trust(#[from] crate::trust::TrustError),
    /// What it says about itself is unusable.
    #[error("its name `{0}` is not valid: lower-case letters, digits and dashes, at most 32")]
    Name(String),
    /// A slash command that Telegram would not take.
    #[error(
        "its command `{0}` is not valid: 1 to 32 of a-z, 0-9 and _, with a description of at \
         most 256 characters"
    )]
    Command(String),
    /// Another file has the same name.
    #[error("another file already serves the name `{0}`")]
    Duplicate(String),
}

impl LoadError {
    /// True if it waits for a grant or a key: nothing is wrong with it.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        matches!(self, Self::NotGranted(_))
    }

    /// True if it is the operator who does not want the file to serve: it is not granted
    /// what it needs, or nobody who is trusted vouches for it.
    pub(super) fn is_unwanted(&self) -> bool {
        matches!(self, Self::NotGranted(_) | Self::Trust(_))
    }
}

/// Why a call gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The plugin refuses the input; the words are for the user.
    #[error("refused the input: {0}")]
    InvalidInput(String),
    /// The plugin knows nothing about it.
    #[error("knows nothing about it")]
    NotCovered,
    /// Something that the plugin needs failed.
    #[error("is unavailable: {reason}")]
    Unavailable {
        /// The plugin's words, for the log.
        reason: String,
        /// What the host saw of it.
        trouble: Option<Trouble>,
    },
    /// The plugin says that it made a mistake.
    #[error("failed: {0}")]
    Internal(String),
    /// It ran into its deadline.
    #[error("took longer than its {0} ms")]
    Timeout(u64),
    /// It ran out of memory.
    #[error("ran out of its {0} MB of memory")]
    Memory(usize),
    /// It handed over too much.
    #[error("handed over more than its {0} kB")]
    Output(usize),
    /// It crashed.
    #[error("crashed: {0}")]
    Trap(String),
    /// It answered other than the contract says.
    #[error("broke the contract: {0}")]
    Contract(String),
    /// It has failed so often that it is left alone for a while.
    #[error("is set aside after failing again and again: it is tried again in {0} s")]
    SetAside(u64),
    /// The plugin has no such role.
    #[error("is no {0}")]
    NoRole(&'static str),
}

impl CallError {
    /// A word that stays the same: what golden tests compare.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::InvalidInput(_) => "invalid-input",
            Self::NotCovered => "not-covered",
            Self::Unavailable { .. } => "unavailable",
            Self::Internal(_) => "internal",
            Self::Timeout(_) => "timeout",
            Self::Memory(_) => "memory",
            Self::Output(_) => "output",
            Self::Trap(_) => "trap",
            Self::Contract(_) => "contract",
            Self::SetAside(_) => "set-aside",
            Self::NoRole(_) => "no-role",
        }
    }

    /// The same, and of what is unavailable why: `upstream-quota`.
    #[must_use]
    pub fn label(&self) -> &'static str {
        let Self::Unavailable {
            trouble: Some(trouble),
            ..
        } = self
        else {
            return self.kind();
        };
        match trouble {
            Trouble::Timeout => "upstream-timeout",
            Trouble::Unreachable => "upstream-unreachable",
            Trouble::Quota => "upstream-quota",
            Trouble::Auth => "upstream-auth",
            Trouble::NotFound => "upstream-not-found",
            Trouble::BadAnswer => "upstream-bad-answer",
            Trouble::CircuitOpen => "upstream-circuit-open",
            Trouble::Denied => "upstream-denied",
        }
    }

    /// True for what a plugin that works never does, whatever it is asked and whatever
    /// happens outside.
    pub(super) fn is_misbehaviour(&self) -> bool {
        matches!(
            self,
            Self::Timeout(_)
                | Self::Memory(_)
                | Self::Output(_)
                | Self::Trap(_)
                | Self::Contract(_)
        )
    }
}
