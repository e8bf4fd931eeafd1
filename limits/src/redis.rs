//! Counts of all processes, in Redis.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use vinbot_redis::{Failure, Link};

use crate::gcra::{Demand, Excess, Key};

/// What `gcra.rs` says, by the server's clock, so that processes need not agree on the time.
///
/// KEYS are the counts; ARGV holds, for each, what it costs and what may be owed. Answers which
/// one is refused for the longest (from 1; 0: none) and for how many microseconds.
pub(crate) const SCRIPT: &str = "\
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local paid_off, worst, longest = {}, 0, 0
for i, key in ipairs(KEYS) do
  local increment, per = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local kept = tonumber(redis.call('GET', key)) or now
  paid_off[i] = math.min(math.max(kept, now), now + per) + increment
  local excess = paid_off[i] - now - per
  if excess > longest then worst, longest = i, excess end
end
if worst == 0 then
  for i, key in ipairs(KEYS) do
    local lasts = math.ceil((paid_off[i] - now) / 1000)
    redis.call('SET', key, string.format('%.0f', paid_off[i]), 'PX', lasts)
  end
end
return {worst, longest}";

/// A Redis server that may be down.
#[derive(Debug)]
pub(crate) struct Redis {
    link: Link,
    prefix: String,
    timeout: Duration,
    retry: Duration,
    /// It failed; until when it is left alone.
    down_until: Mutex<Option<Instant>>,
}

impl Redis {
    pub(crate) fn new(link: Link, prefix: &str, timeout: Duration, retry: Duration) -> Self {
        Self {
            link,
            // In a cluster, what stands in braces decides which server has the key: a script
            // needs all its keys on one.
            prefix: format!("{{{prefix}}}"),
            timeout,
            retry,
            down_until: Mutex::default(),
        }
    }

    /// Lets a request through or not; `None`: Redis can't say.
    pub(crate) async fn decide(&self, demands: &[Demand]) -> Option<Result<(), Excess>> {
        if !self.may_ask() {
            return None;
        }
        let command = self.command(SCRIPT, demands);
        match self.link.ask::<(usize, u64)>(&command, self.timeout).await {
            Ok((worst, wait)) => {
                self.answered();
                let refused = worst.checked_sub(1).and_then(|index| demands.get(index));
                Some(refused.map_or(Ok(()), |demand| {
                    let (key, wait) = (demand.key, Duration::from_micros(wait));
                    Err(Excess { key, wait })
                }))
            }
            Err(failure) => {
                self.failed(&failure);
                None
            }
        }
    }

    pub(crate) fn command(&self, script: &str, demands: &[Demand]) -> redis::Cmd {
        let mut command = redis::cmd("EVAL");
        command.arg(script).arg(demands.len());
        for demand in demands {
            let prefix = &self.prefix;
            command.arg(match demand.key {
                Key::User(id) => format!("{prefix}:user:{id}"),
                Key::Chat(id) => format!("{prefix}:chat:{id}"),
                Key::All => format!("{prefix}:all"),
            });
        }
        for demand in demands {
            command.arg(demand.increment).arg(demand.per);
        }
        command
    }

    /// Whether it is worth a try. After a failure, one request in a while tries.
    fn may_ask(&self) -> bool {
        let mut down_until = self.down_until();
        let now = Instant::now();
        match *down_until {
            Some(until) if now < until => false,
            Some(_) => {
                *down_until = Some(now + self.retry);
                true
            }
            None => true,
        }
    }

    pub(crate) fn is_up(&self) -> bool {
        self.down_until().is_none()
    }

    fn answered(&self) {
        if self.down_until().take().is_some() {
            tracing::info!("Redis answers again: limits are counted for all processes");
        }
    }

    fn failed(&self, failure: &Failure) {
        let until = Instant::now() + self.retry;
        if self.down_until().replace(until).is_none() {
            tracing::warn!(
                reason = %failure,
                "Redis fails: limits are counted in this process alone until it answers"
            );
        }
    }

    fn down_until(&self) -> MutexGuard<'_, Option<Instant>> {
        let down_until = self.down_until.lock();
        down_until.unwrap_or_else(PoisonError::into_inner)
    }
}
