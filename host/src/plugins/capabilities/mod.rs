//! What plugins may ask of the host, one file each.

mod cache;
mod clock;
mod http;
mod log;
mod printed;
mod settings;
mod wasi;

use wasmtime::component::Linker;

use super::bindings::vinbot::plugin;
use super::contract::{PACKAGE, VERSIONS};
use super::sandbox::Sandbox;

pub(super) use wasi::World;

/// The interfaces of `vinbot:plugin` that a plugin may import.
pub(super) const SERVED: [&str; 7] = [
    "types",
    "rich-text",
    "clock",
    "log",
    "settings",
    "cache",
    "http",
];

/// Links everything that is served, under the name of each version of the contract.
pub(super) fn add_to_linker(linker: &mut Linker<Sandbox>) -> wasmtime::Result<()> {
    for version in VERSIONS {
        link(linker, version)?;
    }
    wasi::add_to_linker(linker)
}

fn link(linker: &mut Linker<Sandbox>, version: &str) -> wasmtime::Result<()> {
    let name = |interface: &str| format!("{PACKAGE}{interface}@{version}");
    linker.instance(&name("types"))?;
    linker.instance(&name("rich-text"))?;
    clock::link(&mut linker.instance(&name("clock"))?, version)?;
    log::link(&mut linker.instance(&name("log"))?)?;
    settings::link(&mut linker.instance(&name("settings"))?)?;
    cache::link(&mut linker.instance(&name("cache"))?)?;
    http::link(&mut linker.instance(&name("http"))?)
}
