//! People who send VINs, and the answers that come.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use vinbot_playground::{Playground, SendText, Wait};

/// Those who write, in turns: the first has this id.
const FIRST: i64 = 10_000;
/// So many write, fewer than a playground has room for.
const PEOPLE: usize = 150;
const SENT: &str = "sendMessage";

/// People before a bot.
pub(crate) struct Load<'a> {
    playground: &'a Playground,
    vins: &'a [String],
    sent: AtomicUsize,
}

impl<'a> Load<'a> {
    pub(crate) fn new(playground: &'a Playground, vins: &'a [String]) -> Self {
        Self {
            playground,
            vins,
            sent: AtomicUsize::new(0),
        }
    }

    /// The next one sends the next VIN.
    fn send(&self) -> i64 {
        let at = self.sent.fetch_add(1, Ordering::Relaxed);
        let user = FIRST + i64::try_from(at % PEOPLE).unwrap();
        let vin = &self.vins[at % self.vins.len()];
        self.playground.send_text(user, SendText::new(vin)).unwrap();
        user
    }

    /// So many messages at once; returns when all are answered, or none if that takes
    /// minutes.
    pub(crate) async fn at_once(&self, count: usize) -> Option<()> {
        let answers = self.answers().await + u64::try_from(count).unwrap();
        for _ in 0..count {
            self.send();
        }
        let all = Wait {
            method: Some(SENT.into()),
            finished: Some(answers),
            timeout: Some(120.0),
            ..Wait::default()
        };
        (!self.playground.wait(&all).await.timed_out).then_some(())
    }

    async fn answers(&self) -> u64 {
        let now = Wait {
            method: Some(SENT.into()),
            timeout: Some(0.0),
            ..Wait::default()
        };
        self.playground.wait(&now).await.count.finished
    }

    /// So many messages a second; how long each waited for its answer.
    pub(crate) async fn at_rate(&self, per_second: u32, count: usize) -> Option<Vec<Duration>> {
        let mut seen = self.playground.calls(0).last().map_or(0, |call| call.seq);
        let mut answers = self.answers().await;
        let mut waiting: HashMap<i64, VecDeque<Instant>> = HashMap::new();
        let mut times = Vec::with_capacity(count);
        let mut beat = tokio::time::interval(Duration::from_secs(1) / per_second);
        let mut left = count;
        while times.len() < count {
            let one_more = Wait {
                method: Some(SENT.into()),
                finished: Some(answers + 1),
                timeout: Some(30.0),
                ..Wait::default()
            };
            tokio::select! {
                _ = beat.tick(), if left > 0 => {
                    let at = Instant::now();
                    waiting.entry(self.send()).or_default().push_back(at);
                    left -= 1;
                }
                waited = self.playground.wait(&one_more) => {
                    if waited.timed_out {
                        return None;
                    }
                    answers = waited.count.finished;
                    for call in self.playground.calls(seen) {
                        seen = call.seq;
                        let chat = call.params["chat_id"].as_i64();
                        let chat = chat.or_else(|| call.params["chat_id"].as_str()?.parse().ok());
                        // A chat's answers come in the order of its questions.
                        let asked = chat.and_then(|chat| waiting.get_mut(&chat)?.pop_front());
                        times.extend(asked.map(|at| at.elapsed()));
                    }
                }
            }
        }
        Some(times)
    }
}

/// The median and the 99th percentile.
pub(crate) fn quantiles(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}
