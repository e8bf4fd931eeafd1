//! One engine for all plugins: how code is compiled and sandboxes are made.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;
use wasmtime::component::Linker;
use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig,
    RegallocAlgorithm,
};

use super::alias::Aliases;
use super::capabilities;
use super::code::CodeCache;
use super::flags::Asker;
use super::sandbox::Sandbox;
use super::services::Services;
use crate::config;
use crate::telemetry::Metrics;

/// How often running plugins are interrupted to look at their deadline and to let
/// other work run.
pub(super) const TICK: Duration = Duration::from_millis(5);

/// Memories, tables and core instances that one component may be made of:
/// components from JavaScript and Python have several modules inside.
const PARTS: u32 = 8;

/// The machinery that plugins share. Made once; cheap to clone.
#[derive(Clone)]
pub struct Runtime {
    pub(super) engine: Engine,
    /// Compiles in less than half the time to code that is slower, for the same engine.
    pub(super) quick: Option<Engine>,
    pub(super) linker: Arc<Linker<Sandbox>>,
    pub(super) code: Arc<CodeCache>,
    /// Sandboxes that may run.
    pub(super) permits: Arc<Semaphore>,
    /// Sandboxes that may be kept for the next call of the same caller.
    pub(super) kept: Arc<Semaphore>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) services: Arc<Services>,
    aliases: Arc<Aliases>,
    _ticker: Arc<Ticker>,
}

impl std::fmt::Debug for Runtime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runtime").finish_non_exhaustive()
    }
}

impl Runtime {
    /// Makes the engine; `state_dir` is where compiled code is kept, `services` what
    /// plugins see of the world.
    ///
    /// # Errors
    /// When the machine can't give the address space for `runtime.concurrency`
    /// sandboxes.
    pub fn new(
        settings: &config::Runtime,
        limits: config::Limits,
        state_dir: &Path,
        metrics: Arc<Metrics>,
        services: Services,
    ) -> wasmtime::Result<Self> {
        let engine = Engine::new(&engine_config(settings, limits))?;
        let mut linker = Linker::new(&engine);
        capabilities::add_to_linker(&mut linker)?;
        let ticker = Ticker::start(engine.clone())?;
        Ok(Self {
            code: Arc::new(CodeCache::new(
                state_dir.join("code"),
                settings.precompiled_dir.clone(),
            )?),
            permits: Arc::new(Semaphore::new(settings.concurrency as usize)),
            kept: Arc::new(Semaphore::new(settings.concurrency as usize)),
            linker: Arc::new(linker),
            engine,
            quick: None,
            metrics,
            services: Arc::new(services),
            aliases: Arc::new(Aliases::new(state_dir)),
            _ticker: Arc::new(ticker),
        })
    }

    /// Lets a file that is new serve after half the time: it is compiled in a hurry first, and
    /// with care behind the answers ([`Registry::refine`](super::Registry::refine)). For a
    /// program that stays; one that ends soon would begin anew each time.
    ///
    /// # Errors
    /// As [`Runtime::new`].
    pub fn in_tiers(
        mut self,
        settings: &config::Runtime,
        limits: config::Limits,
    ) -> wasmtime::Result<Self> {
        // It runs nothing, so it needs no room for sandboxes.
        let settings = config::Runtime {
            concurrency: 1,
            ..settings.clone()
        };
        let mut config = engine_config(&settings, limits);
        config
            .cranelift_opt_level(OptLevel::None)
            .cranelift_regalloc_algorithm(RegallocAlgorithm::SinglePass);
        self.quick = Some(Engine::new(&config)?);
        Ok(self)
    }

    /// What a plugin calls this asker: always the same, and nothing to any other plugin.
    pub(super) fn alias(&self, plugin: &str, asker: Asker) -> String {
        self.aliases.of(plugin, asker)
    }
}

pub(super) fn engine_config(settings: &config::Runtime, limits: config::Limits) -> Config {
    // As many may run, and as many be kept.
    let count = settings.concurrency * 2;
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(count)
        .total_core_instances(count * PARTS)
        .total_memories(count * 2)
        .total_tables(count * 2)
        .total_stacks(count)
        .max_unused_warm_slots(count)
        .table_elements(limits.table_elements)
        // The largest memory that any plugin may be granted; each plugin's own
        // limit is held by its sandbox.
        .max_memory_size(4 << 30)
        .max_core_instance_size(4 << 20)
        .max_component_instance_size(4 << 20)
        // What a call wrote is given back to the system, and the next call finds the
        // plugin's image mapped afresh. Putting it back by hand (PAGEMAP_SCAN) takes
        // twice as long for a large image: every page that any call ever wrote is copied
        // again, and every page that any call ever read is looked at.
        .pagemap_scan(Enabled::No)
        .linear_memory_keep_resident(0)
        .table_keep_resident(16 << 10);
    let mut config = Config::new();
    config
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool))
        .epoch_interruption(true)
        .memory_init_cow(true)
        // A memory filled at build time is mapped however large it is and however
        // many holes it has; beyond this, wasmtime copies it at every call.
        .memory_guaranteed_dense_image_size(1 << 30)
        .max_wasm_stack(settings.stack_kb << 10)
        .async_stack_size((settings.stack_kb << 10) + (512 << 10));
    config
}

/// A thread that advances the engine's epoch for as long as it is held.
struct Ticker {
    stop: Arc<AtomicBool>,
}

impl Ticker {
    fn start(engine: Engine) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        std::thread::Builder::new()
            .name("epoch".into())
            .spawn(move || {
                while !stopped.load(Ordering::Relaxed) {
                    std::thread::sleep(TICK);
                    engine.increment_epoch();
                }
            })?;
        Ok(Self { stop })
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}
