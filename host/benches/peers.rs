//! vinbot beside others that do the same job, in one run: bots in Rust, Python and
//! JavaScript before one local Telegram, and decoders of many VINs on the command line.
//!
//! `make bench` runs it. The peers stand in bench/peers, whose `install.sh` installs them;
//! one that can't be installed here is named and left out.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark"
)]

#[path = "../../tests/support/mod.rs"]
mod support;

#[path = "peers/bots.rs"]
mod bots;
#[path = "peers/echo.rs"]
mod echo;
#[path = "peers/load.rs"]
mod load;
#[path = "peers/pipes.rs"]
mod pipes;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use ultravin::{Db, Filter};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.iter().any(|argument| argument == "--test") {
        return;
    }
    if arguments.iter().any(|argument| argument == echo::ARGUMENT) {
        return echo::run();
    }
    let peers = installed();
    let vins = vins(100_000);
    bots::compare(peers.as_deref(), &vins);
    pipes::compare(peers.as_deref(), &vins);
}

/// Where the peers stand; none if they can't be installed.
fn installed() -> Option<PathBuf> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../bench/peers/install.sh");
    let ran = Command::new(script).stderr(Stdio::inherit()).output();
    let output = ran.ok().filter(|output| output.status.success());
    if output.is_none() {
        println!("bench/peers/install.sh failed: without Python and Node the peers are left out");
    }
    let folder = String::from_utf8(output?.stdout).unwrap();
    Some(folder.trim().into())
}

/// VINs of all makers and years, without mistakes; the same in every run.
fn vins(count: usize) -> Vec<String> {
    let db = Db::open(&support::vpic_data()).unwrap();
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = i64::try_from(since.unwrap().as_micros()).unwrap();
    let filter = Filter {
        invalid_rate: Some(0.0),
        ..Filter::default()
    };
    let year = ultravin::current_year_at(now);
    ultravin::generate(&db, count, 7, &filter, now, year)
}
