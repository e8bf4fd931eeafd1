//! What callers of a typed cache may rely on.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use tokio::sync::Semaphore;
use vinbot_cache::store::{Entry, Memory};
use vinbot_cache::{
    Backend, Clock, Found, Freshness, Key, Loaded, Policy, Prefix, Source, StoreKind,
};

use crate::support::{
    Loader, RedisServer, in_memory, on_redis, policy, settings, texts, until, until_async,
};

const DAY: Duration = Duration::from_hours(24);
const HOUR: Duration = Duration::from_hours(1);

fn text(found: &Found<String>) -> &str {
    found.value.as_deref().expect("there is a value")
}

fn key() -> Key {
    Key::vin("1HGCM82633A004352")
}

#[tokio::test]
async fn a_value_is_loaded_once_and_then_shared() {
    let (cache, loader) = (texts(&in_memory(&Clock::manual())), Loader::default());
    let first = cache
        .get_or_load(&key(), &policy(), loader.text("a"))
        .await
        .unwrap();
    let second = cache
        .get_or_load(&key(), &policy(), loader.text("b"))
        .await
        .unwrap();
    assert_eq!(loader.count(), 1);
    assert_eq!(
        (first.source, second.source),
        (Source::Load, Source::Memory)
    );
    assert!(Arc::ptr_eq(&first.value.unwrap(), &second.value.unwrap()));
    let stats = cache.stats();
    assert_eq!(
        (stats.memory.hits, stats.memory.misses, stats.loads),
        (1, 1, 1)
    );
    assert_eq!(stats.memory.seconds.count(), 2);
}

#[tokio::test]
async fn another_process_finds_in_redis_what_one_loaded() {
    let (redis, clock) = (RedisServer::start().await, Clock::manual());
    let settings = settings(StoreKind::Redis);
    let [one, other] = [0, 1].map(|_| texts(&on_redis(&redis, &settings, &clock)));
    let loader = Loader::default();
    let long = "Honda Accord ".repeat(1_000);
    one.get_or_load(&key(), &policy(), loader.text(&long))
        .await
        .unwrap();
    let found = other
        .get_or_load(&key(), &policy(), loader.text("b"))
        .await
        .unwrap();
    assert_eq!((text(&found), loader.count()), (&long[..], 1));
    assert_eq!(found.source, Source::Remote);
    let again = other
        .get_or_load(&key(), &policy(), loader.text("b"))
        .await
        .unwrap();
    assert_eq!(again.source, Source::Memory);
    let remote = other.stats().remote.unwrap();
    assert_eq!(remote.hits, 1);
    // It was compressed.
    assert!(remote.bytes < 1_000, "{remote:?}");
}

#[tokio::test]
async fn that_there_is_none_is_kept_for_a_short_while() {
    let clock = Clock::manual();
    let (cache, loader) = (texts(&in_memory(&clock)), Loader::default());
    let none = || loader.answer(Ok(Loaded::Negative));
    for _ in 0..3 {
        let found = cache.get_or_load(&key(), &policy(), none()).await.unwrap();
        assert_eq!((found.value, found.freshness), (None, Freshness::Fresh));
    }
    assert_eq!(loader.count(), 1);
    assert_eq!(cache.stats().memory.negative, 2);
    clock.advance(policy().negative);
    let found = cache
        .get_or_load(&key(), &policy(), loader.text("now"))
        .await
        .unwrap();
    assert_eq!((text(&found), loader.count()), ("now", 2));
}

#[tokio::test]
async fn a_stale_value_is_served_at_once_and_renewed_once_behind_it() {
    let clock = Clock::manual();
    let (cache, loader) = (texts(&in_memory(&clock)), Loader::default());
    cache
        .get_or_load(&key(), &policy(), loader.text("old"))
        .await
        .unwrap();
    clock.advance(DAY);
    let gate = Arc::new(Semaphore::new(0));
    let all = (0..50).map(|_| {
        let load = loader.gated(&gate, "new");
        let cache = &cache;
        async move { cache.get_or_load(&key(), &policy(), load).await.unwrap() }
    });
    for found in join_all(all).await {
        assert_eq!((text(&found), found.freshness), ("old", Freshness::Stale));
        assert_eq!(found.age, DAY);
    }
    gate.add_permits(50);
    until("it is renewed", || {
        let found = futures::executor::block_on(cache.get(&key())).unwrap();
        text(&found) == "new" && !found.is_stale()
    })
    .await;
    assert_eq!(loader.count(), 2);
    assert_eq!(cache.stats().refreshes, 1);
}

#[tokio::test]
async fn no_more_refreshes_run_at_once_than_are_allowed() {
    let clock = Clock::manual();
    let settings = vinbot_cache::Settings {
        refreshes: 2,
        ..settings(StoreKind::Memory)
    };
    let cache = texts(&Backend::over(&settings, None, clock.clone()).unwrap());
    let keys: Vec<_> = (0..10).map(Key::user).collect();
    let old = keys
        .iter()
        .map(|key| (key.clone(), Loaded::value("old".to_owned())));
    assert_eq!(cache.warm(old, &policy()).await, 10);
    clock.advance(DAY);
    let (loader, gate) = (Loader::default(), Arc::new(Semaphore::new(0)));
    for key in &keys {
        let found = cache
            .get_or_load(key, &policy(), loader.gated(&gate, "new"))
            .await;
        assert!(found.unwrap().is_stale());
    }
    until("two are under way", || loader.count() == 2).await;
    assert_eq!(cache.stats().refreshes, 2);
    gate.add_permits(10);
    until_async("the others have their turn", async || {
        for key in &keys {
            cache
                .get_or_load(key, &policy(), loader.gated(&gate, "new"))
                .await
                .unwrap();
        }
        gate.add_permits(10);
        let all = cache.get_many(&keys).await;
        all.iter()
            .flatten()
            .filter(|found| !found.is_stale())
            .count()
            == 10
    })
    .await;
}

#[tokio::test]
async fn if_loading_fails_the_old_value_is_served_and_the_caller_learns_it() {
    let clock = Clock::manual();
    let (cache, loader) = (texts(&in_memory(&clock)), Loader::default());
    cache
        .get_or_load(&key(), &policy(), loader.text("old"))
        .await
        .unwrap();
    clock.advance(DAY + HOUR);
    let fails = || loader.answer(Err("down".to_owned()));
    for _ in 0..3 {
        let found = cache.get_or_load(&key(), &policy(), fails()).await.unwrap();
        assert_eq!(
            (text(&found), found.freshness),
            ("old", Freshness::StaleOnError)
        );
    }
    // What fails is not tried by every caller.
    assert_eq!(loader.count(), 2);
    assert_eq!(cache.stats().stale_on_error, 1);
    clock.advance(policy().retry);
    let found = cache
        .get_or_load(&key(), &policy(), loader.text("new"))
        .await
        .unwrap();
    assert_eq!((text(&found), found.freshness), ("new", Freshness::Fresh));
    clock.advance(policy().stale_if_error + DAY + HOUR);
    let error = cache
        .get_or_load(&key(), &policy(), fails())
        .await
        .unwrap_err();
    assert_eq!(error, "down");
}

#[tokio::test]
async fn a_process_that_never_had_it_serves_the_old_value_of_redis_if_loading_fails() {
    let (redis, clock) = (RedisServer::start().await, Clock::manual());
    let settings = settings(StoreKind::Redis);
    let [one, other] = [0, 1].map(|_| texts(&on_redis(&redis, &settings, &clock)));
    let loader = Loader::default();
    one.warm([(key(), Loaded::value("old".to_owned()))], &policy())
        .await;
    clock.advance(DAY + HOUR);
    let fails = loader.answer(Err("down".to_owned()));
    let found = other.get_or_load(&key(), &policy(), fails).await.unwrap();
    assert_eq!(
        (text(&found), found.freshness),
        ("old", Freshness::StaleOnError)
    );
    // And one that is only stale is renewed for all.
    clock.advance(policy().retry);
    one.warm([(key(), Loaded::value("newer".to_owned()))], &policy())
        .await;
    clock.advance(DAY);
    let third = texts(&on_redis(&redis, &settings, &clock));
    let found = third
        .get_or_load(&key(), &policy(), loader.text("newest"))
        .await
        .unwrap();
    assert_eq!((text(&found), found.freshness), ("newer", Freshness::Stale));
    until_async("Redis has the newest", async || {
        let fourth = texts(&on_redis(&redis, &settings, &clock));
        fourth
            .get(&key())
            .await
            .is_some_and(|found| text(&found) == "newest")
    })
    .await;
}

#[tokio::test]
async fn an_error_reaches_all_who_wait_and_is_not_kept() {
    let (cache, loader) = (texts(&in_memory(&Clock::manual())), Loader::default());
    let gate = Arc::new(Semaphore::new(0));
    let all = (0..20).map(|_| {
        let (gate, count) = (
            Arc::clone(&gate),
            loader.answer::<String>(Err("x".to_owned())),
        );
        let cache = cache.clone();
        let load = move || async move {
            gate.acquire().await.unwrap().forget();
            count().await
        };
        tokio::spawn(async move { cache.get_or_load(&key(), &policy(), load).await })
    });
    let all: Vec<_> = all.collect();
    until("all wait", || cache.stats().coalesced == 19).await;
    gate.add_permits(20);
    for found in join_all(all).await {
        assert_eq!(found.unwrap().unwrap_err(), "x");
    }
    assert_eq!(loader.count(), 1);
    let found = cache
        .get_or_load(&key(), &policy(), loader.text("a"))
        .await
        .unwrap();
    assert_eq!((text(&found), loader.count()), ("a", 2));
}

#[tokio::test]
async fn a_caller_who_leaves_takes_nothing_from_those_who_wait() {
    let (cache, loader) = (texts(&in_memory(&Clock::manual())), Loader::default());
    let gate = Arc::new(Semaphore::new(0));
    let ask = |load| {
        let cache = cache.clone();
        tokio::spawn(async move { cache.get_or_load(&key(), &policy(), load).await })
    };
    let leader = ask(loader.gated(&gate, "first"));
    until("it loads", || loader.count() == 1).await;
    let waiting: Vec<_> = (0..10).map(|_| ask(loader.gated(&gate, "other"))).collect();
    until("all wait", || cache.stats().coalesced == 10).await;
    leader.abort();
    assert!(leader.await.unwrap_err().is_cancelled());
    gate.add_permits(20);
    for found in join_all(waiting).await {
        assert_eq!(text(&found.unwrap().unwrap()), "first");
    }
    assert_eq!(loader.count(), 1);
}

#[tokio::test]
async fn a_loader_that_panics_is_its_callers_own_and_another_takes_over() {
    let (cache, loader) = (texts(&in_memory(&Clock::manual())), Loader::default());
    let gate = Arc::new(Semaphore::new(0));
    let (panicking, its_gate) = (cache.clone(), Arc::clone(&gate));
    let leader = tokio::spawn(async move {
        let load = move || async move {
            its_gate.acquire().await.unwrap().forget();
            panic!("a plugin of the host's");
        };
        panicking.get_or_load(&key(), &policy(), load).await
    });
    until("it loads", || cache.stats().loads == 1).await;
    let (waiting, load) = (cache.clone(), loader.text("fine"));
    let waiting = tokio::spawn(async move { waiting.get_or_load(&key(), &policy(), load).await });
    until("another waits", || cache.stats().coalesced == 1).await;
    gate.add_permits(1);
    assert!(leader.await.unwrap_err().is_panic());
    assert_eq!(text(&waiting.await.unwrap().unwrap()), "fine");
}

#[tokio::test]
async fn a_loader_that_panics_leaves_no_lock_behind() {
    let redis = RedisServer::start().await;
    let cache = texts(&on_redis(
        &redis,
        &settings(StoreKind::Redis),
        &Clock::manual(),
    ));
    let panicking = cache.clone();
    let task = tokio::spawn(async move {
        let load = || async { panic!("a plugin of the host's") };
        panicking.get_or_load(&key(), &policy(), load).await
    });
    assert!(task.await.unwrap_err().is_panic());
    let keys: Vec<String> = redis.run(&["KEYS", "*"]).await;
    assert!(keys.is_empty(), "{keys:?}");
}

#[tokio::test]
async fn what_is_too_large_or_passing_is_given_and_not_kept() {
    let redis = RedisServer::start().await;
    let settings = vinbot_cache::Settings {
        max_value_kb: 1,
        ..settings(StoreKind::Redis)
    };
    let (cache, loader) = (
        texts(&on_redis(&redis, &settings, &Clock::manual())),
        Loader::default(),
    );
    let large = "x".repeat(2_000);
    for _ in 0..2 {
        let found = cache
            .get_or_load(&key(), &policy(), loader.text(&large))
            .await
            .unwrap();
        assert_eq!(text(&found), large);
        let passing = loader.answer(Ok(Loaded::passing("p".to_owned())));
        let found = cache
            .get_or_load(&Key::user(1), &policy(), passing)
            .await
            .unwrap();
        assert_eq!(text(&found), "p");
    }
    assert_eq!(loader.count(), 4);
    assert_eq!(cache.stats().not_kept, 2);
    until_async("nothing is left", async || {
        redis.run::<Vec<String>>(&["KEYS", "*"]).await.is_empty()
    })
    .await;
}

#[tokio::test]
async fn a_value_that_says_how_long_it_is_fresh_is_fresh_for_no_longer_anywhere() {
    let (redis, clock) = (RedisServer::start().await, Clock::manual());
    let settings = settings(StoreKind::Redis);
    let [one, other] = [0, 1].map(|_| texts(&on_redis(&redis, &settings, &clock)));
    let (loader, minute) = (Loader::default(), Duration::from_mins(1));
    let soon = loader.answer(Ok(Loaded::value_for("a".to_owned(), minute)));
    let found = one.get_or_load(&key(), &policy(), soon).await.unwrap();
    assert_eq!((text(&found), found.freshness), ("a", Freshness::Fresh));
    let warmed = Loaded::value_for("w".to_owned(), minute);
    assert_eq!(one.warm([(Key::user(1), warmed)], &policy()).await, 1);
    until_async("it is in Redis", async || other.get(&key()).await.is_some()).await;
    clock.advance(Duration::from_millis(59_999));
    for cache in [&one, &other] {
        for key in [key(), Key::user(1)] {
            assert_eq!(cache.get(&key).await.unwrap().freshness, Freshness::Fresh);
        }
    }
    // From then on it is stale, as the policy says, and renewed.
    clock.advance(Duration::from_millis(1));
    for cache in [&one, &other] {
        for key in [key(), Key::user(1)] {
            assert_eq!(cache.get(&key).await.unwrap().freshness, Freshness::Stale);
        }
    }
    let renewed = loader.answer(Ok(Loaded::value_for("b".to_owned(), 365 * DAY)));
    let found = one.get_or_load(&key(), &policy(), renewed).await.unwrap();
    assert_eq!((text(&found), found.freshness), ("a", Freshness::Stale));
    until_async("it is renewed", async || {
        text(&one.get(&key()).await.unwrap()) == "b"
    })
    .await;
    // It may say less than the policy, not more.
    clock.advance(Duration::from_millis(86_399_999));
    assert_eq!(one.get(&key()).await.unwrap().freshness, Freshness::Fresh);
    clock.advance(Duration::from_millis(1));
    assert_eq!(one.get(&key()).await.unwrap().freshness, Freshness::Stale);
    assert_eq!(loader.count(), 2);
}

#[tokio::test]
async fn a_value_that_is_fresh_for_no_time_is_given_and_not_kept() {
    let redis = RedisServer::start().await;
    let cache = texts(&on_redis(
        &redis,
        &settings(StoreKind::Redis),
        &Clock::manual(),
    ));
    let loader = Loader::default();
    let zero = |text: &str| -> [Loaded<String>; 2] {
        let text = Arc::new(text.to_owned());
        [
            Loaded::value_for(Arc::clone(&text), Duration::ZERO),
            Loaded::For(text, Duration::ZERO),
        ]
    };
    for loaded in zero("a") {
        let load = loader.answer(Ok(loaded));
        let found = cache.get_or_load(&key(), &policy(), load).await.unwrap();
        assert_eq!((text(&found), found.source), ("a", Source::Load));
        assert!(cache.get(&key()).await.is_none());
    }
    let entries = zero("w").map(|loaded| (Key::user(1), loaded));
    assert_eq!(cache.warm(entries, &policy()).await, 0);
    assert_eq!(loader.count(), 2);
    until_async("nothing is left", async || {
        redis.run::<Vec<String>>(&["KEYS", "*"]).await.is_empty()
    })
    .await;
}

#[tokio::test]
async fn what_is_shared_is_seen_by_all_processes_at_once_and_memory_shares_nothing() {
    let alone = Backend::in_memory();
    assert!(alone.shared().is_none() && alone.circuit().is_none());
    let found = texts(&alone)
        .get_or_load(&key(), &policy(), Loader::default().text("a"))
        .await;
    assert_eq!(text(&found.unwrap()), "a");

    let (redis, clock) = (RedisServer::start().await, Clock::manual());
    let settings = settings(StoreKind::Redis);
    let [one, other] = [0, 1].map(|_| on_redis(&redis, &settings, &clock));
    let keys = [Key::of_user(1, "garage")];
    let write = async |value: &'static str| {
        let entry = Entry {
            key: keys[0].clone(),
            value: value.into(),
            ttl: DAY,
        };
        one.store().set_many(&[entry]).await.unwrap();
    };
    write("old").await;
    assert_eq!(
        other.store().get_many(&keys).await.unwrap(),
        [Some("old".into())]
    );
    write("new").await;
    // Memory may lag behind by `local_s`; the shared store never does.
    assert_eq!(
        other.store().get_many(&keys).await.unwrap(),
        [Some("old".into())]
    );
    let shared = other.shared().unwrap();
    assert_eq!(shared.get_many(&keys).await.unwrap(), [Some("new".into())]);
}

#[tokio::test]
async fn what_is_invalidated_is_gone_everywhere_and_a_load_under_way_is_not_kept() {
    let (redis, clock) = (RedisServer::start().await, Clock::manual());
    let settings = settings(StoreKind::Redis);
    let cache = texts(&on_redis(&redis, &settings, &clock));
    let (loader, gate) = (Loader::default(), Arc::new(Semaphore::new(0)));
    let (loading, load) = (cache.clone(), loader.gated(&gate, "old"));
    let old = tokio::spawn(async move { loading.get_or_load(&key(), &policy(), load).await });
    until("it loads", || loader.count() == 1).await;
    cache.invalidate(&key()).await.unwrap();
    gate.add_permits(1);
    assert_eq!(text(&old.await.unwrap().unwrap()), "old");
    let found = cache
        .get_or_load(&key(), &policy(), loader.text("new"))
        .await
        .unwrap();
    assert_eq!((text(&found), loader.count()), ("new", 2));
    cache.invalidate(&key()).await.unwrap();
    assert!(cache.get(&key()).await.is_none());
}

#[tokio::test]
async fn a_prefix_is_invalidated_in_memory_and_in_redis() {
    let redis = RedisServer::start().await;
    let cache = texts(&on_redis(
        &redis,
        &settings(StoreKind::Redis),
        &Clock::manual(),
    ));
    let keys: Vec<_> = ["specs", "specs", "recalls"]
        .iter()
        .zip(["1", "2", "3"])
        .map(|(plugin, key)| Key::enrich(plugin, "sha256:ab", key))
        .collect();
    let entries = keys
        .iter()
        .map(|key| (key.clone(), Loaded::value(key.to_string())));
    cache.warm(entries, &policy()).await;
    cache
        .invalidate_prefix(&Prefix::enrich("specs"))
        .await
        .unwrap();
    let left: Vec<_> = cache
        .get_many(&keys)
        .await
        .iter()
        .map(Option::is_some)
        .collect();
    assert_eq!(left, [false, false, true]);
}

#[tokio::test]
async fn what_another_process_invalidates_is_noticed_after_a_while() {
    let (redis, clock) = (RedisServer::start().await, Clock::manual());
    let settings = settings(StoreKind::Redis);
    let [one, other] = [0, 1].map(|_| texts(&on_redis(&redis, &settings, &clock)));
    let loader = Loader::default();
    one.warm([(key(), Loaded::value("old".to_owned()))], &policy())
        .await;
    let ask = async |text| {
        let found = other
            .get_or_load(&key(), &policy(), loader.text(text))
            .await;
        found.unwrap()
    };
    assert_eq!(text(&ask("x").await), "old");
    one.invalidate(&key()).await.unwrap();
    assert_eq!(text(&ask("x").await), "old");
    clock.advance(Duration::from_secs(settings.local_s));
    assert_eq!(text(&ask("new").await), "new");
    assert_eq!(loader.count(), 1);
}

#[tokio::test]
async fn many_are_read_at_once_and_the_missing_loaded_by_one_call() {
    let redis = RedisServer::start().await;
    let backend = on_redis(&redis, &settings(StoreKind::Redis), &Clock::manual());
    let cache = texts(&backend);
    let keys: Vec<_> = (0..100).map(Key::user).collect();
    let known = keys[..40]
        .iter()
        .map(|key| (key.clone(), Loaded::value("known".to_owned())));
    cache.warm(known, &policy()).await;
    let calls = Arc::new(AtomicUsize::new(0));
    let before = backend.stats().store.unwrap().operations;
    let mut asked = keys.clone();
    asked.push(keys[99].clone());
    let counted = Arc::clone(&calls);
    let answers = cache
        .get_many_or_load(&asked, &policy(), move |missing| {
            counted.fetch_add(1, Ordering::SeqCst);
            assert_eq!(missing.len(), 60);
            let answer = |key: Key| match key.as_str() {
                "vinbot:v1:user:50" => Err("fails".to_owned()),
                "vinbot:v1:user:51" => Ok(Loaded::Negative),
                key => Ok(Loaded::value(key.to_owned())),
            };
            std::future::ready(missing.into_iter().map(answer).collect())
        })
        .await;
    assert_eq!((answers.len(), calls.load(Ordering::SeqCst)), (101, 1));
    assert_eq!(text(answers[0].as_ref().unwrap()), "known");
    assert_eq!(answers[50].as_ref().unwrap_err(), "fails");
    assert!(answers[51].as_ref().unwrap().value.is_none());
    assert_eq!(text(answers[99].as_ref().unwrap()), "vinbot:v1:user:99");
    assert_eq!(text(answers[100].as_ref().unwrap()), "vinbot:v1:user:99");
    until("it is written", || {
        backend.stats().store.unwrap().operations == before + 2
    })
    .await;
}

#[tokio::test]
async fn what_a_loader_leaves_out_is_absent_and_not_kept() {
    let cache = texts(&in_memory(&Clock::manual()));
    let keys = [Key::user(1), Key::user(2)];
    for _ in 0..2 {
        let answers = cache
            .get_many_or_load(&keys, &policy(), |missing| {
                let first = missing
                    .first()
                    .map(|key| Ok(Loaded::value(key.to_string())));
                // Of both it answers the first, of the second alone nothing.
                let first = first.filter(|_| missing.len() == 2);
                std::future::ready(first.into_iter().collect())
            })
            .await;
        assert!(answers[0].as_ref().unwrap().value.is_some());
        assert!(answers[1].as_ref().unwrap().value.is_none());
    }
    assert_eq!(cache.stats().loads, 2);
}

#[tokio::test]
async fn what_was_written_together_does_not_expire_together() {
    let redis = RedisServer::start().await;
    let cache = texts(&on_redis(
        &redis,
        &settings(StoreKind::Redis),
        &Clock::manual(),
    ));
    let policy = Policy {
        jitter_percent: 10,
        stale: Duration::ZERO,
        stale_if_error: Duration::ZERO,
        ..policy()
    };
    let entries = (0..200).map(|n| (Key::user(n), Loaded::value(n.to_string())));
    assert_eq!(cache.warm(entries, &policy).await, 200);
    let mut left = Vec::new();
    for n in 0..200 {
        left.push(redis.run::<u64>(&["TTL", Key::user(n).as_str()]).await);
    }
    let (least, most) = (*left.iter().min().unwrap(), *left.iter().max().unwrap());
    let day = DAY.as_secs();
    assert!(
        least >= day / 100 * 89 && most <= day / 100 * 110,
        "{least} {most}"
    );
    assert!(most - least > day / 10, "{least} {most}");
}

#[tokio::test]
async fn memory_holds_no_more_than_it_may() {
    let settings = vinbot_cache::Settings {
        max_mb: 1,
        ..settings(StoreKind::Memory)
    };
    let cache = texts(&Backend::over(&settings, None, Clock::manual()).unwrap());
    for n in 0..2_000 {
        let value = Loaded::value("x".repeat(1_000));
        cache.warm([(Key::user(n), value)], &policy()).await;
    }
    until_async("the rest is evicted", async || {
        // moka works its queue off on reads.
        cache.get(&Key::user(0)).await;
        cache.stats().memory.bytes <= 512 << 10
    })
    .await;
    let held = cache.stats().memory;
    assert!(held.entries > 100, "{held:?}");
}

#[tokio::test]
async fn collections_in_memory_are_refused_when_it_is_full_and_room_comes_back() {
    use vinbot_cache::Store as _;
    let memory = Memory::new(2_000, Clock::default());
    let key = Key::user(1);
    memory.hash_set(&key, "a", &[0; 1_000]).await.unwrap();
    let full = memory.hash_set(&key, "b", &[0; 1_000]).await.unwrap_err();
    assert_eq!(full.to_string(), "the server can't serve: memory is full");
    assert!(memory.hash_remove(&key, "a").await.unwrap());
    memory.hash_set(&key, "b", &[0; 1_000]).await.unwrap();
    let entry = Entry {
        key,
        value: "bytes".into(),
        ttl: HOUR,
    };
    memory.set_many(&[entry]).await.unwrap();
    memory
        .hash_set(&Key::user(2), "b", &[0; 1_000])
        .await
        .unwrap();
}

#[tokio::test]
async fn a_value_may_say_that_it_is_fresh_for_less_than_its_kind_and_never_for_more() {
    let clock = Clock::manual();
    let cache = texts(&in_memory(&clock));
    let policy = Policy {
        fresh: HOUR,
        stale: Duration::ZERO,
        stale_if_error: Duration::ZERO,
        jitter_percent: 0,
        ..policy()
    };
    let [short, long, none] = [60, 3 * 3_600, 0].map(Duration::from_secs);
    let keys = [1, 2, 3].map(Key::user);
    for (key, fresh) in keys.iter().zip([short, long, none]) {
        let load = move || async move { Ok(Loaded::value_for("a".to_owned(), fresh)) };
        cache.get_or_load(key, &policy, load).await.unwrap();
    }
    let kept = async || -> Vec<bool> {
        let found = cache.get_many(&keys).await;
        found.iter().map(Option::is_some).collect()
    };
    assert_eq!(kept().await, [true, true, false]);
    clock.advance(Duration::from_secs(61));
    assert_eq!(kept().await, [false, true, false]);
    clock.advance(HOUR);
    assert_eq!(kept().await, [false, false, false]);
}
