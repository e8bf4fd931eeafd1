//! Plugins travel: packed, signed, pushed to a real registry, installed from it, pinned,
//! and refused when anything on the way is not as it should be.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

#[path = "../support/mod.rs"]
mod support;

mod files;
mod lock;
mod place;
mod registries;
mod registry;
mod running;
mod signatures;
mod web;

const AUDI: &str = "WAUZZZ8K9BA123456";
