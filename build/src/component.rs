//! From what the compiler leaves to what the host loads.

use anyhow::{Context, Result, anyhow};
use wasmtime::{Config, Engine, Linker, Module, Store};
use wasmtime_wizer::Wizer;
use wit_component::ComponentEncoder;

/// The function that the SDK's `warm_up!` exports.
const WARM_UP: &str = "wizer-initialize";

/// Makes a component of a core module: runs its warm-up, if it has one, and keeps
/// the memory that this leaves, then wraps it by the contract it was built with.
///
/// # Errors
/// When the warm-up traps or the module doesn't fit its contract.
pub fn from_core_module(module: Vec<u8>) -> Result<Vec<u8>> {
    let module = if exports(&module, WARM_UP)? {
        warmed_up(&module)?
    } else {
        module
    };
    ComponentEncoder::default()
        .validate(true)
        .module(&module)
        .context("the module doesn't carry the contract it was built with")?
        .encode()
        .context("the module can't be made a component")
}

fn exports(module: &[u8], name: &str) -> Result<bool> {
    for payload in wasmparser::Parser::new(0).parse_all(module) {
        if let wasmparser::Payload::ExportSection(section) = payload? {
            for export in section {
                if export?.name == name {
                    return Ok(true);
                }
            }
        }
    }
    Ok(false)
}

fn warmed_up(module: &[u8]) -> Result<Vec<u8>> {
    let engine = Engine::new(&Config::new()).map_err(|error| anyhow!(error))?;
    let mut store = Store::new(&engine, ());
    let instantiate = async |store: &mut Store<()>, module: &Module| {
        let mut linker = Linker::new(module.engine());
        // A warm-up can't call the host: its answers would be frozen into the file.
        linker.define_unknown_imports_as_traps(module)?;
        linker.instantiate_async(store, module).await
    };
    let mut wizer = Wizer::new();
    wizer.init_func(WARM_UP);
    let run = wizer.run(&mut store, module, instantiate);
    tokio::runtime::Builder::new_current_thread()
        .build()?
        .block_on(run)
        .map_err(|error| anyhow!("the warm-up failed: {error:?}"))
}
