//! What it costs to hold a plugin to its limits.
//!
//! The same component is compiled and called twice: by an engine that looks at a
//! deadline at every loop and call and asks before memory grows, as the host's does, and
//! by one that does neither. Rounds of both take turns, so that what else the machine
//! does falls on both alike.
//!
//! The guest's part of a call is all that limits slow down. What that is of a whole warm
//! call is measured beside it, on the host's own way with its timer, permit and checks:
//! the last column is what the limits add there.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark"
)]

#[path = "../../tests/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use vinbot::config::Settings;
use vinbot::plugins::{Lease, Plugin};
use vinbot::vin::Vin;
use wasmtime::component::{Component, Func, Instance, Linker, Val};
use wasmtime::{Config, Engine, Store, StoreLimits, StoreLimitsBuilder};

const VIN: &str = "WAUZZZ8K9BA123456";
const ROUNDS: usize = 60;
const CALLS: usize = 200;

fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = support::plugin_folder();
    let registry = runtime.block_on(support::registry(&folder, &Settings::default()));
    println!(
        "\n{:<20}{:>12}{:>12}{:>10}{:>12}{:>10}",
        "a warm call, µs", "no limits", "limits", "ratio", "whole call", "limits"
    );
    for name in ["wmi", "vpic"] {
        let bytes = std::fs::read(folder.join(name).join("plugin.wasm")).unwrap();
        let snapshot = registry.snapshot();
        let plugin = snapshot.plugins.named(name).unwrap();
        let (mut free, mut held) = (Warm::new(&bytes, false), Warm::new(&bytes, true));
        let lease = Lease::default();
        let (mut without, mut with, mut whole) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            without.push(free.round());
            with.push(held.round());
            whole.push(runtime.block_on(as_the_bot(plugin, &lease)));
        }
        let [without, with, whole] = [without, with, whole].map(median);
        let (ratio, share) = (with / without, 100.0 * (with - without) / whole);
        println!("{name:<20}{without:>12.2}{with:>12.2}{ratio:>9.2}×{whole:>12.2}{share:>9.1}%");
    }
}

/// In microseconds.
fn median(mut rounds: Vec<Duration>) -> f64 {
    rounds.sort();
    rounds[rounds.len() / 2].as_secs_f64() * 1e6
}

/// The time of one call as the host makes it for whoever keeps his sandbox.
async fn as_the_bot(plugin: &Plugin, lease: &Lease) -> Duration {
    let vin: Vin = VIN.parse().unwrap();
    let start = Instant::now();
    for _ in 0..CALLS {
        let answers = plugin.decode(&[vin], Some(lease)).await.unwrap();
        assert_eq!(answers.len(), 1);
    }
    start.elapsed() / u32::try_from(CALLS).unwrap()
}

/// A component that was called before.
struct Warm {
    store: Store<StoreLimits>,
    decode: Func,
    queries: Vec<Val>,
}

impl Warm {
    fn new(bytes: &[u8], limits: bool) -> Self {
        let mut config = Config::new();
        config.epoch_interruption(limits);
        let engine = Engine::new(&config).unwrap();
        let component = Component::new(&engine, bytes).unwrap();
        let mut linker = Linker::new(&engine);
        let mut clock = linker.instance("vinbot:plugin/clock@0.1.0").unwrap();
        // Noon of 2026-10-01 UTC.
        clock
            .func_wrap("unix-seconds", |_, ()| Ok((1_790_856_000_u64,)))
            .unwrap();
        linker.define_unknown_imports_as_traps(&component).unwrap();
        let most = StoreLimitsBuilder::new().memory_size(512 << 20).build();
        let mut store = Store::new(&engine, most);
        if limits {
            store.limiter(|limits| limits);
            store.set_epoch_deadline(1);
        }
        let instance = linker.instantiate(&mut store, &component).unwrap();
        let decode = decode_of(&instance, &mut store);
        let query = Val::Record(vec![
            ("vin".to_owned(), Val::String(VIN.to_owned())),
            ("model-year".to_owned(), Val::Option(None)),
        ]);
        let mut warm = Self {
            store,
            decode,
            queries: vec![Val::List(vec![query])],
        };
        warm.round();
        warm
    }

    /// The time of one call, over many.
    fn round(&mut self) -> Duration {
        let start = Instant::now();
        for _ in 0..CALLS {
            let mut answer = [Val::Bool(false)];
            self.decode
                .call(&mut self.store, &self.queries, &mut answer)
                .unwrap();
            assert!(matches!(&answer[0], Val::List(all) if all.len() == 1));
        }
        start.elapsed() / u32::try_from(CALLS).unwrap()
    }
}

fn decode_of(instance: &Instance, store: &mut Store<StoreLimits>) -> Func {
    let interface = "vinbot:plugin/packed-decoder@0.1.0";
    let interface = instance
        .get_export_index(&mut *store, None, interface)
        .unwrap();
    let decode = instance
        .get_export_index(&mut *store, Some(&interface), "decode")
        .unwrap();
    instance.get_func(&mut *store, decode).unwrap()
}
