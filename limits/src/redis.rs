//! Counts of all processes, in Redis.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared};
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, ErrorKind, RedisError};
use tokio::time::{Instant, timeout};

use crate::gcra::{Demand, Excess, Key};

/// How long connecting may take, TLS included. It goes on behind the requests, which wait for it
/// no longer than for anything else.
const CONNECT: Duration = Duration::from_secs(5);

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

/// A connection, or the attempt to make one: whoever comes meanwhile waits for the same.
type Connecting = Shared<BoxFuture<'static, Result<MultiplexedConnection, String>>>;

/// A Redis server that may be down.
pub(crate) struct Redis {
    client: Client,
    prefix: String,
    timeout: Duration,
    retry: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    connection: Option<Connecting>,
    /// It failed; until when it is left alone.
    down_until: Option<Instant>,
}

impl Redis {
    pub(crate) fn new(client: Client, prefix: &str, timeout: Duration, retry: Duration) -> Self {
        Self {
            client,
            // In a cluster, what stands in braces decides which server has the key: a script
            // needs all its keys on one.
            prefix: format!("{{{prefix}}}"),
            timeout,
            retry,
            state: Mutex::default(),
        }
    }

    /// Lets a request through or not; `None`: Redis can't say.
    pub(crate) async fn decide(&self, demands: &[Demand]) -> Option<Result<(), Excess>> {
        if !self.may_ask() {
            return None;
        }
        let connecting = self.connecting();
        let answer = timeout(self.timeout, async {
            let mut connection = connecting.clone().await?;
            let command = self.command(SCRIPT, demands);
            let answer = command.query_async(&mut connection).await;
            answer.map_err(|error| reason(&error))
        });
        let answer: Result<(usize, u64), String> = answer
            .await
            .unwrap_or_else(|_| Err(format!("no answer within {:?}", self.timeout)));
        match answer {
            Ok((worst, wait)) => {
                self.answered();
                let refused = worst.checked_sub(1).and_then(|index| demands.get(index));
                Some(refused.map_or(Ok(()), |demand| {
                    let (key, wait) = (demand.key, Duration::from_micros(wait));
                    Err(Excess { key, wait })
                }))
            }
            Err(reason) => {
                self.failed(&connecting, &reason);
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
        let mut state = self.lock();
        let now = Instant::now();
        match state.down_until {
            Some(until) if now < until => false,
            Some(_) => {
                state.down_until = Some(now + self.retry);
                true
            }
            None => true,
        }
    }

    pub(crate) fn is_up(&self) -> bool {
        self.lock().down_until.is_none()
    }

    fn answered(&self) {
        if self.lock().down_until.take().is_some() {
            tracing::info!("Redis answers again: limits are counted for all processes");
        }
    }

    fn failed(&self, connecting: &Connecting, reason: &str) {
        let mut state = self.lock();
        let was_up = state
            .down_until
            .replace(Instant::now() + self.retry)
            .is_none();
        // An attempt to connect goes on; a connection that is silent may be dead.
        if connecting.peek().is_some()
            && let Some(current) = &state.connection
            && current.ptr_eq(connecting)
        {
            state.connection = None;
        }
        drop(state);
        if was_up {
            tracing::warn!(
                reason,
                "Redis fails: limits are counted in this process alone until it answers"
            );
        }
    }

    fn connecting(&self) -> Connecting {
        let mut state = self.lock();
        state
            .connection
            .get_or_insert_with(|| {
                let client = self.client.clone();
                let config = AsyncConnectionConfig::new()
                    .set_connection_timeout(Some(CONNECT))
                    // Ours ends each round trip earlier.
                    .set_response_timeout(None);
                let attempt = tokio::spawn(async move {
                    let connected = client.get_multiplexed_async_connection_with_config(&config);
                    match timeout(CONNECT, connected).await {
                        Ok(connected) => connected.map_err(|error| reason(&error)),
                        Err(_) => Err(format!("no connection within {CONNECT:?}")),
                    }
                });
                attempt
                    .map(|ended| ended.unwrap_or_else(|_| Err("connecting was ended".to_owned())))
                    .boxed()
                    .shared()
            })
            .clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client knows the password.
        f.debug_struct("Redis")
            .field("prefix", &self.prefix)
            .field("up", &self.is_up())
            .finish_non_exhaustive()
    }
}

/// What an error means. Of what the server says only the code is taken: it may repeat what it was
/// sent, and while we log in that is the password.
fn reason(error: &RedisError) -> String {
    match (error.kind(), error.code()) {
        (ErrorKind::AuthenticationFailed, _) => {
            "it does not accept the login in REDIS_URL".to_owned()
        }
        (ErrorKind::Io, _) => error.to_string(),
        (_, Some(code)) => code.to_owned(),
        _ => "no answer of Redis".to_owned(),
    }
}
