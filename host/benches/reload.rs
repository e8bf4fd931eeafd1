//! How long from a saved file to the plugin that serves, and what others feel of it.
//!
//! `make bench` runs it. The way is that of a running bot: the watcher tells, the file
//! is checked, compiled (every round is another component, so nothing comes from the
//! cache), tried and swapped. Beside it lookups go on, one after the other; their times
//! with and without a reload are compared.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark"
)]

#[path = "../../tests/support/mod.rs"]
mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use vinbot::config::Settings;
use vinbot::lookup::Lookup;
use vinbot::plugins::Watch;

const AUDI: &str = "WAUZZZ8K9BA123456";
/// One of a megabyte among them: `searcher`, of the tests.
const NAMES: [&str; 5] = ["card", "wmi", "searcher", "picture", "vpic"];
const ROUNDS: usize = 9;
/// Lookups while nothing is reloaded.
const CALM: usize = 4_000;

fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let stage = Stage::new().await;
        println!(
            "\n{:<44}{:>10}{:>10}",
            "from a saved file to serving", "median ms", "max ms"
        );
        for name in NAMES {
            let (size, mut times) = (stage.size_mb(name), Vec::new());
            for round in 0..ROUNDS {
                times.push(stage.save(name, round).await);
            }
            times.sort();
            println!(
                "{:<44}{:>10.0}{:>10.0}",
                format!("{name} ({size:.1} MB)"),
                ms(times[ROUNDS / 2]),
                ms(times[ROUNDS - 1])
            );
        }
        let calm = stage.lookups(None).await;
        let busy = stage.lookups(Some("vpic")).await;
        println!(
            "\n{:<44}{:>10}{:>10}",
            "a lookup meanwhile", "p50 µs", "p99 µs"
        );
        println!(
            "{:<44}{:>10.0}{:>10.0}",
            "nothing is reloaded",
            us(calm.0),
            us(calm.1)
        );
        println!(
            "{:<44}{:>10.0}{:>10.0}",
            "vpic is reloaded all the time",
            us(busy.0),
            us(busy.1)
        );
        let ratio = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
        println!(
            "{:<44}{:>9.2}×{:>9.2}×",
            "ratio",
            ratio(busy.0, calm.0),
            ratio(busy.1, calm.1)
        );
    });
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn us(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

struct Stage {
    folder: tempfile::TempDir,
    _state: tempfile::TempDir,
    lookup: Lookup,
}

impl Stage {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let state = tempfile::tempdir().unwrap();
        for name in NAMES {
            std::fs::copy(component(name), folder.path().join(format!("{name}.wasm"))).unwrap();
        }
        let registry = support::in_tiers(state.path(), folder.path(), &Settings::default()).await;
        // What was compiled in a hurry is compiled with care meanwhile, as in the bot.
        let lookup = Lookup::new(registry);
        let (followed, refined) = (Arc::clone(lookup.registry()), lookup.registry());
        let refined = Arc::clone(refined);
        tokio::spawn(async move { refined.keep_refining().await });
        tokio::spawn(async move {
            let mut watch = Watch::new();
            loop {
                watch.look_at(followed.folders());
                followed.refresh().await;
                watch.changed().await;
            }
        });
        Self {
            folder,
            _state: state,
            lookup,
        }
    }

    fn size_mb(&self, name: &str) -> f64 {
        let file = self.folder.path().join(format!("{name}.wasm"));
        let length = std::fs::metadata(file).unwrap().len();
        f64::from(u32::try_from(length).unwrap()) / f64::from(1 << 20)
    }

    /// Saves another version, and waits until it serves.
    async fn save(&self, name: &str, round: usize) -> Duration {
        let file = self.folder.path().join(format!("{name}.wasm"));
        let mut bytes = std::fs::read(component(name)).unwrap();
        bytes.extend(custom_section(&format!("{round}")));
        // Beside the folder that is watched, as a build's output is.
        let part = self.folder.path().with_extension("part");
        std::fs::write(&part, bytes).unwrap();
        let mut changes = self.lookup.registry().changes();
        let digest = || {
            let visit = self.lookup.anyone();
            visit.plugins().named(name).unwrap().version.digest.clone()
        };
        let before = digest();
        let start = Instant::now();
        std::fs::rename(part, file).unwrap();
        while digest() == before {
            changes.changed().await.unwrap();
        }
        start.elapsed()
    }

    /// Median and 99th percentile of lookups while a plugin is reloaded, or nothing.
    async fn lookups(&self, reloaded: Option<&str>) -> (Duration, Duration) {
        let done = AtomicBool::new(false);
        let asking = async {
            let mut times = Vec::new();
            let enough = |count| match reloaded {
                None => count >= CALM,
                Some(_) => done.load(Ordering::Relaxed),
            };
            while !enough(times.len()) {
                let lookup = self.lookup.clone();
                // A task of its own, as an update has.
                let one = tokio::spawn(async move {
                    let start = Instant::now();
                    let vin = AUDI.parse().unwrap();
                    let visit = lookup.anyone();
                    let wmi = visit.plugins().named("wmi").unwrap();
                    wmi.decode(&[vin], None).await.unwrap();
                    start.elapsed()
                });
                times.push(one.await.unwrap());
            }
            times
        };
        let reloading = async {
            if let Some(name) = reloaded {
                for round in 0..4 {
                    self.save(name, 100 + round).await;
                }
            }
            done.store(true, Ordering::Relaxed);
        };
        let (mut times, ()) = tokio::join!(asking, reloading);
        times.sort();
        (times[times.len() / 2], times[times.len() * 99 / 100])
    }
}

fn component(name: &str) -> std::path::PathBuf {
    let plugins = support::plugin_folder();
    let tests = plugins.with_file_name("test-plugins");
    let folder = if name == "searcher" { tests } else { plugins };
    folder.join(name).join("plugin.wasm")
}

/// Bytes at the end that make another component of the same code.
fn custom_section(text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len()).unwrap();
    let mut bytes = vec![0, length + 2, 1, b'v'];
    bytes.extend(text.bytes());
    bytes
}
