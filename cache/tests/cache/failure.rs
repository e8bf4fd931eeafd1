//! A remote store that fails costs time, and nothing else.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rstest::rstest;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use vinbot_cache::{
    Backend, CircuitSettings, CircuitState, Clock, Key, Loaded, Secrets, Settings, StoreKind,
    connect_at,
};

use crate::support::{Loader, RedisServer, on_redis, policy, settings, texts, until, until_async};

fn key() -> Key {
    Key::vin("1HGCM82633A004352")
}

/// Settings that give up soon and try again soon.
fn hasty() -> Settings {
    Settings {
        timeout_ms: 100,
        circuit: CircuitSettings {
            failures: 3,
            open_s: 1,
        },
        ..settings(StoreKind::Redis)
    }
}

/// Asks for a new key each time, until the circuit is in this state.
async fn ask_until(backend: &Backend, cache: &crate::support::Texts, state: CircuitState) {
    let (loader, count) = (Loader::default(), AtomicUsize::new(0));
    until_async("the circuit is so", async || {
        let n = count.fetch_add(1, Ordering::SeqCst);
        let key = Key::vin(&format!("{state:?}{n}"));
        let found = cache.get_or_load(&key, &policy(), loader.text("a")).await;
        assert_eq!(found.unwrap().value.unwrap().as_str(), "a");
        backend.circuit() == Some(state)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn redis_is_killed_and_restarted_under_load_and_nobody_notices() {
    let mut redis = RedisServer::start().await;
    let backend = on_redis(&redis, &hasty(), &Clock::default());
    let cache = texts(&backend);
    let (stop, asked) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicUsize::new(0)),
    );
    let workers: Vec<_> = (0..8)
        .map(|worker| {
            let (cache, stop, asked) = (cache.clone(), Arc::clone(&stop), Arc::clone(&asked));
            tokio::spawn(async move {
                let mut n = 0;
                while !stop.load(Ordering::SeqCst) {
                    n += 1;
                    let key = Key::vin(&format!("{worker}-{}", n % 500));
                    let text = key.to_string();
                    let load = move || std::future::ready(Ok(Loaded::value(text)));
                    let found = cache.get_or_load(&key, &policy(), load).await;
                    assert_eq!(found.unwrap().value.unwrap().as_str(), key.as_str());
                    asked.fetch_add(1, Ordering::SeqCst);
                    if n % 50 == 0 {
                        cache.invalidate(&key).await.ok();
                        tokio::task::yield_now().await;
                    }
                }
            })
        })
        .collect();
    let seen = || asked.load(Ordering::SeqCst);
    until("it is asked", || seen() > 1_000).await;
    for _ in 0..2 {
        redis.kill();
        until("the circuit opens", || {
            backend.circuit() == Some(CircuitState::Open)
        })
        .await;
        let before = seen();
        until("it is asked all the same", || seen() > before + 500).await;
        redis.restart().await;
        until("the circuit closes", || {
            backend.circuit() == Some(CircuitState::Closed)
        })
        .await;
        let before = seen();
        until("it is asked again", || seen() > before + 500).await;
    }
    stop.store(true, Ordering::SeqCst);
    for worker in workers {
        worker.await.unwrap();
    }
    // Redis is used again.
    ask_until(&backend, &cache, CircuitState::Closed).await;
    until_async("entries arrive", async || {
        redis.run::<u64>(&["DBSIZE"]).await > 0
    })
    .await;
}

#[tokio::test]
async fn a_redis_that_hangs_costs_its_timeout_and_is_used_again_when_it_goes_on() {
    let redis = RedisServer::start().await;
    let backend = on_redis(&redis, &hasty(), &Clock::default());
    let cache = texts(&backend);
    ask_until(&backend, &cache, CircuitState::Closed).await;
    redis.signal("STOP");
    let begun = Instant::now();
    let found = cache
        .get_or_load(&key(), &policy(), Loader::default().text("a"))
        .await;
    assert!(found.is_ok() && begun.elapsed() < Duration::from_secs(5));
    ask_until(&backend, &cache, CircuitState::Open).await;
    redis.signal("CONT");
    ask_until(&backend, &cache, CircuitState::Closed).await;
    assert!(backend.store().ping().await.is_ok());
}

#[rstest]
#[case::full(&["CONFIG", "SET", "maxmemory", "1"], &["CONFIG", "SET", "maxmemory", "0"])]
#[case::read_only(&["REPLICAOF", "127.0.0.1", "1"], &["REPLICAOF", "NO", "ONE"])]
#[tokio::test]
async fn a_redis_that_can_not_write_is_left_alone_until_it_can(
    #[case] breaks: &[&str],
    #[case] mends: &[&str],
) {
    let redis = RedisServer::start().await;
    let settings = Settings {
        timeout_ms: 5_000,
        ..hasty()
    };
    let backend = on_redis(&redis, &settings, &Clock::default());
    let cache = texts(&backend);
    ask_until(&backend, &cache, CircuitState::Closed).await;
    let _: () = redis.run(breaks).await;
    ask_until(&backend, &cache, CircuitState::Open).await;
    let _: () = redis.run(mends).await;
    ask_until(&backend, &cache, CircuitState::Closed).await;
    let store = backend.stats().store.unwrap();
    assert!(store.errors >= 3 && store.suspended > 0, "{store:?}");
}

/// A server that answers everything with the same.
async fn server_that_says(words: &'static [u8]) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut heard = [0; 4096];
                while stream.read(&mut heard).await.is_ok_and(|read| read > 0) {
                    if stream.write_all(words).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    address.to_string()
}

#[rstest]
#[case::loading(b"-LOADING Redis is loading the dataset in memory\r\n")]
#[case::no_auth(b"-NOAUTH Authentication required.\r\n")]
#[case::no_redis(b"HTTP/1.1 400 Bad Request\r\n\r\n<h1>no</h1>")]
#[case::cut(b"$1000\r\nabc")]
#[case::garbage(&[0xff, 0, 13, 10, 0xfe])]
#[case::enormous(b"*1000000000\r\n")]
#[case::negative(b"*-7\r\n$-9\r\n")]
#[case::another_type(b":7\r\n")]
#[tokio::test]
async fn whatever_a_server_says_answers_come(#[case] words: &'static [u8]) {
    let address = server_that_says(words).await;
    let secrets = Secrets {
        redis_url: Some(format!("redis://:hunter2@{address}/3").into()),
        ..Secrets::default()
    };
    let backend = connect_at(&hasty(), &secrets, Clock::default()).unwrap();
    let cache = texts(&backend);
    ask_until(&backend, &cache, CircuitState::Open).await;
    let error = backend.store().ping().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

#[tokio::test]
async fn a_server_without_tls_that_is_asked_for_tls_costs_an_error() {
    let address = server_that_says(b"-ERR no TLS here\r\n").await;
    let secrets = Secrets {
        redis_url: Some(format!("rediss://{address}").into()),
        ..Secrets::default()
    };
    let backend = connect_at(&hasty(), &secrets, Clock::default()).unwrap();
    ask_until(&backend, &texts(&backend), CircuitState::Open).await;
}

#[tokio::test]
async fn a_server_that_is_down_at_the_start_is_no_error_and_is_used_when_it_comes() {
    let mut redis = RedisServer::start().await;
    redis.kill();
    let backend = on_redis(&redis, &hasty(), &Clock::default());
    let cache = texts(&backend);
    ask_until(&backend, &cache, CircuitState::Open).await;
    redis.restart().await;
    ask_until(&backend, &cache, CircuitState::Closed).await;
}

#[tokio::test]
async fn what_is_fresh_in_memory_is_served_though_redis_can_not_be_asked_about_it() {
    let (mut redis, clock) = (RedisServer::start().await, Clock::manual());
    let backend = on_redis(&redis, &hasty(), &clock);
    let (cache, loader) = (texts(&backend), Loader::default());
    cache
        .get_or_load(&key(), &policy(), loader.text("a"))
        .await
        .unwrap();
    redis.kill();
    clock.advance(Duration::from_secs(hasty().local_s));
    for _ in 0..3 {
        let found = cache
            .get_or_load(&key(), &policy(), loader.text("b"))
            .await
            .unwrap();
        assert_eq!(found.value.unwrap().as_str(), "a");
    }
    assert_eq!(loader.count(), 1);
    assert!(cache.invalidate(&key()).await.is_err());
}

/// What lies in Redis under the key, and was not put there by this version for this key.
#[derive(Debug)]
enum Garbage {
    Foreign,
    Empty,
    Truncated,
    OfAnotherKey,
    OfAnotherKind,
    AnotherType,
}

#[rstest]
#[tokio::test]
async fn garbage_in_redis_is_a_miss_that_is_counted(
    #[values(
        Garbage::Foreign,
        Garbage::Empty,
        Garbage::Truncated,
        Garbage::OfAnotherKey,
        Garbage::OfAnotherKind,
        Garbage::AnotherType
    )]
    garbage: Garbage,
) {
    let (redis, clock) = (RedisServer::start().await, Clock::manual());
    let settings = settings(StoreKind::Redis);
    let writer = on_redis(&redis, &settings, &clock);
    let (name, other) = (key(), Key::user(1));
    let long = "Honda ".repeat(1_000);
    let run = async |words: &[&str]| redis.run::<redis::Value>(words).await;
    match garbage {
        Garbage::Foreign => drop(run(&["SET", name.as_str(), "{\"make\":\"Honda\"}"]).await),
        Garbage::Empty => drop(run(&["SET", name.as_str(), ""]).await),
        Garbage::Truncated => {
            let entry = [(name.clone(), Loaded::value(long))];
            texts(&writer).warm(entry, &policy()).await;
            let cut = "local v = redis.call('GET', KEYS[1]) \
                       redis.call('SET', KEYS[1], string.sub(v, 1, -20))";
            run(&["EVAL", cut, "1", name.as_str()]).await;
        }
        Garbage::OfAnotherKey => {
            let entry = [(other.clone(), Loaded::value(long))];
            texts(&writer).warm(entry, &policy()).await;
            run(&["RENAME", other.as_str(), name.as_str()]).await;
        }
        Garbage::OfAnotherKind => {
            let numbers = writer.cache::<Vec<u64>, String>("numbers", 10);
            let entry = [(name.clone(), Loaded::value(vec![1, 2]))];
            numbers.warm(entry, &policy()).await;
        }
        Garbage::AnotherType => drop(run(&["SADD", name.as_str(), "member"]).await),
    }
    let backend = on_redis(&redis, &settings, &clock);
    let (cache, loader) = (texts(&backend), Loader::default());
    let found = cache
        .get_or_load(&name, &policy(), loader.text("good"))
        .await
        .unwrap();
    assert_eq!((found.value.unwrap().as_str(), loader.count()), ("good", 1));
    let remote = cache.stats().remote.unwrap();
    assert_eq!(remote.hits, 0);
    // Of another type is as if it were not there, and once more when the lock is had.
    let counted = !matches!(garbage, Garbage::AnotherType);
    assert_eq!(remote.errors > 0, counted, "{remote:?}");
    assert_eq!(backend.circuit(), Some(CircuitState::Closed));
    until_async("the good one replaces it", async || {
        let reader = texts(&on_redis(&redis, &settings, &clock));
        reader.get(&name).await.is_some()
    })
    .await;
}
