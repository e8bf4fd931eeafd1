//! The words of Redis, which its protocol and Upstash's share: [`Store`] for every [`Wire`].

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

use super::{Entry, Held, Store, StoreError};
use crate::clock::millis;
use crate::key::{Key, Prefix};

/// A command with its arguments.
pub(super) type Command = Vec<Bytes>;

/// What a server answers to one command.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reply {
    Nil,
    Int(i64),
    Bytes(Bytes),
    List(Vec<Reply>),
}

/// A way on which commands go and replies come.
#[async_trait]
pub(super) trait Wire: Send + Sync + std::fmt::Debug {
    /// Sends all commands in one go; one reply a command, in order. A command that the
    /// server rejects does not keep the others from being done.
    async fn send(
        &self,
        commands: Vec<Command>,
    ) -> Result<Vec<Result<Reply, StoreError>>, StoreError>;

    /// A value as it travels.
    fn pack(&self, value: &[u8]) -> Bytes {
        Bytes::copy_from_slice(value)
    }

    /// A value as it was before [`Wire::pack`].
    fn unpack(&self, packed: Bytes) -> Result<Bytes, StoreError> {
        Ok(packed)
    }
}

/// Removes a key only if it holds what the caller put there: between a GET and a DEL the
/// lock might have become another's.
const UNLOCK: &str =
    "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

/// Keys that one step of a scan looks at.
const SCAN_STEP: &str = "1000";

/// Keys that are sent in one go: each go has to be answered in time.
const MOST_KEYS: usize = 250;
/// Bytes after which a go is full. Upstash's free plan takes 1 MB a request, and base64 makes
/// a third more of it.
const MOST_BYTES: usize = 384 << 10;

fn command<const N: usize>(words: [&str; N]) -> Command {
    words
        .into_iter()
        .map(|word| Bytes::copy_from_slice(word.as_bytes()))
        .collect()
}

async fn one(wire: &impl Wire, command: Command) -> Result<Reply, StoreError> {
    let mut replies = all(wire, vec![command]).await?;
    replies.pop().ok_or_else(|| malformed("nothing"))
}

/// The replies to all commands; the first rejection is the error of all.
async fn all(wire: &impl Wire, commands: Vec<Command>) -> Result<Vec<Reply>, StoreError> {
    let asked = commands.len();
    let replies = wire.send(commands).await?;
    if replies.len() != asked {
        return Err(malformed("another number of replies than commands"));
    }
    replies.into_iter().collect()
}

fn malformed(what: &str) -> StoreError {
    StoreError::Malformed(format!("the server answered {what}"))
}

impl Reply {
    fn int(self) -> Result<i64, StoreError> {
        match self {
            Self::Int(number) => Ok(number),
            Self::Bytes(_) => self.text()?.parse().map_err(|_| malformed("no number")),
            _ => Err(malformed("no number")),
        }
    }

    fn count(self) -> Result<u64, StoreError> {
        u64::try_from(self.int()?).map_err(|_| malformed("a count below zero"))
    }

    fn text(self) -> Result<String, StoreError> {
        match self {
            Self::Bytes(bytes) => {
                String::from_utf8(bytes.into()).map_err(|_| malformed("no UTF-8"))
            }
            Self::Int(number) => Ok(number.to_string()),
            _ => Err(malformed("no text")),
        }
    }

    fn value(self, wire: &impl Wire) -> Result<Option<Bytes>, StoreError> {
        match self {
            Self::Nil => Ok(None),
            Self::Bytes(bytes) => wire.unpack(bytes).map(Some),
            _ => Err(malformed("no value")),
        }
    }

    /// The same among others: what can't be read is as if it were not there.
    fn readable(self, wire: &impl Wire) -> Option<Bytes> {
        self.value(wire).unwrap_or_else(|error| {
            tracing::debug!(%error, "a kept value can't be read");
            None
        })
    }

    fn list(self) -> Result<Vec<Self>, StoreError> {
        match self {
            Self::List(list) => Ok(list),
            _ => Err(malformed("no list")),
        }
    }

    fn pairs(self) -> Result<Vec<(Self, Self)>, StoreError> {
        let mut list = self.list()?.into_iter();
        let mut pairs = Vec::with_capacity(list.len() / 2);
        while let Some(first) = list.next() {
            pairs.push((first, list.next().ok_or_else(|| malformed("half a pair"))?));
        }
        Ok(pairs)
    }

    /// Scores are floating-point numbers, in text.
    fn score(self) -> Result<u64, StoreError> {
        let score: f64 = self.text()?.parse().map_err(|_| malformed("no score"))?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count; out of range it becomes the nearest"
        )]
        Ok(score as u64)
    }
}

fn set(wire: &impl Wire, entry: &Entry) -> Command {
    let ttl = millis(entry.ttl).max(1).to_string();
    let mut words = command(["SET", entry.key.as_str()]);
    words.push(wire.pack(&entry.value));
    words.extend(command(["PX", &ttl]));
    words
}

fn with_keys(word: &str, keys: &[Key]) -> Command {
    let mut words = command([word]);
    words.extend(keys.iter().map(|key| key.as_str().to_owned().into()));
    words
}

#[async_trait]
impl<W: Wire> Store for W {
    async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Bytes>>, StoreError> {
        let mut found = Vec::with_capacity(keys.len());
        for keys in keys.chunks(MOST_KEYS) {
            let values = one(self, with_keys("MGET", keys)).await?.list()?;
            if values.len() != keys.len() {
                return Err(malformed("another number of values than keys"));
            }
            found.extend(values.into_iter().map(|reply| reply.readable(self)));
        }
        Ok(found)
    }

    async fn get_many_with_ttl(&self, keys: &[Key]) -> Result<Vec<Option<Held>>, StoreError> {
        let mut found = Vec::with_capacity(keys.len());
        for keys in keys.chunks(MOST_KEYS) {
            let mut commands: Vec<_> = keys
                .iter()
                .map(|key| command(["PTTL", key.as_str()]))
                .collect();
            commands.push(with_keys("MGET", keys));
            let mut replies = all(self, commands).await?;
            let values = replies.pop().unwrap_or(Reply::Nil).list()?;
            if values.len() != keys.len() {
                return Err(malformed("another number of values than keys"));
            }
            for (ttl, value) in replies.into_iter().zip(values) {
                // Below zero: the key is not there, or stays for ever, which ours never do.
                let ttl = Duration::from_millis(u64::try_from(ttl.int()?).unwrap_or(0));
                found.push(value.readable(self).map(|value| Held { value, ttl }));
            }
        }
        Ok(found)
    }

    async fn set_many(&self, entries: &[Entry]) -> Result<(), StoreError> {
        let (mut commands, mut bytes) = (Vec::new(), 0);
        for entry in entries {
            if commands.len() == MOST_KEYS || bytes > MOST_BYTES {
                all(self, std::mem::take(&mut commands)).await?;
                bytes = 0;
            }
            commands.push(set(self, entry));
            bytes += entry.value.len();
        }
        if !commands.is_empty() {
            all(self, commands).await?;
        }
        Ok(())
    }

    async fn remove_many(&self, keys: &[Key]) -> Result<u64, StoreError> {
        if keys.is_empty() {
            return Ok(0);
        }
        one(self, with_keys("UNLINK", keys)).await?.count()
    }

    async fn set_if_absent(&self, entry: &Entry) -> Result<bool, StoreError> {
        let mut words = set(self, entry);
        words.extend(command(["NX"]));
        Ok(one(self, words).await? != Reply::Nil)
    }

    async fn compare_and_remove(&self, key: &Key, value: &[u8]) -> Result<bool, StoreError> {
        let mut words = command(["EVAL", UNLOCK, "1", key.as_str()]);
        words.push(self.pack(value));
        Ok(one(self, words).await?.count()? > 0)
    }

    async fn hash_get(&self, key: &Key, field: &str) -> Result<Option<Bytes>, StoreError> {
        let reply = one(self, command(["HGET", key.as_str(), field])).await?;
        reply.value(self)
    }

    async fn hash_set(&self, key: &Key, field: &str, value: &[u8]) -> Result<(), StoreError> {
        let mut words = command(["HSET", key.as_str(), field]);
        words.push(self.pack(value));
        one(self, words).await.map(drop)
    }

    async fn hash_remove(&self, key: &Key, field: &str) -> Result<bool, StoreError> {
        let reply = one(self, command(["HDEL", key.as_str(), field])).await?;
        Ok(reply.count()? > 0)
    }

    async fn hash_all(&self, key: &Key) -> Result<Vec<(String, Bytes)>, StoreError> {
        let mut fields = BTreeMap::new();
        for (field, value) in one(self, command(["HGETALL", key.as_str()]))
            .await?
            .pairs()?
        {
            if let Some(value) = value.value(self)? {
                fields.insert(field.text()?, value);
            }
        }
        Ok(fields.into_iter().collect())
    }

    async fn set_add(&self, key: &Key, member: &str) -> Result<bool, StoreError> {
        let reply = one(self, command(["SADD", key.as_str(), member])).await?;
        Ok(reply.count()? > 0)
    }

    async fn set_remove(&self, key: &Key, member: &str) -> Result<bool, StoreError> {
        let reply = one(self, command(["SREM", key.as_str(), member])).await?;
        Ok(reply.count()? > 0)
    }

    async fn set_members(&self, key: &Key) -> Result<Vec<String>, StoreError> {
        let reply = one(self, command(["SMEMBERS", key.as_str()])).await?;
        let members: Result<Vec<_>, _> = reply.list()?.into_iter().map(Reply::text).collect();
        let mut members = members?;
        members.sort();
        Ok(members)
    }

    async fn rank_add(
        &self,
        key: &Key,
        member: &str,
        count: u64,
        keep: u64,
    ) -> Result<u64, StoreError> {
        let replies = all(
            self,
            vec![
                command(["ZINCRBY", key.as_str(), &count.to_string(), member]),
                command(["ZCARD", key.as_str()]),
            ],
        )
        .await?;
        let [score, members] = <[Reply; 2]>::try_from(replies)
            .map_err(|_| malformed("another number of replies than commands"))?;
        if members.count()? > keep.saturating_mul(2) {
            let last = format!("-{}", keep.saturating_add(1));
            let cut = command(["ZREMRANGEBYRANK", key.as_str(), "0", &last]);
            one(self, cut).await?;
        }
        score.score()
    }

    async fn rank_add_many(
        &self,
        key: &Key,
        counts: &[(String, u64)],
        keep: u64,
    ) -> Result<(), StoreError> {
        for counts in counts.chunks(MOST_KEYS) {
            let mut commands: Vec<Command> = counts
                .iter()
                .map(|(member, count)| {
                    command(["ZINCRBY", key.as_str(), &count.to_string(), member])
                })
                .collect();
            commands.push(command(["ZCARD", key.as_str()]));
            let members = all(self, commands).await?.pop();
            let members = members.ok_or_else(|| malformed("nothing"))?.count()?;
            if members > keep.saturating_mul(2) {
                let last = format!("-{}", keep.saturating_add(1));
                one(self, command(["ZREMRANGEBYRANK", key.as_str(), "0", &last])).await?;
            }
        }
        Ok(())
    }

    async fn rank_top(&self, key: &Key, most: u64) -> Result<Vec<(String, u64)>, StoreError> {
        if most == 0 {
            return Ok(Vec::new());
        }
        let last = (most - 1).to_string();
        let top = command(["ZREVRANGE", key.as_str(), "0", &last, "WITHSCORES"]);
        one(self, top)
            .await?
            .pairs()?
            .into_iter()
            .map(|(member, score)| Ok((member.text()?, score.score()?)))
            .collect()
    }

    async fn remove_prefix(&self, prefix: &Prefix) -> Result<u64, StoreError> {
        let (mut removed, mut cursor) = (0, "0".to_owned());
        loop {
            let pattern = prefix.pattern();
            let scan = command(["SCAN", &cursor, "MATCH", &pattern, "COUNT", SCAN_STEP]);
            let step = one(self, scan).await?.list()?;
            let [next, found] =
                <[Reply; 2]>::try_from(step).map_err(|_| malformed("no step of a scan"))?;
            let mut keys = command(["UNLINK"]);
            for key in found.list()? {
                let key = key.text()?;
                if prefix.holds(&key) {
                    keys.push(key.into());
                }
            }
            if keys.len() > 1 {
                removed += one(self, keys).await?.count()?;
            }
            cursor = next.text()?;
            if cursor == "0" {
                return Ok(removed);
            }
        }
    }

    async fn ping(&self) -> Result<(), StoreError> {
        one(self, command(["PING"])).await.map(drop)
    }
}
