//! The script and the memory agree, whatever is asked when.

use std::time::Duration;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use vinbot_redis::Link;
use vinbot_redis_testing::RedisServer;

use crate::Rate;
use crate::gcra::{Demand, Excess, Key};
use crate::memory::Memory;
use crate::redis::{Redis, SCRIPT};

/// After so many milliseconds, what is asked of which user, which chat and at what cost.
type Step = (u64, u64, i64, u32);

fn demands(rates: [Rate; 3], (_, user, chat, cost): Step) -> Vec<Demand> {
    let keys = [Key::User(user), Key::Chat(chat), Key::All];
    let pairs = keys.into_iter().zip(rates);
    pairs
        .filter_map(|(key, rate)| Demand::new(key, rate, cost))
        .collect()
}

/// What the memory says to each step.
fn by_memory(rates: [Rate; 3], steps: &[Step]) -> Vec<Result<(), Excess>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let memory = Memory::new(1_000);
        let mut said = Vec::new();
        for &step in steps {
            tokio::time::advance(Duration::from_millis(step.0)).await;
            said.push(memory.decide(&demands(rates, step)));
        }
        said
    })
}

/// What the script says to each step. Its clock is the test's: the rest is word for word what
/// runs.
fn by_script(
    connection: &mut redis::Connection,
    rates: [Rate; 3],
    steps: &[Step],
) -> Vec<Result<(), Excess>> {
    let clock = "local time = redis.call('TIME')\nlocal now = time[1] * 1000000 + time[2]\n";
    let script = SCRIPT.replace(clock, "local now = tonumber(ARGV[#ARGV])\n");
    assert_ne!(script, SCRIPT);
    let link = Link::new(&"redis://127.0.0.1".into()).unwrap();
    let words = Redis::new(link, "test", Duration::ZERO, Duration::ZERO);
    let () = redis::cmd("FLUSHALL").query(connection).unwrap();
    // A time of day as a server has it, in microseconds.
    let mut now: u64 = 1_790_000_000_000_000;
    let mut said = Vec::new();
    for &step in steps {
        now += step.0 * 1_000;
        let demands = demands(rates, step);
        let mut command = words.command(&script, &demands);
        let (worst, wait): (usize, u64) = command.arg(now).query(connection).unwrap();
        said.push(match worst.checked_sub(1) {
            Some(index) => Err(Excess {
                key: demands[index].key,
                wait: Duration::from_micros(wait),
            }),
            None => Ok(()),
        });
    }
    said
}

fn rate() -> impl Strategy<Value = Rate> {
    // Long ones, so that nothing expires by the server's own clock meanwhile.
    (0..8_u32, 100_000..1_000_000_u64).prop_map(|(burst, per_ms)| Rate { burst, per_ms })
}

#[tokio::test]
async fn the_script_decides_as_the_memory_does() {
    let server = RedisServer::start().await;
    let url = secrecy::ExposeSecret::expose_secret(&server.url()).to_owned();
    let decided = tokio::task::spawn_blocking(move || {
        let client = redis::Client::open(url).unwrap();
        let connection = std::cell::RefCell::new(client.get_connection().unwrap());
        let step = (0..100_000_u64, 0..3_u64, -2..2_i64, 1..5_u32);
        let steps = prop::collection::vec(step, 1..60);
        let rates = [rate(), rate(), rate()];
        TestRunner::default().run(&(rates, steps), |(rates, steps)| {
            let script = by_script(&mut connection.borrow_mut(), rates, &steps);
            prop_assert_eq!(by_memory(rates, &steps), script);
            Ok(())
        })
    });
    decided.await.unwrap().unwrap();
}
