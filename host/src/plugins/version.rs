//! One version of a plugin: a component that passed all checks, and what it said of
//! itself when it was loaded.

use std::path::PathBuf;
use std::sync::Arc;

use wasmtime::component::InstancePre;

use super::code::Digest;
use super::contract::Exports;
use super::exchange::CommandSpec;
use super::grants::Ask;
use super::manifest::Manifest;
use super::sandbox::Sandbox;
use crate::report::Term;

/// What a plugin can be; found by what it exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Says what a VIN means.
    Decoder,
    /// Adds to a report.
    Enricher,
    /// Shows a report.
    Formatter,
    /// Answers slash commands.
    Command,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [
        Self::Decoder,
        Self::Enricher,
        Self::Formatter,
        Self::Command,
    ];

    /// The name of its interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Decoder => "decoder",
            Self::Enricher => "enricher",
            Self::Formatter => "formatter",
            Self::Command => "command",
        }
    }
}

/// A component that passed all checks. Never changes; calls go through a
/// [`Plugin`](super::Plugin), which has the operator's settings.
pub struct Version {
    /// Unique among the plugins.
    pub name: Arc<str>,
    /// As the plugin counts them: `0.1.0`.
    pub number: String,
    /// One sentence.
    pub summary: String,
    /// Where more is to be read.
    pub homepage: Option<String>,
    /// Which data it carries.
    pub data: Option<String>,
    /// Of its bytes.
    pub digest: Digest,
    /// What it asks for.
    pub manifest: Manifest,
    /// The same, and whether it was granted when this version was loaded.
    pub asks: Vec<Ask>,
    /// What its author should know, and is no reason to refuse it.
    pub warnings: Vec<String>,
    /// Where it was loaded from.
    pub file: PathBuf,
    pub(super) exports: Exports,
    pub(super) vocabulary: Vec<Arc<Term>>,
    pub(super) views: Vec<String>,
    pub(super) commands: Vec<CommandSpec>,
    /// It was compiled in a hurry, and is to be compiled with care.
    pub(super) hasty: bool,
    pub(super) pre: InstancePre<Sandbox>,
}

impl std::fmt::Debug for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Version")
            .field("name", &self.name)
            .field("number", &self.number)
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

impl Version {
    /// What it is.
    pub fn roles(&self) -> impl Iterator<Item = Role> + '_ {
        self.exports.roles()
    }

    /// The views that it offers as a formatter.
    #[must_use]
    pub fn views(&self) -> &[String] {
        &self.views
    }

    /// The slash commands that it answers.
    #[must_use]
    pub fn commands(&self) -> &[CommandSpec] {
        &self.commands
    }
}
