//! How fast: each figure beside a peer measured in the same run, and the ratio.
//!
//! `make bench` runs it. The peers: the same decoder without any sandbox, then the
//! plugin in a sandbox that is kept for the whole job (as `vinbot decode` asks about a
//! file), the plugin in a fresh sandbox for every VIN (as the bot asks), the whole
//! lookup with its card, and an update through Telegram's API and back. Then the program itself: `vinbot
//! decode` from start to end, and the memory of a running bot.
//!
//! Each round takes other VINs, out of thousands, for the decoder remembers patterns
//! that it met: the same VINs again and again would flatter whoever lives longest.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

#[path = "../../tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use criterion::Criterion;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;
use ultravin::{Db, Filter};
use vinbot::config::{Admins, Config, Settings};
use vinbot::jobs::{Jobs, Work};
use vinbot::lookup::{Lookup, Visit};
use vinbot::plugins::{Lease, Plugin, ViewContext};
use vinbot::telegram::{Backstage, Bot, Knowledge};
use vinbot::vin::Vin;
use vinbot_limits::{Backend, Limits, Rate};
use vinbot_playground::{
    ChatWait, DEFAULT_TOKEN, Options, Playground, SendText, Wait, api_url, serve,
};
use vinbot_store::Store;

/// VINs to take from.
const POOL: usize = 20_000;
/// VINs of one round, and of one round in a single sandbox.
const FEW: u32 = 16;
const MANY: u32 = 256;
const HONDA: &str = "1HGCM82633A004352";

fn main() {
    let runtime = Runtime::new().unwrap();
    let db = native();
    let pool = Pool::new(&db);
    let lookup = runtime.block_on(lookup());
    let visit = lookup.anyone();
    let vpic = visit.plugins().named("vpic").unwrap();
    let mut criterion = Criterion::default().configure_from_args().sample_size(50);
    decoders(&mut criterion, &runtime, &db, &pool, vpic, &visit);
    conversation(&mut criterion, &runtime, &lookup);
    criterion.final_summary();
    drop((visit, lookup));
    summary();
    if !std::env::args().any(|argument| argument == "--test") {
        program();
    }
}

fn decoders(
    criterion: &mut Criterion,
    runtime: &Runtime,
    db: &Db,
    pool: &Pool,
    vpic: &Plugin,
    visit: &Visit,
) {
    let mut group = criterion.benchmark_group("decode");
    group.bench_function("native", |bencher| {
        let now = now();
        bencher.iter(|| {
            for vin in pool.next(MANY) {
                black_box(db.decode_at(vin.as_str(), None, now));
            }
        });
    });
    // Outside: criterion calls the closure for every sample.
    let lease = Lease::default();
    group.bench_function("warm sandbox", |bencher| {
        let decode = async || {
            black_box(vpic.decode(pool.next(MANY), Some(&lease)).await.unwrap());
        };
        bencher.to_async(runtime).iter(decode);
    });
    group.bench_function("fresh sandbox", |bencher| {
        bencher.to_async(runtime).iter(async || {
            for vin in pool.next(FEW) {
                black_box(vpic.decode(&[*vin], None).await.unwrap());
            }
        });
    });
    group.bench_function("lookup and card", |bencher| {
        bencher.to_async(runtime).iter(async || {
            for vin in pool.next(FEW) {
                let report = visit.decode_one(*vin).await.unwrap();
                let card = ViewContext {
                    locale: "en",
                    metric: false,
                    view: "card",
                    page: 0,
                };
                black_box(visit.show(&[&report], card).await.unwrap());
            }
        });
    });
    group.finish();
}

/// From a text sent to its answer in the chat, over HTTP both ways.
fn conversation(criterion: &mut Criterion, runtime: &Runtime, lookup: &Lookup) {
    let playground = Playground::new(Options::default());
    let stop = CancellationToken::new();
    let (lookup, people, told) = (lookup.clone(), playground.clone(), stop.clone());
    let bot = runtime.spawn(async move {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let api = api_url(listener.local_addr().unwrap().port());
        tokio::spawn(serve(listener, people));
        // What the way takes, not what Telegram allows.
        let rate = Rate {
            burst: 0,
            per_ms: 0,
        };
        let rates = vinbot_limits::Settings {
            user: rate,
            chat: rate,
            global: rate,
            ..vinbot_limits::Settings::default()
        };
        let mut settings = Settings::default().telegram;
        settings.outbox.per_second = 1_000_000;
        settings.outbox.chat_burst = 1_000_000;
        let store = Store::open(vinbot_store::Settings::default());
        let store = store.await.unwrap();
        let bot = Bot::new(
            &DEFAULT_TOKEN.into(),
            &api.parse().unwrap(),
            Knowledge {
                lookup: lookup.clone(),
                store: store.clone(),
                limits: Limits::new(rates, Backend::memory()),
            },
            settings,
            Admins::Only(Vec::new()),
            None,
        )
        .unwrap();
        let config = Config::load(None).unwrap();
        let logs = vinbot::telemetry::init(&config, "error", &tokio::runtime::Handle::current());
        let work = Work {
            lookup,
            store,
            tally: logs.tally().clone(),
            post: bot.post(),
        };
        let jobs = Jobs::start(&config, work).unwrap();
        bot.run(told, Backstage { jobs, logs }).await
    });
    let connected = Wait {
        connected: Some(true),
        ..Wait::default()
    };
    assert!(!runtime.block_on(playground.wait(&connected)).timed_out);
    let mut group = criterion.benchmark_group("telegram");
    group.bench_function("update to answer", |bencher| {
        bencher.to_async(runtime).iter(|| async {
            let sent = playground.send_text(42, SendText::new(HONDA)).unwrap();
            let wait = ChatWait {
                after: sent.revision,
                bot_messages: Some(1),
                ..ChatWait::default()
            };
            assert!(!playground.wait_chat(42, &wait).await.timed_out);
        });
    });
    group.finish();
    stop.cancel();
    runtime.block_on(bot).unwrap().unwrap();
    playground.shutdown();
}

fn native() -> Db {
    Db::open(&support::vpic_data()).unwrap()
}

fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap();
    i64::try_from(since.as_micros()).unwrap()
}

/// VINs of all makers and years, without mistakes; the same in every run.
struct Pool {
    vins: Vec<Vin>,
    at: AtomicUsize,
}

impl Pool {
    fn new(db: &Db) -> Self {
        let filter = Filter {
            invalid_rate: Some(0.0),
            ..Filter::default()
        };
        let year = ultravin::current_year_at(now());
        let vins = ultravin::generate(db, POOL, 7, &filter, now(), year);
        let vins = vins.iter().filter_map(|vin| vin.parse().ok()).collect();
        Self {
            vins,
            at: AtomicUsize::new(0),
        }
    }

    /// The next ones, from the start again when all were taken.
    fn next(&self, count: u32) -> &[Vin] {
        let count = count as usize;
        let at = self.at.fetch_add(count, Ordering::Relaxed) % (self.vins.len() - count);
        &self.vins[at..at + count]
    }
}

async fn lookup() -> Lookup {
    Lookup::new(support::registry(&support::plugin_folder(), &Settings::default()).await)
}

/// Nanoseconds of one round, as criterion found them in this run.
fn measured(group: &str, name: &str) -> Option<f64> {
    let folder = criterion_folder().join(group).join(name);
    let text = std::fs::read_to_string(folder.join("new/estimates.json")).ok()?;
    let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}

fn criterion_folder() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    program.ancestors().nth(3).unwrap().join("criterion")
}

#[allow(clippy::print_stdout, reason = "the result")]
fn summary() {
    let per_vin =
        |name: &str, vins: u32| measured("decode", name).map(|round| round / f64::from(vins) / 1e3);
    let Some(native) = per_vin("native", MANY) else {
        return;
    };
    println!("\n{:<28}{:>12}{:>12}", "per VIN (median)", "µs", "× native");
    for (name, vins) in [
        ("native", MANY),
        ("warm sandbox", MANY),
        ("fresh sandbox", FEW),
        ("lookup and card", FEW),
    ] {
        if let Some(time) = per_vin(name, vins) {
            println!("{name:<28}{time:>12.1}{:>12.2}", time / native);
        }
    }
    if let Some(time) = measured("telegram", "update to answer") {
        let time = time / 1e3;
        println!(
            "{:<28}{time:>12.1}{:>12.2}",
            "update to answer",
            time / native
        );
    }
}

/// The program from outside.
#[allow(clippy::print_stdout, reason = "the result")]
fn program() {
    let state = tempfile::tempdir().unwrap();
    let decode = || {
        let start = Instant::now();
        let status = vinbot(state.path())
            .args(["decode", HONDA])
            .stdout(Stdio::null())
            .status();
        assert!(status.unwrap().success());
        start.elapsed()
    };
    let cold = decode();
    let mut warm: Vec<Duration> = (0..21).map(|_| decode()).collect();
    warm.sort();
    println!("\n{:<28}{:>12}", "vinbot decode, one VIN", "ms");
    println!(
        "{:<28}{:>12.1}",
        "code cache empty",
        cold.as_secs_f64() * 1e3
    );
    println!(
        "{:<28}{:>12.1}",
        "code cache warm (median)",
        warm[10].as_secs_f64() * 1e3
    );
    let bot = Running::start(state.path());
    println!("\n{:<28}{:>12}", "memory of a running bot", "MB");
    for (words, field) in [
        ("resident, all of it", "VmRSS"),
        ("its own", "RssAnon"),
        ("files (code, data)", "RssFile"),
        ("shared (copy-on-write)", "RssShmem"),
    ] {
        println!("{words:<28}{:>12.1}", bot.memory_mb(field));
    }
}

fn vinbot(state: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vinbot"));
    command
        .current_dir(state)
        .env("VINBOT_STATE_DIR", state)
        .env("VINBOT_RUNTIME__PLUGIN_DIR", support::plugin_folder())
        .env("RUST_LOG", "error");
    command
}

/// A playground with its bot that has answered some questions.
struct Running(Child);

impl Running {
    fn start(state: &Path) -> Self {
        let mut child = vinbot(state)
            .args(["playground", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .unwrap();
        Runtime::new().unwrap().block_on(ask_often(address));
        Self(child)
    }

    fn memory_mb(&self, field: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with(&format!("{field}:")));
        let kb = line
            .and_then(|line| line.split_whitespace().nth(1))
            .unwrap();
        kb.parse::<f64>().unwrap() / 1024.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn ask_often(address: &str) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for chat in 1..=200 {
        let chats = format!("{address}/playground/chats/{chat}");
        let text = serde_json::json!({ "text": HONDA });
        client
            .post(format!("{chats}/messages"))
            .json(&text)
            .send()
            .await
            .unwrap();
        let wait = format!("{chats}/wait?bot_messages=1");
        client.get(wait).send().await.unwrap();
    }
}
