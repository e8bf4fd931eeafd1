//! What plugins may ask of the host, one file each.

mod cache;
mod clock;
mod http;
mod log;
mod settings;
mod wasi;

use wasmtime::component::{HasSelf, Linker};

use super::bindings::vinbot::plugin;
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

/// Links everything that is served.
pub(super) fn add_to_linker(linker: &mut Linker<Sandbox>) -> wasmtime::Result<()> {
    plugin::clock::add_to_linker::<_, HasSelf<_>>(linker, |sandbox| sandbox)?;
    plugin::log::add_to_linker::<_, HasSelf<_>>(linker, |sandbox| sandbox)?;
    plugin::settings::add_to_linker::<_, HasSelf<_>>(linker, |sandbox| sandbox)?;
    plugin::cache::add_to_linker::<_, HasSelf<_>>(linker, |sandbox| sandbox)?;
    plugin::http::add_to_linker::<_, HasSelf<_>>(linker, |sandbox| sandbox)?;
    plugin::types::add_to_linker::<_, HasSelf<_>>(linker, |sandbox| sandbox)?;
    plugin::rich_text::add_to_linker::<_, HasSelf<_>>(linker, |sandbox| sandbox)?;
    wasi::add_to_linker(linker)
}

impl plugin::types::Host for Sandbox {}
impl plugin::rich_text::Host for Sandbox {}
