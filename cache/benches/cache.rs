//! What the cache costs: each figure beside a peer measured in the same run, and the ratio.
//!
//! `cargo bench -p vinbot-cache` runs it, in about half a minute; it needs redis-server. The
//! peers: for a hit in this process, moka alone handing out an `Arc`; for a hit in Redis on
//! 127.0.0.1, a plain `GET` of the same bytes by the redis crate; for 10,000 entries written
//! and read, the same bytes in one pipeline of the redis crate.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark"
)]

#[allow(dead_code, unused_imports, reason = "it uses a part of them")]
#[path = "../tests/cache/support/mod.rs"]
mod support;

use std::cell::Cell;
use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::Criterion;
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;
use vinbot_cache::{Backend, Cache, Clock, Key, Loaded, Source, StoreKind};

use support::{RedisServer, on_redis, policy, settings};

/// Keys that are asked for in turn.
const KEYS: usize = 1_000;
/// Entries that are written and read at once.
const MANY: usize = 10_000;
const ROUNDS: usize = 5;
/// Hits in Redis of one kind before those of the next, and how often each has its turn.
const A_FEW: u32 = 20;
const TURNS: usize = 2_000;

type Reports = Cache<Report, String>;

/// About the size and shape of what a VIN means.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Report {
    vin: String,
    make: Option<String>,
    model_year: Option<u16>,
    attributes: Vec<Attribute>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Attribute {
    id: String,
    label: String,
    value: String,
    unit: Option<String>,
}

fn report(n: usize) -> Report {
    let attribute = |at: usize| Attribute {
        id: format!("vpic:attribute-{at}"),
        label: format!("Attribute no. {at}"),
        value: format!(
            "{:x}",
            blake3::hash(format!("{n}.{at}").as_bytes()).as_bytes()[0]
        ),
        unit: at.is_multiple_of(4).then(|| "mm".to_owned()),
    };
    Report {
        vin: vin(n),
        make: Some("HONDA".to_owned()),
        model_year: Some(2003),
        attributes: (0..35).map(attribute).collect(),
    }
}

fn vin(n: usize) -> String {
    format!("1HGCM826{n:09}")
}

fn key(n: usize) -> Key {
    Key::vin(&vin(n))
}

fn main() {
    // One thread: of several, which one a reply wakes would be most of what is measured.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut criterion = Criterion::default()
        .sample_size(50)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4))
        .configure_from_args();
    let redis = runtime.block_on(RedisServer::start_on_loopback());
    in_process(&mut criterion, &runtime);
    criterion.final_summary();
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    println!(
        "\n{:<44}{:>12}{:>9}",
        "a hit in memory (median)", "µs", "ratio"
    );
    let peer = measured("moka alone");
    for name in ["moka alone", "get_or_load"] {
        if let (Some(time), Some(peer)) = (measured(name), peer) {
            println!("{name:<44}{:>12.2}{:>8.2}×", time / 1e3, time / peer);
        }
    }
    runtime.block_on(over_redis(&redis));
    runtime.block_on(many(&redis));
}

/// A value in memory: as it is asked for, and from moka, which is beneath.
fn in_process(criterion: &mut Criterion, runtime: &Runtime) {
    let keys: Vec<_> = (0..KEYS).map(key).collect();
    let plain = moka::future::Cache::<Key, Arc<Report>>::new(KEYS as u64 * 2);
    let cache: Reports = Backend::in_memory().cache("vin", 75);
    runtime.block_on(async {
        for (n, key) in keys.iter().enumerate() {
            plain.insert(key.clone(), Arc::new(report(n))).await;
        }
        let entries = (0..KEYS).map(|n| (key(n), Loaded::value(report(n))));
        assert_eq!(cache.warm(entries, &policy()).await, KEYS);
    });
    let mut group = criterion.benchmark_group("memory");
    group.bench_function("moka alone", |bencher| {
        let turn = Turn::default();
        bencher.to_async(runtime).iter(async || {
            black_box(plain.get(&keys[turn.next()]).await.unwrap());
        });
    });
    group.bench_function("get_or_load", |bencher| {
        let (turn, policy) = (Turn::default(), policy());
        bencher.to_async(runtime).iter(async || {
            let found = cache.get_or_load(&keys[turn.next()], &policy, never).await;
            black_box(found.unwrap().value.unwrap());
        });
    });
    group.finish();
}

/// A value that only Redis has, and the same bytes by a plain GET: a few of each in turn, for
/// what else the machine does would else fall upon one of them.
async fn over_redis(redis: &RedisServer) {
    let keys: Vec<_> = (0..KEYS).map(key).collect();
    let backend = on_redis(redis, &settings(StoreKind::Redis), &Clock::default());
    // No room in memory: each time, Redis is asked.
    let cache: Reports = backend.cache("vin", 0);
    let entries = (0..KEYS).map(|n| (key(n), Loaded::value(report(n))));
    assert_eq!(cache.warm(entries, &policy()).await, KEYS);
    let found = cache.get_or_load(&keys[0], &policy(), never).await.unwrap();
    assert_eq!(found.source, Source::Remote);
    let (connection, mut sets) = (redis.connection().await, redis::pipe());
    for n in 0..KEYS {
        let json = serde_json::to_vec(&report(n)).unwrap();
        sets.set(format!("plain:{n}"), json).ignore();
    }
    let () = sets.query_async(&mut connection.clone()).await.unwrap();

    let (turn, policy) = (Turn::default(), policy());
    let [mut plain, mut json, mut ours] = [const { Vec::new() }; 3];
    for _ in 0..TURNS {
        let begun = Instant::now();
        for _ in 0..A_FEW {
            black_box(get(&connection, keys[turn.next()].as_str()).await);
        }
        plain.push(begun.elapsed());
        let begun = Instant::now();
        for _ in 0..A_FEW {
            let text = get(&connection, &format!("plain:{}", turn.next())).await;
            black_box(serde_json::from_slice::<Report>(&text).unwrap());
        }
        json.push(begun.elapsed());
        let begun = Instant::now();
        for _ in 0..A_FEW {
            let found = cache.get_or_load(&keys[turn.next()], &policy, never).await;
            black_box(found.unwrap().value.unwrap());
        }
        ours.push(begun.elapsed());
    }
    let title = "a hit in Redis on 127.0.0.1 (median)";
    println!("\n{title:<44}{:>12}{:>9}", "µs", "ratio");
    let peer = median(&plain);
    for (words, times) in [
        ("GET", &plain),
        ("GET of plain JSON, and reading it", &json),
        ("get_or_load", &ours),
    ] {
        let time = median(times);
        let each = time * 1e6 / f64::from(A_FEW);
        println!("{words:<44}{each:>12.2}{:>8.2}×", time / peer);
    }
}

async fn get(connection: &redis::aio::MultiplexedConnection, name: &str) -> Vec<u8> {
    let mut get = redis::cmd("GET");
    get.arg(name);
    get.query_async(&mut connection.clone()).await.unwrap()
}

/// Many entries at once: written by a process that starts, and read by the next.
async fn many(redis: &RedisServer) {
    let names: Vec<_> = (0..MANY).map(key).collect();
    let reports: Vec<_> = (0..MANY).map(|n| Arc::new(report(n))).collect();
    let bytes = serde_json::to_vec(&*reports[0]).unwrap().len();
    let settings = settings(StoreKind::Redis);
    let cache = || -> Reports { on_redis(redis, &settings, &Clock::default()).cache("vin", 75) };
    let (mut warm, mut plain_set, mut read, mut plain_get) = (vec![], vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        let _: () = redis.run(&["FLUSHALL"]).await;
        let one = cache();
        let entries = names.iter().zip(&reports);
        let entries = entries.map(|(key, report)| (key.clone(), Loaded::Value(Arc::clone(report))));
        let begun = Instant::now();
        assert_eq!(one.warm(entries, &policy()).await, MANY);
        warm.push(begun.elapsed());

        let next = cache();
        let begun = Instant::now();
        let found = next.get_many(&names).await;
        read.push(begun.elapsed());
        assert!(found.iter().all(Option::is_some));

        // The peers send and get the very bytes that the cache did.
        let (mut connection, mut gets) = (redis.connection().await, redis::pipe());
        for name in &names {
            gets.get(name.as_str());
        }
        let begun = Instant::now();
        let kept: Vec<Vec<u8>> = gets.query_async(&mut connection).await.unwrap();
        plain_get.push(begun.elapsed());
        let _: () = redis.run(&["FLUSHALL"]).await;
        let begun = Instant::now();
        let mut sets = redis::pipe();
        for (name, value) in names.iter().zip(&kept) {
            sets.cmd("SET")
                .arg(name.as_str())
                .arg(value)
                .arg("PX")
                .arg(86_400_000)
                .ignore();
        }
        let () = sets.query_async(&mut connection).await.unwrap();
        plain_set.push(begun.elapsed());
    }
    let title = format!("{MANY} entries of {bytes} bytes of JSON (median)");
    println!("\n{title:<44}{:>12}{:>9}", "s", "ratio");
    for (words, times, peer) in [
        ("written: SET in one pipeline", &plain_set, &plain_set),
        ("written: warm, memory included", &warm, &plain_set),
        ("read: GET in one pipeline", &plain_get, &plain_get),
        ("read: get_many, into memory", &read, &plain_get),
    ] {
        let (time, peer) = (median(times), median(peer));
        println!("{words:<44}{time:>12.3}{:>8.2}×", time / peer);
    }
}

fn median(times: &[Duration]) -> f64 {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2].as_secs_f64()
}

async fn never() -> Result<Loaded<Report>, String> {
    panic!("all is kept")
}

/// One key after the other.
#[derive(Default)]
struct Turn(Cell<usize>);

impl Turn {
    fn next(&self) -> usize {
        let now = self.0.get();
        self.0.set((now + 1) % KEYS);
        now
    }
}

/// Nanoseconds of one round, as criterion found them in this run.
fn measured(name: &str) -> Option<f64> {
    let folder = criterion_folder().join("memory").join(name);
    let text = std::fs::read_to_string(folder.join("new/estimates.json")).ok()?;
    let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}

fn criterion_folder() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    program.ancestors().nth(3).unwrap().join("criterion")
}
