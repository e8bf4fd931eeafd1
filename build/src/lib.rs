//! From a plugin's sources to a component, in each language that plugins are written in.
//!
//! [`Project::open`] tells what a folder holds, [`build`] makes the component. Compilers
//! that are missing are fetched once and kept in the user's [cache]; `cargo xtask` and
//! `vinbot plugin build` share all of it.

pub mod anatomy;
pub mod cache;
pub mod component;
pub mod contract;
mod javascript;
pub mod progress;
mod project;
mod python;
pub mod rust;
pub mod scaffold;
pub mod toolchain;
mod world;

use anyhow::{Context, Result};

pub use project::{Language, Project};

/// How much work goes into a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Small and fast, as it is served.
    Full,
    /// Soon: while somebody waits for it after each change.
    Quick,
}

/// Builds a project into a component.
///
/// # Errors
/// What the compiler said, or what is missing and how to get it.
pub fn build(project: &Project, effort: Effort) -> Result<Vec<u8>> {
    let built = match project.language {
        Language::Rust => rust::build(project, effort),
        Language::JavaScript => javascript::build(project),
        Language::Python => python::build(project),
    };
    built.with_context(|| format!("can't build {}", project.folder.display()))
}

/// What a component of this language is made with, for a key of a cache: the same
/// sources and the same tools make the same component.
#[must_use]
pub fn tools(language: Language) -> &'static str {
    match language {
        Language::Rust => rust::PROFILE,
        Language::JavaScript => javascript::TOOLS,
        Language::Python => python::REQUIREMENT,
    }
}
