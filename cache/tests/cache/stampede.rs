//! Many who ask for one key cause one load, in one process and in several.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use tokio::sync::Semaphore;
use vinbot_cache::{Clock, Key, Loaded, Settings, StoreKind};

use crate::support::{
    Loader, RedisServer, Texts, in_memory, on_redis, policy, settings, texts, until, until_async,
};

fn key() -> Key {
    Key::vin("1HGCM82633A004352")
}

fn ask(
    cache: &Texts,
    load: impl FnOnce() -> futures::future::BoxFuture<'static, Result<Loaded<String>, String>>
    + Send
    + 'static,
) -> tokio::task::JoinHandle<String> {
    let cache = cache.clone();
    tokio::spawn(async move {
        let found = cache.get_or_load(&key(), &policy(), load).await.unwrap();
        String::clone(&found.value.unwrap())
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_who_ask_at_once_cause_one_load() {
    let (cache, loader) = (texts(&in_memory(&Clock::manual())), Loader::default());
    let gate = Arc::new(Semaphore::new(0));
    let all: Vec<_> = (0..1_000)
        .map(|_| ask(&cache, loader.gated(&gate, "a")))
        .collect();
    until("all wait", || cache.stats().coalesced == 999).await;
    gate.add_permits(1_000);
    for text in join_all(all).await {
        assert_eq!(text.unwrap(), "a");
    }
    assert_eq!(loader.count(), 1);
    assert_eq!(cache.stats().coalesced, 999);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn those_who_ask_while_it_lands_cause_no_second_load() {
    for _ in 0..20 {
        let (cache, loader) = (texts(&in_memory(&Clock::manual())), Loader::default());
        let open = Arc::new(Semaphore::new(1_000));
        let all: Vec<_> = (0..200)
            .map(|_| ask(&cache, loader.gated(&open, "a")))
            .collect();
        join_all(all).await;
        assert_eq!(loader.count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_on_one_redis_with_five_hundred_each_cause_one_load() {
    let (redis, clock) = (RedisServer::start().await, Clock::manual());
    let settings = settings(StoreKind::Redis);
    let [one, other] = [0, 1].map(|_| texts(&on_redis(&redis, &settings, &clock)));
    let (loader, gate) = (Loader::default(), Arc::new(Semaphore::new(0)));
    let all: Vec<_> = (0..500)
        .flat_map(|_| [&one, &other])
        .map(|cache| ask(cache, loader.gated(&gate, "a")))
        .collect();
    until("all wait", || {
        one.stats().coalesced + other.stats().coalesced == 998
    })
    .await;
    until("one loads", || loader.count() == 1).await;
    gate.add_permits(1_000);
    for text in join_all(all).await {
        assert_eq!(text.unwrap(), "a");
    }
    assert_eq!(loader.count(), 1);
    assert_eq!(one.stats().loads + other.stats().loads, 1);
    let elsewhere = one.stats().loaded_elsewhere + other.stats().loaded_elsewhere;
    let from_redis = one.stats().remote.unwrap().hits + other.stats().remote.unwrap().hits;
    assert!(elsewhere == 1 || from_redis == 1);
}

#[tokio::test]
async fn if_the_one_who_loads_dies_another_loads_when_his_lock_ends() {
    let redis = RedisServer::start().await;
    let cache = texts(&on_redis(
        &redis,
        &settings(StoreKind::Redis),
        &Clock::manual(),
    ));
    let lock = key().lock();
    let _: () = redis
        .run(&["SET", lock.as_str(), "dead", "PX", "150"])
        .await;
    let loader = Loader::default();
    let found = cache
        .get_or_load(&key(), &policy(), loader.text("a"))
        .await
        .unwrap();
    assert_eq!(found.value.unwrap().as_str(), "a");
    assert_eq!(loader.count(), 1);
}

#[tokio::test]
async fn nobody_waits_for_another_process_without_end() {
    let redis = RedisServer::start().await;
    let settings = Settings {
        lock_wait_ms: 100,
        ..settings(StoreKind::Redis)
    };
    let cache = texts(&on_redis(&redis, &settings, &Clock::manual()));
    let lock = key().lock();
    let _: () = redis
        .run(&["SET", lock.as_str(), "slow", "PX", "600000"])
        .await;
    let loader = Loader::default();
    let begun = std::time::Instant::now();
    cache
        .get_or_load(&key(), &policy(), loader.text("a"))
        .await
        .unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(100));
    assert_eq!(loader.count(), 1);
    // The other's lock is not ours to take away.
    let held: String = redis.run(&["GET", lock.as_str()]).await;
    assert_eq!(held, "slow");
}

#[tokio::test]
async fn of_several_processes_one_renews_a_stale_value() {
    let (redis, clock) = (RedisServer::start().await, Clock::manual());
    let settings = settings(StoreKind::Redis);
    let caches: Vec<_> = (0..4)
        .map(|_| texts(&on_redis(&redis, &settings, &clock)))
        .collect();
    caches[0]
        .warm([(key(), Loaded::value("old".to_owned()))], &policy())
        .await;
    clock.advance(Duration::from_hours(24));
    let (loader, gate) = (Loader::default(), Arc::new(Semaphore::new(0)));
    for cache in &caches {
        assert_eq!(ask(cache, loader.gated(&gate, "new")).await.unwrap(), "old");
    }
    until("each has tried", || {
        caches.iter().all(|cache| cache.stats().refreshes == 1)
    })
    .await;
    gate.add_permits(4);
    for cache in &caches {
        until_async("all have the new one", async || {
            ask(cache, loader.gated(&gate, "new")).await.unwrap() == "new"
        })
        .await;
    }
    assert_eq!(loader.count(), 1);
}

#[tokio::test]
async fn two_batches_that_wait_for_each_other_both_end() {
    let cache = texts(&in_memory(&Clock::manual()));
    let keys: Vec<_> = (0..3).map(Key::user).collect();
    let (loader, gate) = (Loader::default(), Arc::new(Semaphore::new(0)));
    let batch = |of: Vec<Key>| {
        let (cache, gate, loader) = (cache.clone(), Arc::clone(&gate), loader.clone());
        tokio::spawn(async move {
            let load = move |missing: Vec<Key>| {
                let (gate, loader) = (Arc::clone(&gate), loader.clone());
                async move {
                    gate.acquire().await.unwrap().forget();
                    let mut texts = Vec::new();
                    for key in missing {
                        texts.push(loader.text(key.as_str())().await);
                    }
                    texts
                }
            };
            cache.get_many_or_load(&of, &policy(), load).await
        })
    };
    let first = batch(vec![keys[0].clone(), keys[1].clone()]);
    until("the first loads", || cache.stats().loads == 1).await;
    let second = batch(vec![keys[2].clone(), keys[1].clone()]);
    until("the second loads", || cache.stats().loads == 2).await;
    let third = batch(keys.clone());
    until("the third waits", || cache.stats().coalesced == 4).await;
    gate.add_permits(3);
    for (batch, size) in [(first, 2), (second, 2), (third, 3)] {
        let answers = batch.await.unwrap();
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), size);
    }
    assert_eq!(loader.count(), 3);
}
