//! Every store does the same.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use rstest::rstest;
use vinbot_cache::store::{Entry, Memory, Redis, Tiered, Upstash};
use vinbot_cache::{Clock, Key, Prefix, Store, StoreError};

use crate::support::{RedisServer, TOKEN, UpstashServer};

const TIMEOUT: Duration = Duration::from_secs(10);
const HOUR: Duration = Duration::from_hours(1);

#[derive(Debug, Clone, Copy)]
enum Kind {
    Memory,
    Redis,
    Upstash,
    MemoryBeforeRedis,
    MemoryBeforeUpstash,
}

/// A store and the servers that it needs.
struct World {
    store: Arc<dyn Store>,
    redis: Option<RedisServer>,
    upstash: Option<UpstashServer>,
}

impl Kind {
    async fn start(self) -> World {
        let memory = || Arc::new(Memory::new(64 << 20, Clock::default()));
        let mut world = World {
            store: memory(),
            redis: None,
            upstash: None,
        };
        match self {
            Self::Memory => {}
            Self::Redis | Self::MemoryBeforeRedis => {
                let redis = RedisServer::start().await;
                world.store = Arc::new(Redis::new(&redis.url(), TIMEOUT).unwrap());
                world.redis = Some(redis);
            }
            Self::Upstash | Self::MemoryBeforeUpstash => {
                let upstash = UpstashServer::start().await;
                let store = Upstash::new(&upstash.url(), &TOKEN.into(), TIMEOUT).unwrap();
                world.store = Arc::new(store);
                world.upstash = Some(upstash);
            }
        }
        if matches!(self, Self::MemoryBeforeRedis | Self::MemoryBeforeUpstash) {
            world.store = Arc::new(Tiered::new(memory(), world.store, HOUR));
        }
        world
    }
}

macro_rules! for_every_store {
    ($(#[doc = $doc:literal])? async fn $name:ident($store:ident: &dyn Store) $body:block) => {
        #[rstest]
        #[tokio::test]
        async fn $name(
            #[values(
                Kind::Memory,
                Kind::Redis,
                Kind::Upstash,
                Kind::MemoryBeforeRedis,
                Kind::MemoryBeforeUpstash
            )]
            kind: Kind,
        ) {
            let world = kind.start().await;
            let $store: &dyn Store = &*world.store;
            $body
        }
    };
}

fn entry(key: &Key, value: impl Into<Bytes>, ttl: Duration) -> Entry {
    Entry {
        key: key.clone(),
        value: value.into(),
        ttl,
    }
}

for_every_store! {
    async fn bytes_of_every_kind_come_back_as_they_were(store: &dyn Store) {
        let all: Vec<u8> = (0..=255).collect();
        let values = [all, Vec::new(), b"\xff\xfe\0\r\n\"".to_vec(), vec![7; 300_000]];
        let keys: Vec<_> = (0..4).map(Key::user).collect();
        let entries: Vec<_> = keys
            .iter()
            .zip(&values)
            .map(|(key, value)| entry(key, value.clone(), HOUR))
            .collect();
        store.set_many(&entries).await.unwrap();
        for _ in 0..2 {
            let read = store.get_many(&keys).await.unwrap();
            let read: Vec<_> = read.into_iter().map(|value| value.unwrap().to_vec()).collect();
            assert!(read == values);
        }
    }
}

for_every_store! {
    async fn what_is_asked_comes_in_order_with_gaps_where_there_is_none(store: &dyn Store) {
        let [one, two, three] = [1, 2, 3].map(Key::user);
        let entries = [entry(&one, "1", HOUR), entry(&three, "3", HOUR)];
        store.set_many(&entries).await.unwrap();
        let keys = [three, two, one.clone(), one];
        let read = store.get_many(&keys).await.unwrap();
        let read: Vec<_> = read.iter().map(Option::as_deref).collect();
        let expected: [Option<&[u8]>; 4] = [Some(b"3"), None, Some(b"1"), Some(b"1")];
        assert_eq!(read, expected);
        assert!(store.get_many(&[]).await.unwrap().is_empty());
        store.set_many(&[]).await.unwrap();
    }
}

for_every_store! {
    async fn more_keys_than_go_in_one_request_are_all_kept_and_removed(store: &dyn Store) {
        let keys: Vec<_> = (0..700).map(Key::user).collect();
        let entries: Vec<_> = keys
            .iter()
            .map(|key| entry(key, key.to_string(), HOUR))
            .collect();
        store.set_many(&entries).await.unwrap();
        let read = store.get_many(&keys).await.unwrap();
        assert!(read.iter().zip(&keys).all(|(value, key)| {
            value.as_deref() == Some(key.as_str().as_bytes())
        }));
        assert_eq!(store.remove_many(&keys).await.unwrap(), 700);
        assert_eq!(store.remove_many(&keys).await.unwrap(), 0);
        assert_eq!(store.get_many(&keys[..1]).await.unwrap(), [None]);
    }
}

for_every_store! {
    async fn the_time_that_is_left_is_told_and_at_its_end_the_entry_is_gone(store: &dyn Store) {
        let [long, short] = [1, 2].map(Key::user);
        let soon = Duration::from_millis(40);
        let entries = [entry(&long, "l", HOUR), entry(&short, "s", soon)];
        store.set_many(&entries).await.unwrap();
        let held = store.get_many_with_ttl(std::slice::from_ref(&long)).await.unwrap();
        let left = held[0].as_ref().unwrap().ttl;
        assert!(left <= HOUR && left > Duration::from_mins(55), "{left:?}");
        crate::support::until_async("the short one is gone", async || {
            store.get_many(std::slice::from_ref(&short)).await.unwrap()[0].is_none()
        })
        .await;
        assert!(store.get_many(&[long]).await.unwrap()[0].is_some());
    }
}

for_every_store! {
    async fn of_many_who_lock_one_does_and_only_its_token_unlocks(store: &dyn Store) {
        let lock = Key::vin("1HGCM82633A004352").lock();
        let tokens: Vec<_> = (0..20_u8).map(|n| vec![n, 0xff, 0]).collect();
        let tries = tokens.iter().map(|token| {
            let entry = entry(&lock, token.clone(), HOUR);
            async move { store.set_if_absent(&entry).await.unwrap() }
        });
        let got = futures::future::join_all(tries).await;
        assert_eq!(got.iter().filter(|got| **got).count(), 1);
        let winner = got.iter().position(|got| *got).unwrap();
        let other = &tokens[(winner + 1) % tokens.len()];
        assert!(!store.compare_and_remove(&lock, other).await.unwrap());
        assert!(store.compare_and_remove(&lock, &tokens[winner]).await.unwrap());
        assert!(!store.compare_and_remove(&lock, &tokens[winner]).await.unwrap());
        assert!(store.set_if_absent(&entry(&lock, other.clone(), HOUR)).await.unwrap());
    }
}

for_every_store! {
    async fn a_lock_whose_holder_died_ends_by_itself(store: &dyn Store) {
        let lock = Key::asked().lock();
        let dead = entry(&lock, "dead", Duration::from_millis(40));
        assert!(store.set_if_absent(&dead).await.unwrap());
        let next = entry(&lock, "next", HOUR);
        crate::support::until_async("the lock is free", async || {
            store.set_if_absent(&next).await.unwrap()
        })
        .await;
        assert!(!store.compare_and_remove(&lock, b"dead").await.unwrap());
    }
}

for_every_store! {
    async fn fields_of_a_hash_are_set_read_listed_and_removed(store: &dyn Store) {
        let key = Key::user(1);
        assert_eq!(store.hash_get(&key, "a").await.unwrap(), None);
        store.hash_set(&key, "b", b"\xff\0").await.unwrap();
        store.hash_set(&key, "ä b", b"1").await.unwrap();
        store.hash_set(&key, "b", b"\xfe").await.unwrap();
        assert_eq!(store.hash_get(&key, "b").await.unwrap().unwrap(), &b"\xfe"[..]);
        let all = store.hash_all(&key).await.unwrap();
        let expected = [("b", &b"\xfe"[..]), ("ä b", b"1")];
        assert_eq!(all, expected.map(|(f, v)| (f.to_owned(), Bytes::from_static(v))));
        assert!(store.hash_remove(&key, "b").await.unwrap());
        assert!(!store.hash_remove(&key, "b").await.unwrap());
        assert!(store.hash_remove(&key, "ä b").await.unwrap());
        assert!(store.hash_all(&key).await.unwrap().is_empty());
    }
}

for_every_store! {
    async fn members_of_a_set_are_there_once_and_in_order(store: &dyn Store) {
        let key = Key::of_user(1, "garage");
        assert!(store.set_add(&key, "b").await.unwrap());
        assert!(store.set_add(&key, "a").await.unwrap());
        assert!(!store.set_add(&key, "b").await.unwrap());
        assert_eq!(store.set_members(&key).await.unwrap(), ["a", "b"]);
        assert!(store.set_remove(&key, "a").await.unwrap());
        assert!(!store.set_remove(&key, "a").await.unwrap());
        assert_eq!(store.set_members(&key).await.unwrap(), ["b"]);
    }
}

for_every_store! {
    async fn a_ranking_counts_tells_the_first_and_does_not_grow_without_end(store: &dyn Store) {
        let key = Key::asked();
        assert!(store.rank_top(&key, 3).await.unwrap().is_empty());
        for (member, count) in [("a", 1), ("b", 5), ("c", 3), ("d", 1)] {
            assert_eq!(store.rank_add(&key, member, count, 2).await.unwrap(), count);
        }
        assert_eq!(store.rank_add(&key, "a", 3, 2).await.unwrap(), 4);
        let top = |members: &[(&str, u64)]| -> Vec<(String, u64)> {
            members.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect()
        };
        let first = store.rank_top(&key, 3).await.unwrap();
        assert_eq!(first, top(&[("b", 5), ("a", 4), ("c", 3)]));
        // The fifth is one more than twice two: two stay.
        store.rank_add(&key, "e", 1, 2).await.unwrap();
        assert_eq!(store.rank_top(&key, 10).await.unwrap(), top(&[("b", 5), ("a", 4)]));
        assert!(store.rank_top(&key, 0).await.unwrap().is_empty());
    }
}

for_every_store! {
    async fn a_prefix_removes_all_below_it_and_nothing_else(store: &dyn Store) {
        let mine: Vec<_> = (0..1_500)
            .map(|n| Key::plugin("specs", "sha256:ab", &n.to_string()))
            .collect();
        let others = [
            Key::plugin("specs2", "sha256:ab", "1"),
            Key::plugin("spec", "sha256:ab", "1"),
            Key::enrich("specs", "sha256:ab", "1"),
            Key::user(1),
        ];
        let entries: Vec<_> = mine
            .iter()
            .chain(&others)
            .map(|key| entry(key, "x", HOUR))
            .collect();
        store.set_many(&entries).await.unwrap();
        store.hash_set(&Key::of_user(1, "alerts"), "f", b"v").await.unwrap();
        assert_eq!(store.remove_prefix(&Prefix::plugin("specs")).await.unwrap(), 1_500);
        assert!(store.get_many(&mine).await.unwrap().iter().all(Option::is_none));
        assert!(store.get_many(&others).await.unwrap().iter().all(Option::is_some));
        assert_eq!(store.remove_prefix(&Prefix::user(1)).await.unwrap(), 2);
        assert!(store.hash_all(&Key::of_user(1, "alerts")).await.unwrap().is_empty());
    }
}

for_every_store! {
    async fn a_key_that_holds_something_else_is_refused_or_as_if_not_there(store: &dyn Store) {
        let [bytes, hash] = [1, 2].map(Key::user);
        store.set_many(&[entry(&bytes, "x", HOUR)]).await.unwrap();
        store.hash_set(&hash, "f", b"v").await.unwrap();
        let refused = store.hash_get(&bytes, "f").await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
        let refused = store.set_add(&hash, "m").await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
        assert_eq!(store.get_many(std::slice::from_ref(&hash)).await.unwrap(), [None]);
        // Bytes replace whatever there was.
        store.set_many(&[entry(&hash, "y", HOUR)]).await.unwrap();
        assert_eq!(store.get_many(&[hash]).await.unwrap(), [Some(Bytes::from("y"))]);
        store.ping().await.unwrap();
    }
}
