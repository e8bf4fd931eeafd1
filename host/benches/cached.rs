//! What a lookup costs whose answer is kept: in this process, and in a Redis on this
//! machine that another process filled. Beside it, the same lookup when nothing is kept.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark"
)]

#[path = "../../tests/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use support::redis::Redis;
use vinbot::config::Settings;
use vinbot::lookup::Lookup;
use vinbot::plugins::Services;
use vinbot::vin::Vin;
use vinbot_cache::{Secrets, StoreKind, connect};

const VINS: usize = 10_000;
/// Questions about what is kept in this process.
const HITS: usize = 200_000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let redis = Redis::start().await;
    // European VINs: `wmi` and `vpic` are asked about each.
    let vins: Vec<Vin> = (0..VINS)
        .map(|i| format!("WAUZZZ8K9BA{i:06}").parse().unwrap())
        .collect();
    let first = lookup(&redis).await;
    let made = each(&first, &vins).await;
    // Writing to Redis is not waited for.
    while redis.keys("vinbot:v1:vin:").len() < VINS {
        tokio::task::yield_now().await;
    }
    let (few, visit) = (&vins[..100], first.anyone());
    let start = Instant::now();
    for i in 0..HITS {
        visit.decode_one(few[i % few.len()]).await.unwrap();
    }
    let kept = vec![start.elapsed() / u32::try_from(HITS).unwrap()];
    let second = lookup(&redis).await;
    let shared = each(&second, &vins).await;
    println!("\n{:<36}{:>12}{:>12}", "a lookup (median)", "µs", "× kept");
    let kept = median(kept);
    for (name, time) in [
        ("kept in this process", kept),
        ("kept in Redis", median(shared)),
        ("not kept: decoded", median(made)),
    ] {
        println!("{name:<36}{time:>12.1}{:>12.1}", time / kept);
    }
    println!(
        "{:<36}{:>12.0}",
        "kept, lookups a second and core",
        1e6 / kept
    );
    let warmed = lookup(&redis).await;
    let start = Instant::now();
    for chunk in vins.chunks(500) {
        warmed.anyone().decode(chunk).await;
    }
    let ms = start.elapsed().as_secs_f64() * 1e3;
    println!("{:<36}{ms:>12.0}", format!("{VINS} brought from Redis, ms"));
}

/// As a process of its own has it.
async fn lookup(redis: &Redis) -> Lookup {
    let mut settings = Settings::default();
    settings.cache.store = StoreKind::Redis;
    let secrets = Secrets {
        redis_url: Some(redis.url().into()),
        ..Secrets::default()
    };
    let cache = connect(&settings.cache, &secrets).unwrap();
    let services = Services::new(&settings.http).unwrap().with_cache(cache);
    let (state, folder) = (support::state_dir(), support::plugin_folder());
    Lookup::new(
        support::made(
            &state,
            &folder,
            &settings,
            &std::sync::Arc::default(),
            services,
        )
        .await,
    )
}

async fn each(lookup: &Lookup, vins: &[Vin]) -> Vec<Duration> {
    let visit = lookup.anyone();
    let mut times = Vec::with_capacity(vins.len());
    for vin in vins {
        let start = Instant::now();
        visit.decode_one(*vin).await.unwrap();
        times.push(start.elapsed());
    }
    times
}

/// In microseconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e6
}
