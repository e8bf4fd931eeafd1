//! In a Redis server.

use async_trait::async_trait;
use redis::Cmd;
use secrecy::SecretString;

use super::connection::{Again, Connection};
use super::{Backend, Change, Entry, MOST_A_PAGE};
use crate::error::StoreError;

/// Behind the prefix of the bot, before all names. `v1` is the layout described at [`Redis`].
const LAYOUT: &str = ":v1:store:";

/// What each script begins with: the hash and its order.
const KEEP: &str = "
local function keep(key, value)
  redis.call('ZADD', KEYS[2], 0, key)
  redis.call('HSET', KEYS[1], key, value)
end
local function drop(key)
  redis.call('ZREM', KEYS[2], key)
  return redis.call('HDEL', KEYS[1], key)
end
";

const PUT: &str = "keep(ARGV[1], ARGV[2]) return 1";

/// Three arguments for each key: itself, whether there is a value, and the value.
const CHANGE: &str = "
for at = 1, #ARGV, 3 do
  if ARGV[at + 1] == '1' then keep(ARGV[at], ARGV[at + 2]) else drop(ARGV[at]) end
end
return 1
";

const DELETE: &str = "return drop(ARGV[1])";

/// A value that is missing in the hash is empty here: whoever reads it finds it damaged, and
/// the page is no shorter.
const PAGE: &str = "
local keys = redis.call('ZRANGEBYLEX', KEYS[2], ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])
local page = {}
for _, key in ipairs(keys) do
  page[#page + 1] = key
  page[#page + 1] = redis.call('HGET', KEYS[1], key) or ''
end
return page
";

/// `ARGV[2]` and `ARGV[4]` say whether there is an old and a new value: both may be empty.
const SWAP: &str = "
local is = redis.call('HGET', KEYS[1], ARGV[1])
if ARGV[2] == '1' then
  if is ~= ARGV[3] then return 0 end
elseif is then
  return 0
end
if ARGV[4] == '1' then keep(ARGV[1], ARGV[5]) else drop(ARGV[1]) end
return 1
";

const DELETE_PREFIX: &str = "
local keys = redis.call('ZRANGEBYLEX', KEYS[2], ARGV[1], ARGV[2])
for _, key in ipairs(keys) do drop(key) end
return #keys
";

/// Values in Redis: a table is the hash `PREFIX:v1:store:TABLE` beside the sorted set
/// `PREFIX:v1:store:TABLE:keys`, all of whose scores are 0, so that it is in order of its
/// members. Scripts write both at once: they can't come apart.
///
/// The server has to persist (`appendonly yes`) and must not evict (`noeviction`, its default).
#[derive(Debug)]
pub struct Redis {
    connection: Connection,
    /// Before all names.
    prefix: String,
}

impl Redis {
    /// Takes a URL: `redis://[user:password@]host[:port][/database]`, `rediss://` for TLS,
    /// `unix:///path` for a socket. Names begin with `prefix`: bots that share a server have
    /// different ones. Connects at the first operation.
    ///
    /// # Errors
    /// If this is no such URL. The error does not show it.
    pub fn new(url: &SecretString, prefix: &str) -> Result<Self, StoreError> {
        Ok(Self {
            connection: Connection::new(url)?,
            prefix: format!("{prefix}{LAYOUT}"),
        })
    }

    /// Whether this server throws away what it was asked to keep when its memory is full: then
    /// whole tables may vanish, for a table is one key.
    ///
    /// # Errors
    /// If it does not answer, or not that.
    pub async fn may_evict(&self) -> Result<bool, StoreError> {
        let mut command = redis::cmd("INFO");
        command.arg("memory");
        let info: String = self.connection.ask(&command, Again::Fine).await?;
        Ok(evicts(&info))
    }
}

impl Redis {
    /// A script on a table, to which arguments are added.
    fn script(&self, body: &str, table: &str) -> Cmd {
        let mut command = redis::cmd("EVAL");
        let name = format!("{}{table}", self.prefix);
        command
            .arg(format!("{KEEP}{body}"))
            .arg(2)
            .arg(&name)
            .arg(format!("{name}:keys"));
        command
    }
}

/// What `INFO memory` says of it. Other policies take only keys that expire: ours never do.
fn evicts(info: &str) -> bool {
    let is = |name: &str| {
        let mut values = info
            .lines()
            .filter_map(|line| line.trim().strip_prefix(name));
        values.next().unwrap_or_default()
    };
    !matches!(is("maxmemory:"), "" | "0") && is("maxmemory_policy:").starts_with("allkeys")
}

/// The bounds of a page for ZRANGEBYLEX. No UTF-8 has a byte 0xff: all that begins with the
/// prefix comes before it.
fn bounds(prefix: &str, after: Option<&str>) -> (String, Vec<u8>) {
    let from = match after {
        Some(after) if after >= prefix => format!("({after}"),
        _ => format!("[{prefix}"),
    };
    let mut to = format!("({prefix}").into_bytes();
    to.push(0xff);
    (from, to)
}

#[async_trait]
impl Backend for Redis {
    async fn get(&self, table: &'static str, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let mut command = redis::cmd("HGET");
        command.arg(format!("{}{table}", self.prefix)).arg(key);
        self.connection.ask(&command, Again::Fine).await
    }

    async fn put(&self, table: &'static str, key: &str, value: &[u8]) -> Result<(), StoreError> {
        let mut command = self.script(PUT, table);
        command.arg(key).arg(value);
        self.connection.ask(&command, Again::Fine).await
    }

    async fn change(&self, table: &'static str, changes: Vec<Change>) -> Result<(), StoreError> {
        let mut command = self.script(CHANGE, table);
        for (key, value) in &changes {
            command
                .arg(key)
                .arg(i32::from(value.is_some()))
                .arg(value.as_deref().unwrap_or_default());
        }
        self.connection.ask(&command, Again::Fine).await
    }

    async fn delete(&self, table: &'static str, key: &str) -> Result<bool, StoreError> {
        let mut command = self.script(DELETE, table);
        command.arg(key);
        self.connection.ask(&command, Again::Fine).await
    }

    async fn page(
        &self,
        table: &'static str,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        let (from, to) = bounds(prefix, after);
        let mut command = self.script(PAGE, table);
        command.arg(from).arg(to).arg(limit.min(MOST_A_PAGE));
        self.connection.ask(&command, Again::Fine).await
    }

    async fn swap(
        &self,
        table: &'static str,
        key: &str,
        old: Option<&[u8]>,
        new: Option<&[u8]>,
    ) -> Result<bool, StoreError> {
        let mut command = self.script(SWAP, table);
        command.arg(key);
        for value in [old, new] {
            command
                .arg(i32::from(value.is_some()))
                .arg(value.unwrap_or_default());
        }
        // Twice would find its own value there, and say that it was another's.
        self.connection.ask(&command, Again::Never).await
    }

    async fn delete_prefix(&self, table: &'static str, prefix: &str) -> Result<u64, StoreError> {
        let (from, to) = bounds(prefix, None);
        let mut command = self.script(DELETE_PREFIX, table);
        command.arg(from).arg(to);
        self.connection.ask(&command, Again::Fine).await
    }
}
