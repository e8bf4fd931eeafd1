//! What plugins may ask of the host, one file each. WASI is linked as well, onto
//! an empty world, so that components from any toolchain load.

mod clock;
mod log;
mod settings;

use wasmtime::component::{HasSelf, Linker};

use super::bindings::vinbot::plugin;
use super::sandbox::Sandbox;

/// The interfaces of `vinbot:plugin` that a plugin may import.
pub(super) const SERVED: [&str; 5] = ["types", "rich-text", "clock", "log", "settings"];

/// Links everything that is served.
pub(super) fn add_to_linker(linker: &mut Linker<Sandbox>) -> wasmtime::Result<()> {
    plugin::clock::add_to_linker::<_, HasSelf<_>>(linker, |sandbox| sandbox)?;
    plugin::log::add_to_linker::<_, HasSelf<_>>(linker, |sandbox| sandbox)?;
    plugin::settings::add_to_linker::<_, HasSelf<_>>(linker, |sandbox| sandbox)?;
    plugin::types::add_to_linker::<_, HasSelf<_>>(linker, |sandbox| sandbox)?;
    plugin::rich_text::add_to_linker::<_, HasSelf<_>>(linker, |sandbox| sandbox)?;
    wasmtime_wasi::p2::add_to_linker_async(linker)
}

impl plugin::types::Host for Sandbox {}
impl plugin::rich_text::Host for Sandbox {}
